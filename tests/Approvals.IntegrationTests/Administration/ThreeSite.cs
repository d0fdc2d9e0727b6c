using Approvals.IntegrationTests.Identity;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Administration;

/// <summary>The classes that share one site with its three administrators; they take turns, each with people of its own.</summary>
[CollectionDefinition(Name)]
public sealed class ThreeSiteTests : ICollectionFixture<DoorSite>
{
    public const string Name = "the three administrators";
}

/// <summary>The three of the twin, at their browsers.</summary>
internal static class Three
{
    public const string System = "qiaoanlan";
    public const string Security = "luomingyuan";
    public const string Audit = "wenzhibai";

    /// <summary>The unit has its three again and no others, whatever a test made of them.</summary>
    public static async Task RestoreAsync(this DoorSite site)
    {
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync(
            """
            UPDATE account SET unconfirmed_by = NULL, disabled_at = CASE WHEN login = ANY(@three) THEN NULL ELSE office_now() END
            WHERE kind <> 'member' AND unit_id = @unit;
            UPDATE account SET password_hash = (SELECT password_hash FROM account WHERE login = 'gumingxi'), must_change = false
            WHERE login = ANY(@three)
            """,
            new { three = new[] { System, Security, Audit }, unit = site.Unit.Value });
    }

    public static Task<Visitor> SystemAsync(this DoorSite site) => site.EnteredAsync(System, "/accounts");

    public static Task<Visitor> SecurityAsync(this DoorSite site) => site.EnteredAsync(Security, "/rights");

    public static Task<Visitor> AuditAsync(this DoorSite site) => site.EnteredAsync(Audit, "/trail");

    public static Task<int> AccountAsync(this DoorSite site, string login) =>
        site.AskAsync<int>("SELECT account_id FROM account WHERE login = @login", new { login });

    public static Task<int> PersonAsync(this DoorSite site, string name) =>
        site.AskAsync<int>("SELECT person_id FROM person WHERE name = @name", new { name });

    public static async Task<Shown> OpenAccountAsync(this DoorSite site, Visitor keeper, string person, string login, AccountKind kind) =>
        await keeper.PressAsync(
            await keeper.OpenAsync("/accounts"), "#open-account", ("person", $"{await site.PersonAsync(person)}"), ("login", login),
            ("kind", AccountKinds.Spelling(kind)));

    /// <summary>The password that stands on the page, this once.</summary>
    public static string FirstPasswordOf(Shown page) =>
        page.Page.QuerySelector(".first-password").ShouldNotBeNull(page.Said ?? page.Words).TextContent;

    /// <summary>An administrator more, confirmed and with a password of his own.</summary>
    public static async Task<Visitor> AppointedAsync(this DoorSite site, string person, string login, AccountKind kind, string password)
    {
        var first = FirstPasswordOf(await site.OpenAccountAsync(await site.SystemAsync(), person, login, kind));
        await site.ConfirmAsync(await site.SecurityAsync(), person);
        var visitor = site.NewVisitor();
        var asked = await visitor.SignInAsync(login, first);
        (await visitor.PressAsync(asked, "form:has(#new)", ("old", first), ("new", password), ("again", password))).Path
            .ShouldBe(AccountKinds.HomeOf(kind));
        return visitor;
    }

    public static async Task<Shown> ConfirmAsync(this DoorSite _, Visitor by, string person) =>
        await by.PressAsync(await by.OpenAsync("/confirmations"), $"form:has([aria-label$='{person}的账号'])");
}

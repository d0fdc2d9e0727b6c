using System.Net;
using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Identity;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>What the three administrators (三员) find closed, over HTTP, address by address as endpoints.tsv lists them.</summary>
[Collection(DoorSiteTests.Name)]
public sealed partial class AdministratorDoorTests(DoorSite site)
{
    private const string Nothing = "-";

    [Theory]
    [InlineData("system", "qiaoanlan", 40)]
    [InlineData("security", "luomingyuan", 40)]
    [InlineData("audit", "wenzhibai", 40)]
    public async Task An_administrator_finds_every_address_closed_that_the_matrix_does_not_give_him(
        string column, string login, int atLeast)
    {
        using var administrator = await site.EnteredAsync(login, AccountHome(column));
        var closed = 0;
        foreach (var line in PermissionTables.Endpoints.Where(line => MayNever(line.Kinds[0], column)))
        {
            var (method, path) = PermissionTables.Asked(line.Endpoint);
            (await administrator.AskAsync(method, path)).Status
                .ShouldBeOneOf([HttpStatusCode.Forbidden, HttpStatusCode.NotFound], $"{column}: {line.Endpoint}");
            closed++;
        }

        closed.ShouldBeGreaterThan(atLeast);
    }

    [Theory]
    [InlineData("head", "songhuaigu")]
    [InlineData("office", "heshujian")]
    public async Task Whoever_works_in_cases_finds_the_books_of_the_administrators_closed(string column, string login)
    {
        using var member = await site.EnteredAsync(login);
        var books = PermissionTables.Endpoints.Where(line => Books().IsMatch(line.Kinds[0])).ToList();
        foreach (var line in books)
        {
            MayNever(line.Kinds[0], column).ShouldBeTrue(line.Endpoint);
            var (method, path) = PermissionTables.Asked(line.Endpoint);
            (await member.AskAsync(method, path)).Status.ShouldBe(HttpStatusCode.Forbidden, $"{column}: {line.Endpoint}");
        }

        books.Count.ShouldBeGreaterThan(15);
    }

    [Fact]
    public async Task An_administrator_holds_no_post_and_is_nobody_who_can_be_asked()
    {
        (await site.AskAsync<long>(
            "SELECT count(*) FROM account JOIN post USING (unit_id, person_id) WHERE kind <> 'member'")).ShouldBe(0);

        using var keeper = await site.EnteredAsync("qiaoanlan", "/accounts");
        (await keeper.OpenAsync("/")).Path.ShouldBe("/accounts");
        (await keeper.OpenAsync("/ledger")).Words.ShouldContain("三员的账号不看公文");
        (await site.DirectoryAsync()).People.Values.ShouldNotContain(p => p.Name == "乔安澜");
    }

    private static string AccountHome(string column) => column switch { "system" => "/accounts", "security" => "/rights", _ => "/trail" };

    /// <summary>In no relation to the subject does the column get anything.</summary>
    private static bool MayNever(string kind, string column)
    {
        var at = PermissionTables.Columns.IndexOf(column);
        return PermissionTables.Matrix.Where(line => line.Kind == kind).All(line => line.Cells[at].Split('?')[0] == Nothing);
    }

    [GeneratedRegex("^(accounts|rights|trail|set-up|confirm)")]
    private static partial Regex Books();
}

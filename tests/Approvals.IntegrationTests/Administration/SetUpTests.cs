using Approvals.Engine;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Identity;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.SetUp;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Administration;

/// <summary>首次设置: from an empty installation to the three administrators, once.</summary>
public sealed class SetUpTests : IAsyncLifetime
{
    private readonly TestDatabase _store = new();
    private readonly List<Visitor> _visitors = [];
    private WebApplication? _host;

    private WebApplication Host => _host ?? throw new InvalidOperationException("xunit initialises first");

    public async Task InitializeAsync()
    {
        await _store.InitializeAsync();
        _host = await _store.StartHostAsync();
    }

    public async Task DisposeAsync()
    {
        _visitors.ForEach(v => v.Dispose());
        await Host.DisposeAsync();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task The_first_run_makes_the_three_and_is_closed_for_ever()
    {
        var (login, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);
        page.Path.ShouldBe("/set-up");
        (await visitor.OpenAsync("/ledger")).Words.ShouldContain(Texts.Administrators.NoDocument);

        var refused = await HandOverAsync(visitor, page, ("name", "某甲"), ("login", "moujia"), ("name", "某乙"), ("login", "MOU YI"),
            ("name", "某丙"), ("login", "moubing"), ("unit", "某市中医院"), ("shortName", "某市中医"));
        refused.Said.ShouldBe(Texts.FirstRun.LoginSpelling("mou yi"));
        refused.Page.QuerySelector("#unit")?.GetAttribute("value").ShouldBe("某市中医院");
        refused.Page.QuerySelectorAll("input[name=name]").Select(i => i.GetAttribute("value")).ShouldBe(["某甲", "某乙", "某丙"]);
        var done = await HandOverAsync(visitor, refused, [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医")]);

        var firsts = done.Page.QuerySelectorAll(".first-password").Select(p => p.TextContent).ToList();
        firsts.Count.ShouldBe(3);
        (await visitor.OpenAsync("/set-up")).Path.ShouldBe("/sign-in");
        (await NewVisitor().SignInAsync(login, password)).Said.ShouldBe(Texts.Doors.NoEntry);
        (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None)).ShouldBeEmpty();
        (await _store.Database.UnitsAsync(CancellationToken.None)).ShouldHaveSingleItem().Name.ShouldBe("某市中医院");
        foreach (var (name, first) in new[] { "moujia", "mouyi", "moubing" }.Zip(firsts))
        {
            (await NewVisitor().SignInAsync(name, first)).Path.ShouldBe(FirstPassword.Path);
        }

        var reopened = await Should.ThrowAsync<PostgresException>(() => _store.Database.InUnitAsync(
            new UnitId(1), (connection, _) => connection.ExecuteAsync("UPDATE account SET disabled_at = NULL WHERE kind = 'set-up'"),
            CancellationToken.None));
        reopened.SqlState.ShouldBe("23001");
    }

    [Fact]
    public async Task Of_two_who_hand_over_at_once_one_makes_the_three()
    {
        var (login, password) = await IntroducedAsync();
        var both = new[] { NewVisitor(), NewVisitor() };
        var pages = new[] { await both[0].SignInAsync(login, password), await both[1].SignInAsync(login, password) };

        var answers = await Task.WhenAll(both.Zip(pages, (visitor, page) => HandOverAsync(
            visitor, page,
            [.. Three(visitor == both[0] ? "" : "-2"), ("unit", "某市中医院"), ("shortName", "某市中医")])));

        answers.Count(a => a.Page.QuerySelectorAll(".first-password").Length == 3).ShouldBe(1);
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        (await admin.QueryAsync<string>("SELECT kind FROM account WHERE kind <> 'set-up' ORDER BY account_id")).ShouldBe(["system", "security", "audit"]);
        (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM trail WHERE act = 'HandedOver'")).ShouldBe(1);
    }

    [Fact]
    public async Task Until_it_has_handed_over_each_start_gives_another_password_and_ends_the_sessions_of_the_last()
    {
        var (login, before) = await IntroducedAsync();
        var visitor = NewVisitor();
        (await visitor.SignInAsync(login, before)).Path.ShouldBe("/set-up");

        var (_, after) = await IntroducedAsync();

        (await visitor.OpenAsync("/set-up")).Path.ShouldBe("/sign-in");
        (await NewVisitor().SignInAsync(login, before)).Said.ShouldBe(SignInService.Sentence);
        (await NewVisitor().SignInAsync(login, after)).Path.ShouldBe("/set-up");
    }

    [Fact]
    public async Task A_unit_that_has_people_gives_the_three_from_among_them_and_one_that_has_its_three_needs_no_first_run()
    {
        await Host.Services.GetRequiredService<UnitImport>().ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None)).ShouldBeEmpty();

        var without = ShippedUnit.Real with { Administrators = [] };
        await Host.Services.GetRequiredService<UnitImport>().ImportAsync(without, CancellationToken.None);
        var (login, password) = await IntroducedAsync();
        login.ShouldBe("setup-2");
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);
        page.Page.QuerySelector("#unit").ShouldBeNull();

        (await HandOverAsync(visitor, page, ("name", "办公室文书"), ("login", "a-1"), ("name", "乙"), ("login", "b-1"), ("name", "丙"), ("login", "c-1")))
            .Said.ShouldBe(Texts.FirstRun.HoldsWide("办公室文书"));
        var done = await HandOverAsync(
            visitor, page, ("name", "医务科经办人"), ("login", "a-1"), ("name", "乙"), ("login", "b-1"), ("name", "丙"), ("login", "c-1"));

        done.Page.QuerySelectorAll(".first-password").Length.ShouldBe(3);
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        (await admin.QueryAsync<string>(
            "SELECT a.login FROM account a JOIN person n USING (unit_id, person_id) WHERE n.name = '医务科经办人' ORDER BY 1"))
            .ShouldBe(["a-1", "sx-yiwuke-jingban"]);
    }

    private static (string, string)[] Three(string end = "") =>
    [
        ("name", $"某甲{end}"), ("login", $"moujia{end}"), ("name", $"某乙{end}"), ("login", $"mouyi{end}"), ("name", $"某丙{end}"),
        ("login", $"moubing{end}"),
    ];

    private static Task<Shown> HandOverAsync(Visitor visitor, Shown page, params (string, string)[] typed) =>
        visitor.PressAsync(page, "form[action='/set-up']", typed);

    private async Task<(string Login, string Password)> IntroducedAsync()
    {
        var line = (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None))
            .Single(l => l.Contains("首次设置", StringComparison.Ordinal));
        var words = line.Split(' ');
        return (words[^3], words[^1]);
    }

    private Visitor NewVisitor()
    {
        var visitor = new Visitor(new Uri(Host.Urls.First()));
        _visitors.Add(visitor);
        return visitor;
    }
}

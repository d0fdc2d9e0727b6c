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

        var refused = await HandOverAsync(
            visitor, page,
            [
                ("name", "某甲"), ("login", "moujia"), ("name", "某乙"), ("login", "MOU YI"), ("name", "某丙"), ("login", "moubing"),
                ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk,
            ]);
        refused.Said.ShouldBe(Texts.FirstRun.LoginSpelling("mou yi"));
        refused.Page.QuerySelector("#unit")?.GetAttribute("value").ShouldBe("某市中医院");
        refused.Page.QuerySelector("#clerk")?.GetAttribute("value").ShouldBe("某丁");
        refused.Page.QuerySelectorAll("input[name=name]").Select(i => i.GetAttribute("value")).ShouldBe(["某甲", "某乙", "某丙"]);
        var done = await HandOverAsync(visitor, refused, [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk]);

        var firsts = done.Page.QuerySelectorAll(".first-password").Select(p => p.TextContent).ToList();
        firsts.Count.ShouldBe(4);
        (await visitor.OpenAsync("/set-up")).Path.ShouldBe("/sign-in");
        (await NewVisitor().SignInAsync(login, password)).Said.ShouldBe(Texts.Doors.NoEntry);
        (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None))
            .ShouldBe(["", Texts.FirstRun.FirstPasswordOnly("某市中医院", "moujia")]);
        (await _store.Database.UnitsAsync(CancellationToken.None)).ShouldHaveSingleItem().Name.ShouldBe("某市中医院");
        foreach (var (name, first) in new[] { "moujia", "mouyi", "moubing", "mouding" }.Zip(firsts))
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
            [.. Three(visitor == both[0] ? "" : "-2"), ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk])));

        answers.Count(a => a.Page.QuerySelectorAll(".first-password").Length == 4).ShouldBe(1);
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        (await admin.QueryAsync<string>("SELECT kind FROM account WHERE kind <> 'set-up' ORDER BY account_id"))
            .ShouldBe(["system", "security", "audit", "member"]);
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
        (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None))
            .ShouldBe(["", Texts.FirstRun.FirstPasswordOnly(ShippedUnit.Twin.Name, "qiaoanlan")]);

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

    [Fact]
    public async Task The_first_clerk_adds_bodies_and_people_so_the_installation_is_no_dead_end()
    {
        var (login, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);
        (await HandOverAsync(visitor, page, [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医")])).Said.ShouldBe(Texts.FirstRun.NoBeginning);
        (await HandOverAsync(
            visitor, page,
            [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医"), ("body", "院办"), ("clerk", "某甲"), ("clerkLogin", "moujia-2")]))
            .Said.ShouldBe(Texts.FirstRun.ClerkIsAdministrator);
        var done = await HandOverAsync(visitor, page, [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk]);

        var clerk = NewVisitor();
        await ChangeAsync(clerk, "mouding", done.Page.QuerySelectorAll(".first-password")[3].TextContent);
        var bodies = await clerk.OpenAsync("/bodies");
        await clerk.PressAsync(bodies, "form[action='/bodies']", ("named", "医务科"), ("kind", "administrative"));
        var people = await clerk.OpenAsync("/people");
        var body = people.Page.QuerySelectorAll("select[name=body] option").Single(o => o.TextContent == "医务科").GetAttribute("value") ?? "";
        var added = await clerk.PressAsync(
            people, "form[action='/people']:has([name=named])", ("named", "某戊"), ("body", body), ("role", "head"), ("from", people.Page.QuerySelector("#add-from")?.GetAttribute("value") ?? ""));
        added.Said.ShouldBe(Texts.People.Added);

        var system = NewVisitor();
        await ChangeAsync(system, "moujia", done.Page.QuerySelectorAll(".first-password")[0].TextContent);
        (await system.OpenAsync("/people")).Words.ShouldContain("某戊");
    }

    [Fact]
    public async Task A_unit_file_brings_its_people_and_its_three_and_a_wrong_one_is_refused_with_its_line()
    {
        var (login, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);

        (await BringAsync(visitor, page, "不是表")).Said.ShouldNotBeNull().ShouldStartWith("单位文件有1处不对，请改好再传，没有交接：单位.yaml:1:1:");
        var text = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "units", "shaoxing-tcm.yaml"));
        (await BringAsync(visitor, page, text.Replace("role: registrar", "role: registar", StringComparison.Ordinal))).Said.ShouldNotBeNull()
            .ShouldContain("registar");
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM person")).ShouldBe(0);

        var done = await BringAsync(visitor, page, text);

        done.Page.QuerySelectorAll(".first-password").Length.ShouldBe(3);
        (await admin.QueryAsync<string>("SELECT name FROM unit")).ShouldBe(["绍兴市中医院"]);
        (await admin.ExecuteScalarAsync<string>("SELECT string_agg(act, ',' ORDER BY trail_id) FROM trail WHERE act IN ('UnitImported', 'HandedOver')"))
            .ShouldBe("UnitImported,HandedOver");
        var system = NewVisitor();
        await ChangeAsync(system, await FirstOfAsync(admin, "system"), done.Page.QuerySelectorAll(".first-password")[0].TextContent);
        var account = await admin.ExecuteScalarAsync<int>("SELECT account_id FROM account WHERE login = 'sx-wenshu'");
        var given = await system.PressAsync(await system.OpenAsync($"/accounts/{account}"), "[formaction$='handler=FirstPassword']");
        var clerk = NewVisitor();
        await ChangeAsync(clerk, "sx-wenshu", given.Page.QuerySelector(".first-password").ShouldNotBeNull().TextContent);
        (await clerk.OpenAsync("/people")).Page.QuerySelector("form[action='/people'] [name=named]").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_was_typed_is_shown_once_more_before_anything_is_made_and_one_may_go_back()
    {
        var (login, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);

        var shown = await visitor.PressAsync(
            page, "form[action='/set-up']", [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk]);

        shown.Words.ShouldContain("请核对，还没有交接");
        shown.Words.ShouldContain("某甲 （登录名 moujia）");
        shown.Words.ShouldContain("某丁 （登录名 mouding）");
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM account WHERE kind <> 'set-up'")).ShouldBe(0);
        (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM body")).ShouldBe(0);
        var back = await visitor.PressAsync(shown, "form[action='/set-up']", ("step", "edit"));
        back.Page.QuerySelectorAll("input[name=name]").Select(i => i.GetAttribute("value")).ShouldBe(["某甲", "某乙", "某丙"]);
        back.Page.QuerySelector("#clerk-login")?.GetAttribute("value").ShouldBe("mouding");
    }

    [Fact]
    public async Task A_unit_file_is_carried_from_one_press_to_the_next_and_the_example_that_is_offered_is_one()
    {
        var (login, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);
        var example = await visitor.TextAsync(page.Page.QuerySelector("a[download]").ShouldNotBeNull().GetAttribute("href") ?? "");

        var shown = await visitor.SendAsync(page, "form[action='/set-up']", "file", "样例.txt", example);

        shown.Words.ShouldContain("样例.txt：6 个科室，5 人");
        var back = await visitor.PressAsync(shown, "form[action='/set-up']", ("step", "edit"));
        back.Words.ShouldContain("已带上“样例.txt”，不再选就用它。");
        var done = await HandOverAsync(visitor, back, ("name", ""), ("login", ""), ("name", ""), ("login", ""), ("name", ""), ("login", ""));
        done.Page.QuerySelectorAll(".first-password").Length.ShouldBe(3);
        done.Words.ShouldNotContain(Texts.FirstRun.Unnamed);
    }

    [Fact]
    public async Task A_lost_page_is_no_dead_end_the_machine_itself_gives_each_of_the_three_another_first_password()
    {
        var (login, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(login, password);
        var lost = await HandOverAsync(visitor, page, [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk]);
        lost.Words.ShouldContain("approvals first-password");

        var (code, output, errors) = await RescueAsync("moujia");

        code.ShouldBe(0, errors);
        var first = output.Split('\n')[0].Split('：')[^1].Trim();
        (await NewVisitor().SignInAsync("moujia", lost.Page.QuerySelectorAll(".first-password")[0].TextContent)).Said.ShouldBe(SignInService.Sentence);
        (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None))
            .ShouldBe(["", "某市中医院的系统管理员现在用的还是初始密码；密码丢了，在这台服务器上运行：approvals first-password moujia"]);
        await ChangeAsync(NewVisitor(), "moujia", first);
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        (await admin.ExecuteScalarAsync<string>("SELECT details FROM trail WHERE act = 'FirstPasswordGiven' AND by_account IS NULL"))
            .ShouldBe("在服务器上用命令");
        (await Host.Services.GetRequiredService<FirstRun>().OpenAsync(CancellationToken.None)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("meiyou", "没有登录名叫“meiyou”的账号")]
    [InlineData("mouding", "“mouding”是职工账号")]
    [InlineData("setup-1", "“setup-1”是首次设置的账号")]
    public async Task The_machine_gives_nobody_else_a_password(string login, string sentence)
    {
        var (setUp, password) = await IntroducedAsync();
        var visitor = NewVisitor();
        await HandOverAsync(
            visitor, await visitor.SignInAsync(setUp, password), [.. Three(), ("unit", "某市中医院"), ("shortName", "某市中医"), .. Clerk]);

        var (code, output, errors) = await RescueAsync(login);

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.Trim().ShouldStartWith(sentence);
    }

    private Task<(int Code, string Output, string Errors)> RescueAsync(string login) =>
        ServerProcess.RunAsync(["first-password", login, $"--ConnectionStrings:Approvals={_store.AppConnection}"]);

    private static readonly (string, string)[] Clerk = [("body", "党政综合办公室"), ("clerk", "某丁"), ("clerkLogin", "mouding")];

    private static Task<string?> FirstOfAsync(NpgsqlConnection admin, string kind) =>
        admin.ExecuteScalarAsync<string>("SELECT login FROM account WHERE kind = @kind", new { kind });

    private static async Task ChangeAsync(Visitor visitor, string? login, string first)
    {
        const string own = "竹影摇窗月满庭前花落";
        var asked = await visitor.SignInAsync(login ?? "", first);
        asked.Path.ShouldBe(FirstPassword.Path);
        (await visitor.PressAsync(asked, "form:has(#new)", ("old", first), ("new", own + login), ("again", own + login))).Path.ShouldNotBe(FirstPassword.Path);
    }

    private static async Task<Shown> BringAsync(Visitor visitor, Shown page, string text) =>
        await SureAsync(visitor, await visitor.SendAsync(page, "form[action='/set-up']", "file", "单位.yaml", text));

    private static (string, string)[] Three(string end = "") =>
    [
        ("name", $"某甲{end}"), ("login", $"moujia{end}"), ("name", $"某乙{end}"), ("login", $"mouyi{end}"), ("name", $"某丙{end}"),
        ("login", $"moubing{end}"),
    ];

    private static async Task<Shown> HandOverAsync(Visitor visitor, Shown page, params (string, string)[] typed) =>
        await SureAsync(visitor, await visitor.PressAsync(page, "form[action='/set-up']", typed));

    /// <summary>Presses a second time, where the page shows what will be made.</summary>
    private static async Task<Shown> SureAsync(Visitor visitor, Shown shown) => shown.Page.QuerySelector("[name=step][value=sure]") is null ? shown
        : await visitor.PressAsync(shown, "form[action='/set-up']", ("step", "sure"));

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

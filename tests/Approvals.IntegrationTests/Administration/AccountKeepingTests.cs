using System.Net;
using Approvals.IntegrationTests.Identity;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Identity;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Administration;

/// <summary>账号: what the system administrator may do with them, and what nobody may.</summary>
[Collection(ThreeSiteTests.Name)]
public sealed class AccountKeepingTests(DoorSite site) : IAsyncLifetime
{
    public Task InitializeAsync() => site.RestoreAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_first_password_is_shown_once_and_lets_its_owner_do_nothing_before_he_has_changed_it()
    {
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("fengzimo");
        var given = await PressAsync(keeper, id, "FirstPassword");
        var first = Three.FirstPasswordOf(given);

        (await keeper.OpenAsync($"/accounts/{id}")).Words.ShouldNotContain(first);
        (await site.NewVisitor().SignInAsync("fengzimo", site.Password)).Said.ShouldBe(SignInService.Sentence);
        (await site.NewVisitor().SignInAsync("fengzimo", first)).Path.ShouldBe(FirstPassword.Path);
    }

    [Fact]
    public async Task Who_serves_and_has_no_account_is_listed_and_one_is_opened_from_there()
    {
        var person = await site.AskAsync<int>(
            "WITH a AS (DELETE FROM account WHERE login = 'tianshouzheng' RETURNING person_id) SELECT person_id FROM a");
        var keeper = await site.SystemAsync();

        var link = (await keeper.OpenAsync("/accounts")).Page.QuerySelectorAll("#without a").Single(a => a.TextContent == "田守正");
        var page = await keeper.OpenAsync(link.GetAttribute("href") ?? "");

        page.Page.QuerySelector("#open-account option[selected]")?.GetAttribute("value").ShouldBe($"{person}");
        await keeper.PressAsync(page, "#open-account", ("person", $"{person}"), ("login", "tianshouzheng"), ("kind", "member"));
        (await keeper.OpenAsync("/accounts")).Page.QuerySelectorAll("#without a").ShouldNotContain(a => a.TextContent == "田守正");
    }

    [Fact]
    public async Task What_cannot_be_undone_is_folded_away_and_says_what_it_does_before_it_is_pressed()
    {
        var keeper = await site.SystemAsync();
        var page = await keeper.OpenAsync($"/accounts/{await site.AccountAsync("fengzimo")}");

        foreach (var press in new[] { "FirstPassword", "Close" })
        {
            var fold = page.Page.QuerySelector($"button[formaction$='handler={press}']").ShouldNotBeNull().Closest("details").ShouldNotBeNull();
            fold.HasAttribute("open").ShouldBeFalse();
            fold.QuerySelector("p")?.TextContent.ShouldNotBeNullOrWhiteSpace();
        }
    }

    [Fact]
    public async Task Who_confirms_sees_in_the_bar_how_many_wait_and_an_administrator_who_finds_nothing_is_led_to_his_own_room()
    {
        await site.OpenAccountAsync(await site.SystemAsync(), "魏青禾", "xin.shenji", AccountKind.Audit);
        var security = await site.SecurityAsync();

        var page = await security.OpenAsync("/confirmations");
        page.Page.QuerySelector(".bar-rooms .bar-count [aria-hidden]")?.TextContent.ShouldBe("1");
        page.Words.ShouldContain("不是本人请办的，不要确认");

        var none = await security.OpenAsync("/accounts/99999");
        none.Status.ShouldBe(HttpStatusCode.NotFound);
        none.Page.QuerySelector(".door-step-error a.btn")?.GetAttribute("href").ShouldBe("/rights");
        none.Words.ShouldNotContain("知悉范围");
        (await site.AskAsync<string>("SELECT details FROM trail WHERE act = 'Refused' ORDER BY trail_id DESC LIMIT 1")).ShouldBe("打开 /accounts/99999");
    }

    [Fact]
    public async Task Who_is_closed_out_is_out_on_every_device_at_once_and_his_old_sessions_stay_out()
    {
        var (desk, phone) = (await site.EnteredAsync("jiangxinghe"), await site.EnteredAsync("jiangxinghe"));
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("jiangxinghe");

        (await PressAsync(keeper, id, "Close")).Said.ShouldBe(Texts.Accounts.Closed);
        (await desk.OpenAsync("/")).Path.ShouldBe("/sign-in");
        (await phone.OpenAsync("/messages")).Path.ShouldBe("/sign-in");
        (await site.NewVisitor().SignInAsync("jiangxinghe", site.Password)).Said.ShouldBe(Texts.Doors.NoEntry);

        (await PressAsync(keeper, id, "Reopen")).Said.ShouldBe(Texts.Accounts.Reopened);
        (await desk.OpenAsync("/")).Path.ShouldBe("/sign-in");
        await site.EnteredAsync("jiangxinghe");
    }

    [Fact]
    public async Task Whoever_locked_himself_out_is_let_in_again_and_signed_out_everywhere_on_his_wish()
    {
        var id = await site.AccountAsync("yuxiaoman");
        var door = site.NewVisitor();
        for (var wrong = 0; wrong < 5; wrong++)
        {
            await door.SignInAsync("yuxiaoman", "not his password");
        }

        (await door.SignInAsync("yuxiaoman", site.Password)).Said.ShouldBe(SignInService.Sentence);
        var keeper = await site.SystemAsync();
        (await PressAsync(keeper, id, "Unlock")).Said.ShouldBe(Texts.Accounts.Unlocked);
        var desk = await site.EnteredAsync("yuxiaoman");

        (await PressAsync(keeper, id, "SignOut")).Said.ShouldBe(Texts.Accounts.SignedOut);
        (await desk.OpenAsync("/")).Path.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task Whoever_lost_his_telephone_signs_in_with_the_password_alone_once_the_second_factor_is_reset()
    {
        var id = await site.AccountAsync("panjingming");
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync(
            "INSERT INTO second_factor (unit_id, account_id, secret, last_step) VALUES (@unit, @id, '\\x00', 1)",
            new { unit = site.Unit.Value, id });
        (await site.NewVisitor().SignInAsync("panjingming", site.Password)).Path.ShouldBe("/sign-in/code");

        var keeper = await site.SystemAsync();
        (await PressAsync(keeper, id, "SecondFactor")).Said.ShouldBe(Texts.Accounts.FactorReset);

        await site.EnteredAsync("panjingming");
    }

    [Fact]
    public async Task Nobody_keeps_his_own_account_nor_opens_one_for_himself()
    {
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync(Three.System);
        var own = await keeper.OpenAsync($"/accounts/{id}");
        own.Words.ShouldContain(Texts.Accounts.NotOwn);
        own.Page.QuerySelector("#keep-account").ShouldBeNull();

        foreach (var handler in new[] { "Close", "FirstPassword", "SecondFactor", "SignOut", "Tie", "Unlock" })
        {
            (await ForgedAsync(keeper, id, handler)).Said.ShouldBe(Texts.Accounts.NotOwn, handler);
        }

        (await site.OpenAccountAsync(keeper, "乔安澜", "qiaoanlan-2", AccountKind.Member)).Said.ShouldBe(Texts.Accounts.NotOwn);
        (await keeper.OpenAsync("/accounts")).Path.ShouldBe("/accounts");
    }

    [Theory]
    [InlineData(Three.Security, AccountKind.Security)]
    [InlineData(Three.Audit, AccountKind.Audit)]
    public async Task Of_each_of_the_three_one_stays(string login, AccountKind kind)
    {
        var keeper = await site.SystemAsync();

        (await PressAsync(keeper, await site.AccountAsync(login), "Close")).Said.ShouldBe(Texts.Accounts.LastOf(kind));
        // Another one that nobody can enter with is none.
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync(
            """
            INSERT INTO account (unit_id, account_id, login, person_id, kind)
            SELECT unit_id, (SELECT max(account_id) + 1 FROM account WHERE unit_id = @unit), @login, person_id, @kind
            FROM person
            WHERE unit_id = @unit AND name = '孟致知'
            ON CONFLICT DO NOTHING
            """,
            new { unit = site.Unit.Value, login = $"mengzhizhi-{AccountKinds.Spelling(kind)}", kind = AccountKinds.Spelling(kind) });
        (await PressAsync(keeper, await site.AccountAsync(login), "Close")).Said.ShouldBe(Texts.Accounts.LastOf(kind));

        (await site.NewVisitor().SignInAsync(login, site.Password)).Path.ShouldBe(AccountKinds.HomeOf(kind));
    }

    [Fact]
    public async Task Two_system_administrators_who_close_each_other_at_once_leave_one_of_them()
    {
        await site.AppointedAsync("段敏之", "duanminzhi-x", AccountKind.System, "one of his very own");
        var (one, other) = (await UserAsync(Three.System, site.Password), await UserAsync("duanminzhi-x", "one of his very own"));
        var keeping = site.Services.GetRequiredService<AccountKeeping>();

        var answers = await Task.WhenAll(
            keeping.CloseAsync(one, other.AccountId, CancellationToken.None), keeping.CloseAsync(other, one.AccountId, CancellationToken.None));

        answers.OfType<Kept.Done>().Count().ShouldBe(1);
        answers.OfType<Kept.Refused>().ShouldHaveSingleItem().Sentence.ShouldBe(Texts.Accounts.NoLonger);
        (await site.AskAsync<long>("SELECT count(*) FROM account WHERE kind = 'system' AND disabled_at IS NULL AND unit_id = @unit",
            new { unit = site.Unit.Value })).ShouldBe(1);
    }

    [Fact]
    public async Task An_account_for_another_administrator_is_worth_nothing_before_one_of_the_others_confirms_it()
    {
        var keeper = await site.SystemAsync();
        var opened = await site.OpenAccountAsync(keeper, "雷小雨", "leixiaoyu-audit", AccountKind.Audit);
        var first = Three.FirstPasswordOf(opened);
        opened.Words.ShouldContain(Texts.Accounts.WaitsHint);
        (await site.NewVisitor().SignInAsync("leixiaoyu-audit", first)).Said.ShouldBe(Texts.Doors.NoEntry);

        (await keeper.AskAsync(HttpMethod.Get, "/confirmations")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await site.ConfirmAsync(await site.AuditAsync(), "雷小雨")).Said.ShouldBe(Texts.Accounts.Confirmed);

        (await site.NewVisitor().SignInAsync("leixiaoyu-audit", first)).Path.ShouldBe(FirstPassword.Path);
    }

    [Fact]
    public async Task The_system_administrator_cannot_come_in_as_another_one_by_giving_him_a_password()
    {
        await site.AppointedAsync("万长青", "wanchangqing-s", AccountKind.Security, "one of his very own");
        var keeper = await site.SystemAsync();
        var first = Three.FirstPasswordOf(await PressAsync(keeper, await site.AccountAsync("wanchangqing-s"), "FirstPassword"));

        var refused = await site.NewVisitor().SignInAsync("wanchangqing-s", first);
        refused.Said.ShouldBe(Texts.Doors.NoEntry);

        // Nor can he shut out everybody who might say no.
        (await PressAsync(keeper, await site.AccountAsync(Three.Security), "FirstPassword")).Page.QuerySelector(".first-password")
            .ShouldNotBeNull();
        (await PressAsync(keeper, await site.AccountAsync(Three.Audit), "FirstPassword")).Said.ShouldBe(Texts.Accounts.NobodyConfirms);
        await site.AuditAsync();
    }

    [Fact]
    public async Task Whose_account_waits_for_one_who_cannot_enter_is_let_in_at_the_machine_itself_and_the_trail_has_it()
    {
        var keeper = await site.SystemAsync();
        var account = await site.AccountAsync(Three.Security);
        var lost = Three.FirstPasswordOf(await PressAsync(keeper, account, "FirstPassword"));
        (await site.NewVisitor().SignInAsync(Three.Security, lost)).Said.ShouldBe(Texts.Doors.NoEntry);
        var waiting = await site.AskAsync<long>("SELECT count(*) FROM trail WHERE act = 'Confirmed' AND about_account = @account", new { account });

        var (code, output, errors) = await ServerProcess.RunAsync(
            ["first-password", Three.Security, $"--ConnectionStrings:Approvals={site.Store.AppConnection}"]);

        code.ShouldBe(0, errors);
        output.ShouldContain("这个账号原来等人确认，已在这里一并确认，留痕里有。");
        var first = output.Split('\n')[0].Split('：')[^1].Trim();
        (await site.NewVisitor().SignInAsync(Three.Security, first)).Path.ShouldBe(FirstPassword.Path);
        (await site.AskAsync<long>("SELECT count(*) FROM trail WHERE act = 'Confirmed' AND about_account = @account", new { account }))
            .ShouldBe(waiting + 1);
        (await site.AskAsync<string>("SELECT details FROM trail WHERE act = 'Confirmed' AND by_account IS NULL AND about_account = @account", new { account }))
            .ShouldBe("在服务器上用命令");
        await site.RestoreAsync();
    }

    [Fact]
    public async Task Who_confirms_sees_each_act_and_confirms_what_he_saw_and_no_more()
    {
        await site.AppointedAsync("龚乐群", "gonglequn-s", AccountKind.Security, "one of her very own");
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("gonglequn-s");
        await PressAsync(keeper, id, "FirstPassword");
        var auditor = await site.AuditAsync();
        var shown = await auditor.OpenAsync("/confirmations");
        shown.Words.ShouldContain("乔安澜：重发初始密码");
        shown.Words.ShouldNotContain("开账号", Shouldly.Case.Sensitive, "that was confirmed before");

        await keeper.PressAsync(
            await keeper.OpenAsync($"/accounts/{id}"), "form[action$=TieProvider]:has([value=hospital])", ("subject", "somebody else's"));
        const string form = "form:has([aria-label$='龚乐群的账号'])";
        (await auditor.PressAsync(shown, form)).Said.ShouldBe(Texts.Accounts.Of(Confirming.ActedMeanwhile));
        (await site.AskAsync<long>("SELECT count(*) FROM account WHERE account_id = @id AND unit_id = @unit AND unconfirmed_by IS NOT NULL",
            new { id, unit = site.Unit.Value })).ShouldBe(1);

        var again = await auditor.OpenAsync("/confirmations");
        again.Words.ShouldContain("乔安澜：绑定登录方式（hospital）");
        (await auditor.PressAsync(again, form)).Said.ShouldBe(Texts.Accounts.Confirmed);
    }

    [Fact]
    public async Task Whose_account_gets_another_way_in_is_told_by_a_message_and_on_his_own_page()
    {
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("baishuangjiang");
        await keeper.PressAsync(
            await keeper.OpenAsync($"/accounts/{id}"), "form[action$=TieProvider]:has([value=hospital])", ("subject", "not-hers"));
        await keeper.PressAsync(await keeper.OpenAsync($"/accounts/{id}"), "#tie-account", ("phone", "13911112222"));
        await site.Services.GetRequiredService<Approvals.Web.Jobs.Sender>().SendAsync(site.Unit, CancellationToken.None);

        var owner = await site.EnteredAsync("baishuangjiang");
        var account = (await owner.OpenAsync("/account")).Page.QuerySelector("#kept").ShouldNotBeNull().TextContent;
        account.ShouldContain("乔安澜：绑定登录方式（hospital）");
        account.ShouldContain("乔安澜：改账号的手机号（尾号2222）");
        (await site.AskAsync<long>(
            "SELECT count(*) FROM outbox WHERE recipient = (SELECT person_id FROM person WHERE name = '白霜降') AND key LIKE 'account-kept/%'")).ShouldBe(2);
        (await owner.OpenAsync("/messages")).Words.ShouldContain("乔安澜对您的账号办了：");
    }

    [Fact]
    public async Task A_first_password_unties_what_somebody_else_may_have_bound()
    {
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("yinruoyu");
        await keeper.PressAsync(
            await keeper.OpenAsync($"/accounts/{id}"), "form[action$=TieProvider]:has([value=hospital])", ("subject", "subject-of-a-thief"));
        site.House.Here = new("subject-of-a-thief", "别人");
        var thief = site.NewVisitor();
        (await thief.OpenAsync("/sign-in/hospital")).Path.ShouldBe("/");

        await PressAsync(keeper, id, "FirstPassword");

        (await thief.OpenAsync("/ledger")).Path.ShouldBe("/sign-in");
        (await thief.OpenAsync("/sign-in/hospital")).Path.ShouldBe("/sign-in");
    }

    [Fact]
    public async Task An_account_was_used_though_its_sessions_are_long_forgotten()
    {
        await site.EnteredAsync("fuwanqing");
        var id = await site.AccountAsync("fuwanqing");
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        await admin.ExecuteAsync("DELETE FROM session WHERE unit_id = @unit AND account_id = @id", new { unit = site.Unit.Value, id });
        var keeper = await site.SystemAsync();

        (await keeper.OpenAsync($"/accounts/{id}")).Page.QuerySelector("#person").ShouldBeNull();
        (await ForgedAsync(keeper, id, "Tie", ("person", $"{await site.PersonAsync("武思远")}"))).Said.ShouldBe(Texts.Accounts.Used);
    }

    [Fact]
    public async Task What_was_done_with_an_account_stays_said_of_him_whose_it_was_then()
    {
        var id = await site.AccountAsync("zhongyuxiu");
        await using var admin = new NpgsqlConnection(site.Store.AdminConnection);
        var values = new { unit = site.Unit.Value, setting = $"{site.Unit.Value}" };
        await admin.OpenAsync();
        await admin.ExecuteAsync("SELECT set_config('app.unit_id', @setting, false)", values);
        var next = await admin.ExecuteScalarAsync<int>(
            """
            INSERT INTO person (unit_id, person_id, name, position)
            SELECT @unit, max(person_id) + 1, '接手人', max(position) + 1 FROM person WHERE unit_id = @unit
            RETURNING person_id
            """,
            values);
        var keeper = await site.SystemAsync();
        await PressAsync(keeper, id, "FirstPassword");
        (await keeper.PressAsync(await keeper.OpenAsync($"/accounts/{id}"), "#tie-account", ("person", $"{next}"))).Said.ShouldBe(Texts.Accounts.Tied);

        var before = await (await site.AuditAsync()).OpenAsync($"/trail?who={Uri.EscapeDataString("钟毓秀")}&kind=Account");
        before.Words.ShouldContain("重发初始密码");
        var after = await (await site.AuditAsync()).OpenAsync($"/trail?who={Uri.EscapeDataString("接手人")}&kind=Account");
        after.Words.ShouldNotContain("重发初始密码，");
        after.Page.QuerySelectorAll(".trail .trail-what").Select(cell => cell.TextContent).ShouldBe(["改账号对应的人员"]);
        after.Words.ShouldContain("钟毓秀 → 接手人");
    }

    [Fact]
    public async Task Nobody_gets_the_login_of_a_first_run()
    {
        (await site.OpenAccountAsync(await site.SystemAsync(), "史可鉴", "setup-9", AccountKind.Audit)).Said.ShouldBe(Texts.Accounts.LoginSpelling);
    }

    [Fact]
    public async Task No_account_is_two_and_no_human_is_two_of_the_three()
    {
        var keeper = await site.SystemAsync();
        (await site.OpenAccountAsync(keeper, "骆明远", "luomingyuan-2", AccountKind.Audit)).Said.ShouldBe(Texts.Accounts.HasOne);
        (await site.OpenAccountAsync(keeper, "宋怀谷", "songhuaigu-2", AccountKind.Member)).Said.ShouldBe(Texts.Accounts.HasOne);
        // Who rules over the whole unit is none of them either.
        (await site.OpenAccountAsync(keeper, "何书简", "heshujian-2", AccountKind.Security)).Said.ShouldBe(Texts.Accounts.HoldsWide);

        var changed = await Should.ThrowAsync<PostgresException>(() => AsProgramAsync("UPDATE account SET kind = 'audit' WHERE login = 'qiaoanlan'"));
        changed.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        var second = await Should.ThrowAsync<PostgresException>(() => AsProgramAsync(
            """
            INSERT INTO account (unit_id, account_id, login, person_id, kind)
            SELECT unit_id, 9001, 'second', person_id, 'audit' FROM account WHERE login = 'qiaoanlan'
            """));
        second.ConstraintName.ShouldBe("account_of_administrator");
    }

    [Fact]
    public async Task What_was_typed_wrong_is_said_in_one_sentence_and_stands_there_still()
    {
        var keeper = await site.SystemAsync();
        var refused = await site.OpenAccountAsync(keeper, "史可鉴", "Big Login!", AccountKind.System);
        refused.Said.ShouldBe(Texts.Accounts.LoginSpelling);
        refused.Page.QuerySelector("#login")?.GetAttribute("value").ShouldBe("Big Login!");
        refused.Page.QuerySelector("#person option[selected]")?.TextContent.ShouldBe("史可鉴");
        refused.Page.QuerySelector("#new-kind option[selected]")?.TextContent.ShouldBe("系统管理员");
        (await site.OpenAccountAsync(keeper, "史可鉴", "songhuaigu", AccountKind.System)).Said
            .ShouldBe(Texts.Accounts.LoginTaken("songhuaigu"));

        var id = await site.AccountAsync("shikejian");
        var page = await keeper.OpenAsync($"/accounts/{id}");
        var phone = await keeper.PressAsync(page, "#tie-account", ("phone", "no number"));
        phone.Said.ShouldBe(Texts.Accounts.PhoneSpelling);
        phone.Page.QuerySelector("#phone")?.GetAttribute("value").ShouldBe("no number");
        (await keeper.OpenAsync("/accounts/99999")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_account_is_tied_to_a_provider_and_to_another_person_only_while_nobody_has_used_it()
    {
        var keeper = await site.SystemAsync();
        var id = await site.AccountAsync("nixiaoqiu");
        var page = await keeper.OpenAsync($"/accounts/{id}");
        (await keeper.PressAsync(
            page, "form[action$=TieProvider]:has([value=hospital])", ("subject", "subject-of-ni"))).Said.ShouldBe(Texts.Accounts.Tied);
        site.House.Here = new("subject-of-ni", "倪小秋");
        (await site.NewVisitor().OpenAsync("/sign-in/hospital")).Path.ShouldBe("/");

        var other = await site.PersonAsync("武思远");
        (await keeper.OpenAsync($"/accounts/{id}")).Page.QuerySelector("#person").ShouldBeNull();
        (await ForgedAsync(keeper, id, "Tie", ("person", $"{other}"))).Said.ShouldBe(Texts.Accounts.Used);
        (await site.AskAsync<int>("SELECT person_id FROM account WHERE account_id = @id AND unit_id = @unit", new { id, unit = site.Unit.Value }))
            .ShouldBe(await site.PersonAsync("倪小秋"));
    }

    [Fact]
    public async Task The_list_is_found_by_name_or_kind_and_paged_through()
    {
        var keeper = await site.SystemAsync();
        var first = await keeper.OpenAsync("/accounts?kind=member");
        first.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(50);
        var second = await keeper.OpenAsync(first.Page.QuerySelector("a[rel=next]")?.GetAttribute("href") ?? "");
        second.Page.QuerySelector("tbody th")?.TextContent.ShouldNotBe(first.Page.QuerySelector("tbody th")?.TextContent);
        second.Page.QuerySelector("a[rel=next]").ShouldBeNull();

        (await keeper.OpenAsync("/accounts?q=songhuai")).Page.QuerySelectorAll("tbody th").ShouldHaveSingleItem().TextContent.ShouldBe("宋怀谷");
        (await keeper.OpenAsync("/accounts?q=nobody")).Words.ShouldContain(Texts.Accounts.None);
    }

    private static async Task<Shown> PressAsync(Visitor keeper, int account, string handler) =>
        await keeper.PressAsync(await keeper.OpenAsync($"/accounts/{account}"), $"button[formaction$={handler}]");

    /// <summary>A form of another account, pressed for this one.</summary>
    private async Task<Shown> ForgedAsync(Visitor keeper, int account, string handler, params (string, string)[] typed)
    {
        var page = await keeper.OpenAsync($"/accounts/{await site.AccountAsync("wangsiyuan")}");
        var form = page.Page.QuerySelector("#tie-account").ShouldNotBeNull();
        form.SetAttribute("action", $"/accounts/{account}?handler={handler}");
        return await keeper.PressAsync(page, "#tie-account", typed);
    }

    private async Task<CurrentUser> UserAsync(string login, string password)
    {
        var door = new Door(site.Store.Database, new());
        return (await door.UserAsync(await door.AcceptedAsync(login, password))).ShouldNotBeNull();
    }

    private Task AsProgramAsync(string sql) => site.Store.Database.InUnitAsync(
        site.Unit, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None);
}

using Approvals.IntegrationTests.Identity;
using Approvals.Web.Features;
using Approvals.Web.Features.Identity;
using Dapper;

namespace Approvals.IntegrationTests.Administration;

/// <summary>授权: what the security administrator grants is what the gate reads.</summary>
[Collection(ThreeSiteTests.Name)]
public sealed class RightsTests(DoorSite site) : IAsyncLifetime
{
    private const string Today = "2021-06-02";

    /// <summary>On the page of absences: of whom he may say it. Whoever writes down for others is asked for one.</summary>
    private const string Whom = "#absence-person";

    public Task InitializeAsync() => site.RestoreAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Each_right_says_what_its_holder_signs_and_no_two_say_the_same()
    {
        var page = await (await site.SecurityAsync()).OpenAsync("/rights");
        var gives = page.Page.QuerySelectorAll("section.sheet > p.quiet").Select(p => p.TextContent).ToList();
        gives.Distinct().Count().ShouldBe(gives.Count);
        var signs = page.Page.QuerySelector("section[aria-label='签发人'] > p.quiet").ShouldNotBeNull().TextContent;
        signs.ShouldContain("流程里由他办的：");
        signs.ShouldContain("签发");
    }

    [Fact]
    public async Task A_right_counts_from_its_day_and_not_after_it_was_withdrawn_and_can_be_given_again()
    {
        var keeper = await site.SecurityAsync();
        var holder = await site.EnteredAsync("weiqinghe");
        (await ActsForTheOfficeAsync(holder)).ShouldBeFalse();

        (await GrantAsync(keeper, "魏青禾", "registrar", "党政综合办公室", Today)).Said.ShouldBe(Texts.Rights.Granted);
        (await ActsForTheOfficeAsync(holder)).ShouldBeTrue();
        (await GrantAsync(keeper, "魏青禾", "registrar", "党政综合办公室", "2021-07-01")).Said.ShouldBe(Texts.Rights.HasIt);

        (await WithdrawAsync(keeper, "魏青禾", "文书")).Said.ShouldBe(Texts.Rights.Withdrawn);
        (await ActsForTheOfficeAsync(holder)).ShouldBeFalse();

        (await GrantAsync(keeper, "魏青禾", "registrar", "党政综合办公室", Today, "2021-06-30")).Said.ShouldBe(Texts.Rights.Granted);
        (await ActsForTheOfficeAsync(holder)).ShouldBeTrue();
        (await WithdrawAsync(keeper, "魏青禾", "文书")).Said.ShouldBe(Texts.Rights.Withdrawn);
    }

    [Fact]
    public async Task A_right_of_tomorrow_gives_nothing_today()
    {
        var keeper = await site.SecurityAsync();
        var holder = await site.EnteredAsync("duruoxi");
        (await GrantAsync(keeper, "杜若溪", "registrar", "党政综合办公室", "2021-06-03")).Said.ShouldBe(Texts.Rights.Granted);

        (await ActsForTheOfficeAsync(holder)).ShouldBeFalse();
        (await WithdrawAsync(keeper, "杜若溪", "文书")).Said.ShouldBe(Texts.Rights.Withdrawn);
        (await keeper.OpenAsync("/rights")).Words.ShouldNotContain("杜若溪 党政综合办公室");
    }

    [Fact]
    public async Task Nobody_grants_to_himself_and_none_of_the_three_holds_a_right_through_another_account_of_his()
    {
        // A head of a department who is a security administrator too, by another account.
        var keeper = await site.AppointedAsync("陶安然", "taoanran-s", AccountKind.Security, "one of her very own");

        (await GrantAsync(keeper, "陶安然", "office", "党政综合办公室", Today)).Said.ShouldBe(Texts.Rights.NotOwn);
        (await GrantAsync(await site.SecurityAsync(), "陶安然", "office", "党政综合办公室", Today)).Said
            .ShouldBe(Texts.Rights.IsAdministrator);
        (await GrantAsync(keeper, "骆明远", "office", "党政综合办公室", Today)).Said.ShouldBe(Texts.Rights.Incomplete);
    }

    [Fact]
    public async Task What_is_no_right_over_the_unit_is_not_hers_to_give_and_what_was_typed_stays()
    {
        var keeper = await site.SecurityAsync();
        (await keeper.OpenAsync("/rights")).Page.QuerySelectorAll("#right-role option").Select(o => o.GetAttribute("value"))
            .ShouldBe(["", "discipline", "office", "registrar", "signatory"]);

        (await GrantAsync(keeper, "潘景明", "head", "临床药学", Today)).Said.ShouldBe(Texts.Rights.Incomplete);
        (await GrantAsync(keeper, "潘景明", "discipline", "临床药学", "2021-06-01")).Said.ShouldBe(Texts.Rights.NotBackwards);
        var refused = await GrantAsync(keeper, "潘景明", "discipline", "临床药学", "2021-06-10", "2021-06-09");
        refused.Said.ShouldBe(Texts.Rights.EndsBefore);
        refused.Page.QuerySelector("#right-person option[selected]")?.TextContent.ShouldBe("潘景明");
        refused.Page.QuerySelector("#right-until")?.GetAttribute("value").ShouldBe("2021-06-09");
        (await GrantAsync(keeper, "潘景明", "discipline", "临床药学", "the tenth")).Said.ShouldBe(Texts.Rights.Incomplete);
    }

    [Fact]
    public async Task Whoever_takes_the_last_one_away_is_told_that_nobody_has_it_now()
    {
        var keeper = await site.SecurityAsync();

        (await WithdrawAsync(keeper, "沈若川", "签发人")).Said.ShouldBe(Texts.Rights.NobodyLeft("签发人"));

        (await GrantAsync(keeper, "沈若川", "signatory", "中共澄湾市中医院委员会", Today)).Said.ShouldBe(Texts.Rights.Granted);
    }

    [Fact]
    public async Task None_of_the_three_acts_with_such_a_right_in_somebodys_place()
    {
        var keeper = await site.SecurityAsync();
        await site.AppointedAsync("武思远", "wusiyuan-a", AccountKind.Audit, "one of his very own");
        var (clerk, handler) = (await site.EnteredAsync("heshujian"), await site.EnteredAsync("panjingming"));

        (await AwayAsync(clerk, "何书简", "武思远")).Said.ShouldBe(Texts.Absences.ProxyIsAdministrator("武思远"));
        (await AwayAsync(handler, null, "武思远")).Said.ShouldBe(Texts.Absences.Kept);
        (await GrantAsync(keeper, "潘景明", "discipline", "临床药学", Today)).Said.ShouldBe(Texts.Rights.IsAdministrator);

        (await AwayAsync(clerk, "何书简", "雷小雨")).Said.ShouldBe(Texts.Absences.Kept);
        (await site.OpenAccountAsync(await site.SystemAsync(), "雷小雨", "leixiaoyu-proxy", AccountKind.Audit)).Said
            .ShouldBe(Texts.Accounts.HoldsWide);
        await site.Store.Database.InUnitAsync(
            site.Unit,
            (connection, _) => connection.ExecuteAsync("UPDATE absence SET withdrawn_at = office_now() WHERE valid_from = '2021-06-03'"),
            CancellationToken.None);
    }

    /// <param name="person">Null: himself.</param>
    private async Task<Shown> AwayAsync(Visitor by, string? person, string proxy)
    {
        (string, string)[] typed =
        [
            ("from", "2021-06-03"), ("until", "2021-06-04"), ("proxy", $"{await site.PersonAsync(proxy)}"),
            .. person is null ? Array.Empty<(string, string)>() : [("person", $"{await site.PersonAsync(person)}")],
        ];
        return await by.PressAsync(await by.OpenAsync("/absences"), "form[action='/absences']", typed);
    }

    private static async Task<bool> ActsForTheOfficeAsync(Visitor visitor) =>
        (await visitor.OpenAsync("/absences")).Page.QuerySelector(Whom) is not null;

    private static async Task<Shown> WithdrawAsync(Visitor keeper, string person, string title) =>
        await keeper.PressAsync(await keeper.OpenAsync("/rights"), $"form:has([aria-label='{Texts.Rights.WithdrawOf(person, title)}'])");

    private async Task<Shown> GrantAsync(
        Visitor keeper, string person, string role, string body, string from, string until = "") =>
        await keeper.PressAsync(
            await keeper.OpenAsync("/rights"), "#give-right", ("person", $"{await site.PersonAsync(person)}"), ("role", role),
            ("body", $"{await site.AskAsync<int>("SELECT body_id FROM body WHERE name = @body", new { body })}"), ("from", from), ("until", until));
}

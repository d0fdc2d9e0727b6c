using System.Net;
using AngleSharp.Dom;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Cases;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Pages;

/// <summary>What the pages say of time: what is due, when the next reminder goes, to whom.</summary>
public sealed class TimeLineTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Colours = "SELECT i.case_id, " + LampRows.Colour + " AS colour FROM flow_case i WHERE i.unit_id = @unit";

    /// <summary>2 June 2021, 09:00: the day on which everything was handed down.</summary>
    private static readonly DateTimeOffset Morning = new(2021, 6, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_request_for_more_time_stands_on_the_items_page_and_its_grant_moves_the_due_date_to_a_sunday()
    {
        await split.Store.SetClockAsync(Morning);
        var item = (await split.ItemAsync("2")).Case.Id;
        var branch = await ChildAsync(item);
        await split.PressAsync(branch, "贾淑云", "签收");
        await split.PressAsync(
            branch, "贾淑云", "申请延期", new Said(null, "设备到货推迟", "已完成一半", new DateOnly(2021, 6, 20), []));
        var asked = await ChildAsync(branch);
        using var office = await split.SignedInAsync("yeqiushui");

        using (var answer = await office.GetAsync($"/cases/{asked.Value}"))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
            answer.Headers.Location.ShouldNotBeNull().ToString().ShouldBe($"/items/{item.Value}#branch-{asked}");
        }

        var request = (await SplitCampaign.PageAsync(office, $"/items/{item.Value}")).GetElementById($"branch-{asked}").ShouldNotBeNull();
        Text(request).ShouldContain("贾淑云（护理部负责人）提出，希望延到2021年6月20日（周日）。理由： 设备到货推迟 已完成一半");
        request.QuerySelectorAll("button.btn-primary").Select(Text).ShouldBe(["同意，报领导"]);
        var card = (await SplitCampaign.PageAsync(office, "/")).QuerySelectorAll(".inbox-card")
            .Single(c => Text(c).Contains("延期申请：改善病区环境", StringComparison.Ordinal));
        Text(card).ShouldContain("设备到货推迟");
        Text(card).ShouldContain("下次催办：6月3日 周四 8:00");

        await split.PressAsync(asked, "叶秋水", "同意，报领导");
        await split.PressAsync(asked, "林清和", "批准");

        var page = await SplitCampaign.PageAsync(office, $"/items/{item.Value}");
        var time = Text(page.QuerySelector(".branches .seat-time").ShouldNotBeNull());
        time.ShouldContain("6月20日（周日），当天不上班，按6月18日周五催办");
        time.ShouldContain("原定2021年6月4日，已延期1次");
        time.ShouldContain("下次催办：6月15日 周二 8:00，提醒护理部负责人");
        time.ShouldContain("6月23日 周三 8:00 还没有办，就告知办公室");
        Text(page.QuerySelector(".page-head").ShouldNotBeNull()).ShouldContain("原定2021年6月4日，已延期1次");
        Text(page.QuerySelector(".story").ShouldNotBeNull()).ShouldContain("延期：时限由2021年6月4日改为2021年6月20日（第1次）");
        Text(page.GetElementById($"branch-{asked}").ShouldNotBeNull()).ShouldContain("已批准");
        var row = (await SplitCampaign.PageAsync(office, "/ledger")).QuerySelectorAll(".ledger-row")
            .Single(r => Text(r).Contains("改善病区环境", StringComparison.Ordinal));
        Text(row.QuerySelector(".ledger-due").ShouldNotBeNull())
            .ShouldBe("6月20日 周日 原定2021年6月4日，已延期1次 催办 6月15日 周二 8:00");
    }

    [Fact]
    public async Task What_is_suspended_says_so_is_reminded_of_nothing_and_its_lamp_is_neither_red_nor_yellow()
    {
        await split.Store.SetClockAsync(Morning);
        var item = (await split.ItemAsync("1")).Case.Id;
        using var office = await split.SignedInAsync("yeqiushui");
        using var head = await split.SignedInAsync("dengheping");
        var before = await SplitCampaign.PageAsync(office, $"/items/{item.Value}");
        before.QuerySelectorAll(".columns-side .sheet > form.act").ShouldBeEmpty("nothing is asked of the office");
        before.QuerySelectorAll("details > summary").Select(Text).ShouldContain("其他操作：改派责任领导、调整验收人员、中止");

        await split.PressAsync(item, "叶秋水", "中止", new Said(null, "场地改造", null, null, []));

        var page = await SplitCampaign.PageAsync(office, $"/items/{item.Value}");
        Text(page.QuerySelector(".stopped").ShouldNotBeNull()).ShouldBe("自6月2日起中止：不计时，不催办，恢复后时限顺延");
        page.QuerySelectorAll(".lamp-word").Select(Text).Distinct().ShouldBe(["中止"]);
        page.QuerySelectorAll(".time-next").ShouldBeEmpty();
        var card = (await SplitCampaign.PageAsync(head, "/")).QuerySelectorAll(".inbox-card-paused")
            .Single(c => Text(c).Contains("建立一站式服务", StringComparison.Ordinal));
        Text(card).ShouldContain("随整件事项自6月2日起中止");
        await LampsAgreeAsync();

        await split.Store.SetClockAsync(Morning.AddDays(5));
        await split.PressAsync(item, "叶秋水", "恢复办理", new Said(null, "改造完成", null, null, []));

        page = await SplitCampaign.PageAsync(office, $"/items/{item.Value}");
        Text(page.QuerySelector(".page-head").ShouldNotBeNull()).ShouldContain("原定2021年6月30日，中止后顺延");
        var story = Text(page.QuerySelector(".story").ShouldNotBeNull());
        story.ShouldContain("自此不计时，不催办。");
        story.ShouldContain("由2021年6月30日改为2021年7月5日");
        await LampsAgreeAsync();
    }

    [Fact]
    public async Task What_was_missed_while_the_server_stood_still_is_told_as_one_reminder_and_the_escalation_with_it()
    {
        var item = (await split.ItemAsync("3")).Case.Id;
        await split.Store.SetClockAsync(Morning.AddDays(5)); // Monday: it was to be acknowledged on Thursday

        await split.Host.Services.GetRequiredService<Pump>().SettleAsync(split.Unit.Id, CancellationToken.None);

        using var office = await split.SignedInAsync("yeqiushui");
        var page = await SplitCampaign.PageAsync(office, $"/items/{item.Value}");
        var story = Text(page.QuerySelector(".story").ShouldNotBeNull());
        story.ShouldContain("停机期间错过1次，合并为这一次");
        story.ShouldContain("第1次催办，已提醒");
        story.ShouldContain("逾期未办，已告知");
        Text(page.QuerySelector(".branches .time-next").ShouldNotBeNull())
            .ShouldBe("6月8日 周二 8:00 还没有办，就告知办公室");
        page.QuerySelectorAll(".branches .time-sent").Length.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_campaign_shows_its_dates_and_says_which_of_them_opens_something_by_itself()
    {
        await split.Store.SetClockAsync(Morning);
        var campaign = (await split.CampaignAsync()).Case.Id;
        using var office = await split.SignedInAsync("yeqiushui");

        var dates = (await SplitCampaign.PageAsync(office, $"/campaigns/{campaign.Value}")).QuerySelector(".dates").ShouldNotBeNull();

        Text(dates).ShouldContain("未定 定下日期后，到时自动进入“自查”");
    }

    [Theory]
    [InlineData("2021-06-29T00:00:00Z", "6月29日 周二 8:00")]
    [InlineData("2021-06-30T16:00:00Z", "6月30日 周三 24:00")] // the end of a day belongs to it
    [InlineData("2022-01-04T00:00:00Z", "2022年1月4日 周二 8:00")]
    public void An_instant_is_told_in_the_offices_day_and_the_year_where_it_is_another(string at, string words) =>
        Web.Features.Texts.Time.When(DateTimeOffset.Parse(at), OfficeHours.Usual, new DateOnly(2021, 6, 2)).ShouldBe(words);

    [Fact]
    public void A_due_date_of_another_year_is_told_with_its_year()
    {
        Web.Features.Texts.Day(new DateOnly(2021, 12, 31), new DateOnly(2021, 6, 2)).ShouldBe("12月31日 周五");
        Web.Features.Texts.Day(new DateOnly(2022, 1, 4), new DateOnly(2021, 6, 2)).ShouldBe("2022年1月4日 周二");
    }

    private async Task<CaseId> ChildAsync(CaseId parent) =>
        (await split.AllAsync()).Single(l => l.Case.Parent == parent).Case.Id;

    /// <summary>The function and the query, over every case, on days around every due date.</summary>
    private async Task LampsAgreeAsync()
    {
        var calendar = split.Host.Services.GetRequiredService<WorkCalendar>();
        var editions = split.Host.Services.GetRequiredService<Editions>();
        var all = await split.AllAsync();
        foreach (var today in Enumerable.Range(-5, 50).Select(SplitCampaign.Today.AddDays))
        {
            var byQuery = (await split.Store.Database.ReadInUnitAsync(
                split.Unit.Id,
                async (connection, _) =>
                {
                    var parameters = new DynamicParameters();
                    parameters.Add("unit", split.Unit.Id.Value);
                    LampRows.AddTo(parameters, await editions.AllAsync(connection, split.Unit.Id, CancellationToken.None), today, calendar);
                    return await connection.QueryAsync<(Guid Case, string Colour)>(Colours, parameters);
                },
                CancellationToken.None)).ToDictionary(r => new CaseId(r.Case), r => r.Colour);

            byQuery.ShouldBe(
                all.ToDictionary(
                    l => l.Case.Id,
                    l => Lamps.Colour(
                        Lamps.Running(l.Workflow, l.Case.Stage, l.Case.DueOn), Lamps.IsClosed(l.Workflow, l.Case.Stage),
                        l.Case.Time.Suspension is not null, today, calendar).ToString()),
                ignoreOrder: true, $"{today}");
        }
    }

    /// <summary>As it is read: every run of blanks is one.</summary>
    private static string Text(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

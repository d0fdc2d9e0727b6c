using System.Net;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Inbox;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Pages;

public sealed class InboxTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task The_inbox_of_everybody_holds_exactly_the_seats_that_he_may_take()
    {
        var inbox = split.Host.Services.GetRequiredService<InboxService>();
        foreach (var stage in new[] { "办理中", "责任领导审签", "对账核查", "验收检查", "销号审批" })
        {
            await split.DriveAsync("1", stage);
            var all = await split.AllAsync();
            foreach (var person in (await split.DirectoryAsync()).Directory.People.Keys)
            {
                var user = await split.UserAsync(person);
                var expected = all.Where(l => l.Workflow.Stage(l.Case.Stage) is { Quiet: false })
                    .SelectMany(l => Waits.Open(l).Where(s => Seating.MaySit(s, person, l.Context.Directory, SplitCampaign.Today))
                        .Select(_ => l.Case.Title))
                    .Order().ToList();

                var view = await inbox.LookAsync(user, 1, CancellationToken.None);

                view.Waiting.ShouldBe(expected.Count, $"{user.Person.Name} in {stage}");
                view.Groups.SelectMany(g => g.Cards).Select(c => c.Title)
                    .Concat(view.Batches.SelectMany(b => b.Choices).Select(c => c.Title))
                    .Order().ToList().ShouldBe(expected, customMessage: $"{user.Person.Name} in {stage}");
            }
        }

        // What a leader or the office only signs, many at once, is one press; a department's own work never is.
        await split.DriveAsync("4", "销号审批");
        var batch = (
            await inbox.LookAsync(await split.UserAsync("林清和"), 1, CancellationToken.None)).Batches.ShouldHaveSingleItem();
        batch.ActionTitle.ShouldBe("同意销号");
        batch.Choices.Select(c => c.Title).ShouldBe(["推行中药快速配送", "改善病区环境"], ignoreOrder: true);
        batch.Choices.ShouldAllBe(c => c.Note.Contains("没有未解决的问题"));
    }
}

public sealed class RoomsTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task A_handler_sees_what_waits_for_him_and_a_strangers_item_is_not_there()
    {
        using var handler = await split.SignedInAsync("tangyutong");
        var (mine, other) = ((await split.ItemAsync("1")).Case.Id, (await split.ItemAsync("2")).Case.Id);

        var inbox = await SplitCampaign.PageAsync(handler, "/");
        inbox.QuerySelectorAll(".inbox-card h3").Select(h => h.TextContent.Trim()).ShouldBe(["建立一站式服务"]);
        inbox.QuerySelector(".bar-count").ShouldNotBeNull().TextContent.ShouldStartWith("1");
        inbox.QuerySelector(".bar-person-name").ShouldNotBeNull().TextContent.ShouldBe("唐雨桐");
        var href = inbox.QuerySelector(".inbox-card h3 a").ShouldNotBeNull().GetAttribute("href").ShouldNotBeNull();
        href.ShouldStartWith($"/items/{mine.Value}#branch-");

        var item = await SplitCampaign.PageAsync(handler, href);
        item.QuerySelector("h1").ShouldNotBeNull().TextContent.ShouldBe("建立一站式服务");
        item.QuerySelector(".plan").ShouldNotBeNull().TextContent.ShouldBe("建立一站式服务的工作计划");
        item.QuerySelectorAll(".branches > li").Length.ShouldBe(2);
        item.QuerySelector(".points").ShouldNotBeNull().TextContent.ShouldContain("开一个窗口");
        item.QuerySelectorAll("form.act button[name=act]").Select(b => b.TextContent).ShouldContain("签收");

        (await handler.GetAsync($"/items/{other.Value}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await handler.GetAsync($"/cases/{other.Value}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SplitCampaign.PageAsync(handler, "/ledger")).QuerySelectorAll(".ledger-title a").Select(a => a.TextContent)
            .ShouldBe(["建立一站式服务"]);
    }

    [Fact]
    public async Task What_is_not_there_is_said_in_one_sentence_with_the_status()
    {
        using var client = await split.SignedInAsync("yeqiushui");

        var answer = await client.GetAsync("/items/00000000-0000-0000-0000-000000000001");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("没有找到这个页面");
    }

    [Fact]
    public async Task Every_case_has_the_address_of_the_page_that_tells_of_it()
    {
        using var client = await split.SignedInAsync("yeqiushui");
        var (campaign, item) = ((await split.CampaignAsync()).Case.Id, (await split.ItemAsync("1")).Case.Id);
        var branch = (await split.AllAsync()).First(l => l.Case.Parent == item).Case.Id;

        (await LocationAsync(split.Notice.Value)).ShouldBe($"/notices/{split.Notice.Value}");
        (await LocationAsync(campaign.Value)).ShouldBe($"/campaigns/{campaign.Value}");
        (await LocationAsync(item.Value)).ShouldBe($"/items/{item.Value}");
        (await LocationAsync(branch.Value)).ShouldBe($"/items/{item.Value}#branch-{branch}");

        async Task<string?> LocationAsync(Guid id) => (await client.GetAsync($"/cases/{id}")).Headers.Location?.ToString();
    }

    [Fact]
    public async Task The_ledger_filters_sorts_and_counts_by_lamp()
    {
        using var office = await split.SignedInAsync("yeqiushui");

        (await TitlesAsync("/ledger")).ShouldBe(["建立一站式服务", "改善病区环境", "推行中药快速配送", "常态开展回访"]);
        (await TitlesAsync("/ledger?sort=due")).ShouldBe(["推行中药快速配送", "改善病区环境", "建立一站式服务", "常态开展回访"]);
        (await TitlesAsync("/ledger?lamp=red")).ShouldBe(["推行中药快速配送"]);
        (await TitlesAsync("/ledger?lamp=yellow")).ShouldBe(["改善病区环境"]);
        (await TitlesAsync("/ledger?q=回访")).ShouldBe(["常态开展回访"]);
        (await TitlesAsync("/ledger?p=2")).ShouldBeEmpty();
        var directory = await split.DirectoryAsync();
        (await TitlesAsync($"/ledger?body={directory.Names.BodyCalled("医务科", SplitCampaign.Today)?.Value}&sort=lead"))
            .ShouldBe(["建立一站式服务"]);
        (await TitlesAsync($"/ledger?person={directory.Names.PeopleCalled("林清和")[0].Value}"
                + $"&sort=moved&of={(await split.CampaignAsync()).Case.Id.Value}"))
            .Count.ShouldBe(2);

        var tabs = (await SplitCampaign.PageAsync(office, "/ledger")).QuerySelectorAll(".lamp-tabs b").Select(b => b.TextContent);
        tabs.ShouldBe(["4", "1", "1", "2", "0"]);

        async Task<List<string>> TitlesAsync(string path) =>
            [.. (await SplitCampaign.PageAsync(office, path)).QuerySelectorAll(".ledger-title a").Select(a => a.TextContent)];
    }

    [Fact]
    public async Task A_campaign_shows_its_counts_and_what_its_next_stage_lacks()
    {
        using var office = await split.SignedInAsync("yeqiushui");

        var page = await SplitCampaign.PageAsync(office, $"/campaigns/{(await split.CampaignAsync()).Case.Id.Value}");

        page.QuerySelectorAll(".lamp-count strong").Select(s => s.TextContent).ShouldBe(["1", "1", "2", "0"]);
        page.QuerySelectorAll(".stage-counts a").Select(a => a.TextContent).ShouldBe(["办理中"]);
        page.QuerySelectorAll("form.act button[name=act]").Select(b => b.TextContent).ShouldBe(["提前开启评估验收", "调整日程", "撤销活动"]);
        page.QuerySelectorAll(".rail-title").Length.ShouldBe(8);
    }
}

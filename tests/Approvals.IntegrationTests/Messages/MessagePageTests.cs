using System.Net;
using AngleSharp.Dom;
using Approvals.Engine;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Messages;

namespace Approvals.IntegrationTests.Messages;

/// <summary>消息, as people read them.</summary>
public sealed class MessagePageTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task A_reminder_says_what_is_due_and_by_when_and_leads_there()
    {
        var (reader, branch) = await ReaderAsync();
        await WriteAsync(
            new Outgoing(reader, new MessageNote.Reminder(Of(branch, 0, -3))),
            new Outgoing(reader, new MessageNote.Reminder(Of(branch, 1, 0, new TimeOnly(17, 30)))),
            new Outgoing(reader, new MessageNote.Escalation(Of(branch, 2, 2))),
            new Outgoing(reader, new MessageNote.Digest(SplitCampaign.Today, 2, 0, 5)));
        using var client = await split.SignedInAsync("tangyutong");

        var page = await SplitCampaign.PageAsync(client, "/messages");

        var due = "期限6月30日 周三";
        var stage = branch.Workflow.TitleOf(branch.Case.Stage);
        Sentences(page).ShouldBe(
        [
            "6月2日 周三，等您办的共7件：逾期2件，其他5件。",
            $"医务科的“{stage}”还没有办：{due}，已逾期2天，请您过问。",
            $"请您办“{stage}”：{due} 17:30，当天到期。",
            $"请您办“{stage}”：{due}，还有3天。",
        ]);
        page.QuerySelectorAll(".message .stage-mark").Select(m => m.TextContent).ShouldBe(["每日提要", "逾期告知", "催办", "催办"]);
        var links = page.QuerySelectorAll(".message h2 a").Select(a => (a.TextContent, Href: a.GetAttribute("href"))).ToList();
        links.Select(l => l.TextContent).ShouldBe(["我的待办", "建立一站式服务", "建立一站式服务", "建立一站式服务"]);
        (await client.GetAsync(links[1].Href)).Headers.Location.ShouldNotBeNull().OriginalString
            .ShouldEndWith($"#branch-{branch.Case.Id}");
        page.QuerySelector(".bar-unread").ShouldNotBeNull().TextContent.ShouldStartWith("4");
        page.QuerySelectorAll(".message-mark").Length.ShouldBe(4);
    }

    [Fact]
    public async Task A_case_that_the_reader_may_not_see_is_not_named()
    {
        var (reader, _) = await ReaderAsync();
        var other = (await split.AllAsync()).First(l => l.Case.Title == "改善病区环境" && l.Case.Seats.Length > 0);
        var gone = CaseId.Derive(SplitCampaign.Today, "gone");
        await WriteAsync(
            new Outgoing(reader, new MessageNote.Reminder(Of(other, 0, 1))),
            new Outgoing(reader, new MessageNote.Recorded(other.Case.Id, 1)),
            new Outgoing(reader, new MessageNote.Recorded(gone, 1)));
        using var client = await split.SignedInAsync("tangyutong");

        var page = await SplitCampaign.PageAsync(client, "/messages");

        Sentences(page).ShouldBe(["这件事现在不归您看。", "这件事现在不归您看。", "这件事现在不归您看。"]);
        page.QuerySelectorAll(".message a").ShouldBeEmpty();
        page.QuerySelector("main").ShouldNotBeNull().TextContent.ShouldNotContain("改善病区环境");
        (await SplitCampaign.PageAsync(client, "/")).QuerySelector(".recorded-for-me").ShouldNotBeNull().TextContent
            .ShouldNotContain("改善病区环境");
    }

    [Fact]
    public async Task What_no_longer_waits_is_told_with_its_message()
    {
        var (reader, branch) = await ReaderAsync();
        await WriteAsync(new Outgoing(reader, new MessageNote.Reminder(Of(branch, 3, 1))));
        await split.PressAsync(branch.Case.Id, "唐雨桐", "签收");
        using var client = await split.SignedInAsync("tangyutong");

        Sentences(await SplitCampaign.PageAsync(client, "/messages")).ShouldHaveSingleItem()
            .ShouldEndWith("已逾期1天。（这一步现在不用再办。）");
    }

    [Fact]
    public async Task All_that_was_there_is_marked_as_read_and_what_came_since_stays_new()
    {
        var (reader, branch) = await ReaderAsync();
        await WriteAsync(new Outgoing(reader, new MessageNote.Reminder(Of(branch, 4, 1))));
        using var client = await split.SignedInAsync("tangyutong");
        var page = await SplitCampaign.PageAsync(client, "/messages");
        await WriteAsync(new Outgoing(reader, new MessageNote.Reminder(Of(branch, 5, 2))));
        using var form = MarkAll(page);

        (await client.PostAsync("/messages", form)).Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe("/messages");

        var after = await SplitCampaign.PageAsync(client, "/messages");
        after.QuerySelector(".said-done").ShouldNotBeNull().TextContent.ShouldBe("已全部标为已读。");
        after.QuerySelectorAll(".message").Select(m => m.ClassList.Contains("message-new")).ShouldBe([true, false]);
        after.QuerySelector(".bar-unread").ShouldNotBeNull().TextContent.ShouldStartWith("1");
        using var unfinished = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", after.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value"))]);
        (await client.PostAsync("/messages", unfinished)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Fifty_stand_on_a_page_and_nobody_reads_anothers()
    {
        var (reader, _) = await ReaderAsync();
        await WriteAsync([.. Mail.To(reader, 60)]);
        using var client = await split.SignedInAsync("tangyutong");

        (await SplitCampaign.PageAsync(client, "/messages")).QuerySelectorAll(".message").Length.ShouldBe(50);
        var last = await SplitCampaign.PageAsync(client, "/messages?p=2");
        last.QuerySelectorAll(".message").Length.ShouldBe(10);
        last.QuerySelector(".paging").ShouldNotBeNull().TextContent.ShouldContain("第51–60条，共60条");
        (await SplitCampaign.PageAsync(client, "/messages?p=9")).QuerySelectorAll(".message").Length.ShouldBe(10);
        using var other = await split.SignedInAsync("gumingxi");
        var theirs = await SplitCampaign.PageAsync(other, "/messages");
        theirs.QuerySelectorAll(".message").ShouldBeEmpty();
        theirs.QuerySelector(".bar-unread").ShouldBeNull();
        // All means all, on whichever page one stands.
        using var form = MarkAll(last);
        await client.PostAsync("/messages", form);
        (await SplitCampaign.PageAsync(client, "/messages")).QuerySelectorAll(".message-new").ShouldBeEmpty();
    }

    /// <summary>唐雨桐 of 医务科 with an empty box, and the part of the first item that waits for her department.</summary>
    private async Task<(PersonId Reader, Web.Store.Cases.Looked Branch)> ReaderAsync()
    {
        await TestCluster.ExecuteAsync(split.Store.AdminConnection, "DELETE FROM message");
        var (item, office) = ((await split.ItemAsync("1")).Case.Id, (await split.DirectoryAsync()).Names.BodyCalled(
            "医务科", SplitCampaign.Today));
        var branch = (await split.AllAsync()).Single(l => l.Case.Parent == item && l.Case.Seats.Any(s => s.Body == office));
        return ((await split.UserAsync("唐雨桐")).Person.Id, branch);
    }

    private static RungNote Of(Web.Store.Cases.Looked branch, int no, int days, TimeOnly? time = null) => new(
        branch.Case.Id, branch.Case.Round, branch.Case.Seats[0].No, no, new DateOnly(2021, 6, 30), time, days);

    /// <summary>One after the other, so that they arrive in this order.</summary>
    private async Task WriteAsync(params Outgoing[] rows)
    {
        foreach (var chunk in rows.Length > 10 ? [rows] : rows.Chunk(1))
        {
            await Mail.WriteAsync(split.Store, split.Unit.Id, chunk);
            await Mail.SentAsync(split.Store);
        }
    }

    private static FormUrlEncodedContent MarkAll(IParentNode page) => new(page.QuerySelectorAll(".messages-mark input")
        .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? "")));

    private static IEnumerable<string> Sentences(IParentNode page) =>
        page.QuerySelectorAll(".message p").Select(p => p.TextContent.Trim());
}

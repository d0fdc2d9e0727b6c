using System.Net;
using AngleSharp.Html.Dom;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Pages;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Approvals.Web.Store.Verify;
using Dapper;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>知悉范围 from the form on the page to the rows: whoever is not named finds nothing of it anywhere.</summary>
public sealed class ScopeStoreTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Title = "建立一站式服务";

    /// <summary>Of those who would see it: the head of a responsible department, discipline, the host, another of the office.</summary>
    private static readonly string[] Unnamed = ["宋怀谷", "金正宇", "程立言", "郑一帆", "何书简", "沈若川"];

    private static readonly string[] Named = ["叶秋水", "顾明溪", "唐雨桐", "邓和平"];

    [Fact]
    public async Task An_item_that_is_restricted_is_in_no_list_count_file_or_message_of_whoever_is_not_named()
    {
        var item = (await split.ItemAsync("1")).Case.Id;
        var branch = (await split.AllAsync()).First(l => l.Case.Parent == item && l.Case.Title == Title
            && l.Case.Seats.Any(s => s.Sitters.Any(t => t.Body is { } b && l.Context.Directory.Bodies[b].Name == "医务科"))).Case;
        await split.PressAsync(branch.Id, "唐雨桐", "签收");
        var hash = await split.KeepFileAsync("现场.txt", "what was seen", (await split.UserAsync("唐雨桐")).Person.Id);
        await split.PressAsync(branch.Id, "唐雨桐", "报进展", new Said(null, null, "窗口已定", null, [hash]));
        await split.GiveTextAsync($"一、{Title}（责任单位：医务科、门诊办；完成时限：2021年6月30日）", "二、改善病区环境（责任单位：护理部；完成时限：2021年6月4日）");
        var before = await CountsAsync("沈若川");

        using (var office = await AsAsync("叶秋水"))
        {
            var page = await SplitCampaign.PageAsync(office, $"/items/{item.Value}");
            page.QuerySelector(".scope").ShouldNotBeNull().TextContent.ShouldContain("没有限定知悉范围");
            await RestrictAsync(office, page, Named);
            (await SplitCampaign.PageAsync(office, $"/items/{item.Value}")).QuerySelector(".scope").ShouldNotBeNull().TextContent
                .ShouldContain("限定范围：只有顾明溪、叶秋水、唐雨桐、邓和平可以看到。");
        }

        await TellAsync(branch, item, [.. Unnamed, .. Named]);
        foreach (var name in Unnamed)
        {
            using var client = await AsAsync(name);
            foreach (var path in new[] { $"/items/{item.Value}", $"/cases/{item.Value}", $"/cases/{item.Value}/picture", $"/cases/{branch.Id.Value}",
                $"/files/{hash}", $"/files/{hash}?of={branch.Id.Value}" })
            {
                (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{name} {path}");
            }

            foreach (var path in new[] { "/", "/ledger", "/ledger?q=一站式", "/messages", "/copies", "/inspection", "/workflows" })
            {
                (await client.GetStringAsync(path)).ShouldNotContain(Title, Shouldly.Case.Sensitive, $"{name} {path}");
            }

            using (var notice = await client.GetAsync($"/notices/{split.Notice.Value}"))
            {
                var text = await notice.Content.ReadAsStringAsync();
                text.ShouldNotContain(Title, Shouldly.Case.Sensitive, $"{name}, the notice");
                text.Contains("这里不显示原文，也不能下载", StringComparison.Ordinal).ShouldBe(notice.IsSuccessStatusCode, $"{name}, its own text");
            }

            (await SplitCampaign.PageAsync(client, "/messages")).QuerySelectorAll(".message").ShouldBeEmpty(name);
            (await client.GetAsync($"/campaigns/{(await split.CampaignAsync()).Case.Id.Value}")).Dispose();
        }

        foreach (var name in Named)
        {
            using var client = await AsAsync(name);
            (await client.GetAsync($"/items/{item.Value}")).StatusCode.ShouldBe(HttpStatusCode.OK, name);
            (await client.GetStringAsync("/ledger")).ShouldContain(Title, Shouldly.Case.Sensitive, name);
            (await client.GetStringAsync($"/notices/{split.Notice.Value}")).ShouldNotContain("这里不显示原文", Shouldly.Case.Sensitive, name);
            var messages = await SplitCampaign.PageAsync(client, "/messages");
            messages.QuerySelectorAll(".message").Length.ShouldBe(2, name);
            messages.QuerySelector("main").ShouldNotBeNull().TextContent.ShouldNotContain(Title);
            messages.QuerySelector("main").ShouldNotBeNull().TextContent.ShouldContain("您有一件限定范围的事项。");
        }

        (await CountsAsync("沈若川")).ShouldBe(before - 1, "the ledger counts it for nobody else");
        // A seat that is his by his post is not his here; the colleague who is named goes on.
        (await split.Cases.HandleAsync(
            split.Unit.Id, branch.Id,
            new CaseCommand.Claim(2, new SeatNo(0), (await split.UserAsync("宋怀谷")).Person.Id), "claim", CancellationToken.None))
            .ShouldBe(new Answer.Refused(new Refusal.NotNamed((await split.UserAsync("宋怀谷")).Person.Id)));
        await split.PressAsync(branch.Id, "唐雨桐", "申请延期", new Said(null, "设备晚到", null, new DateOnly(2021, 7, 20), []));
        (await ScopesAsync(item)).ShouldAllBe(scope => scope == item.Value);
        await split.ProveAsync();
        (await new StoreCheck(split.Store.Database).RunAsync(split.Unit.Id, CancellationToken.None)).ShouldBeEmpty();
    }

    private async Task<HttpClient> AsAsync(string name) => await split.SignedInAsync(await split.LoginAsync((await split.UserAsync(name)).Person.Id));

    private async Task RestrictAsync(HttpClient client, IHtmlDocument page, IEnumerable<string> named)
    {
        var form = page.QuerySelector(".scope form").ShouldNotBeNull();
        var fields = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? "")).ToList();
        foreach (var name in named)
        {
            fields.Add(new("who", $"{(await split.UserAsync(name)).Person.Id.Value}"));
        }

        fields.Add(new("sure", "true"));
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(form.GetAttribute("action"), content);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task TellAsync(Engine.Cases.Case branch, CaseId item, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            var to = (await split.UserAsync(name)).Person.Id;
            foreach (var (no, note) in new MessageNote[] { new MessageNote.Copied(item, 1), new MessageNote.Recorded(branch.Id, 1) }.Index())
            {
                await split.Store.Database.InUnitAsync(
                    split.Unit.Id,
                    (connection, _) => connection.ExecuteAsync(
                        """
                        INSERT INTO message (unit_id, key, recipient, kind, payload, subject_month, subject_id)
                        VALUES (@unit, @key, @to, @kind, @payload, @month, @id)
                        """,
                        new
                        {
                            unit = split.Unit.Id.Value,
                            key = $"{name}{no}",
                            to = to.Value,
                            kind = MessageNote.KindOf(note.GetType()),
                            payload = note.Bytes(),
                            month = item.Month,
                            id = note.Subject.ShouldNotBeNull().Value,
                        }),
                    CancellationToken.None);
            }
        }
    }

    private async Task<int> CountsAsync(string name)
    {
        using var client = await AsAsync(name);
        return (await SplitCampaign.PageAsync(client, "/ledger")).QuerySelectorAll("a[href^='/items/']").Select(a => a.GetAttribute("href")).Distinct().Count();
    }

    private async Task<IEnumerable<Guid?>> ScopesAsync(CaseId item) => await split.Store.Database.ReadInUnitAsync(
        split.Unit.Id,
        (connection, _) => connection.QueryAsync<Guid?>(
            """
            WITH RECURSIVE below AS (
              SELECT opened_month, case_id, scope_id FROM flow_case WHERE unit_id = @unit AND case_id = @item
              UNION ALL
              SELECT c.opened_month, c.case_id, c.scope_id FROM below b JOIN flow_case c ON c.unit_id = @unit AND c.parent_id = b.case_id)
            SELECT scope_id FROM below
            """,
            new { unit = split.Unit.Id.Value, item = item.Value }),
        CancellationToken.None);
}

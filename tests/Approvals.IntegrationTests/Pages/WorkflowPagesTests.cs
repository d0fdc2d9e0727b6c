using System.Net;
using AngleSharp.Dom;

namespace Approvals.IntegrationTests.Pages;

/// <summary>流程: the definitions with what stands on them, and where one case stands.</summary>
public sealed class WorkflowPagesTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Registrar = "何书简";
    private const string Handler = "唐雨桐";

    [Fact]
    public async Task Who_sees_the_whole_unit_sees_every_definition_with_the_cases_that_stand_on_it()
    {
        using var client = await ClientAsync(Registrar);
        var page = await SplitCampaign.PageAsync(client, "/workflows");

        var titles = page.QuerySelectorAll("section.flow h2").Select(h => h.TextContent.Split(' ')[0].Trim()).ToList();
        titles[0].ShouldBe("公文办理", "what begins outside stands first");
        titles.ShouldBe(split.Book.Workflows.Values.Select(w => w.Title), ignoreOrder: true);
        page.QuerySelectorAll(".flow-wide svg[role=img]").Length.ShouldBe(split.Book.Workflows.Count);
        page.QuerySelectorAll(".flow-narrow svg[role=img]").Length.ShouldBe(split.Book.Workflows.Count);
        var items = page.QuerySelector("#flow-item").ShouldNotBeNull();
        items.QuerySelector(".flow-live").ShouldNotBeNull().TextContent.ShouldBe("在办：办理中4件。");
        items.QuerySelector(".flow-wide desc").ShouldNotBeNull().TextContent.ShouldStartWith("办理中（4件）：");
        page.QuerySelector(".edition").ShouldNotBeNull().GetAttribute("title").ShouldBe(split.Book.Hash);
        page.QuerySelectorAll("[id]").Select(e => e.Id).ShouldBeUnique();
    }

    [Theory]
    [InlineData("item.bpmn", "application/xml", "<bpmn:definitions")]
    [InlineData("item.mmd", "text/plain", "stateDiagram-v2")]
    [InlineData("item.svg", "image/svg+xml", "<svg")]
    public async Task Each_definition_can_be_taken_away(string file, string type, string word)
    {
        using var client = await ClientAsync(Registrar);
        using var answer = await client.GetAsync($"/workflows/{file}");

        answer.Content.Headers.ContentType?.MediaType.ShouldBe(type);
        answer.Content.Headers.ContentDisposition?.DispositionType.ShouldBe("attachment");
        (await answer.Content.ReadAsStringAsync()).ShouldContain(word);
    }

    [Theory]
    [InlineData("/workflows")]
    [InlineData("/workflows/item.bpmn")]
    public async Task How_the_office_works_is_no_secret_to_anybody_with_an_account(string path)
    {
        using var client = await ClientAsync(Handler);
        using var answer = await client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SplitCampaign.PageAsync(client, "/")).QuerySelectorAll("nav a[href='/workflows']").ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("/workflows/item.exe")]
    [InlineData("/workflows/nothing.svg")]
    [InlineData("/workflows?edition=0123")]
    [InlineData("/cases/00000000-0000-0000-0000-000000000000/picture")]
    public async Task What_is_not_there_is_not_found(string path)
    {
        using var client = await ClientAsync(Registrar);
        using var answer = await client.GetAsync(path);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_item_and_a_campaign_lead_to_the_picture_of_where_they_stand()
    {
        using var client = await ClientAsync(Registrar);
        var (item, campaign) = ((await split.ItemAsync("1")).Case, (await split.CampaignAsync()).Case);
        foreach (var (path, stage) in new[]
        {
            ($"/items/{item.Id.Value}", "办理中"), ($"/campaigns/{campaign.Id.Value}", "组织实施"),
        })
        {
            var link = (await SplitCampaign.PageAsync(client, path)).QuerySelector("a[href$='/picture']").ShouldNotBeNull(path);
            var page = await SplitCampaign.PageAsync(client, Href(link));
            page.QuerySelector(".stage-mark").ShouldNotBeNull().TextContent.ShouldBe(stage);
            page.QuerySelector("desc").ShouldNotBeNull().TextContent.ShouldStartWith($"现在在“{stage}”。");
            Href(page.QuerySelector(".page-over a").ShouldNotBeNull()).ShouldBe(path);
        }
    }

    [Fact]
    public async Task Where_an_item_stands_is_shown_to_whoever_may_read_it_and_to_nobody_else()
    {
        using var client = await ClientAsync(Handler);
        var seen = new List<bool>();
        foreach (var no in new[] { "1", "2", "3", "4" })
        {
            var id = (await split.ItemAsync(no)).Case.Id.Value;
            using var item = await client.GetAsync($"/items/{id}");
            using var picture = await client.GetAsync($"/cases/{id}/picture");
            picture.StatusCode.ShouldBe(item.StatusCode, no);
            seen.Add(item.StatusCode == HttpStatusCode.OK);
        }

        seen.Distinct().Count().ShouldBe(2, "some are theirs and some are not");
    }

    private static string Href(IElement link) => link.GetAttribute("href").ShouldNotBeNull();

    private async Task<HttpClient> ClientAsync(string name) =>
        await split.SignedInAsync(await split.LoginAsync((await split.UserAsync(name)).Person.Id));
}

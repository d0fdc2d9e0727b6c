using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Ledger;
using Approvals.Web.Store.Audit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Pages;

public sealed class WholeCampaignTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private static readonly string[] Stages = ["办理中", "科室审核", "责任领导审签", "科室自查", "对账核查", "验收检查", "销号审批", "已归档"];

    /// <summary>Who sees the first item, from which stage on; null: never.</summary>
    private static readonly (string Login, string? From)[] People =
    [
        ("yeqiushui", "办理中"), // the office
        ("jinzhengyu", "办理中"), // discipline sees all
        ("gumingxi", "办理中"), // its leader
        ("songhuaigu", "办理中"), // a responsible department's head
        ("mengzhizhi", "验收检查"), // an inspector, once the campaign has named them
        ("jiashuyun", null), // another department's head
        ("taoanran", null), // a ward's head
    ];

    [Fact]
    public async Task Every_page_is_drawn_for_everybody_at_every_stage_to_the_end_and_counts_agree_with_rows()
    {
        var ledger = split.Host.Services.GetRequiredService<LedgerService>();
        foreach (var stage in Stages)
        {
            await split.DriveAsync("1", stage);
            foreach (var (login, from) in People)
            {
                using var client = await split.SignedInAsync(login);
                foreach (var path in new[] { "/", "/ledger", "/inspection" })
                {
                    await SplitCampaign.PageAsync(client, path);
                }

                var item = await client.GetAsync($"/items/{(await split.ItemAsync("1")).Case.Id.Value}");
                var sees = from is not null && Array.IndexOf(Stages, stage) >= Array.IndexOf(Stages, from);
                // Whoever sees one of its items opens it: 护理部 answers for another one.
                (await client.GetAsync($"/campaigns/{(await split.CampaignAsync()).Case.Id.Value}")).StatusCode
                    .ShouldBe(sees || login == "jiashuyun" ? HttpStatusCode.OK : HttpStatusCode.NotFound, $"{login} in {stage}");
                item.StatusCode.ShouldBe(sees ? HttpStatusCode.OK : HttpStatusCode.NotFound, $"{login} in {stage}");
            }

            var view = await ledger.LookAsync(
                LedgerQuery.Read(new QueryCollection()), await split.UserAsync("叶秋水"), CancellationToken.None);
            foreach (var tab in view.Lamps.Where(t => t.Lamp is not null))
            {
                tab.Count.ShouldBe(view.Rows.Count(r => r.Lamp.Colour == tab.Lamp?.Colour), $"{tab.Lamp} in {stage}");
            }
        }

        using var office = await split.SignedInAsync("yeqiushui");
        var campaign = (await split.CampaignAsync()).Case;
        var page = await SplitCampaign.PageAsync(office, $"/campaigns/{campaign.Id.Value}");
        page.QuerySelector($"a[href='/campaigns/{campaign.Id.Value}/report']").ShouldNotBeNull();
        var report = $"/campaigns/{campaign.Id.Value}/report";
        var written = await office.GetByteArrayAsync(report);
        using (var host = await split.SignedInAsync(
            await split.LoginAsync((await split.DirectoryAsync()).Names.PeopleCalled("何书简").ShouldHaveSingleItem())))
        {
            (await host.GetByteArrayAsync(report)).ShouldBe(written);
        }

        await AnchoredAsync(written);

        using (var handler = await split.SignedInAsync("tangyutong"))
        {
            (await handler.GetAsync(report)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await SplitCampaign.PageAsync(handler, $"/campaigns/{campaign.Id.Value}")).QuerySelector($"a[href='{report}']")
                .ShouldBeNull();
        }

        page.QuerySelector(".rail-step").ShouldNotBeNull().TextContent.ShouldBe("全部走完");
        page.QuerySelectorAll(".lamp-count strong").Select(s => s.TextContent).ShouldBe(["0", "0", "0", "4"]);
    }

    /// <summary>The report cites a signed anchor of its whole tree, and the audit finds the same one good.</summary>
    private async Task AnchoredAsync(byte[] report)
    {
        using var archive = new ZipArchive(new MemoryStream(report));
        using var reader = new StreamReader(archive.GetEntry("word/document.xml").ShouldNotBeNull().Open());
        var text = await reader.ReadToEndAsync();
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["audit", "--json", $"--ConnectionStrings:Approvals={split.Store.AppConnection}", $"--AnchorKey={split.Store.AnchorKey}"]);
        code.ShouldBe(0, output + errors);
        using var audited = JsonDocument.Parse(output);
        var anchors = audited.RootElement.GetProperty("units")[0].GetProperty("anchors");
        var tree = anchors.GetProperty("trees").EnumerateArray().ShouldHaveSingleItem();
        tree.GetProperty("case").GetString().ShouldBe($"{(await split.CampaignAsync()).Case.Id}");
        text.ShouldContain($"2021年6月2日已为本活动及其全部事项的办理记录签署审计锚{AnchorStamp.Grouped(tree.GetProperty("hash").GetString()![..16])}");
        text.ShouldContain(AnchorStamp.Grouped(tree.GetProperty("key").GetString()!));
    }
}

public sealed class StoryTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task What_another_wrote_down_says_whose_decision_it_was_on_which_paper_and_who_wrote()
    {
        await split.DriveAsync("3", "责任领导审签");
        var item = (await split.ItemAsync("3")).Case.Id;
        await split.RecordAsync(item, by: "叶秋水", who: "林清和", title: "同意", occasion: "纸质批示");

        var story = (await split.Host.Services.GetRequiredService<ItemService>()
            .LookAsync(item, await split.UserAsync("叶秋水"), CancellationToken.None)).ShouldNotBeNull().Story;

        var entry = story.Last(e => e.Recorded is not null);
        (entry.Who, entry.What, entry.Recorded, entry.Tone).ShouldBe(
            ("林清和（中共澄湾市中医院委员会院领导）", "同意", "据纸质批示，叶秋水6月2日代录", OfferTone.Forward));
        entry.At.Offset.ShouldBe(TimeSpan.FromHours(8));
    }
}

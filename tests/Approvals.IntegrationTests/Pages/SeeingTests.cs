using System.Collections.Immutable;
using System.Net;
using Approvals.Engine;
using Approvals.Engine.Access;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.IntegrationTests.Permissions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Features.Items;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Pages;

public sealed class SeeingTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Seen = "SELECT c.case_id FROM flow_case c WHERE c.unit_id = @unit AND " + Gate.MaySeeCase;

    [Fact]
    public async Task The_gates_two_forms_agree_on_every_case_and_person_all_along_the_campaign_whoever_holds_which_post()
    {
        foreach (var (seed, stage) in new[] { "办理中", "责任领导审签", "科室自查", "对账核查", "验收检查", "已销号" }.Index())
        {
            await split.DriveAsync("1", stage);
            var shipped = (await split.DirectoryAsync()).Directory;
            await AgreeAsync(split, stage, shipped);
            await AgreeAsync(split, $"{stage}, seed {seed}", Shuffled(shipped, new Random(seed)));
            await AgreeAsync(split, $"{stage}, seed {seed + 100}", Shuffled(shipped, new Random(seed + 100)));
        }
    }

    internal static async Task AgreeAsync(SplitCampaign split, string when, UnitDirectory directory)
    {
        var cases = await SeenCases.ReadAsync(split.Store, split.Unit.Id);
        var snapshot = await split.DirectoryAsync() with { Directory = directory };
        foreach (var person in directory.People.Values)
        {
            var user = new CurrentUser(
                split.Unit, 1, "", person, [.. directory.PostsOf(person.Id, SplitCampaign.Today)], SplitCampaign.Today, false,
                snapshot);
            var viewer = Viewer.Of(person.Id, directory, SplitCampaign.Today, split.Book);
            var byRule = cases.Ids.Where(id => Sights.Of(viewer, cases.KinOf(id)).See);

            var byQuery = await split.Store.Database.ReadInUnitAsync(
                split.Unit.Id, (connection, _) => connection.QueryAsync<Guid>(Seen, Gate.Parameters(user, split.Book)),
                CancellationToken.None);

            byQuery.Order().ShouldBe(byRule, $"{person.Name}: {when}");
        }
    }

    /// <summary>The same people and bodies; each person holds up to three posts anywhere, of any role.</summary>
    private static UnitDirectory Shuffled(UnitDirectory directory, Random random)
    {
        var roles = directory.People.Keys.SelectMany(p => directory.PostsOf(p, SplitCampaign.Today)).Select(p => p.Role)
            .Distinct()
            .OrderBy(r => r.Value, StringComparer.Ordinal).ToArray();
        var bodies = directory.Bodies.Keys.OrderBy(b => b.Value).ToArray();
        return new UnitDirectory(
            [.. directory.People.Values],
            [.. directory.Bodies.Values],
            [
                .. directory.People.Keys.OrderBy(p => p.Value)
                    .SelectMany(person => Enumerable.Range(0, random.Next(4)).Select(_ => new Post(
                    person, bodies[random.Next(bodies.Length)], roles[random.Next(roles.Length)], SplitCampaign.Today, null)))
                        .Distinct(),
            ]);
    }
}

public sealed class DeedsTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task Who_voted_or_reported_keeps_sight_of_the_case_without_any_post()
    {
        await split.DriveAsync("1", "科室自查");
        var all = await split.AllAsync();
        var item = (await split.ItemAsync("1")).Case.Id;
        foreach (var branch in all.Where(l => l.Case.Parent == item))
        {
            foreach (var vote in branch.Case.Votes)
            {
                (await MaySeeAsync(branch.Case.Id, vote.Decider.Person)).ShouldBeTrue();
            }

            var stranger = branch.Context.Directory.People.Keys
                .First(p => branch.Case.Votes.All(v => v.Decider.Person != p)
                    && !branch.Case.Parties.Values.Any(m => m.People.Contains(p)));
            (await MaySeeAsync(branch.Case.Id, stranger)).ShouldBeFalse();
        }

        async Task<bool> MaySeeAsync(CaseId id, PersonId person)
        {
            var user = await split.UserAsync(person) with { Posts = [] };
            return await split.Store.Database.ReadInUnitAsync(
                split.Unit.Id, (connection, _) => Gate.MaySeeAsync(connection, id, user, split.Book, CancellationToken.None),
                CancellationToken.None);
        }
    }
}

public sealed class AsideTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Excuse = "设备到货推迟";
    private const string Progress = "只完成一半";
    private const string LeadersWord = "抓紧协调，不予延期";

    [Fact]
    public async Task What_one_department_asked_for_and_what_the_leader_said_to_it_is_not_read_by_anothers_handler()
    {
        var item = (await split.ItemAsync("1")).Case.Id;
        var branch = (await split.AllAsync()).Single(l => l.Case.Parent == item
            && l.Case.Parties[Party.AssignedDepartment].Bodies.Any(b => l.Context.Directory.Bodies[b].Name == "医务科")).Case.Id;
        await split.PressAsync(branch, "唐雨桐", "签收");
        await split.PressAsync(branch, "唐雨桐", "申请延期", new Said(null, Excuse, Progress, new DateOnly(2021, 7, 20), []));
        var asked = (await split.AllAsync()).Single(l => l.Case.Parent == branch).Case.Id;
        await split.PressAsync(asked, "叶秋水", "同意，报领导");
        await split.PressAsync(asked, "顾明溪", "不批准", new Said(null, LeadersWord, null, null, []));

        foreach (var (name, sees) in new[] { ("蒋星河", false), ("唐雨桐", true), ("顾明溪", true), ("叶秋水", true) })
        {
            using var client = await split.SignedInAsync(await LoginAsync(name));
            var page = (await SplitCampaign.PageAsync(client, $"/items/{item.Value}")).DocumentElement.TextContent;
            page.ShouldContain("建立一站式服务", customMessage: name);
            foreach (var word in new[] { Excuse, Progress, LeadersWord })
            {
                page.Contains(word, StringComparison.Ordinal).ShouldBe(sees, $"{name}: {word}");
            }

            using var answer = await client.GetAsync($"/cases/{asked.Value}");
            answer.StatusCode.ShouldBe(sees ? HttpStatusCode.Redirect : HttpStatusCode.NotFound, name);
            (await SplitCampaign.PageAsync(client, "/ledger")).DocumentElement.TextContent.ShouldNotContain(Progress, customMessage: name);
        }

        await SeeingTests.AgreeAsync(split, "a request was refused", (await split.DirectoryAsync()).Directory);

        async Task<string> LoginAsync(string name) =>
            await split.LoginAsync((await split.DirectoryAsync()).Names.PeopleCalled(name).ShouldHaveSingleItem());
    }
}

public sealed class EvidenceTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task Evidence_is_a_download_for_those_who_may_see_what_cites_it_and_nothing_for_others()
    {
        var item = (await split.ItemAsync("2")).Case.Id;
        var branch = (await split.AllAsync()).Single(l => l.Case.Parent == item).Case.Id;
        var by = (await split.DirectoryAsync()).Names.PeopleCalled("傅晚晴")[0];
        var hash = await split.KeepFileAsync("照片 说明.txt", "<script>alert(1)</script>", by);
        var uncited = await split.KeepFileAsync("草稿.txt", "nobody cites it", by);
        await split.PressAsync(branch, "傅晚晴", "签收");
        await split.PressAsync(branch, "傅晚晴", "报进展", new Said(null, null, "完成了第一间", null, [hash]));

        using var leader = await split.SignedInAsync("linqinghe");
        var page = await SplitCampaign.PageAsync(leader, $"/items/{item.Value}");
        var link = page.QuerySelector(".branches .attachments a").ShouldNotBeNull().GetAttribute("href").ShouldNotBeNull();
        page.QuerySelector(".branches > li > p:last-of-type").ShouldNotBeNull().TextContent.ShouldContain("完成了第一间");
        page.QuerySelectorAll(".story-line")
            .ShouldContain(l => l.TextContent.Contains("傅晚晴（护理部经办人）") && l.TextContent.Contains("报进展"));
        foreach (var address in new[] { link, $"/files/{hash}" })
        {
            var answer = await leader.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Content.Headers.ContentDisposition.ShouldNotBeNull().DispositionType.ShouldBe("attachment");
            answer.Content.Headers.ContentDisposition.FileNameStar.ShouldBe("照片 说明.txt");
        }

        await split.PressAsync(branch, "傅晚晴", "报进展", new Said(null, null, uncited, null, []));
        foreach (var typed in new[] { $"/files/{uncited}", $"/files/{uncited}?of={branch.Value}" })
        {
            (await leader.GetAsync(typed)).StatusCode.ShouldBe(HttpStatusCode.NotFound, "a hash in a text opens nothing");
        }

        await split.PressAsync(branch, "傅晚晴", "报进展", new Said(null, null, "完成了第一间", null, [hash]));
        using var stranger = await split.SignedInAsync("tangyutong");
        (await stranger.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/files/{hash}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await stranger.GetAsync($"/files/{hash}?of={item.Value}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await SplitCampaign.PageAsync(leader, "/ledger?q=病区")).QuerySelector(".ledger-last").ShouldNotBeNull()
            .TextContent.ShouldContain("护理部：完成了第一间");
    }

    [Fact]
    public async Task The_paper_on_which_an_item_was_withdrawn_is_a_download_for_those_who_may_see_the_item()
    {
        var looked = await split.ItemAsync("3");
        var names = (await split.DirectoryAsync()).Names;
        var (signatory, clerk) = (names.PeopleCalled("沈若川")[0], names.PeopleCalled("许文谦")[0]);
        var paper = await split.KeepFileAsync("批示.txt", "同意撤销", clerk);
        var withdraw = looked.Workflow.Standing.Single(s => s.Action.Title == "撤销事项").Action;

        (await split.Cases.HandleAsync(
            split.Unit.Id, looked.Case.Id,
            new CaseCommand.Act(
                looked.Case.Round, SeatNo.Standing, withdraw.Id, clerk, signatory, "6月8日纸质批示",
                new Inputs(new Said(null, "并入日常工作", null, null, [paper]), ImmutableDictionary<Party, PartyMembers>.Empty),
                looked.Context.Grants.ContentHash, []),
            "withdrawn-on-paper", CancellationToken.None)).ShouldBe(new Answer.Done(false));

        using var office = await split.SignedInAsync(await split.LoginAsync(clerk));
        var page = await SplitCampaign.PageAsync(office, $"/items/{looked.Case.Id.Value}");
        var link = page.QuerySelector(".story-line .attachments a, .story a[href^='/files/']").ShouldNotBeNull().GetAttribute("href");
        (await office.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var stranger = await split.SignedInAsync("tangyutong");
        (await stranger.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}

public sealed class InspectionTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task An_inspector_has_standard_rating_reports_and_a_panel_and_hidden_colleagues()
    {
        await split.DriveAsync("1", "验收检查");
        var looked = await split.ItemAsync("1");
        var seats = looked.Case.Seats;
        var first = seats[0].Sitters[0].Person.ShouldNotBeNull();
        var second = seats[1].Sitters[0].Person.ShouldNotBeNull();
        var service = split.Host.Services.GetRequiredService<InspectionService>();

        var before = await ViewAsync(first);
        before.Campaign.ShouldNotBeNull().Title.ShouldBe("关于开展专题活动的通知");
        before.With.ShouldNotBeEmpty();
        var sheet = before.Sheets.Single(s => s.Title == looked.Case.Title);
        sheet.Standard.ShouldBe("有记录可查");
        sheet.SelfRating.ShouldNotBeNull().ShouldContain("自评完成");
        sheet.Reports.ShouldNotBeEmpty();
        sheet.Panel.ShouldNotBeNull().Offers.Select(o => o.Title).ShouldBe(["已完成", "基本完成", "未完成"]);

        var names = (await split.DirectoryAsync()).Directory.People;
        var evidence = await split.KeepFileAsync("现场.txt", "what the second inspector saw", second);
        await split.PressAsync(
            looked.Case.Id, names[second].Name, "未完成", new Said(null, "缺台账", "看过现场", new DateOnly(2021, 6, 20), [evidence]));
        (await SheetAsync(first)).Others.ShouldBe([$"{names[second].Name}已下结论，您下结论后可见。"]);
        (await SheetAsync(first)).Issues.ShouldBeEmpty();
        using (var reader = await split.SignedInAsync(await split.LoginAsync(first)))
        {
            (await reader.GetStringAsync("/ledger")).ShouldNotContain("看过现场");
            (await reader.GetAsync($"/files/{evidence}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await reader.GetAsync($"/files/{evidence}?of={looked.Case.Id.Value}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }

        using (var writer = await split.SignedInAsync(await split.LoginAsync(second)))
        {
            (await writer.GetAsync($"/files/{evidence}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        var items = split.Host.Services.GetRequiredService<ItemService>();
        (await items.LookAsync(looked.Case.Id, await split.UserAsync(first), CancellationToken.None)).ShouldNotBeNull()
            .Story.ShouldNotContain(e => e.What == "未完成");
        (await items.LookAsync(looked.Case.Id, await split.UserAsync(second), CancellationToken.None)).ShouldNotBeNull()
            .Story.ShouldContain(e => e.What == "未完成");
        (await SheetAsync(second)).Mine.ShouldNotBeNull().ShouldContain("未完成");

        await split.PressAsync(looked.Case.Id, names[first].Name, "已完成", new Said(null, null, "看过现场", null, []));
        (await SheetAsync(first)).Others.ShouldHaveSingleItem().ShouldContain("未完成");
        var issue = (await SheetAsync(first)).Issues.ShouldHaveSingleItem();
        (issue.Kind, issue.Text, issue.DueOn).ShouldBe(("问题", "缺台账", new DateOnly(2021, 6, 20)));
        issue.OrderNumber.ShouldBe("澄市中医整改〔2021〕1号");

        using var client = await split.SignedInAsync(await split.LoginAsync(first));
        (await SplitCampaign.PageAsync(client, "/inspection")).QuerySelectorAll("nav a[href='/inspection']").ShouldNotBeEmpty();

        async Task<InspectionView> ViewAsync(PersonId person) =>
            await service.LookAsync(await split.UserAsync(person), CancellationToken.None);

        async Task<SheetView> SheetAsync(PersonId person) =>
            (await ViewAsync(person)).Sheets.Single(s => s.Title == looked.Case.Title);
    }

    [Fact]
    public async Task Whoever_is_named_for_one_item_alone_has_its_sheet_from_the_bar_and_whoever_he_replaced_has_it_no_more()
    {
        await split.DriveAsync("2", "验收检查");
        var item = await split.ItemAsync("2");
        var people = (await split.DirectoryAsync()).Directory.People;
        var (stays, goes) = (item.Case.Seats[0].Sitters[0].Person.ShouldNotBeNull(), item.Case.Seats[1].Sitters[0].Person.ShouldNotBeNull());
        var comes = people.Values.Single(p => p.Name == "唐雨桐").Id;
        (await BarAsync(comes)).ShouldBeFalse("he inspects nothing yet");

        await RenameAsync(stays, comes);

        (await BarAsync(comes)).ShouldBeTrue();
        (await TitlesAsync(comes)).ShouldBe([item.Case.Title]);
        (await TitlesAsync(goes)).ShouldNotContain(item.Case.Title);
        (await TitlesAsync(stays)).ShouldContain(item.Case.Title);

        await RenameAsync(stays, goes);

        (await BarAsync(comes)).ShouldBeFalse("he inspects nothing any more");
        await split.ProveAsync();

        async Task<bool> BarAsync(PersonId person)
        {
            using var client = await split.SignedInAsync(await split.LoginAsync(person));
            return (await SplitCampaign.PageAsync(client, "/")).QuerySelectorAll("nav a[href='/inspection']").Length > 0;
        }

        async Task<IEnumerable<string>> TitlesAsync(PersonId person) =>
            (await split.Host.Services.GetRequiredService<InspectionService>().LookAsync(await split.UserAsync(person), CancellationToken.None))
                .Sheets.Select(s => s.Title);

        Task RenameAsync(params PersonId[] inspectors) => split.PressAsync(
            item.Case.Id, "许文谦", "调整验收人员", new Said(null, "回避", null, null, []), [.. inspectors.Select(i => people[i].Name)]);
    }
}

using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;

namespace Approvals.IntegrationTests.Pages;

/// <summary>撤回, 撤销 and 合并 as people meet them on the page of an item.</summary>
public sealed class MovingPageTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    [Fact]
    public async Task Who_signs_for_the_hospital_withdraws_an_item_and_its_page_tells_why()
    {
        using var signatory = await SignedInAsync("沈若川");
        var item = (await split.ItemAsync("4")).Case.Id;
        var page = await SplitCampaign.PageAsync(signatory, $"/items/{item.Value}");
        var other = page.QuerySelector("details.act-other").ShouldNotBeNull("folded away: nobody presses it by chance");
        other.HasAttribute("open").ShouldBeFalse();
        other.QuerySelector("summary").ShouldNotBeNull().TextContent.ShouldBe("其他操作：撤销事项、合并到另一事项");

        var refused = await PressAsync(signatory, other, "withdraw", []);
        refused.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("请写理由。");
        (await PressAsync(signatory, other, "withdraw", [new("in.Reason", "上级已有新部署")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        page = await SplitCampaign.PageAsync(signatory, $"/items/{item.Value}");
        var story = page.QuerySelector(".story").ShouldNotBeNull().TextContent;
        story.ShouldContain("撤销事项");
        story.ShouldContain("上级已有新部署");
        page.QuerySelectorAll(".branches .stage-mark").Select(m => m.TextContent).ShouldBe(["已撤销"]);
        page.QuerySelector("details.act-other").ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_else_is_offered_it_and_a_forged_press_is_refused()
    {
        using var handler = await SignedInAsync("何书简");
        var item = await split.ItemAsync("1");
        var page = await SplitCampaign.PageAsync(handler, $"/items/{item.Case.Id.Value}");
        page.QuerySelectorAll("details.act-other button[value=withdraw]").ShouldBeEmpty();
        page.QuerySelectorAll("details.recording button[value=withdraw]").Length.ShouldBe(1, "what the leader decided on paper is written down");

        var form = page.QuerySelector("form.act").ShouldNotBeNull();
        var answer = await PressAsync(
            handler, form, "withdraw", [new("in.Reason", "不想办")], ("case", $"{item.Case.Id.Value}"), ("seat", "-1"), ("round", $"{item.Case.Round}"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("这一步不由您办。");
        (await split.ItemAsync("1")).Case.Ended.ShouldBeFalse();
    }

    [Fact]
    public async Task Merged_items_lead_to_each_other()
    {
        using var signatory = await SignedInAsync("沈若川");
        var (from, into) = ((await split.ItemAsync("3")).Case.Id, (await split.ItemAsync("2")).Case.Id);
        var page = await SplitCampaign.PageAsync(signatory, $"/items/{from.Value}");
        var choices = page.QuerySelectorAll("select[name='in.Sibling'] option").Select(o => o.TextContent.Trim()).ToList();
        choices.ShouldContain("2. 改善病区环境");
        choices.ShouldNotContain("3. 推行中药快速配送");

        var answer = await PressAsync(
            signatory, page.QuerySelector("details.act-other").ShouldNotBeNull(), "merge",
            [new("in.Reason", "内容相同"), new("in.Sibling", $"{into}")]);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);

        await LinkedAsync(signatory, from, "并入“改善病区环境”", into);
        await LinkedAsync(signatory, into, "“推行中药快速配送”并入本件", from);
        (await SplitCampaign.PageAsync(signatory, $"/items/{into.Value}")).QuerySelectorAll(".branches .branch-top strong")
            .Select(b => b.TextContent).ShouldBe(["护理部", "中西药剂（并入的“推行中药快速配送”）"]);
    }

    [Fact]
    public async Task What_nobody_has_acted_on_yet_is_taken_back_by_whoever_pressed_it()
    {
        await split.DriveAsync("1", "科室审核");
        var item = await split.ItemAsync("1");
        var head = Waits(item);
        await split.PressAsync(item.Case.Id, item.Context.Directory.People[head].Name, "同意");
        using var presser = await split.SignedInAsync(await split.LoginAsync(head));
        using var leader = await SignedInAsync("顾明溪");
        (await SplitCampaign.PageAsync(leader, $"/items/{item.Case.Id.Value}")).QuerySelector("form[action='/recall']").ShouldBeNull();

        var form = (await SplitCampaign.PageAsync(presser, $"/items/{item.Case.Id.Value}")).QuerySelector("form[action='/recall']").ShouldNotBeNull();
        form.QuerySelector("button[name=act]").ShouldNotBeNull().TextContent.ShouldBe("撤回“同意”");
        (await PressAsync(presser, form, "agree", [new("in.Reason", "少看一份材料")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await SplitCampaign.PageAsync(presser, $"/items/{item.Case.Id.Value}");
        page.QuerySelector(".said-done").ShouldNotBeNull().TextContent.Trim().ShouldBe(Texts.Moving.Recalled);
        page.QuerySelector(".story").ShouldNotBeNull().TextContent.ShouldContain("少看一份材料");
        (await split.ItemAsync("1")).Case.Stage.ShouldBe(item.Case.Stage);

        await split.PressAsync(item.Case.Id, item.Context.Directory.People[head].Name, "同意");
        await split.PressAsync(item.Case.Id, "顾明溪", "同意");
        (await PressAsync(presser, form, "agree", [], ("key", "another"))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await SplitCampaign.PageAsync(presser, "/")).QuerySelector(".said-refused").ShouldNotBeNull().TextContent.Trim().ShouldBe(Texts.Moving.TooLate);
    }

    private static PersonId Waits(Approvals.Web.Store.Cases.Looked item) =>
        Seating.Candidates(item.Case.Seats[0], item.Context.Directory, SplitCampaign.Today)[0];

    private static async Task LinkedAsync(HttpClient client, CaseId on, string words, CaseId to)
    {
        var page = await SplitCampaign.PageAsync(client, $"/items/{on.Value}");
        var entry = page.QuerySelectorAll(".story-line").Single(l => l.TextContent.Contains(words, StringComparison.Ordinal));
        var href = entry.QuerySelector("a.story-other").ShouldNotBeNull().GetAttribute("href").ShouldNotBeNull();
        using var answer = await client.GetAsync(href);
        answer.Headers.Location.ShouldNotBeNull().OriginalString.ShouldBe($"/items/{to.Value}");
    }

    /// <summary>Sends the form that stands in the element, as a browser would, with other values where they are said.</summary>
    private static async Task<HttpResponseMessage> PressAsync(
        HttpClient client, IElement within, string act, IEnumerable<KeyValuePair<string, string>> typed,
        params (string Name, string Value)[] forged)
    {
        var form = (within as IHtmlFormElement ?? within.QuerySelector("form")).ShouldBeAssignableTo<IHtmlFormElement>().ShouldNotBeNull();
        var hidden = form.QuerySelectorAll("input[type=hidden]")
            .Select(i => KeyValuePair.Create(i.GetAttribute("name") ?? "", i.GetAttribute("value") ?? ""))
            .Where(f => !forged.Any(o => o.Name == f.Key));
        using var content = new FormUrlEncodedContent(
            hidden.Concat(forged.Select(f => KeyValuePair.Create(f.Name, f.Value))).Concat(typed).Append(new("act", act)));
        return await client.PostAsync(form.GetAttribute("action"), content);
    }

    private async Task<HttpClient> SignedInAsync(string name) => await split.SignedInAsync(
        await split.LoginAsync((await split.DirectoryAsync()).Names.PeopleCalled(name).ShouldHaveSingleItem()));
}

/// <summary>退回 with a choice of where to and of the way back, through the page.</summary>
public sealed class ReturnPageTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task The_signatory_chooses_where_it_goes_back_to_and_that_it_comes_straight_back()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        await using var host = await store.StartHostAsync();
        var people = await HttpOffice.OpenAsync(store, office.Unit);
        people.Address = new Uri(host.Urls.First());
        var notice = await office.DraftAsync(1);
        foreach (var action in new[] { "送核稿", "同意", "同意", "同意" })
        {
            await office.PressAsync(notice, action);
        }

        var back = await office.PressOfAsync(notice, "退回修改");
        var login = people.LoginOf(back.Act.By);
        var page = await people.PageAsync(login, "/");
        page.QuerySelectorAll("select[name='in.Target'] option").Select(o => o.TextContent.Trim()).ShouldBe(["请选择", "拟稿", "核稿", "会签"]);
        page.QuerySelectorAll("select[name='in.Way'] option").Select(o => o.TextContent.Trim())
            .ShouldBe(["请选择", "从退到的环节起，逐级重走", "直接送回“签发”"]);

        (await people.RefusalAsync(login, HttpOffice.Fields(Choosing(back, null, WayBack.StraightBack), office.NewKey())))
            .ShouldBe(Texts.Moving.MissingTarget);
        (await people.RefusalAsync(login, HttpOffice.Fields(Choosing(back, "numbering", WayBack.StraightBack), office.NewKey())))
            .ShouldBe(Texts.Moving.MissingTarget);
        (await people.RefusalAsync(login, HttpOffice.Fields(Choosing(back, "checking", null), office.NewKey())))
            .ShouldBe(Texts.Moving.MissingWay);

        (await people.PressAsync(Choosing(back, "checking", WayBack.StraightBack), office.NewKey())).ShouldBeTrue();
        (await office.LookAsync(notice)).Case.Stage.Value.ShouldBe("checking");
        (await people.PressAsync(await office.PressOfAsync(notice, "同意"), office.NewKey())).ShouldBeTrue();
        (await office.LookAsync(notice)).Case.Stage.Value.ShouldBe("signing");
        await office.ProveAsync();
    }

    private static Press Choosing(Press press, string? stage, WayBack? way) => press with
    {
        Act = press.Act with
        {
            Inputs = press.Act.Inputs with { Target = stage is null ? null : new StageId(stage), Way = way },
        },
    };
}

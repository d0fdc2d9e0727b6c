using System.Text;
using Approvals.Engine;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Features;
using Approvals.Web.Features.Comparing;
using Approvals.Web.Store.Cases;
using Microsoft.Extensions.DependencyInjection;

namespace Approvals.IntegrationTests.Notices;

/// <summary>A supplementary notice changes live items as the clerk accepts it; a new list shows what is promised twice.</summary>
public sealed class ComparingTests : RegistrarDesk
{
    private const string First = """
        1	改善候诊环境	更换候诊区座椅，增设饮水点和充电宝。	官莉莉	护理部	2021年9月30日
        2	优化收费流程	开通诊间结算和手机缴费，减少窗口排队。	邵静松	门诊办	2021年10月29日
        3	加强中药快递服务	代煎中药当日寄出，免费配送到家。	官莉莉	中西药剂	2021年11月30日
        """;

    [Fact]
    public async Task Where_more_is_being_done_than_is_compared_that_is_known()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var editions = Office.Services.GetRequiredService<Editions>();
        var user = await UserAsync();
        foreach (var (most, cut) in new[] { (2, true), (3, false) })
        {
            var (items, isCut) = await Store.Database.ReadInUnitAsync(
                Office.Unit,
                async (connection, _) => await LiveItems.ReadAsync(
                    connection, await LiveItems.ForListsAsync(connection, user, editions, CaseId.Derive(user.Today, "none"), CancellationToken.None),
                    null, most, CancellationToken.None),
                CancellationToken.None);
            items.Length.ShouldBe(most);
            isCut.ShouldBe(cut);
        }
    }

    [Fact]
    public async Task The_same_list_again_proposes_no_change_and_opens_no_second_item()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var again = await BringInAsync(12, "服务提升任务清单", First);
        var page = await CompareAsync(again);

        page.Texts(".match h3 .mark").ShouldBe(["内容相同", "内容相同", "内容相同"]);
        page.Count("input[name=take]").ShouldBe(0);
        page.Count(".withdrawal").ShouldBe(0);
        page.Text(".added").ShouldBeNull();

        page = await page.FormIn("#match-1").PressAsync("ruling", "Same");
        page.Said.ShouldBe(Texts.Compare.Kept);
        var notice = await OpenAsync(again.Path);
        notice.Text("#row-1 summary .mark").ShouldBe(Texts.Notice.SameAs);
        notice.Count("#row-1 form").ShouldBe(0);
    }

    [Fact]
    public async Task A_later_date_that_is_accepted_is_the_items_and_another_owner_is_shown_there_to_be_acted_on()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var page = await CompareAsync(await BringInAsync(12, "补充通知", """
            1	优化收费流程	开通诊间结算和手机缴费，减少窗口排队。	邵静松	护理部	2021年11月15日
            2	开展消防演练	组织全院消防演练，做好记录。	邵静松	护理部	2021年12月1日
            """, "绍市中医〔2021〕11号"));

        page.Text("#match-1 h3").ShouldBe("1 优化收费流程 内容相同");
        page.Texts("#match-1 .changes b").ShouldBe(["办理时限", "责任科室"]);
        page.Texts(".added li a").ShouldBe(["开展消防演练"]);
        var item = page.Links("#match-1 p a").First();

        page = await page.FormIn("#match-1").PressAsync("ruling", "Same");
        page.Texts("#match-1 .ruled li").ShouldBe([
            "办理时限由“2021年10月29日”改为“2021年11月15日”：已改", "责任科室由“门诊办”改为“护理部”：记下，待办理",
        ]);
        page.Count("#match-1 form").ShouldBe(0, "it was carried out");

        await Office.RestAsync();
        var changed = await OpenAsync(item);
        changed.Words.ShouldContain("2021年11月15日");
        changed.Text(".list-changes").ShouldNotBeNull().ShouldContain("绍市中医〔2021〕12号");
        changed.Texts(".list-changes li").ShouldContain("责任科室由“门诊办”改为“护理部”：记下，待办理");
    }

    [Fact]
    public async Task What_is_declined_changes_nothing_and_other_work_stays_a_row_of_its_own()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var notice = await BringInAsync(12, "补充通知", """
            1	优化收费流程	开通诊间结算和手机缴费，减少窗口排队。	邵静松	门诊办	2021年11月15日
            2	改善候诊区环境	候诊区增设饮水点和充电宝。	官莉莉	护理部	2021年9月30日
            """, "绍市中医〔2021〕11号");
        var page = await CompareAsync(notice);
        page.Texts("#match-2 mark.shared").ShouldContain("增设饮水点和充电宝");
        page.Text("#match-2 h3 .mark").ShouldNotBeNull().ShouldStartWith("相似 ");
        page.Text("#match-2 .changes").ShouldNotBeNull().ShouldContain("增加“区”");
        var item = page.Links("#match-1 p a").First();

        page = await page.FormIn("#match-1").Choose("take").PressAsync("ruling", "Same");
        page.Texts("#match-1 .ruled li").ShouldBe(["办理时限由“2021年10月29日”改为“2021年11月15日”：不改"]);
        page = await page.FormIn("#match-2").PressAsync("ruling", "Other");
        page.Text("#match-2 .ruled strong").ShouldBe("另立新事项");

        await Office.RestAsync();
        (await OpenAsync(item)).Words.ShouldNotContain("2021年11月15日");
        (await OpenAsync(notice.Path)).Text("#row-2 summary .mark").ShouldBe(Texts.Notice.Open);
    }

    [Fact]
    public async Task A_list_issued_anew_as_a_whole_asks_of_each_item_that_it_no_longer_has()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var page = await CompareAsync(
            await BringInAsync(12, "服务提升任务清单", string.Join('\n', First.Split('\n')[..2]), "绍市中医〔2021〕11号"), "&whole=true");

        page.Texts(".withdrawal h3").ShouldBe(["加强中药快递服务"]);
        page = await page.FormIn(".withdrawal").PressAsync("ruling", "Revoked");
        page.Text(".withdrawal .ruled strong").ShouldBe("不再做，请签发人在该事项上办理撤销");
        var item = await OpenAsync(page.Links(".withdrawal h3 a").Single());
        item.Text(".list-changes li").ShouldBe("不再做，请签发人在该事项上办理撤销");
    }

    [Fact]
    public async Task A_sentence_that_names_an_item_by_its_number_changes_it_as_a_row_does()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var notice = await NoticeDesk.BringInAsync(
            await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, "12.txt", Encoding.UTF8.GetBytes("""
                绍市中医〔2021〕12号
                关于调整服务提升任务清单的通知
                各科室：
                现对绍市中医〔2021〕11号文件作如下调整：
                一、第2项完成时限调整为2021年11月15日。
                二、取消第3项。
                绍兴市中医院
                2021年6月1日
                """));
        var page = await CompareAsync(notice);
        page.Texts(".withdrawal h3").ShouldBe(["加强中药快递服务"]);
        page.Texts("#match-n2 .changes b").ShouldBe(["办理时限"]);
        var item = page.Links("#match-n2 p a").First();

        page = await page.FormIn("#match-n2").PressAsync("ruling", "Same");
        page.Texts("#match-n2 .ruled li").ShouldBe(["办理时限由“2021年10月29日”改为“2021年11月15日”：已改"]);
        await Office.RestAsync();
        (await OpenAsync(item)).Words.ShouldContain("2021年11月15日");

        page = await OpenAsync(notice.Path);
        page.Text("#opens-nothing").ShouldBe(Texts.Notice.OpensNothing);
        await NoticeDesk.RuleAsync(page, Enumerable.Range(1, NoticeDesk.Differences(page)));
        await Office.PressAsync(Registrar, "divide", path: notice.Path);
        await Office.RestAsync();
        page = await OpenAsync(notice.Path);
        page.Count("#work a[href^='/campaigns/']").ShouldBe(0, "it changes items, and has none of its own");
        (await (await Office.AsAsync("sx-hulibu-jingban")).OpenAsync(notice.Path)).Text("h1").ShouldBe("关于调整服务提升任务清单的通知");
        await Office.PressAsync(Registrar, "finish", path: notice.Path);
        (await OpenAsync("/notices")).Words.ShouldContain("已办结");
    }

    [Fact]
    public async Task What_was_accepted_of_a_draft_reaches_the_items_once_it_is_issued_and_not_before()
    {
        await IssueAsync(await BringInAsync(11, "服务提升任务清单", First));
        var people = RealUnitWalkTests.People;
        var draft = await NoticeDesk.BringInAsync(
            await Office.AsAsync(people.Drafter), NoticeDesk.Here, "送审.txt", Encoding.UTF8.GetBytes("""
                关于调整服务提升任务清单的通知
                各科室：
                现对绍市中医〔2021〕11号文件作如下调整：
                第2项完成时限调整为2021年11月15日。
                绍兴市中医院
                """));
        draft.Path.ShouldStartWith("/notices/", Case.Sensitive, draft.Problems);
        await NoticeDesk.RuleAsync(draft, Enumerable.Range(1, NoticeDesk.Differences(draft)));
        var page = await (await Office.AsAsync(people.Drafter)).OpenAsync($"{draft.Path}/compare");
        var item = page.Links("#match-n2 p a").First();
        page = await page.FormIn("#match-n2").PressAsync("ruling", "Same");
        page.Texts("#match-n2 .ruled li").ShouldBe(["办理时限由“2021年10月29日”改为“2021年11月15日”：已改"]);
        await Office.RestAsync();
        (await OpenAsync(item)).Words.ShouldNotContain("2021年11月15日");

        await Office.PressAsync(
            people.Drafter, "hand-in", form => form.Choose("in.Countersigners", people.Leaders[0].Name), path: draft.Path);
        await Office.PressAsync(people.Checkers[0], "agree");
        await Office.PressAsync(people.Leaders[0].Login, "agree");
        await Office.PressAsync(people.Signatory, "sign", path: draft.Path);
        page = await OpenAsync($"{draft.Path}/compare");
        page.Words.ShouldContain(Texts.Compare.NotYet);
        page.Count("form[action*=CarryOut]").ShouldBe(0, "it is signed, and nobody has it yet");

        page = await Office.PressAsync(Registrar, "take-number", path: draft.Path);
        page.Count("#work a[href^='/campaigns/']").ShouldBe(0, "it opens no campaign");
        page = await (await OpenAsync($"{draft.Path}/compare")).Form($"{draft.Path}/compare?handler=CarryOut").PressAsync();
        page.Said.ShouldBe(Texts.Compare.CarriedOut);
        page.Count("#match-n2 form").ShouldBe(0, "it was carried out");
        await Office.RestAsync();
        var changed = await OpenAsync(item);
        changed.Words.ShouldContain("2021年11月15日");
        changed.Text(".list-changes").ShouldNotBeNull().ShouldContain("关于调整服务提升任务清单的通知");
    }

    [Fact]
    public async Task Who_may_not_see_a_notice_compares_nothing()
    {
        var notice = await BringInAsync(11, "服务提升任务清单", First);
        (await (await Office.AsAsync("sx-hulibu-jingban")).StatusAsync($"{notice.Path}/compare"))
            .ShouldBe(System.Net.HttpStatusCode.NotFound);
    }

    private async Task<WebPage> OpenAsync(string path) => await (await Office.AsAsync(Registrar)).OpenAsync(path);

    /// <summary>With the list that the notice cites, or else with all.</summary>
    private async Task<WebPage> CompareAsync(WebPage notice, string more = "")
    {
        var page = await OpenAsync($"{notice.Path}/compare");
        return more.Length == 0 ? page
            : await OpenAsync($"{notice.Path}/compare?with={page.All("#with option[selected]").Single().GetAttribute("value")}{more}");
    }

    private async Task IssueAsync(WebPage notice)
    {
        var page = await NoticeDesk.RuleAsync(notice, Enumerable.Range(1, NoticeDesk.Differences(notice)));
        page = await NoticeDesk.ConfirmAllAsync(page, _ => new DateOnly(2021, 12, 1));
        await Office.PressAsync(Registrar, "divide", path: page.Path);
    }

    private async Task<WebPage> BringInAsync(int number, string title, string rows, string cites = "上级")
    {
        var page = await NoticeDesk.BringInAsync(
            await Office.AsAsync(Registrar), NoticeDesk.Elsewhere, $"{number}.txt", Encoding.UTF8.GetBytes($"""
                绍市中医〔2021〕{number}号
                关于印发{title}的通知
                各科室：
                按照{cites}要求，现将清单印发给你们，请遵照执行。
                绍兴市中医院
                2021年6月1日

                附件
                任务清单
                序号	工作任务	工作措施	责任领导	责任科室	完成时限
                {rows}
                """));
        page.Path.ShouldStartWith("/notices/", Case.Sensitive, page.Problems);
        return page;
    }
}

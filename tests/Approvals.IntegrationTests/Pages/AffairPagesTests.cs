using System.Net;
using System.Text;
using Approvals.IntegrationTests.Walk;
using static Approvals.IntegrationTests.Pages.AffairOffice;

namespace Approvals.IntegrationTests.Pages;

/// <summary>办事: each shipped definition that somebody may ask for, from its title to its end, as a browser without scripts does it.</summary>
public sealed class AffairPagesTests(AffairOffice office) : IClassFixture<AffairOffice>
{
    private static readonly byte[] Paper = Encoding.UTF8.GetBytes("维保合同文本");

    [Fact]
    public async Task A_letter_from_outside_is_registered_carried_out_answered_and_filed()
    {
        var letter = await office.BeginAsync(Registrar, "incoming", "关于报送自查情况的通知（市卫健委）");
        await office.PressAsync(Registrar, letter, "register", f => f
            .Write("in.Report", "市卫健委〔2021〕12号，6月18日前报自查情况").Attach("in.Evidence", "来文.txt", Paper));
        await office.PressAsync(Office, letter, "propose", f => f
            .Write("in.Report", "拟请医务科牵头、护理部配合").Choose("in.ResponsibleLeaders", "顾明溪", "林清和")
            .Choose("in.ResponsibleDepartments", "医务科", "护理部").Choose("in.LeadDepartment", "医务科")
            .Write("in.On-reply", new DateOnly(2021, 6, 18)));

        (await office.LookAsync("linqinghe", letter)).Actions.ShouldBeEmpty(); // it is not her turn
        await office.PressAsync("gumingxi", letter, "instruct", f => f.Write("in.Report", "抓紧办"));
        (await office.LookAsync("linqinghe", letter)).Words.ShouldContain("抓紧办");
        await office.PressAsync("linqinghe", letter, "initial");

        (await office.LookAsync(Head, letter)).Actions.ShouldBeEmpty(); // the lead sums up last
        var copied = await (await office.LookAsync("jiashuyun", letter)).FormOfHand("Copy").Choose("who", "钟毓秀").PressAsync();
        copied.Said.ShouldBe("已抄送。");
        (await office.LookAsync("zhongyuxiu", "/copies")).Words.ShouldContain("关于报送自查情况的通知");
        await office.PressAsync("jiashuyun", letter, "answer", f => f.Write("in.Report", "护理部已自查"));
        var due = (await office.LookAsync(Head, letter)).Words;
        due.ShouldContain("6月18日");
        due.ShouldContain("17:00");
        await office.PressAsync(Head, letter, "answer", f => f.Write("in.Report", "全院已自查，没有问题"));
        await office.PressAsync("gumingxi", letter, "agree");
        await office.PressAsync(Registrar, letter, "circulate", f => f.Choose("in.Readers", "方知行"));
        (await office.LookAsync(Registrar, letter)).Words.ShouldContain("还有人没有阅完");
        await office.PressAsync("fangzhixing", letter, "have-read");
        var filed = await office.PressAsync(Registrar, letter, "put-away");

        filed.Text(".stage-mark").ShouldBe("已归档");
        filed.Words.ShouldContain("请哪些领导批示：顾明溪、林清和");
        await office.ProveAsync();
    }

    [Fact]
    public async Task A_contract_goes_from_department_to_department_and_what_is_returned_comes_straight_back()
    {
        var contract = await office.BeginAsync(Handler, "contract", "监护仪维保合同（一年）");
        var form = await office.LookAsync(Handler, contract);
        form.Texts(".field-title").ShouldContain(t => t.StartsWith("请哪些科室会签", StringComparison.Ordinal));
        form.Texts(".field-title").ShouldContain(t => t.StartsWith("合同文本", StringComparison.Ordinal));
        (await form.Offering("hand-in").PressAsync("hand-in")).Problems.ShouldSatisfyAllConditions(
            all => all.ShouldContain("请填“对方单位、标的、金额、期限和付款方式”。"), all => all.ShouldContain("请附“合同文本”。"),
            all => all.ShouldContain("请哪些科室会签"));
        form = await office.LookAsync(Handler, contract);
        var bare = await form.Offering("hand-in").Write("in.Report", "某公司，12万元").Choose("in.Countersigners", "财务科").PressAsync("hand-in");
        bare.Problems.ShouldContain("请附“合同文本”。");

        await HandInAsync("某公司，12万元，预付三成");
        (await office.LookAsync(Head, contract)).Text(".said-words").ShouldBe("某公司，12万元，预付三成");
        await office.PressAsync(Head, contract, "agree");
        (await office.LookAsync("duanminzhi", contract)).Actions.ShouldBeEmpty(); // 信息科 comes before 财务科 in the house's order
        await office.PressAsync("longxingye", contract, "agree");
        await office.PressAsync("duanminzhi", contract, "return", f => f.Write("in.Reason", "不能预付"));
        await HandInAsync("某公司，12万元，按季付");

        await office.PressAsync("longxingye", contract, "agree");
        await office.PressAsync("duanminzhi", contract, "agree");
        await office.PressAsync("jinzhengyu", contract, "agree");
        await office.PressAsync(Signatory, contract, "sign");
        var sealedOne = await office.PressAsync(Registrar, contract, "seal", f => f.Write("in.Report", "2021-06-1，一式四份"));

        sealedOne.Text(".stage-mark").ShouldBe("已签订");
        sealedOne.Words.ShouldContain("请哪些科室会签：信息科、财务科");
        (await office.LookAsync("duanminzhi", "/copies")).Words.ShouldContain("监护仪维保合同");
        await office.ProveAsync();

        Task<WebPage> HandInAsync(string terms) => office.PressAsync(Handler, contract, "hand-in", f => f
            .Write("in.Report", terms).Attach("in.Evidence", "合同.txt", Paper).Choose("in.Countersigners", "财务科", "信息科"));
    }

    [Fact]
    public async Task A_matter_is_listed_voted_on_put_off_once_decided_and_carried_out()
    {
        var matter = await office.BeginAsync(Handler, "agenda", "购置监护仪两台");
        await office.PressAsync(Handler, matter, "hand-in", f => f.Write("in.Report", "38.5万元，建议同意"));
        await office.PressAsync(Head, matter, "agree");
        await ListAsync();
        (await office.LookAsync("gumingxi", matter)).Actions.ShouldBe(["agree", "abstain", "oppose"], ignoreOrder: true);
        await office.PressAsync(Signatory, matter, "put-off", f => f.Write("in.Reason", "再比三家"));
        await ListAsync();
        await office.PressAsync("gumingxi", matter, "agree");
        (await office.LookAsync("gumingxi", matter)).Words.ShouldContain("“赞成”已有1票，要2票才通过");
        await office.PressAsync("linqinghe", matter, "agree");
        await office.PressAsync(Office, matter, "enter-minutes", f => f.Write("in.Report", "同意，第6期纪要"));
        (await office.PressAsync(Handler, matter, "report-done", f => f.Write("in.Report", "已到货"))).Text(".stage-mark").ShouldBe("已通过并落实");
        await office.ProveAsync();

        Task<WebPage> ListAsync() => office.PressAsync(Office, matter, "list", f => f
            .Choose("in.Countersigners", "沈若川", "顾明溪", "林清和").Write("in.On-meeting", new DateOnly(2021, 6, 10)));
    }

    [Fact]
    public async Task A_purchase_is_judged_and_weighed_and_the_department_that_uses_it_has_two_votes()
    {
        var purchase = await office.BeginAsync(Handler, "purchase", "监护仪两台");
        await office.PressAsync(Handler, purchase, "hand-in", f => f.Write("in.Report", "重症监护用").Write("in.Number-amount", "38.5"));
        await office.PressAsync(Head, purchase, "agree");
        await office.PressAsync(Office, purchase, "arrange", f => f
            .Choose("in.Countersigners", "孟致知", "雷小雨", "万长青")
            .Choose("in.ResponsibleDepartments", "医务科", "财务科", "信息科").Choose("in.LeadDepartment", "医务科"));
        await office.PressAsync("mengzhizhi", purchase, "needed");
        await office.PressAsync("leixiaoyu", purchase, "needed");
        (await office.LookAsync(Head, purchase)).Words.ShouldContain("一票计2票");
        await office.PressAsync(Head, purchase, "agree");
        await office.PressAsync("duanminzhi", purchase, "agree"); // 3 of 4
        var approved = await office.PressAsync(Signatory, purchase, "approve");

        approved.Text(".stage-mark").ShouldBe("已批准");
        approved.Text(".measures").ShouldNotBeNull().ShouldContain("38.5");
        await office.ProveAsync();
    }

    [Fact]
    public async Task A_figure_is_asked_once_of_each_department_and_added_up_by_itself()
    {
        var figures = await office.BeginAsync(Handler, "figures", "年度培训人数");
        await office.PressAsync(Handler, figures, "hand-in", f => f
            .Write("in.Report", "上级要求，现有报表没有").Choose("in.ResponsibleDepartments", "护理部", "财务科")
            .Write("in.On-filled", new DateOnly(2021, 6, 10)));
        await office.PressAsync(Office, figures, "permit");
        await office.PressAsync("zhongyuxiu", figures, "fill-in", f => f.Write("in.Number-amount", "30"));
        await office.PressAsync("duanminzhi", figures, "fill-in", f => f.Write("in.Number-amount", "12"));
        await office.Http.RestAsync();
        await office.PressAsync(Handler, figures, "ask-again", f => f.Write("in.Reason", "按在岗人数报"));
        await office.Http.RestAsync();
        await office.PressAsync("jiashuyun", figures, "fill-in", f => f.Write("in.Number-amount", "20"));
        await office.PressAsync("duanminzhi", figures, "fill-in", f => f.Write("in.Number-amount", "12"));
        await office.Http.RestAsync();
        await office.PressAsync(Handler, figures, "add-up");
        await office.Http.RestAsync();
        var page = await office.LookAsync(Head, figures);
        page.Text(".measures").ShouldNotBeNull().ShouldContain("32");
        (await office.PressAsync(Head, figures, "send-on")).Text(".stage-mark").ShouldBe("已报送");
        await office.ProveAsync();
    }

    [Fact]
    public async Task Targets_and_a_survey_begin_on_the_same_page()
    {
        var targets = await office.BeginAsync(Office, "targets", "2021年质量安全指标");
        await office.PressAsync(Office, targets, "start-measuring", f => f
            .Write("in.Report", "分子、分母按考核标准").Choose("in.HostDepartment", "质管办"));
        (await office.LookAsync("wangsiyuan", targets)).Actions.ShouldContain("measure");

        var survey = await office.BeginAsync(Head, "satisfaction", "二季度满意度");
        await office.PressAsync(Head, survey, "start-surveying", f => f
            .Write("in.Report", "二季度").Choose("in.ResponsibleDepartments", "护理部", "门诊办").Choose("in.HostDepartment", "党建办"));
        await office.Http.RestAsync();
        (await office.LookAsync("jiashuyun", survey)).Actions.ShouldContain("report-results");
    }

    [Fact]
    public async Task Nobody_begins_what_his_posts_do_not_allow_and_a_title_is_asked_for()
    {
        var page = await office.LookAsync(Handler, "/affairs");
        page.Words.ShouldNotContain("收文办理");
        var form = page.Form("/affairs");
        (await form.PressAsync()).Problems.ShouldContain("请选要办什么。");
        (await form.Mark("kind", "contract").PressAsync()).Problems.ShouldContain("请写这件事叫什么名字。");
        (await form.Write("title", new string('长', 81)).PressAsync()).Problems.ShouldContain("名字最多80个字");

        var forged = (await office.LookAsync(Registrar, "/affairs")).Form("/affairs").Mark("kind", "incoming").Write("title", "来文");
        (await forged.ForgeByAsync(page)).Text("h1").ShouldBe("您现在的岗位不能发起这件事。");
    }

    [Fact]
    public async Task The_same_form_sent_twice_begins_one_thing()
    {
        var form = (await office.LookAsync(Head, "/affairs")).Form("/affairs").Mark("kind", "contract").Write("title", "保洁服务合同");
        var first = await form.PressAsync();
        (await form.PressAsync()).Path.ShouldBe(first.Path);
        (await office.LookAsync(Head, "/affairs")).Texts("h3 a").Count(t => t == "保洁服务合同").ShouldBe(1);
        (await form.Write("title", "另一份合同").PressAsync()).Problems.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_concerns_others_alone_is_not_there()
    {
        var contract = await office.BeginAsync(Handler, "contract", "限定的合同");
        (await (await office.Http.AsAsync("nixiaoqiu")).StatusAsync(contract)).ShouldBe(HttpStatusCode.NotFound);
        (await office.LookAsync("nixiaoqiu", "/affairs")).Words.ShouldNotContain("限定的合同");
        (await office.LookAsync(Office, "/affairs")).Words.ShouldContain("限定的合同"); // who sees the whole unit
    }

    [Fact]
    public async Task A_scope_that_leaves_a_later_step_to_nobody_is_said_when_it_is_made_and_named_when_it_stops_the_press()
    {
        var matter = await office.BeginAsync(Handler, "contract", "只给自己看的合同");
        var page = await office.LookAsync(Handler, matter);
        var asks = await page.FormIn(".scope").PressAsync();
        asks.Words.ShouldContain("能办的人都不在名单里，到那一步会送不出去。还没有记下");

        (await asks.FormIn(".scope").Tick("sure").PressAsync()).Said.ShouldBe("知悉范围已记下。");

        var stopped = await (await office.LookAsync(Handler, matter)).Offering("hand-in")
            .Write("in.Report", "某公司，三年").Attach("in.Evidence", "合同.txt", "合同"u8.ToArray()).Choose("in.Countersigners", "财务科").PressAsync("hand-in");
        stopped.Problems.ShouldContain("能办的人都不在这件事的知悉范围里，没有送出。请");
        stopped.Problems.ShouldContain("唐雨桐在“限定范围”里勾上能办的人，再送。");
    }

    [Fact]
    public async Task Who_was_too_late_in_another_window_still_has_the_words_that_he_wrote()
    {
        var contract = await office.BeginAsync(Handler, "contract", "两个窗口的合同");
        await office.PressAsync(Handler, contract, "hand-in", f => f
            .Write("in.Report", "某公司，三年").Attach("in.Evidence", "合同.txt", "合同"u8.ToArray()).Choose("in.Countersigners", "财务科"));
        var (first, second) = (await office.LookAsync(Head, contract), await office.LookAsync(Head, contract));
        await first.Offering("return").Write("in.Reason", "金额不清").PressAsync("return");

        var late = await second.Offering("return").Write("in.Reason", "付款方式写得不清楚").PressAsync("return");

        late.Said.ShouldNotBeNull().ShouldContain("您刚才写的是：“付款方式写得不清楚”");
    }

    [Fact]
    public async Task Who_has_decided_nothing_takes_nothing_back()
    {
        var contract = await office.BeginAsync(Handler, "contract", "别人撤不回的合同");
        var sent = await office.PressAsync(Handler, contract, "hand-in", f => f
            .Write("in.Report", "某公司，三年").Attach("in.Evidence", "合同.txt", "合同"u8.ToArray()).Choose("in.Countersigners", "财务科"));
        var thief = await office.LookAsync(Office, contract);
        await sent.Form("/recall").ForgeByAsync(thief);
    }
}

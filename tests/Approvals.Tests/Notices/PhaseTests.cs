namespace Approvals.Tests.Notices;

/// <summary>A plan in phases (阶段) with their days in the heading: one item a phase, or the tasks that it has.</summary>
public sealed class PhaseTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        屏中医〔2024〕25号
        关于开展作风整治活动的通知
        各科室：
        一、实施步骤
        {text}
        二、工作要求
        加强领导。
        屏川市中心医院
        2024年2月26日
        """).Items.Select(i => $"{i.Title}|{string.Join('、', i.Departments)}|{i.Due:MM-dd}|{TableNotice.Points(i)}"));

    [Theory]
    [InlineData("（一）动员部署阶段（3月1日—3月15日）\n党办要于3月8日前召开动员会，各科室制定实施方案。", "党办")]
    [InlineData("（一）动员部署阶段（3月1日—3月15日）。党办要于3月8日前召开动员会，各科室制定实施方案。", "党办")]
    [InlineData("（一）动员部署阶段（3月1日—3月15日）\n党办要于3月8日前召开动员会，各科室制定实施方案（责任科室：党办）。", "党办")]
    public void A_phase_and_the_text_below_it_are_one_item(string text, string departments)
    {
        var items = Read(text + "\n（二）整改阶段（3月16日—4月30日）\n逐项整改（责任科室：质控科）。").Split('\n');
        items.Length.ShouldBe(2);
        items[0].ShouldBe($"动员部署阶段|{departments}|03-15|党办要于3月8日前召开动员会，各科室制定实施方案 03-08");
    }

    [Fact]
    public void Phases_without_owners_have_their_days() =>
        Read("""
            （一）动员部署阶段（3月1日—3月15日）
            召开动员会，明确任务分工。
            （二）整改提升阶段（3月16日—4月30日）
            1.建立问题台账。
            2.逐项整改。
            """).ShouldBe("动员部署阶段||03-15|召开动员会，明确任务分工\n整改提升阶段||04-30|建立问题台账|逐项整改");

    [Fact]
    public void Its_days_may_stand_after_a_colon_and_its_name_need_not_be_one_of_a_phase()
    {
        Read("""
            （一）动员部署阶段：3月1日—3月15日。
            召开动员会，制定方案。
            （二）总结阶段：5月上旬
            形成总结报告。
            """).ShouldBe("动员部署阶段||03-15|召开动员会，制定方案\n总结阶段||05-10|形成总结报告");
        Read("""
            1.动员部署（2024年3月上旬）。召开动员会。
            2.自查自纠（2024年3月中旬至4月底）。对照问题清单自查。
            3.整改提升（2024年5月至6月）。逐项整改。
            """).ShouldBe("""
            动员部署||03-10|召开动员会
            自查自纠||04-30|对照问题清单自查
            整改提升||06-30|逐项整改
            """);
    }

    [Fact]
    public void Tasks_of_a_phase_are_items_and_have_its_days_where_they_have_none() =>
        Read("""
            （一）动员部署阶段（3月1日—3月15日）
            1.召开动员会。（责任科室：党办）
            2.制定实施方案。（责任科室：院办；完成时限：3月8日前）
            3.明确联络员。
            """).ShouldBe("召开动员会|党办|03-15|召开动员会\n制定实施方案|院办|03-08|制定实施方案\n明确联络员||03-15|明确联络员");

    [Fact]
    public void Tasks_that_its_sentences_give_are_items_too() =>
        Read("""
            （一）动员部署阶段（3月1日—3月15日）
            党办要于3月8日前召开动员会。院办印发实施方案。
            （二）整改提升阶段（3月16日—4月30日）
            1.医务科要逐项整改。
            2.公安分局依法查处违法行为。
            （三）总结阶段（5月）
            逐项总结。
            """).ShouldBe("""
            召开动员会|党办|03-08|党办要于3月8日前召开动员会 03-08
            印发实施方案|院办|03-15|院办印发实施方案
            逐项整改|医务科|04-30|医务科要逐项整改
            依法查处违法行为|公安分局|04-30|公安分局依法查处违法行为
            总结阶段||05-31|逐项总结
            """);

    [Fact]
    public void Duties_without_days_are_due_with_their_phase_and_what_nobody_is_named_for_stays_with_it() =>
        Read("""
            （一）动员部署阶段（3月10日前）。住建局负责制定实施方案。融媒体中心负责宣传报道。
            （二）排查阶段（3月11日至4月30日）。教育局负责校舍排查，卫健局负责医疗用房排查。建立台账，做到情况明。
            （三）整治阶段
            时间：5月1日至6月30日。
            自然资源局负责避险搬迁。财政局负责落实补助资金。
            """).ShouldBe("""
            制定实施方案|住建局|03-10|住建局负责制定实施方案
            宣传报道|融媒体中心|03-10|融媒体中心负责宣传报道
            排查阶段||04-30|建立台账，做到情况明
            校舍排查|教育局|04-30|教育局负责校舍排查
            医疗用房排查|卫健局|04-30|卫健局负责医疗用房排查
            避险搬迁|自然资源局|06-30|自然资源局负责避险搬迁
            落实补助资金|财政局|06-30|财政局负责落实补助资金
            """);

    [Fact]
    public void Beside_a_list_with_owners_what_bodies_by_name_do_in_a_phase_is_a_task() =>
        Read("""
            （一）任务
            1.更换清洗机。（责任科室：设备科；完成时限：5月底前）
            （二）步骤
            1.集中整治（4月1日至8月31日）。院感科组织检查。后勤科负责改造暂存点。
            2.自查（9月）。各科室自查。
            """).ShouldBe("""
            更换清洗机|设备科|05-31|更换清洗机
            组织检查|院感科|08-31|院感科组织检查
            改造暂存点|后勤科|08-31|后勤科负责改造暂存点
            """);
}

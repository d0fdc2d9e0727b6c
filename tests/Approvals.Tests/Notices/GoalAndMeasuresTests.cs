namespace Approvals.Tests.Notices;

/// <summary>整改清单: the problem, what is to be reached, and what is done for it, in columns or as labels.</summary>
public sealed class GoalAndMeasuresTests
{
    [Fact]
    public void The_goal_is_the_standard_and_with_the_measures_one_of_the_points()
    {
        var item = TableNotice.Read("""
            序号 | 存在问题 | 整改目标 | 整改措施 | 责任领导 | 责任科室 | 整改时限
            1 | 病历书写不及时 | 甲级病历率达到95% | 抽查病历20份；修订质控办法 | 张明 | 医务科 | 4月底前
            """).Items.ShouldHaveSingleItem();
        (item.Title, item.Standard, TableNotice.Points(item)).ShouldBe(("病历书写不及时", "甲级病历率达到95%", "抽查病历20份|修订质控办法|甲级病历率达到95%"));
        (TableNotice.Owners(item), item.Due).ShouldBe(("张明|医务科", new DateOnly(2024, 4, 30)));
    }

    [Fact]
    public void Beside_a_standard_the_goal_is_a_point_and_beside_a_title_so_is_the_problem()
    {
        var item = TableNotice.Read("""
            序号 | 整改事项 | 具体问题 | 整改目标 | 整改措施 | 验收标准 | 责任科室
            1 | 病历管理 | 病历书写不及时 | 建立长效机制 | 修订质控办法 | 甲级病历率达到95% | 医务科
            """).Items.ShouldHaveSingleItem();
        (item.Title, item.Standard).ShouldBe(("病历管理", "甲级病历率达到95%"));
        TableNotice.Points(item).ShouldBe("具体问题：病历书写不及时|修订质控办法|整改目标：建立长效机制");
    }

    [Fact]
    public void The_goal_alone_says_what_is_to_be_done()
    {
        var item = TableNotice.Read("""
            序号 | 存在问题 | 整改目标 | 责任科室
            1 | 病历书写不及时 | 建立抽查机制；修订质控办法 | 医务科
            """).Items.ShouldHaveSingleItem();
        (TableNotice.Points(item), item.Standard).ShouldBe(("建立抽查机制|修订质控办法", null));
    }

    [Fact]
    public void Several_problems_of_one_matter_are_each_an_item_of_it()
    {
        var items = TableNotice.Read("""
            序号 | 整改事项 | 存在问题 | 整改措施 | 责任科室
            1 | {r2}病历管理 | 书写不及时 | 抽查病历 | 医务科
            2 | 归档不完整 | 清点病历 | 病案室
            """).Items;
        items.Select(i => (i.Title, i.Plan, i.Group)).ShouldBe([("书写不及时", "抽查病历", "病历管理"), ("归档不完整", "清点病历", "病历管理")]);
    }

    [Fact]
    public void Two_columns_that_say_what_to_do_say_it_together() =>
        TableNotice.Points(TableNotice.Read("""
            序号 | 重点任务 | 工作内容 | 具体措施 | 责任科室
            1 | 随访 | 建立随访中心 | 配备随访员2名；每月抽查 | 门诊部
            """).Items.ShouldHaveSingleItem()).ShouldBe("建立随访中心|配备随访员2名|每月抽查");

    [Theory]
    [InlineData("一、病历书写不及时\n整改目标：甲级病历率达到95%。\n整改措施：抽查病历；修订质控办法。\n责任领导：张明\n责任科室：医务科\n整改时限：2024年4月30日")]
    [InlineData("（一）病历书写不及时。整改目标：甲级病历率达到95%。整改措施：抽查病历；修订质控办法。责任领导：张明。责任科室：医务科。整改时限：2024年4月30日。")]
    [InlineData("1.存在问题：病历书写不及时。\n整改措施：抽查病历；修订质控办法。\n整改目标：甲级病历率达到95%。\n责任领导：张明\n责任科室：医务科\n整改时限：2024年4月30日")]
    public void Labels_say_the_same_as_columns(string text)
    {
        var item = SampleNotice.Read($"""
            屏中医〔2024〕25号
            关于印发整改清单的通知
            各科室：
            请对照抓好落实。
            {text}
            屏川市中心医院
            2024年3月1日
            """).Items.ShouldHaveSingleItem();
        (item.Title, item.Standard, TableNotice.Points(item)).ShouldBe(("病历书写不及时", "甲级病历率达到95%", "抽查病历|修订质控办法|甲级病历率达到95%"));
        (TableNotice.Owners(item), item.Due).ShouldBe(("张明|医务科", new DateOnly(2024, 4, 30)));
    }

    [Fact]
    public void A_bare_department_beside_the_responsible_one_is_whose_problem_it_is()
    {
        var item = TableNotice.Read("""
            序号 | 受检科室 | 检查日期 | 存在问题 | 整改措施 | 责任科室 | 整改时限
            1 | 外科 | 2月20日 | 病历书写不及时 | 抽查病历 | 医务科 | 4月底前
            """).Items.ShouldHaveSingleItem();
        (TableNotice.Owners(item), item.Group, item.DeadlineText).ShouldBe(("|医务科", "外科", "4月底前"));
    }
}

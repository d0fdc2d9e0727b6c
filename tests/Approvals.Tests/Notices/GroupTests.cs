using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>What stands over a group of tasks, or after it, is for each of them that has none of its own.</summary>
public sealed class GroupTests
{
    private static string Read(string text) => string.Join('\n', SampleNotice.Read($"""
        屏政办〔2024〕25号
        关于分解落实2024年重点工作任务的通知
        各乡镇、各部门：
        现将重点工作分解如下。
        {text}
        屏川市人民政府办公室
        2024年3月1日
        """).Items.Select(Line));

    private static string Line(NoticeItem i) => $"{i.Title}|{TableNotice.Owners(i)}|{i.Due:MM-dd}";

    [Fact]
    public void Leaders_departments_and_days_over_a_group_are_for_its_tasks_without_their_own() =>
        Read("""
            一、产业发展（牵头领导：张明；牵头单位：发改局；完成时限：2024年10月底前）
            1.新开工亿元以上项目12个。（责任单位：工信局）
            2.完成园区道路改造。
            3.编制产业规划。（责任单位：自然资源局；完成时限：6月底前）
            二、民生实事（牵头领导：王芳）
            1.新建停车场3处。（责任单位：住建局；完成时限：9月底前）
            2.改造老旧小区8个。（责任领导：李强；责任单位：城管局）
            """).ShouldBe("""
            新开工亿元以上项目12个|张明|工信局|10-31
            完成园区道路改造|张明|发改局|10-31
            编制产业规划|张明|自然资源局|06-30
            新建停车场3处|王芳|住建局|09-30
            改造老旧小区8个|李强|城管局|
            """);

    [Theory]
    [InlineData("以上各项工作由城管局负责，于6月底前完成。", "城管局|06-30")]
    [InlineData("上述任务由城管局牵头，住建局、水利局配合，6月底前完成。", "城管局、住建局、水利局|06-30")]
    [InlineData("以上工作责任单位：城管局；完成时限：6月底前。", "城管局|06-30")]
    [InlineData("以上事项均由城管局负责落实。", "城管局|")]
    public void A_closing_sentence_is_for_every_task_above_it_in_its_part(string closing, string expected) =>
        Read($"""
            一、环境整治
            1.清理河道垃圾。
            2.整治占道经营。
            3.修补破损路面。
            {closing}
            二、安全生产
            1.排查加油站隐患。（责任单位：应急管理局；完成时限：5月底前）
            """).ShouldBe($"清理河道垃圾||{expected}\n整治占道经营||{expected}\n修补破损路面||{expected}\n排查加油站隐患||应急管理局|05-31");

    [Fact]
    public void It_may_end_the_paragraph_of_the_last_task() =>
        Read("""
            1.清理河道垃圾。
            2.整治占道经营。
            3.修补破损路面。以上各项工作由城管局负责，于6月底前完成。
            """).ShouldBe("清理河道垃圾||城管局|06-30\n整治占道经营||城管局|06-30\n修补破损路面||城管局|06-30");

    [Fact]
    public void At_the_end_of_the_whole_list_it_is_for_the_whole_list() =>
        Read("""
            一、环境整治
            1.清理河道垃圾。（责任单位：水利局）
            2.整治占道经营，4月底前完成。（责任单位：城管局）
            二、安全生产
            1.排查加油站隐患。（责任单位：应急管理局；完成时限：5月底前）
            2.开展消防演练。（责任单位：消防救援大队）
            上述任务均须于2024年9月30日前完成。
            """).ShouldBe("""
            清理河道垃圾||水利局|09-30
            整治占道经营，4月底前完成||城管局|04-30
            排查加油站隐患||应急管理局|05-31
            开展消防演练||消防救援大队|09-30
            """);

    [Fact]
    public void What_speaks_to_everybody_below_a_list_is_no_part_of_its_last_task() =>
        Read("""
            一、环境整治
            1.清理河道垃圾。（责任单位：水利局）
            2.整治占道经营。（责任单位：城管局）
            上述任务均须于9月30日前完成。各部门要主动认领任务，加强配合。
            二、安全生产
            1.排查加油站隐患。（责任单位：应急管理局；完成时限：5月底前）
            2.开展消防演练。（责任单位：消防救援大队；完成时限：长期坚持）
            各部门要高度重视，精心组织。
            """).ShouldBe("""
            清理河道垃圾||水利局|09-30
            整治占道经营||城管局|09-30
            排查加油站隐患||应急管理局|05-31
            开展消防演练||消防救援大队|
            """);

    [Fact]
    public void A_sentence_of_two_tasks_is_not_for_the_others() =>
        Read("""
            一、环境整治（分管局领导：张明）
            1.清理河道垃圾。（责任单位：水利局）
            二、安全生产
            2.排查加油站隐患。
            3.开展消防演练。
            以上两项工作由应急管理局牵头，5月底前完成。
            """).ShouldBe("清理河道垃圾|张明|水利局|\n排查加油站隐患||应急管理局|05-31\n开展消防演练||应急管理局|05-31");

    [Fact]
    public void What_is_to_be_reported_of_the_tasks_is_no_day_of_theirs() =>
        Read("""
            1.清理河道垃圾。（责任单位：水利局）
            2.整治占道经营。（责任单位：城管局）
            以上工作进展情况请于6月10日前报送市政府办公室。
            """).ShouldBe("清理河道垃圾||水利局|\n整治占道经营||城管局|");

    [Theory]
    [InlineData("以上任务均须于2024年9月30日前完成。", "水利局|09-30", "城管局|05-31")]
    [InlineData("以上各项由市政府办公室负责督办。", "水利局|", "城管局|05-31")]
    public void A_table_is_closed_in_the_same_way(string closing, string first, string second) =>
        string.Join('\n', TableNotice.Read("""
            序号 | 重点任务 | 责任单位 | 完成时限
            1 | 清理河道垃圾 | 水利局 |
            2 | 整治占道经营 | 城管局 | 5月底前
            """, after: closing).Items.Select(Line)).ShouldBe($"清理河道垃圾||{first}\n整治占道经营||{second}");

    [Fact]
    public void A_row_over_rows_gives_them_its_leader_too() =>
        string.Join('\n', TableNotice.Read("""
            序号 | 重点任务 | 责任单位 | 完成时限
            {c4}一、产业发展（牵头领导：张明；牵头单位：发改局；完成时限：10月底前）
            1 | 新开工项目12个 | 工信局 |
            2 | 改造园区道路 | | 6月底前
            {c4}二、民生实事（牵头领导：王芳）（完成时限：11月底前）
            3 | 新建停车场3处 | 住建局 |
            """).Items.Select(Line)).ShouldBe("新开工项目12个|张明|工信局|10-31\n改造园区道路|张明|发改局|06-30\n新建停车场3处|王芳|住建局|11-30");
}

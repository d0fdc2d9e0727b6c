namespace Approvals.Tests.Notices;

/// <summary>Who answers in a body, beside its name.</summary>
public sealed class BodyWithPersonTests
{
    [Theory]
    [InlineData("后勤部（张明）", "张明|后勤部")]
    [InlineData("医务科（张三、李四）", "张三、李四|医务科")]
    [InlineData("护理部 王芳", "王芳|护理部")]
    [InlineData("护理部¶王芳", "王芳|护理部")]
    [InlineData("医务科（张三）、护理部（李四）", "张三、李四|医务科、护理部")]
    [InlineData("总务科 纪检", "|总务科、纪检")]
    [InlineData("后勤部（电话：6022590）", "|后勤部")]
    [InlineData("省发改委、能源局等省有关部门，各地级以上市人民政府", "|省发改委、能源局、各地级以上市人民政府")]
    public void A_cell_gives_the_body_and_its_person(string cell, string owners) => TableNotice.Owners(TableNotice.Read($"""
        序号 | 工作任务 | 责任科室 | 完成时限
        1 | 更换路灯 | {cell} | 4月底前
        """).Items.ShouldHaveSingleItem()).ShouldBe(owners);

    [Fact]
    public void A_row_without_a_number_leaves_the_others_theirs() => TableNotice.Read("""
        序号 | 工作任务 | 责任科室 | 完成时限
        1 | 更换路灯 | 后勤部 | 4月底前
        | 更新官网 | 宣传科 | 5月底前
        2 | 检修电梯 | 设备科 | 6月底前
        """).Items.Select(i => (i.No, i.Title)).ShouldBe([(1, "更换路灯"), (3, "更新官网"), (2, "检修电梯")]);
}

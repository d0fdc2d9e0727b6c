namespace Approvals.Tests.Notices;

/// <summary>What stands around a table and in columns of unknown names says no more than it does.</summary>
public sealed class TablesKeptTests
{
    [Fact]
    public void Who_answers_for_a_table_does_so_below_a_row_that_names_a_group() =>
        TableNotice.Read("""
            序号 | 任务 | 责任科室 | 完成时限
            {c4}一、医疗质量
            1 | 修订会诊制度 | 医务科 | 4月底前
            {c4}二、护理质量
            2 | 更换推车 | 护理部 | 5月底前
            """, before: "责任领导：张伟").Items.Select(TableNotice.Owners).ShouldBe(["张伟|医务科", "张伟|护理部"]);

    [Theory]
    [InlineData("填报单位：医务科 主要负责人（签字）：张伟 填表人：李娜")]
    [InlineData("制表人：李娜 负责人：张伟")]
    public void Who_signs_a_table_answers_for_no_row(string signed) =>
        TableNotice.Read($$"""
            {c4}{{signed}}
            序号 | 任务 | 责任科室 | 完成时限
            1 | 修订会诊制度 | 医务科 | 4月底前
            2 | 更换推车 | 护理部 | 5月底前
            """).Items.Select(TableNotice.Owners).ShouldBe(["|医务科", "|护理部"]);

    [Theory]
    [InlineData("发生月份", "1月", "2月")]
    [InlineData("上次检修", "2023年5月", "2023年8月")]
    [InlineData("上次检修", "1月10日", "2月5日")]
    [InlineData("出生年月", "1985年3月", "1990年6月")]
    [InlineData("上次检修", "6月底前", "")]
    public void A_column_that_says_when_something_was_gives_no_day(string head, string one, string two) =>
        TableNotice.Read($"""
            序号 | 任务 | 责任科室 | {head}
            1 | 修订会诊制度 | 医务科 | {one}
            2 | 更换推车 | 护理部 | {two}
            """).Items.Select(i => i.Due).ShouldBe([null, null]);

    [Fact]
    public void A_column_of_an_unknown_name_that_says_until_when_is_to_be_confirmed() =>
        TableNotice.Read("""
            序号 | 任务 | 责任科室 | 何时做
            1 | 修订会诊制度 | 医务科 | 4月底
            2 | 更换推车 | 护理部 | 5月
            """).Items.Select(i => $"{i.Due:MM-dd} {i.MustConfirm}").ShouldBe(["04-30 True", "05-31 True"]);

    [Theory]
    [InlineData("填报日期：2024年8月23日", "2024-09-22")]
    [InlineData("填报日期：\n填报日期：2024年8月23日", "2024-09-22")]
    [InlineData("报送日期：2024年8月23日", null)]
    public void The_day_on_which_a_ledger_was_drawn_up_stands_beside_its_table(string line, string? due) =>
        Ledger("", line).ShouldBe(due);

    [Fact]
    public void Such_a_day_in_a_notice_with_a_body_is_none() =>
        Ledger("各科室要于每月底将填报日期：2024年8月23日的表报院办。请认真填写。", "").ShouldBeNull();

    private static string? Ledger(string body, string line) => SampleNotice.Read(
        Corpus.WordBuilder.Build(
            Corpus.WordMarkup.Parse($"""
                ^^ 隐患整改台账
                {body}
                {line}
                [[table header=1]]
                序号 | 隐患 | 责任科室 | 完成时限
                1 | 灭火器过期 | 保卫科 | 30日内
                2 | 线路老化 | 总务科 | 12月底
                [[/table]]
                """),
            new Corpus.WordHabits()),
        "ledger.docx").Items[0].Due?.ToString("yyyy-MM-dd");
}

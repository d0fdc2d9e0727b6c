namespace Approvals.Tests.Notices;

/// <summary>Text that makes careless comparing or matching quadratic.</summary>
public sealed class MonotonousTextTests
{
    [Theory]
    [InlineData("“《（", 190_000)]
    [InlineData("由确保全年6月", 80_000)]
    [InlineData("每周一、周二和", 80_000)]
    [InlineData("甲乙丙丁甲乙丙丁甲乙丙丁甲乙丙丁甲乙\n", 30_000)]
    [InlineData("（一）甲乙丙。丁戊\n", 50_000)]
    [InlineData("1.完成甲乙丙工作。责任单位：医务科；完成时限：2021年6月底前。\n", 17_000)]
    public void Monotonous_text_does_not_hang_the_reader(string words, int times) =>
        Should.NotThrow(() => SampleNotice.Read("关于印发方案的通知\n各科室：\n" + string.Concat(Enumerable.Repeat(words, times))));
}

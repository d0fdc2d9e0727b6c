using System.Collections.Immutable;
using Approvals.Readers.Comparing;
using Approvals.Tests.Notices;

namespace Approvals.Tests.Comparing;

/// <summary>A supplementary notice that names items by their numbers alone.</summary>
public sealed class SpokenChangesTests
{
    private static readonly ImmutableArray<Promise> Live =
    [
        .. Enumerable.Range(1, 6).Select(n => new Promise(
            $"item{n}", $"第{n}件事", $"做好第{n}件事。", [], ["医务科"], new DateOnly(2024, 6, 30), false) { No = n }),
    ];

    [Theory]
    [InlineData("将第3项完成时限调整为2024年9月30日。", "3 2024-09-30")]
    [InlineData("原清单第三项的完成时间延期至9月底前。", "3 2024-09-30")]
    [InlineData("第2项责任科室调整为护理部、门诊办。", "2 护理部、门诊办")]
    [InlineData("第2项改由护理部牵头，完成时限调整为12月底前。", "2 2024-12-31 护理部")]
    [InlineData("取消第5项。", "5 withdrawn")]
    [InlineData("第4、5项不再实施；第6项完成时限调整为10月底前。", "4 withdrawn|5 withdrawn|6 2024-10-31")]
    [InlineData("请各科室按照第3项要求抓好落实。", "")]
    [InlineData("取消原有收费窗口，方便患者。", "")]
    public void A_sentence_changes_what_it_names_by_number(string sentence, string expected)
    {
        var draft = SampleNotice.Read($"""
            院办〔2024〕9号
            关于调整服务提升任务清单的通知
            各科室：
            现就院办〔2024〕3号文件作如下调整：
            {sentence}
            党政综合办公室
            2024年6月4日
            """);
        var spoken = SpokenChanges.Find(draft, SampleNotice.Options.Calendar, new DateOnly(2024, 6, 4));

        string.Join('|', spoken.Select(c => string.Join(' ', new[]
        {
            $"{c.No}", c.DueOn is { } due ? $"{due:yyyy-MM-dd}" : "", string.Join('、', c.Bodies), c.Withdraws ? "withdrawn" : "",
        }.Where(p => p.Length > 0)))).ShouldBe(expected);
        var proposals = SpokenChanges.Of(spoken, Live);
        proposals.Length.ShouldBe(spoken.Length);
        proposals.OfType<ListProposal.Same>().ShouldAllBe(s => !s.Changes.IsEmpty && s.Live.No == s.Row.No);
    }
}

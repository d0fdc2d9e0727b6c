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
    [InlineData("第3项完成时限由6月30日前调整为9月30日前。", "3 2024-09-30")]
    [InlineData("第3项由6月30日前调整为9月30日前。", "3 2024-09-30")]
    [InlineData("第3项完成时限由2024年6月底延长至12月底。", "3 2024-12-31")]
    [InlineData("第3项完成时限由6月30日前调整为9月30日前，第4项责任单位由医务科变更为护理部。", "3 2024-09-30|4 护理部")]
    [InlineData("第3项责任单位由医务科变更为护理部。", "3 护理部")]
    [InlineData("增加护理部为第3项配合单位。", "3 +护理部")]
    [InlineData("第3项增加护理部、门诊办为配合科室。", "3 +护理部、门诊办")]
    [InlineData("第3项配合单位增加护理部。", "3 +护理部")]
    [InlineData("第3项作如下调整：责任单位由医务科变更为护理部；完成时限由6月30日前延长至9月30日前。", "3 2024-09-30 护理部")]
    [InlineData("“第4件事”的完成时限由6月30日前调整为9月30日前。", "第4件事 2024-09-30")]
    [InlineData("将第5项予以取消。", "5 withdrawn")]
    [InlineData("取消第5项的配合单位。", "")]
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
            c.Named ?? $"{c.No}", c.DueOn is { } due ? $"{due:yyyy-MM-dd}" : "", string.Join('、', c.Bodies),
            c.Joining.IsEmpty ? "" : $"+{string.Join('、', c.Joining)}", c.Withdraws ? "withdrawn" : "",
        }.Where(p => p.Length > 0)))).ShouldBe(expected);
        var proposals = SpokenChanges.Of(spoken, Live);
        proposals.Length.ShouldBe(spoken.Length);
        proposals.OfType<ListProposal.Same>().ShouldAllBe(s => !s.Changes.IsEmpty && s.Live.No == s.Row.No);
    }

    [Theory]
    [InlineData("第1项责任单位由医务科变更为护理部。", "护理部、信息科")]
    [InlineData("第1项责任单位由信息科变更为护理部、门诊办。", "医务科、护理部、门诊办")]
    [InlineData("第1项责任单位调整为护理部。", "护理部")]
    [InlineData("第1项责任单位由院办变更为护理部。", "护理部")]
    [InlineData("增加护理部为第1项配合单位。", "医务科、信息科、护理部")]
    public void Who_is_not_named_stays(string sentence, string expected)
    {
        var live = Live[0] with { Bodies = ["医务科", "信息科"] };
        var draft = SampleNotice.Read($"院办〔2024〕9号\n关于调整任务清单的通知\n各科室：\n{sentence}\n党政综合办公室\n2024年6月4日");
        var spoken = SpokenChanges.Find(draft, SampleNotice.Options.Calendar, new DateOnly(2024, 6, 4)).ShouldHaveSingleItem();
        string.Join('、', SpokenChanges.Said(spoken, live).Bodies).ShouldBe(expected);
    }

    [Theory]
    [InlineData("院办〔2024〕3号", true)]
    [InlineData("院办［2024］3号", true)]
    [InlineData("院办（２０２４）第０３号", true)]
    [InlineData("院办〔2024〕13号", false)]
    [InlineData("党办〔2024〕3号", false)]
    public void The_notice_that_is_changed_is_known_however_its_number_is_written(string written, bool cited)
    {
        var draft = SampleNotice.Read($"院办〔2024〕9号\n关于调整任务清单的通知\n各科室：\n现将{written}文件的清单作如下调整：取消第5项。\n党政综合办公室\n2024年6月4日");
        CitedNumbers.Cites(draft, "院办〔2024〕3号").ShouldBe(cited);
    }
}

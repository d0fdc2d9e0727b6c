using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

public sealed class MisspeltMarkTests
{
    [Theory]
    [InlineData("加及", "加急")]
    [InlineData("特及", "特急")]
    [InlineData("急特", "特急")]
    [InlineData("持急", "特急")]
    public void A_mark_of_urgency_written_wrongly_stays_as_it_stands_and_is_asked_about(string written, string meant)
    {
        var draft = Read(written);

        draft.Urgency.ShouldBe(written);
        draft.Number.ShouldBe("院办〔2024〕3号");
        draft.Title.ShouldBe("关于开展服务提升行动的通知");
        var finding = draft.Findings.Single(f => f.Kind == FindingKind.MisspeltMark);
        finding.Message.ShouldBe($"“{written}”像是把“{meant}”写错了，请更正。");
        SampleNotice.At(draft, finding.Source).ShouldBe(written);
    }

    [Theory]
    [InlineData("密秘", "秘密")]
    [InlineData("机蜜", "机密")]
    public void A_mark_of_secrecy_written_wrongly_is_still_one(string written, string meant)
    {
        var draft = Read(written);

        draft.Secrecy.ShouldBe(written);
        draft.Findings.Single(f => f.Kind == FindingKind.MisspeltMark).Message.ShouldContain($"“{meant}”");
    }

    [Theory]
    [InlineData("加急")]
    [InlineData("秘密★1年")]
    [InlineData("000123")]
    public void A_mark_as_it_should_be_raises_no_doubt(string mark) =>
        Read(mark).Findings.ShouldNotContain(f => f.Kind == FindingKind.MisspeltMark);

    private static NoticeDraft Read(string mark) => SampleNotice.Read($"""
        {mark}
        院办〔2024〕3号
        关于开展服务提升行动的通知
        各科室：
        请医务科于2024年6月底前完成窗口改造。
        党政综合办公室
        2024年3月4日
        """);
}

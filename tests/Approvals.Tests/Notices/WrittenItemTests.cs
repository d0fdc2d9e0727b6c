using Approvals.Engine.Calendars;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>What a clerk lists as an item by hand says its owners and its day by the same rules as the rest of a notice.</summary>
public sealed class WrittenItemTests
{
    [Theory]
    [InlineData("请医务科于6月15日前将自查报告报质控办。", "医务科", "2021-06-15", "将自查报告报质控办")]
    [InlineData("6月30日前，护理部完成全员培训，并做好记录。", "护理部", "2021-06-30", "完成全员培训")]
    [InlineData("加强窗口服务。", "", null, "加强窗口服务")]
    public void A_sentence_that_is_listed_says_who_until_when_and_what(string sentence, string bodies, string? due, string title)
    {
        var item = Read(sentence).ShouldNotBeNull();
        string.Join('、', item.Departments).ShouldBe(bodies);
        item.Due.ShouldBe(due is null ? null : DateOnly.Parse(due));
        item.Title.ShouldBe(title);
        item.Plan.ShouldBe(sentence.TrimEnd());
    }

    [Fact]
    public void A_point_that_is_typed_has_its_kind_and_its_day() =>
        Read("每季度开展一次满意度调查").ShouldNotBeNull().Points.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            p => p.Kind.ShouldBe(PointKind.Periodic), p => p.Recurrence.ShouldNotBeNull());

    [Theory]
    [InlineData("")]
    [InlineData("  \n ")]
    public void Nothing_typed_is_no_item(string text) => Read(text).ShouldBeNull();

    [Fact]
    public void Whatever_is_typed_is_an_item_and_its_title_is_short()
    {
        var item = Read(new string('长', 3_000)).ShouldNotBeNull();
        item.Title.Length.ShouldBe(60);
        item.Plan.Length.ShouldBe(3_000);
        foreach (var text in new[] { "，", "6月", "6月底前", "6月底前，", "一、", "（一）", "、、", "|a|b|", "<table>" })
        {
            Should.NotThrow(() => Read(text));
        }
    }

    private static NoticeItem? Read(string text) =>
        WrittenItem.Read(text, new ReadOptions(WorkCalendar.WithoutYears, new DateOnly(2021, 6, 2)));
}

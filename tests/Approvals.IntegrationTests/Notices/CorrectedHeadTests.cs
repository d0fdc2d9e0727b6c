using Approvals.Engine.Calendars;
using Approvals.IntegrationTests.Walk;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Notices;

namespace Approvals.IntegrationTests.Notices;

/// <summary>What a person makes of a reading: numbers of rows, pieces of a plan, where a corrected title stands.</summary>
public sealed class CorrectedHeadTests
{
    [Theory]
    [InlineData("", "1")]
    [InlineData("1 2 3", "4")]
    [InlineData("1 2 4 5", "3")]
    [InlineData("3 4", "5")]
    [InlineData("1 4 7", "2")]
    public void A_new_row_has_the_number_that_is_left_out_or_the_next(string taken, string next) =>
        RowNumbers.Free(taken.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(next);

    [Fact]
    public void A_plan_is_parted_by_its_sentences_and_one_sentence_by_its_points()
    {
        RowPieces.Of("先做甲；再做乙。\n最后做丙", []).ShouldBe(["先做甲；", "再做乙。", "最后做丙"]);
        RowPieces.Of("甲、乙", [Point("甲"), Point("乙")]).ShouldBe(["甲", "乙"]);
        RowPieces.Of("只有一句。", [Point("只有一句")]).ShouldBeEmpty();
    }

    [Fact]
    public void A_corrected_title_stands_where_the_text_has_it_however_it_is_broken()
    {
        using var stream = File.OpenRead(SampleText.Docx);
        var draft = NoticeReader.Read(stream, "18.docx", new ReadOptions(WorkCalendar.WithoutYears));
        ValuePlaces.OfLines(draft.Title!, draft).ShouldNotBeNull().Line.ShouldBe(draft.Sources.Title!.Line); // the sample has one
        ValuePlaces.OfLines("哪里都没有的标题", draft).ShouldBeNull();
    }

    private static RowPoint Point(string text) => new(text, PointKind.OneOff, null, null, null, null, null);
}

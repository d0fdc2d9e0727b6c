using System.Collections.Immutable;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Notices;

namespace Approvals.IntegrationTests.Notices;

/// <summary>拆分: where the points of a row go when its plan is parted.</summary>
public sealed class RowPiecesTests
{
    private static readonly DateOnly June = new(2021, 6, 30);

    [Fact]
    public void A_point_goes_with_its_words_and_one_that_the_plan_does_not_say_stays_with_its_day()
    {
        var (left, taken) = Part(["建成母婴室。", "配齐设施。"], ["配齐设施。"], Point("建成母婴室"), Point("配齐设施"), Point("六月底验收", June));
        left.Select(p => p.Text).ShouldBe(["建成母婴室", "六月底验收"]);
        left[1].Due.ShouldBe(June);
        taken.Select(p => p.Text).ShouldBe(["配齐设施"]);
    }

    [Fact]
    public void A_point_whose_words_went_apart_is_read_anew_on_both_sides()
    {
        var (left, taken) = Part(["先做甲；", "再做乙；", "后做丙。"], ["再做乙；"], Point("先做甲；再做乙"), Point("后做丙"));
        left.Select(p => p.Text).ShouldBe(["先做甲；", "后做丙"]);
        taken.Select(p => p.Text).ShouldBe(["再做乙；"]);
    }

    [Fact]
    public void Where_no_point_went_along_the_words_say_which_they_are() =>
        Part(["甲。", "乙。"], ["乙。"], Point("另有一件")).Taken.Select(p => p.Text).ShouldBe(["乙。"]);

    [Theory]
    [InlineData("建成母婴室，配齐设施", "建成母婴室|配齐设施", 2)]
    [InlineData("", "建成母婴室|配齐设施", 2)]
    [InlineData("以创建为抓手，建成母婴室，配齐设施", "建成母婴室|配齐设施", 0)]
    [InlineData("建成母婴室。配齐设施。", "验收", 2)]
    public void One_sentence_is_parted_by_its_points_only_where_it_says_nothing_else(string plan, string points, int pieces) =>
        RowPieces.Of(plan, [.. points.Split('|').Select(p => Point(p))]).Length.ShouldBe(pieces);

    private static (ImmutableArray<RowPoint> Left, ImmutableArray<RowPoint> Taken) Part(
        ImmutableArray<string> pieces, string[] chosen, params ImmutableArray<RowPoint> points) =>
        RowPieces.PartPoints(pieces, chosen.ToHashSet(), points, text => [Point(text)]);

    private static RowPoint Point(string text, DateOnly? due = null) => new(text, PointKind.OneOff, null, due, null, null, null);
}

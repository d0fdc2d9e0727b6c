using Approvals.Readers.Pictures;

namespace Approvals.Tests.Pictures;

public sealed class LayoutTests
{
    private const int FewCrossings = 2;
    private const int Seeds = 40;

    public static TheoryData<string, bool> Shipped
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var workflow in Drawings.Shipped)
            {
                data.Add(workflow.Id.Value, false);
                data.Add(workflow.Id.Value, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void At_most_two_lines_cross_and_no_words_meet(string id, bool narrow)
    {
        var drawing = Drawings.Of(Drawings.Shipped.Single(w => w.Id.Value == id), narrow ? Sizes.Narrow : Sizes.Wide);

        drawing.Crossings.ShouldBeLessThanOrEqualTo(FewCrossings);
        drawing.Width.ShouldBeLessThanOrEqualTo(narrow ? 420 : 1120, "a phone of 390 and a sheet of 1180 show it without shrinking it much");
        var boxes = Boxes(drawing).Concat(drawing.Arrows.Select(a => a.Label?.Box).OfType<Box>()).ToList();
        foreach (var (place, box) in boxes.Index())
        {
            boxes.Skip(place + 1).Where(other => other.Meets(box)).ShouldBeEmpty($"{id} {box}");
        }
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_main_line_is_the_order_of_the_file(string id, bool narrow)
    {
        var drawing = Drawings.Of(Drawings.Shipped.Single(w => w.Id.Value == id), narrow ? Sizes.Narrow : Sizes.Wide);

        foreach (var (one, next) in drawing.Stages.Zip(drawing.Stages.Skip(1)))
        {
            (next.Y > one.Y || (next.Y == one.Y && next.X > one.X)).ShouldBeTrue();
        }

        drawing.Ends.ShouldAllBe(e => e.Box.X > drawing.Stages.Max(s => s.Right), "ends stand at the right");
    }

    [Fact]
    public void Ways_back_leave_a_stage_below_it_and_ways_onward_in_a_row_above()
    {
        foreach (var drawing in Drawings.Shipped.Select(w => Drawings.Of(w, Sizes.Wide)))
        {
            foreach (var arrow in drawing.Arrows.Where(a => a.Arrow.To <= a.Arrow.From))
            {
                arrow.Points[0].Y.ShouldBe(drawing.Stages[arrow.Arrow.From].Bottom);
            }
        }
    }

    [Fact]
    public void No_line_runs_through_a_stage_whatever_is_drawn()
    {
        foreach (var seed in Enumerable.Range(1, Seeds))
        {
            var graph = Drawings.Random(seed);
            foreach (var sizes in new[] { Sizes.Wide, Sizes.Narrow, Sizes.Wide with { MostColumns = int.MaxValue } })
            {
                Check(Layout.Of(graph, sizes), $"seed {seed}, {sizes.MostColumns} columns");
            }
        }
    }

    [Fact]
    public void The_same_definition_gives_the_same_picture()
    {
        foreach (var workflow in Drawings.Shipped)
        {
            Told(Drawings.Of(workflow, Sizes.Wide)).ShouldBe(Told(Drawings.Of(workflow, Sizes.Wide)));
        }
    }

    private static string Told(Drawing drawing) => string.Join('\n', drawing.Arrows.Select(a => string.Join(' ', a.Points)));

    private static IEnumerable<Box> Boxes(Drawing drawing) => drawing.Stages.Concat(drawing.Ends.Select(e => e.Box));

    private static void Check(Drawing drawing, string what)
    {
        var boxes = Boxes(drawing).ToList();
        foreach (var (place, box) in boxes.Index())
        {
            boxes.Skip(place + 1).Any(other => other.Meets(box)).ShouldBeFalse(what);
            (box.X >= 0 && box.Y >= 0 && box.Right <= drawing.Width && box.Bottom <= drawing.Height).ShouldBeTrue(what);
        }

        foreach (var arrow in drawing.Arrows)
        {
            arrow.Points.ShouldAllBe(p => p.X >= 0 && p.Y >= 0 && p.X <= drawing.Width && p.Y <= drawing.Height, what);
            foreach (var (from, to) in arrow.Points.Zip(arrow.Points.Skip(1)))
            {
                (from.X == to.X || from.Y == to.Y).ShouldBeTrue(what);
                var inner = new Box(
                    Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Max(1, Math.Abs(to.X - from.X)), Math.Max(1, Math.Abs(to.Y - from.Y)));
                boxes.Any(b => inner.Meets(new Box(b.X + 1, b.Y + 1, b.Width - 2, b.Height - 2)))
                    .ShouldBeFalse($"{what}: {arrow.Arrow.From} → {arrow.Arrow.To}");
            }
        }
    }
}

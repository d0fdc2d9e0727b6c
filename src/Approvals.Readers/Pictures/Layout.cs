using System.Collections.Immutable;

namespace Approvals.Readers.Pictures;

/// <summary>
/// Places a definition: the stages in the order of the file, from left to right and row after row; ways onward above the
/// stages, ways back below them, ends at the right of their row. Lanes that lead to one place run together. Pure: the same
/// definition gives the same picture.
/// </summary>
internal static class Layout
{
    private const int FewCrossings = 2;
    private const int MostPasses = 8;

    /// <summary>Of the row lengths that fit, the longest with few crossings, evenly filled; or the one with the fewest.</summary>
    public static Drawing Of(FlowGraph graph, Sizes sizes)
    {
        var most = Math.Min(sizes.MostColumns, graph.Stages);
        Drawing? best = null;
        var fewest = ((graph.Stages - 1) / most) + 1;
        foreach (var rows in Enumerable.Range(fewest, fewest > 1 && most > 1 ? 2 : 1))
        {
            var columns = ((graph.Stages - 1) / rows) + 1;
            var drawing = Arrange(new Survey(graph, new Routes(graph, columns), sizes));
            if (best is null || drawing.Crossings < best.Crossings)
            {
                best = drawing;
            }

            if (best.Crossings <= FewCrossings)
            {
                break;
            }
        }

        return best ?? throw new InvalidOperationException("a definition has stages");
    }

    /// <summary>Swaps neighbouring lanes as long as fewer lines cross, or they get shorter.</summary>
    private static Drawing Arrange(Survey survey)
    {
        var order = survey.Lanes;
        var (best, cost) = Measured(survey, order);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var before = cost;
            foreach (var track in order.Keys.OrderBy(t => t.Kind).ThenBy(t => t.No).ToList())
            {
                for (var at = 0; at + 1 < order[track].Length; at++)
                {
                    var lanes = order[track];
                    var tried = order.SetItem(track, lanes.SetItem(at, lanes[at + 1]).SetItem(at + 1, lanes[at]));
                    var (drawing, now) = Measured(survey, tried);
                    if (now.CompareTo(cost) < 0)
                    {
                        (best, cost, order) = (drawing, now, tried);
                    }
                }
            }

            if (cost == before)
            {
                break;
            }
        }

        return best;
    }

    private static (Drawing Drawing, (int Crossings, int Length) Cost) Measured(
        Survey survey, ImmutableDictionary<Track, ImmutableArray<int>> order)
    {
        var drawing = survey.Draw(order);
        return (drawing, (drawing.Crossings, Crossing.Length(drawing.Arrows)));
    }
}

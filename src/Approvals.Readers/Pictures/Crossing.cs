using System.Collections.Immutable;

namespace Approvals.Readers.Pictures;

/// <summary>Counts where arrows run across each other. Arrows of one lane are one line where they meet.</summary>
internal static class Crossing
{
    public static int Count(IReadOnlyList<DrawnArrow> arrows)
    {
        var parts = arrows.SelectMany(a => Parts(a.Points).Select(p => (a.Lane, Part: p))).Distinct().ToList();
        var places = new HashSet<(int, int, Point)>();
        var hidden = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            for (var j = i + 1; j < parts.Count; j++)
            {
                var ((lane, one), (other, two)) = (parts[i], parts[j]);
                if (lane == other)
                {
                    continue;
                }

                if (one.Flat != two.Flat)
                {
                    var (flat, steep) = one.Flat ? (one, two) : (two, one);
                    if (flat.From < steep.At && steep.At < flat.To && steep.From < flat.At && flat.At < steep.To)
                    {
                        places.Add((Math.Min(lane, other), Math.Max(lane, other), new Point(steep.At, flat.At)));
                    }
                }
                else if (one.At == two.At && one.From < two.To && two.From < one.To)
                {
                    hidden++;
                }
            }
        }

        return places.Count + (2 * hidden);
    }

    public static int Length(IEnumerable<DrawnArrow> arrows) => arrows.Sum(a => Parts(a.Points).Sum(p => p.To - p.From));

    private static IEnumerable<Part> Parts(ImmutableArray<Point> points) => points.Zip(points.Skip(1), (from, to) =>
        from.Y == to.Y ? new Part(true, from.Y, Math.Min(from.X, to.X), Math.Max(from.X, to.X))
            : new Part(false, from.X, Math.Min(from.Y, to.Y), Math.Max(from.Y, to.Y)));

    /// <param name="At">The y of a flat one, the x of a steep one.</param>
    private readonly record struct Part(bool Flat, int At, int From, int To);
}

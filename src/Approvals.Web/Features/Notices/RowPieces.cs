using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Web.Features.Notices;

/// <summary>What a row can be parted into (拆分): the sentences of its plan; where that is one, its points.</summary>
internal static partial class RowPieces
{
    public static ImmutableArray<string> Of(string plan, ImmutableArray<RowPoint> points) =>
        Sentences(plan) is { Length: > 1 } sentences ? sentences
        : RowPoints.Lines(points) is { Length: > 1 } lines && AreAllOf(plan, lines) ? lines : [];

    /// <summary>The row without the chosen pieces, and what they are by themselves.</summary>
    public static (string Left, string Taken) Part(ImmutableArray<string> pieces, IReadOnlySet<string> chosen) =>
        (Joined(pieces.Where(p => !chosen.Contains(p))), Joined(pieces.Where(chosen.Contains)));

    /// <summary>
    /// A point goes where its words went, one whose words went apart is read anew on both sides, and one that the plan does not say in
    /// these words stays.
    /// </summary>
    /// <param name="read">The points that words say.</param>
    public static (ImmutableArray<RowPoint> Left, ImmutableArray<RowPoint> Taken) PartPoints(
        ImmutableArray<string> pieces, IReadOnlySet<string> chosen, ImmutableArray<RowPoint> points,
        Func<string, ImmutableArray<RowPoint>> read)
    {
        var (left, taken) = Part(pieces, chosen);
        return (Side(left, isTaken: false), Side(taken, isTaken: true));

        ImmutableArray<RowPoint> Side(string text, bool isTaken) =>
            points.SelectMany(p => Of(p, isTaken)).ToImmutableArray() is { IsEmpty: false } some ? some : read(text);

        IEnumerable<RowPoint> Of(RowPoint point, bool isTaken)
        {
            var (stays, goes) = (RowPoints.Holds(left, point.Text), RowPoints.Holds(taken, point.Text));
            var own = pieces.Where(piece => RowPoints.Holds(point.Text, piece)).ToList();
            return stays || goes ? (isTaken ? goes : stays) ? [point] : []
                : own.Exists(chosen.Contains) ? read(Joined(own.Where(piece => chosen.Contains(piece) == isTaken)))
                : isTaken ? [] : [point];
        }
    }

    /// <summary>Whether the plan says nothing beside its points: else their common beginning would be lost.</summary>
    private static bool AreAllOf(string plan, ImmutableArray<string> lines) =>
        plan.Length == 0 || Letters(plan) == string.Concat(lines.Select(Letters));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    private static ImmutableArray<string> Sentences(string plan) =>
        [.. Ends().Split(plan).Select(s => s.Trim()).Where(s => s.Length > 0)];

    private static string Joined(IEnumerable<string> pieces) => string.Join('\n', pieces);

    [GeneratedRegex("(?<=[。；;！])|[\r\n]+")]
    private static partial Regex Ends();
}

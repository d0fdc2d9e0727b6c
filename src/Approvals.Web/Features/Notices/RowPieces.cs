using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Web.Features.Notices;

/// <summary>What a row can be parted into (拆分): the sentences of its plan; where that is one, its points.</summary>
internal static partial class RowPieces
{
    public static ImmutableArray<string> Of(string plan, ImmutableArray<RowPoint> points) =>
        Sentences(plan) is { Length: > 1 } sentences ? sentences
        : RowPoints.Lines(points) is { Length: > 1 } lines ? lines : [];

    /// <summary>The row without the chosen pieces, and what they are by themselves.</summary>
    public static (string Left, string Taken) Part(ImmutableArray<string> pieces, IReadOnlySet<string> chosen) =>
        (Joined(pieces.Where(p => !chosen.Contains(p))), Joined(pieces.Where(chosen.Contains)));

    /// <summary>A point goes where its words went; where they went apart, what is left there is read anew.</summary>
    public static ImmutableArray<RowPoint> PointsIn(
        string text, ImmutableArray<RowPoint> points, Func<string, ImmutableArray<RowPoint>> read) =>
        points.Where(p => RowPoints.Holds(text, p.Text)).ToImmutableArray() is { IsEmpty: false } held ? held : read(text);

    private static ImmutableArray<string> Sentences(string plan) =>
        [.. Ends().Split(plan).Select(s => s.Trim()).Where(s => s.Length > 0)];

    private static string Joined(IEnumerable<string> pieces) => string.Join('\n', pieces);

    [GeneratedRegex("(?<=[。；;！])|[\r\n]+")]
    private static partial Regex Ends();
}

using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>要点 of a row as it stands: as it was read, or as the clerk wrote it.</summary>
/// <param name="Source">Where it stands in the text; null for what a person wrote.</param>
internal sealed record RowPoint(
    string Text, PointKind Kind, string? DeadlineText, DateOnly? Due, decimal? Baseline, SourceSpan? Source, SourceSpan? DeadlineSource)
{
    public static RowPoint AsRead(NoticePoint point) => new(
        point.Text, point.Kind, point.DeadlineText, point.Due, point.Measure?.Baseline, point.Source, point.DeadlineSource);

    public static RowPoint AsWritten(NoticePoint point) => AsRead(point) with { Source = null, DeadlineSource = null };
}

/// <summary>The points of a row: those of its reading until a person wrote others.</summary>
internal static class RowPoints
{
    /// <param name="kept">As <see cref="Text"/> wrote them; null: as read.</param>
    public static ImmutableArray<RowPoint> Of(string? kept, NoticeItem? item) => kept is null
        ? item is null ? [] : [.. item.Points.Select(RowPoint.AsRead)]
        : JsonSerializer.Deserialize<ImmutableArray<RowPoint>>(kept, NoticeJson.Options);

    public static string Text(ImmutableArray<RowPoint> points) => JsonSerializer.Serialize(points, NoticeJson.Options);

    /// <summary>One a line, as a form shows them. A point with several days is one line.</summary>
    public static ImmutableArray<string> Lines(ImmutableArray<RowPoint> points) => [.. points.Select(p => OneLine(p.Text)).Distinct()];

    /// <summary>A plan that is its only point needs no second writing of it.</summary>
    public static bool IsWhole(ImmutableArray<RowPoint> points, string plan) =>
        Lines(points) is var lines && (lines.IsEmpty || (lines is [var only] && Same(only, plan)));

    /// <summary>Lines as they were typed: what stands as before keeps its reading, the rest is read anew.</summary>
    /// <param name="read">The points that words say.</param>
    public static ImmutableArray<RowPoint> Write(
        ImmutableArray<string> lines, ImmutableArray<RowPoint> known, string plan, Func<string, ImmutableArray<RowPoint>> read) =>
        lines.IsEmpty ? read(plan) : [.. lines.SelectMany(line =>
            known.Where(p => Same(p.Text, line)).ToImmutableArray() is { IsEmpty: false } same ? same : read(line))];

    /// <summary>Whether the words are the same, however they are broken.</summary>
    public static bool Same(string one, string other) => Bare(one) == Bare(other);

    /// <summary>Whether a text says it, however it is broken.</summary>
    public static bool Holds(string text, string point) => Bare(text).Contains(Bare(point), StringComparison.Ordinal);

    private static string Bare(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c))).TrimEnd('。', '；', ';', '.');

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}

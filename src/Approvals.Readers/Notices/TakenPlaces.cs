using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>Stretches of the source that something was read from, to ask of a stretch whether any of it is among them.</summary>
internal sealed class TakenPlaces
{
    private readonly ImmutableArray<(long From, long To)> _stretches;

    /// <param name="spans">In any order; they may overlap.</param>
    public TakenPlaces(IEnumerable<SourceSpan?> spans)
    {
        var merged = ImmutableArray.CreateBuilder<(long From, long To)>();
        foreach (var (from, to) in spans.OfType<SourceSpan>().Select(s => (At(s.Line, s.Start), At(s.EndLine, s.End))).Order())
        {
            if (merged.Count > 0 && merged[^1].To >= from)
            {
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            }
            else
            {
                merged.Add((from, to));
            }
        }

        _stretches = merged.ToImmutable();
    }

    /// <summary>What items were read from.</summary>
    public static IEnumerable<SourceSpan?> Of(IEnumerable<Entry> entries) => entries.SelectMany(e => new[]
    {
        e.Source, e.Title.Whole, e.Plan.Whole, e.Leaders.Whole, e.Deadline.Whole, e.Measure.Whole, e.Owners.Source,
    });

    public bool Touch(SourceSpan? span)
    {
        if (span is null)
        {
            return false;
        }

        var (from, to) = (At(span.Line, span.Start), At(span.EndLine, span.End));
        var (low, high) = (0, _stretches.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _stretches[middle].To <= from ? (middle + 1, high) : (low, middle);
        }

        return low < _stretches.Length && _stretches[low].From < to;
    }

    /// <summary>One number for a place, whatever the length of its line.</summary>
    private static long At(int line, int offset) => ((long)line << 32) + offset;
}

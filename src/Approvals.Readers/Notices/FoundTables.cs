using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>The tables of a document, those that were recovered from lines too, and which lines and stretches they took.</summary>
internal sealed class FoundTables(ImmutableArray<SourceLine> lines, ImmutableArray<SourceTable> own)
{
    private readonly List<SourceTable> _tables = [.. own];
    private readonly Dictionary<int, CellPlace> _places = [];
    private readonly HashSet<Segment> _used = [];

    public IReadOnlyList<SourceTable> Tables => _tables;

    public void Add(SourceTable table)
    {
        for (var row = 0; row < table.Rows.Length; row++)
        {
            for (var column = 0; column < table.Rows[row].Length; column++)
            {
                foreach (var segment in table.Rows[row][column])
                {
                    _used.Add(segment);
                    if (!IsPartOfLongerLine(segment))
                    {
                        _places.TryAdd(segment.Line, new(_tables.Count, row, column));
                    }
                }
            }
        }

        _tables.Add(table);
    }

    public bool Holds(int line) => _places.ContainsKey(line);

    public bool Holds(Segment piece) => _used.Contains(piece) || Holds(piece.Line);

    /// <summary>With the cell that it became.</summary>
    public SourceLine Placed(SourceLine line) => _places.TryGetValue(line.Index, out var place) ? line with { Cell = place } : line;

    private bool IsPartOfLongerLine(Segment segment) => lines[segment.Line].Text.Length > GluedText.Long
        && segment.End - segment.Start < lines[segment.Line].Text.Length / 2
        && !lines[segment.Line].Text.Contains('\t', StringComparison.Ordinal);
}

using System.Collections.Immutable;
using System.Globalization;

namespace Approvals.Readers.Notices;

/// <summary>Grows a grid from rows and cells; a merged cell's lines stand in every place that it covers.</summary>
internal sealed class DocxTable(int number)
{
    private const int WidestSpan = 64;
    private const int MostColumns = 256;
    private const int MostRows = 50_000;
    private const int MostCells = 200_000;
    private readonly List<List<ImmutableArray<Segment>.Builder>> _rows = [];
    private readonly Dictionary<int, ImmutableArray<Segment>.Builder> _above = [];
    private int _cells;

    public CellPlace? Place => _rows is [.., { Count: > 0 } row] ? new(number, _rows.Count - 1, row.Count - 1) : null;

    public void NextRow()
    {
        if (_rows.Count >= MostRows)
        {
            throw SourceText.TooLong();
        }

        _rows.Add([]);
    }

    public void NextCell()
    {
        if (++_cells > MostCells)
        {
            throw SourceText.TooLong();
        }

        if (_rows is [.., { Count: < MostColumns }])
        {
            _rows[^1].Add(ImmutableArray.CreateBuilder<Segment>(initialCapacity: 1));
        }
    }

    /// <summary>A cell over several columns stands in each of them.</summary>
    public void Span(string? columns)
    {
        if (int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var wide) && Place is not null)
        {
            for (var i = 1; i < Math.Min(wide, WidestSpan); i++)
            {
                _rows[^1].Add(_rows[^1][^1]);
            }
        }
    }

    /// <summary>"restart" begins a merge downwards; anything else goes on with the cell above.</summary>
    public void Merge(string? value)
    {
        if (Place is not { Column: var column })
        {
            return;
        }

        if (value == "restart")
        {
            _above[column] = _rows[^1][^1];
        }
        else if (_above.TryGetValue(column, out var above))
        {
            _rows[^1][^1] = above;
        }
    }

    public void Add(Segment segment)
    {
        if (Place is not null && segment.End > segment.Start)
        {
            _rows[^1][^1].Add(segment);
        }
    }

    public SourceTable Build() => new([.. _rows.Select(r => r.Select(c => c.ToImmutable()).ToImmutableArray())]);
}

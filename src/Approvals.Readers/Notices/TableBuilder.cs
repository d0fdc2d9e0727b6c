using System.Collections.Immutable;
using System.Globalization;

namespace Approvals.Readers.Notices;

/// <summary>Grows a grid from rows and cells; a merged cell's lines stand in every place that it covers.</summary>
internal sealed class TableBuilder(int number)
{
    private const int WidestSpan = 64;
    private const int MostColumns = 256;
    private const int MostRows = 50_000;
    private const int MostCells = 200_000;
    private readonly List<List<ImmutableArray<Segment>.Builder>> _rows = [];
    private readonly Dictionary<int, ImmutableArray<Segment>.Builder> _above = [];
    private readonly Dictionary<int, (ImmutableArray<Segment>.Builder Cell, int Rows)> _hanging = [];
    private int _cells;
    private int _place = -1;

    /// <summary>Where a line that is added now belongs.</summary>
    public CellPlace? Place => _place >= 0 ? new(number, _rows.Count - 1, _place) : null;

    public void NextRow()
    {
        if (_rows.Count >= MostRows)
        {
            throw SourceDocument.TooLong();
        }

        EndRow();
        _rows.Add([]);
        _place = -1;
    }

    /// <summary>The next free place of the row; a cell that says how far it reaches stands in each place.</summary>
    public void NextCell(int columns = 1, int rows = 1)
    {
        if (++_cells > MostCells)
        {
            throw SourceDocument.TooLong();
        }

        if (_rows is not [.., var row])
        {
            return;
        }

        Hang(row);
        if (row.Count >= MostColumns)
        {
            return;
        }

        var cell = ImmutableArray.CreateBuilder<Segment>(initialCapacity: 1);
        _place = row.Count;
        for (var i = 0; i < Math.Clamp(columns, 1, WidestSpan); i++)
        {
            if (rows > 1)
            {
                _hanging[row.Count] = (cell, Math.Min(rows, MostRows) - 1);
            }

            row.Add(cell);
        }
    }

    /// <summary>A cell of a .docx over several columns stands in each of them.</summary>
    public void Span(string? columns)
    {
        if (int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var wide) && _place >= 0)
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
        if (_place < 0)
        {
            return;
        }

        for (var column = _place; column < _rows[^1].Count; column++)
        {
            if (value == "restart")
            {
                _above[column] = _rows[^1][column];
            }
            else if (_above.TryGetValue(column, out var above))
            {
                _rows[^1][column] = above;
            }
        }
    }

    public void Add(Segment segment)
    {
        if (_place >= 0 && segment.End > segment.Start)
        {
            _rows[^1][_place].Add(segment);
        }
    }

    public SourceTable Build()
    {
        EndRow();
        return new([.. _rows.Select(r => r.Select(c => c.ToImmutable()).ToImmutableArray())]);
    }

    /// <summary>Cells from above also stand to the right of the row's last cell.</summary>
    private void EndRow()
    {
        if (_rows is not [.., var row] || _hanging.Count == 0)
        {
            return;
        }

        for (var last = _hanging.Keys.Max(); row.Count <= last && row.Count < MostColumns;)
        {
            Hang(row);
            if (row.Count <= last)
            {
                row.Add(ImmutableArray.CreateBuilder<Segment>(initialCapacity: 0));
            }
        }
    }

    /// <summary>Cells of the rows above that reach down to this one take their places first.</summary>
    private void Hang(List<ImmutableArray<Segment>.Builder> row)
    {
        while (_hanging.Remove(row.Count, out var cell) && row.Count < MostColumns)
        {
            if (cell.Rows > 1)
            {
                _hanging[row.Count] = (cell.Cell, cell.Rows - 1);
            }

            row.Add(cell.Cell);
        }
    }
}

using System.Globalization;

namespace Approvals.Readers.Notices;

/// <summary>
/// The cells of one sheet until its merges are known, then its lines and tables. Rows and columns without a word are left out;
/// a line alone above or below is no row of a table.
/// </summary>
internal sealed class SheetGrid
{
    private const int MostCells = 200_000;
    private const int MostMerges = 20_000;
    private const int MostColumns = 256;
    private readonly SortedDictionary<int, SortedDictionary<int, string>> _rows = [];
    private readonly Dictionary<(int Row, int Column), (int Row, int Column)> _merged = [];
    private int _row = -1;
    private int _column = -1;
    private int _cells;

    /// <param name="number">Counted from 1; a row that does not say it is the next.</param>
    public void BeginRow(int? number)
    {
        _row = number is > 0 ? number.Value - 1 : _row + 1;
        _column = -1;
    }

    public void BeginCell(string? reference) =>
        _column = Place(reference) is { } at ? at.Column : Math.Min(_column + 1, MostColumns);

    public void Put(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || _column >= MostColumns || _row < 0)
        {
            return;
        }

        if (++_cells > MostCells)
        {
            throw SourceDocument.TooLong();
        }

        if (!_rows.TryGetValue(_row, out var row))
        {
            _rows.Add(_row, row = []);
        }

        row[_column] = text;
    }

    /// <param name="reference">Like A3:A5.</param>
    public void Merge(string reference)
    {
        if (reference.Split(':') is [var first, var last] && Place(first) is { } from && Place(last) is { } to
            && from.Row <= to.Row && from.Column <= to.Column)
        {
            if (_merged.Count >= MostMerges)
            {
                throw SourceDocument.TooLong();
            }

            _merged[from] = to;
        }
    }

    public void Say(DocumentBuilder document)
    {
        var rows = _rows.Keys.ToArray();
        var columns = _rows.Values.SelectMany(r => r.Keys).Distinct().Order().ToArray();
        for (var i = 0; i < rows.Length;)
        {
            if (IsAlone(rows[i]))
            {
                SayLine(document, rows[i++]);
                continue;
            }

            var end = i + 1;
            while (end < rows.Length && !(rows[end] > rows[end - 1] + 1 && IsAlone(rows[end]) && !IsCovered(rows[end - 1] + 1)))
            {
                end++;
            }

            var last = end;
            while (last > i + 1 && IsAlone(rows[last - 1]) && _rows[rows[last - 1]].Keys.First() == columns[0])
            {
                last--;
            }

            SayTable(document, rows[i..last], columns);
            i = last;
        }
    }

    /// <summary>One text in the whole row, with no cell from above reaching into it.</summary>
    private bool IsAlone(int row) => _rows[row].Count == 1 && !IsCovered(row)
        && !(_merged.TryGetValue((row, _rows[row].Keys.First()), out var to) && to.Row > row);

    private bool IsCovered(int row) => _merged.Any(m => m.Key.Row < row && m.Value.Row >= row);

    private void SayLine(DocumentBuilder document, int row) => document.AddParagraph(_rows[row].Values.First());

    private void SayTable(DocumentBuilder document, int[] rows, int[] columns)
    {
        var covered = new HashSet<(int, int)>();
        document.BeginTable();
        for (var i = 0; i < rows.Length; i++)
        {
            document.Table?.NextRow();
            for (var j = 0; j < columns.Length; j++)
            {
                if (covered.Contains((i, j)))
                {
                    continue;
                }

                var (high, wide) = (1, 1);
                if (_merged.TryGetValue((rows[i], columns[j]), out var to))
                {
                    high = CountTo(rows, i, to.Row);
                    wide = CountTo(columns, j, to.Column);
                    Cover(covered, i, j, high, wide);
                }

                document.Table?.NextCell(wide, high);
                if (_rows[rows[i]].TryGetValue(columns[j], out var text))
                {
                    document.AddParagraph(text);
                }
            }
        }

        document.EndTable();
    }

    private static void Cover(HashSet<(int, int)> covered, int row, int column, int high, int wide)
    {
        if (covered.Count + ((long)high * wide) > MostCells)
        {
            throw SourceDocument.TooLong();
        }

        for (var i = row; i < row + high; i++)
        {
            for (var j = column; j < column + wide; j++)
            {
                covered.Add((i, j));
            }
        }
    }

    /// <summary>How many of those that are kept a merge reaches over.</summary>
    private static int CountTo(int[] kept, int from, int last)
    {
        var end = from + 1;
        while (end < kept.Length && kept[end] <= last)
        {
            end++;
        }

        return end - from;
    }

    private static (int Row, int Column)? Place(string? reference)
    {
        var letters = 0;
        var column = 0;
        while (letters < (reference?.Length ?? 0) && letters < 3 && char.IsAsciiLetterUpper(reference![letters])) // it has a length
        {
            column = (column * 26) + (reference[letters++] - 'A' + 1);
        }

        return letters > 0 && int.TryParse(reference.AsSpan(letters), NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            && row > 0 ? (row - 1, column - 1) : null;
    }
}

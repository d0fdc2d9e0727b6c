using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>
/// Rows that lie one cell a line: each begins with the next number alone; what does not fit the columns by number is laid by its looks.
/// </summary>
/// <param name="numberAt">The number's column.</param>
internal sealed class NumberedRows(SourceDocument document, List<Column> columns, int numberAt)
{
    /// <summary>A row that has fewer cells goes on, whatever number comes.</summary>
    private const int FewestCells = 3;

    private const int LongestGroup = 100;
    private readonly List<List<ImmutableArray<Segment>>> _rows = [];
    private List<Segment> _open = [];
    private int _last;

    /// <summary>None where the pieces are no such rows.</summary>
    public static List<List<ImmutableArray<Segment>>> Read(
        SourceDocument document, List<Segment> pieces, int first, List<Column> columns, int numberAt)
    {
        var rows = new NumberedRows(document, columns, numberAt);
        for (var i = first; i < pieces.Count && !FlattenedTables.Closes(rows.Text(pieces[i])); i++)
        {
            if (!rows.Take(pieces[i], i == first))
            {
                return [];
            }
        }

        rows.Close(groupFollows: false);
        return rows._last == 0 ? [] : rows._rows;
    }

    /// <summary>False where what stands before the first number is neither its cells nor a group's heading.</summary>
    private bool Take(Segment piece, bool isFirst)
    {
        var text = Text(piece);
        if (Number(text) is { } no && IsNext(no, isFirst))
        {
            Open(piece, no);
        }
        else if (_last > 0 || numberAt > _open.Count)
        {
            _open.Add(piece);
        }
        else if (Outline.IsHeading(text) && text.Length <= LongestGroup)
        {
            _rows.Add(Group(piece));
        }
        else
        {
            return false;
        }

        return true;
    }

    private static int? Number(string text) =>
        FlattenedTables.IsRowNumber(text) ? ChineseNumbers.Parse(text.Trim('.', '、', '．', '（', '）', '(', ')')) : null;

    private bool IsNext(int no, bool isFirst) =>
        (no == _last + 1 || (no == 1 && _last > 0) || (_last == 0 && isFirst)) && (_open.Count >= FewestCells || _last == 0);

    /// <summary>What stands before the number in its row was taken for the row above.</summary>
    private void Open(Segment piece, int no)
    {
        var own = _open.TakeLast(Math.Min(numberAt, _open.Count)).ToList();
        _open.RemoveRange(_open.Count - own.Count, own.Count);
        Close(groupFollows: true);
        (_last, _open) = (no, [.. own, piece]);
    }

    private List<ImmutableArray<Segment>> Group(Segment piece)
    {
        ImmutableArray<Segment> cell = [piece];
        return columns.ConvertAll(_ => cell);
    }

    /// <param name="groupFollows">Another row comes: a heading at the end of this one is the group that it stands under.</param>
    private void Close(bool groupFollows)
    {
        if (_open.Count == 0)
        {
            return;
        }

        var group = groupFollows && _open.Count > FewestCells && Outline.IsHeading(Text(_open[^1])) ? _open[^1] : (Segment?)null;
        if (group is not null)
        {
            _open.RemoveAt(_open.Count - 1);
        }

        _rows.Add(ColumnFit.Lay(document, groupFollows ? _open : End(), columns));
        if (group is { } heading)
        {
            _rows.Add(Group(heading));
        }
    }

    /// <summary>The last row has no number after it: it ends where it makes the best row.</summary>
    private List<Segment> End()
    {
        // Who signs and the day, right behind a full row, are no cells of it.
        var signed = Enumerable.Range(0, Math.Max(_open.Count - 1, 0)).FirstOrDefault(
            at => at >= columns.Count - 1 && HeadLines.IsSigner(Text(_open[at])) && HeadLines.IsDateLine(Text(_open[at + 1])), _open.Count);
        var texts = _open.Take(Math.Min(signed, columns.Count + 12)).Select(document.TextOf).ToList();
        var best = Enumerable.Range(Math.Min(FewestCells, texts.Count), texts.Count - Math.Min(FewestCells, texts.Count) + 1)
            .MaxBy(count => ColumnFit.Score(texts[..count], columns));
        return _open[..best];
    }

    private string Text(Segment piece) => FlattenedTables.Squeeze(document.TextOf(piece));
}

namespace Approvals.Readers.Notices;

/// <summary>
/// A table on pages without a word of its lines: known heads beside each other, columns where hardly a word stands, rows around
/// their numbers. From and To are places in the words.
/// </summary>
internal sealed class PageTable
{
    private const int FewestHeads = 3;
    private const int LongestHead = 12;
    private const double LineGap = .15;
    private const double RowGap = .55;
    private readonly List<PageWord> _words;
    private readonly Lexicon _lexicon;
    private readonly List<HeadCell> _heads;
    private readonly double[] _gutters;

    private PageTable(List<PageWord> words, Lexicon lexicon, List<HeadCell> heads, int from, int to)
    {
        (_words, _lexicon, _heads, From, To) = (words, lexicon, heads, from, to);
        var body = words[from..to];
        _gutters = [.. heads.Zip(heads.Skip(1), (a, b) => Gutter(body, a.Centre, b.Centre))];
    }

    public int From { get; }

    public int To { get; private set; }

    /// <summary>What to leave between a page and the next: a sentence that goes on keeps its lines together.</summary>
    public static double PageGap(List<PageWord> above, List<PageLine> below)
    {
        var size = below[0].Bottom - below[0].Top;
        var last = PageLine.Of(above.TakeLast(12)).Last();
        var ends = last.Words.Exists(w => w.Text[^1] is '。' or '；' or '）');
        return (ends ? RowGap : LineGap) * size;
    }

    /// <summary>From top to bottom.</summary>
    public static IEnumerable<PageTable> Find(List<PageWord> words, Lexicon lexicon)
    {
        var heads = HeadRows(words, lexicon);
        for (var i = 0; i < heads.Count; i++)
        {
            var next = heads.Skip(i + 1).Select(h => (int?)h.From).FirstOrDefault() ?? words.Count;
            var table = new PageTable(words, lexicon, heads[i].Cells, heads[i].From, next);
            table.End(heads[i].To);
            yield return table;
        }
    }

    public void Say(DocumentBuilder document)
    {
        document.BeginTable();
        document.Table?.NextRow();
        foreach (var head in _heads)
        {
            document.Table?.NextCell();
            document.AddParagraph(head.Text);
        }

        var bottom = _heads.Max(h => h.Bottom);
        var body = _words[From..To].Where(w => w.Middle > bottom && !RepeatsHead(w)).ToList();
        var edges = Edges(body);
        foreach (var row in Rows(body))
        {
            SayRow(document, row, edges);
        }

        document.EndTable();
    }

    private void SayRow(DocumentBuilder document, List<PageWord> row, double[] edges)
    {
        document.Table?.NextRow();
        if (PageLine.Of(row) is [var only] && only.Words.Exists(w => Crosses(w) >= 2))
        {
            document.Table?.NextCell(columns: _heads.Count);
            document.AddParagraph(only.Text);
            return;
        }

        for (var column = 0; column < _heads.Count; column++)
        {
            document.Table?.NextCell();
            var at = column;
            foreach (var paragraph in Paragraphs(PageLine.Of(row.Where(w => ColumnOf(w) == at)), column, edges[column]))
            {
                document.AddParagraph(paragraph);
            }
        }
    }

    /// <summary>Lines of a cell that reach its edge go on; names go on only where one is not whole.</summary>
    private IEnumerable<string> Paragraphs(List<PageLine> lines, int column, double edge)
    {
        var names = _lexicon.ColumnOf(_heads[column].Text)
            is Column.Leaders or Column.People or Column.Departments or Column.Lead or Column.Support;
        var text = "";
        for (var i = 0; i < lines.Count; i++)
        {
            text += lines[i].Text;
            if (i + 1 == lines.Count || !GoesOn(lines[i], lines[i + 1], edge, names))
            {
                yield return text;
                text = "";
            }
        }
    }

    private static bool GoesOn(PageLine line, PageLine next, double edge, bool names)
    {
        var size = line.Bottom - line.Top;
        return names
            ? line.Text[^1] is '、' or '，' || (line.Right > edge - (1.6 * size) && !Names.IsBody(line.Text) && !Names.IsPerson(line.Text))
            : line.HasNoRoomFor(next, edge) && next.Bottom - line.Bottom < 1.6 * size
                && !(line.Text[^1] is '。' or '；' && line.Right < edge - (.6 * size));
    }

    /// <summary>
    /// One row around each number: between two the widest strip without words parts them. Without numbers, strips wider than
    /// between lines do.
    /// </summary>
    private List<List<PageWord>> Rows(List<PageWord> body)
    {
        var number = _heads.FindIndex(h => _lexicon.ColumnOf(h.Text) == Column.No);
        var marks = body.Where(w => Crosses(w) >= 2 || (number >= 0 && ColumnOf(w) == number
            && FlattenedTables.IsRowNumber(w.Text))).OrderBy(w => w.Middle).Select(w => w.Middle).ToList();
        var strips = Strips(body);
        var cuts = marks.Count > 1
            ? marks.Zip(marks.Skip(1), (a, b) => strips.Where(s => s.Middle > a && s.Middle < b)
                .OrderByDescending(s => s.Wide).Select(s => (double?)s.Middle).FirstOrDefault() ?? (a + b) / 2).ToList()
            : strips.Where(s => s.Wide > RowGap * Size(body) * .9).Select(s => s.Middle).ToList();
        var rows = new List<List<PageWord>>();
        foreach (var group in body.GroupBy(w => cuts.BinarySearch(w.Middle) is var at && at < 0 ? ~at : at).OrderBy(g => g.Key))
        {
            rows.Add([.. group]);
        }

        return rows;
    }

    private static double Size(List<PageWord> words) => words.Select(w => w.Height).Order().ElementAtOrDefault(words.Count / 2);

    /// <summary>Where no word stands, from top to bottom.</summary>
    private static List<(double Middle, double Wide)> Strips(List<PageWord> words)
    {
        var strips = new List<(double, double)>();
        var reached = double.NegativeInfinity;
        foreach (var word in words.OrderBy(w => w.Top))
        {
            if (word.Top > reached && reached > double.NegativeInfinity)
            {
                strips.Add(((word.Top + reached) / 2, word.Top - reached));
            }

            reached = Math.Max(reached, word.Bottom);
        }

        return strips;
    }

    /// <summary>The table ends before closing matter, a caption, or after the last number what runs across its columns.</summary>
    private void End(int from)
    {
        var number = _heads.FindIndex(h => _lexicon.ColumnOf(h.Text) == Column.No);
        var body = _words[from..To];
        var lastNumber = number < 0 ? double.PositiveInfinity
            : body.Where(w => ColumnOf(w) == number && FlattenedTables.IsRowNumber(w.Text)).Select(w => w.Bottom)
                .DefaultIfEmpty(double.PositiveInfinity).Max();
        var closing = PageLine.Of(body).FirstOrDefault(l => FlattenedTables.Closes(l.Text)
            || (l.Top > lastNumber && l.Words.Exists(w => Crosses(w) >= 1 && ColumnOf(w) <= 1 && w.Left < _gutters[0])));
        if (closing is not null)
        {
            To = _words.FindIndex(from, w => closing.Words.Exists(c => ReferenceEquals(c, w)));
        }
    }

    private double[] Edges(List<PageWord> body) =>
        [.. Enumerable.Range(0, _heads.Count).Select(c => body.Where(w => ColumnOf(w) == c && Crosses(w) == 0).Select(w => w.Right)
            .DefaultIfEmpty(0).Max())];

    private int ColumnOf(PageWord word) => _gutters.Count(g => word.Centre > g);

    private int Crosses(PageWord word) => _gutters.Count(g => word.Left < g - 1 && word.Right > g + 1);

    private bool RepeatsHead(PageWord word) => _heads.Exists(
        h => h.Words.Exists(w => w.Text == word.Text && Math.Abs(w.Left - word.Left) < 2 && w.Top != word.Top));

    /// <summary>Between two heads the middle of the widest stretch over which fewest words stand.</summary>
    private static double Gutter(List<PageWord> body, double from, double to)
    {
        var (fewest, best, start) = (int.MaxValue, ((from + to) / 2, .0), from);
        var last = -1;
        for (var x = from; x <= to; x++)
        {
            var over = body.Count(w => w.Left < x && w.Right > x);
            start = over == last ? start : x;
            last = over;
            if (over < fewest || (over == fewest && x - start > best.Item2))
            {
                (fewest, best) = (over, ((start + x) / 2, x - start));
            }
        }

        return best.Item1;
    }

    /// <summary>Words beside each other of which three or more are heads; what stands close above or below one is part of it.</summary>
    private static List<(List<HeadCell> Cells, int From, int To)> HeadRows(List<PageWord> words, Lexicon lexicon)
    {
        var rows = new List<(List<HeadCell>, int, int)>();
        for (var i = 0; i < words.Count; i++)
        {
            if (!lexicon.IsExactHead(words[i].Text))
            {
                continue;
            }

            var (from, to) = (i, i);
            while (from > 0 && i - from < 24 && IsNear(words[from - 1], words[i]))
            {
                from--;
            }

            while (to + 1 < words.Count && to - i < 24 && IsNear(words[to + 1], words[i]))
            {
                to++;
            }

            var cells = HeadCell.Of(words[from..(to + 1)]);
            if (cells.Count(c => lexicon.IsHead(c.Text)) >= FewestHeads && cells.TrueForAll(c => c.Text.Length <= LongestHead)
                && !(rows is [.., var (before, _, end)] && (end > from || Same(before, cells))))
            {
                rows.Add((cells, from, to + 1));
            }

            i = to;
        }

        return rows;
    }

    /// <summary>Within the two lines that a head may have beside one of a single line; a caption is longer than a head.</summary>
    private static bool IsNear(PageWord word, PageWord head) =>
        Math.Abs(word.Middle - head.Middle) < 1.3 * head.Height && word.Text.Length <= LongestHead;

    private static bool Same(List<HeadCell> one, List<HeadCell> other) => one.Select(h => h.Text).SequenceEqual(other.Select(h => h.Text));
}

/// <summary>Words one above the other that name a column.</summary>
internal sealed record HeadCell(List<PageWord> Words)
{
    public string Text => string.Concat(Words.OrderBy(w => w.Middle).ThenBy(w => w.Left).Select(w => w.Text));

    public double Centre => (Words.Min(w => w.Left) + Words.Max(w => w.Right)) / 2;

    public double Bottom => Words.Max(w => w.Bottom);

    public static List<HeadCell> Of(IEnumerable<PageWord> words)
    {
        var cells = new List<HeadCell>();
        foreach (var word in words.OrderBy(w => w.Left))
        {
            if (cells is [.., var last] && word.Left < last.Words.Max(w => w.Right) + (.1 * word.Height))
            {
                last.Words.Add(word);
            }
            else
            {
                cells.Add(new([word]));
            }
        }

        return cells;
    }
}

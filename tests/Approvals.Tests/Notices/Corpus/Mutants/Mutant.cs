using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Notices.Corpus.Mutants;

/// <summary>The same document in other clothes: what it says is what it said.</summary>
internal sealed partial record Mutant(string Change, string FileName, byte[] Bytes)
{
    public const string Renamed = "renamed headers";
    private const string Mirrored = "columns mirrored";
    private const int DeepestHead = 4;

    /// <summary>Two columns of bodies change places, and so does the order in which they are read.</summary>
    public bool MovesBodies { get; private init; }

    private static bool HasColumnsOfBodies(Grid grid) => grid.Placed()
        .Where(c => c.Row < DeepestHead && HeadOfBodies().IsMatch(c.Cell.Text)).Select(c => c.Column).Distinct().Skip(1).Any();

    [GeneratedRegex("(?:科室|部门|单位|处室|股室|机构|牵头|配合|主办|协办|责任)(?:[（(][^）)]*[）)])?$")]
    private static partial Regex HeadOfBodies();

    public static IEnumerable<Mutant> Of(string name, string text, string layout)
    {
        // Where blanks or line ends are all that is left of a table or a paragraph, more of them would say something else.
        var (lines, blanks) = (layout is not ("glued" or "scanned"), layout is not "glued");
        (string Change, bool Keeps, Func<string, byte[]> Make)[] changes =
        [
            ("CRLF", true, t => Utf8(t.Replace("\n", "\r\n"))),
            ("BOM and blanks at line ends", true, t => [.. Encoding.UTF8.Preamble, .. Utf8(t.Replace("\n", "  \n"))]),
            ("GB18030", true, Gb18030),
            ("no-break blanks", true, t => Utf8(Words.NoBreakBlanks(t))),
            ("full-width digits", true, t => Utf8(Words.FullWidthDigits(t))),
            ("half-width marks", true, t => Utf8(Words.HalfWidthMarks(t))),
            (Renamed, true, t => Utf8(Words.OtherHeaders(t))),
            ("zero-width blanks", true, t => Utf8(Words.ZeroWidthBlanks(t))),
            ("blanks at both ends of the text", true, t => Utf8($"\n\n{t}\n \n\n")),
            ("blanks around digits", blanks, t => Utf8(Words.BlanksAroundDigits(t))),
            ("empty lines between", lines, t => Utf8(t.Replace("\n", "\n\n"))),
            ("indented by two wide blanks", lines, t => Utf8(Words.Indented(t))),
            ("straight quotation marks", true, t => Utf8(Words.StraightQuotes(t))),
        ];
        return changes.Where(c => c.Keeps).Select(c => new Mutant(c.Change, name + ".txt", c.Make(text)));
    }

    public static IEnumerable<Mutant> Of(string name, ImmutableArray<WordBlock> blocks)
    {
        (string Change, WordHabits Habits, Func<ImmutableArray<WordBlock>, ImmutableArray<WordBlock>> Make)[] changes =
        [
            ("a run a character", new(RunLength: 1), b => b),
            ("runs of three in another font and size", new("宋体", 24, 3), b => b),
            ("lines of cells parted by breaks", new(LinesAsBreaks: true), b => b),
            ("empty paragraphs", new(), b => [.. b.SelectMany(x => new[] { x, Empty })]),
            ("empty rows", new(), b => InTables(b, g => g with { Rows = [.. g.Rows, EmptyRow(g), EmptyRow(g)] })),
            (Mirrored, new(), b => InTables(b, Mirror)),
            ("no-break blanks", new(), b => InTexts(b, Words.NoBreakBlanks)),
            ("half-width marks", new(), b => InTexts(b, Words.HalfWidthMarks)),
            ("full-width digits", new(), b => InTexts(b, Words.FullWidthDigits)),
            ("blanks around digits", new(), b => InTexts(b, Words.BlanksAroundDigits)),
            (Renamed, new(), RenameHeaders),
            ("title lines parted by breaks", new(), JoinTitles),
            ("plain paragraphs for headings", new("楷体", 28, 5), b => [.. b.Select(Unstyled)]),
        ];
        return changes.Select(c => new Mutant(c.Change, name + ".docx", WordBuilder.Build(c.Make(blocks), c.Habits))
        {
            MovesBodies = c.Change == Mirrored && blocks.OfType<WordBlock.Table>().Any(t => HasColumnsOfBodies(t.Grid)),
        });
    }

    public static IEnumerable<Mutant> Of(string name, ImmutableArray<SheetPage> pages)
    {
        (string Change, bool Inline, Func<Grid, Grid> Make)[] changes =
        [
            ("inline texts", true, g => g),
            (Mirrored, false, Mirror),
            ("empty rows at the end", false, g => g with { Rows = [.. g.Rows, EmptyRow(g), EmptyRow(g)] }),
            ("an empty row above", false, g => g with { Rows = [EmptyRow(g), .. g.Rows] }),
            ("an empty column before", false, g => g with { Rows = [.. g.Rows.Select(r => r.Insert(0, new GridCell("")))] }),
            ("half-width marks", false, g => InCells(g, Words.HalfWidthMarks)),
            ("no-break blanks", false, g => InCells(g, Words.NoBreakBlanks)),
            ("full-width digits", false, g => InCells(g, t => t.StartsWith('{') ? t : Words.FullWidthDigits(t))),
            ("blanks at both ends of cells", false, g => InCells(g, t => t.StartsWith('{') || t.Length == 0 ? t : $" {t} ")),
            (Renamed, false, g => InCells(g, Words.OtherHeader)),
        ];
        return changes.Select(c => new Mutant(
            c.Change, name + ".xlsx", SheetMarkup.Build([.. pages.Select(p => p with { Grid = c.Make(p.Grid) })], c.Inline))
        {
            MovesBodies = c.Change == Mirrored && pages.Any(p => HasColumnsOfBodies(p.Grid)),
        });
    }

    private static WordBlock Empty { get; } = new WordBlock.Text(WordLook.Plain, 0, "");

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gb18030(string text) =>
        CodePagesEncodingProvider.Instance.GetEncoding("GB18030")?.GetBytes(text) ?? throw new NotSupportedException("GB18030");

    private static ImmutableArray<GridCell> EmptyRow(Grid grid) => [.. Enumerable.Repeat(new GridCell(""), grid.Width)];

    /// <summary>The last column first; what is merged stays merged, lower rows of a group keep their place.</summary>
    private static Grid Mirror(Grid grid)
    {
        var rows = grid.Placed().GroupBy(c => c.Row)
            .ToDictionary(row => row.Key, row => row.OrderByDescending(c => c.Column).Select(c => c.Cell).ToImmutableArray());
        return grid with { Rows = [.. Enumerable.Range(0, grid.Rows.Length).Select(row => rows.GetValueOrDefault(row, []))] };
    }

    private static Grid InCells(Grid grid, Func<string, string> change) =>
        grid with { Rows = [.. grid.Rows.Select(r => r.Select(c => c with { Text = change(c.Text) }).ToImmutableArray())] };

    private static ImmutableArray<WordBlock> InTables(ImmutableArray<WordBlock> blocks, Func<Grid, Grid> change) =>
        [.. blocks.Select(b => b is WordBlock.Table table ? new WordBlock.Table(change(table.Grid)) : b)];

    private static ImmutableArray<WordBlock> InTexts(ImmutableArray<WordBlock> blocks, Func<string, string> change) =>
    [
        .. blocks.Select(b => b switch
        {
            WordBlock.Text text => text with { Words = change(text.Words) },
            WordBlock.Table table => new WordBlock.Table(InCells(table.Grid, change)),
            _ => b,
        }),
    ];

    private static ImmutableArray<WordBlock> RenameHeaders(ImmutableArray<WordBlock> blocks) =>
    [
        .. blocks.Select(b => b switch
        {
            WordBlock.Text { Look: WordLook.Plain } text => text with { Words = Words.OtherHeaders(text.Words) },
            WordBlock.Table table => new WordBlock.Table(InCells(table.Grid, Words.OtherHeader)),
            _ => b,
        }),
    ];

    /// <summary>Title lines that follow each other become one paragraph with line breaks.</summary>
    private static ImmutableArray<WordBlock> JoinTitles(ImmutableArray<WordBlock> blocks)
    {
        var joined = new List<WordBlock>();
        foreach (var block in blocks)
        {
            if (block is WordBlock.Text { Look: WordLook.Title } next && joined is [.., WordBlock.Text { Look: WordLook.Title } last])
            {
                joined[^1] = last with { Words = $"{last.Words}⏎{next.Words}" };
            }
            else
            {
                joined.Add(block);
            }
        }

        return [.. joined];
    }

    private static WordBlock Unstyled(WordBlock block) => block is WordBlock.Text { Look: WordLook.Heading or WordLook.Right } text
        ? text with { Look = WordLook.Plain }
        : block;
}

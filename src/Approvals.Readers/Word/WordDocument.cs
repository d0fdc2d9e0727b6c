using DocumentFormat.OpenXml;

namespace Approvals.Readers.Word;

/// <summary>A column of a table.</summary>
/// <param name="Share">Width against the other columns'.</param>
public sealed record WordColumn(string Head, int Share = 1, bool Centred = false);

/// <summary>
/// Writes an official document in the layout of GB/T 9704-2012 as .docx, from top to bottom. The same calls give the same bytes.
/// Line breaks in a text stay; characters that XML cannot hold are left out.
/// </summary>
public sealed class WordDocument(bool landscape = false)
{
    private readonly List<OpenXmlElement> _blocks = [];

    /// <summary>密级, 紧急程度: 3号黑体, flush left above everything.</summary>
    public WordDocument Mark(string text) => Add(WordParagraphs.Make(text, new(WordFont.Hei, 32)));

    /// <summary>发文机关标志: red, centred, with the red line after the number.</summary>
    public WordDocument Letterhead(string issuer, string? number)
    {
        Add(WordParagraphs.Make(issuer, new(WordFont.Song, 60) { Centred = true, Red = true, Exact = false, After = 579 }));
        return Add(WordParagraphs.RedLine(number ?? ""));
    }

    /// <summary>标题: 2号小标宋, centred.</summary>
    public WordDocument Title(string text) => Add(WordParagraphs.Make(
        text, new(WordFont.Title, 44) { Centred = true, Exact = false, Compact = true, Before = 579, After = 290, Aside = Beside(text) }));

    /// <summary>A line under the title: （演示数据）, a period, a version.</summary>
    public WordDocument Subtitle(string text) => Add(WordParagraphs.Make(text, new(WordFont.Kai, 32) { Centred = true }));

    /// <summary>主送, flush left.</summary>
    public WordDocument Addressees(string text) => Add(WordParagraphs.Make(text, new(WordFont.FangSong, 32)));

    /// <summary>编号：…, 生成时间：…: a label in 黑体 and its value, flush left.</summary>
    public WordDocument Meta(string label, string value) => Add(WordParagraphs.Labelled(label, value));

    /// <summary>Level 1 一、黑体, 2 （一）楷体, 3 and 4 仿宋. The numbering is part of the text.</summary>
    public WordDocument Heading(int level, string text) => Add(WordParagraphs.Make(
        text,
        new(level switch { 1 => WordFont.Hei, 2 => WordFont.Kai, _ => WordFont.FangSong },
            32)
        { Indented = true, Outline = level - 1, KeepNext = true }));

    /// <summary>Body: 3号仿宋, first line indented by two characters; every line of the text is a paragraph.</summary>
    public WordDocument Paragraph(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            Add(WordParagraphs.Make(line, new(WordFont.FangSong, 32) { Indented = true }));
        }

        return this;
    }

    /// <summary>A table with a head that repeats on every page. Rows shorter than the head are filled up.</summary>
    public WordDocument Table(IReadOnlyList<WordColumn> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Add(WordTables.Make(columns, rows, WordPage.TextWidth(landscape)));
        return Add(WordParagraphs.Make("", new(WordFont.FangSong, 20) { Exact = false }));
    }

    /// <summary>附件说明: one name alone bears no number.</summary>
    public WordDocument Annexes(IReadOnlyList<string> names)
    {
        Add(WordParagraphs.Make("", new(WordFont.FangSong, 32)));
        for (var i = 0; i < names.Count; i++)
        {
            var mark = names.Count == 1 ? "附件：" : i == 0 ? "附件：1. " : $"　　　{i + 1}. ";
            Add(WordParagraphs.Make(mark + names[i], new(WordFont.FangSong, 32) { Indented = true }));
        }

        return this;
    }

    /// <summary>附件 on a page of its own: its mark, then its heading.</summary>
    public WordDocument Annex(string mark, string heading)
    {
        Add(WordParagraphs.Make(mark, new(WordFont.Hei, 32) { PageBefore = true }));
        return Add(WordParagraphs.Make(
            heading, new(WordFont.Title, 44) { Centred = true, Exact = false, Compact = true, Before = 290, After = 290 }));
    }

    /// <summary>署名 centred over 成文日期, which ends four characters from the right.</summary>
    public WordDocument Signature(string issuer, string date)
    {
        Add(WordParagraphs.Make("", new(WordFont.FangSong, 32) { KeepNext = true }));
        var half = Math.Max(0, issuer.Length - date.Length) * 160;
        Add(
            WordParagraphs.Make(
                issuer, new(WordFont.FangSong, 32)
                {
                    Right = Math.Max(
                    320, (4 * 320) + Math.Max(0, (date.Length - issuer.Length) * 160) - half),
                    KeepNext = true
                }));
        return Add(WordParagraphs.Make(date, new(WordFont.FangSong, 32) { Right = 4 * 320 }));
    }

    /// <summary>A line to sign on, with what was signed already: 责任领导：甲一山　2021年12月30日.</summary>
    /// <param name="signed">Null leaves a blank line.</param>
    public WordDocument SignatureLine(string label, string? signed = null) =>
        Add(WordParagraphs.Labelled(label, signed ?? "＿＿＿＿＿＿＿＿　　　　年　　月　　日"));

    /// <summary>版记: 抄送 between lines, then who printed it and when.</summary>
    public WordDocument Imprint(string? cc, string printer, string printedOn)
    {
        foreach (var line in WordParagraphs.Imprint(cc, printer, printedOn, WordPage.TextWidth(landscape)))
        {
            Add(line);
        }

        return this;
    }

    /// <summary>Small print in 4号: fingerprints, notes.</summary>
    public WordDocument Note(string text) => Add(WordParagraphs.Make(text, new(WordFont.FangSong, 24) { Exact = false }));

    public WordDocument PageBreak() => Add(WordParagraphs.Make("", new(WordFont.FangSong, 32) { PageBefore = true }));

    /// <summary>Writes the whole file; may be called again.</summary>
    public void Write(Stream stream) => WordPackage.Write(_blocks.Select(b => b.CloneNode(deep: true)), landscape, stream);

    /// <summary>A title that does not fit into one line is broken into lines of about one length: no character stands alone below.</summary>
    private int Beside(string text)
    {
        const int Character = 44 * 10;
        var (width, room) = (text.Sum(c => c < 128 ? Character / 2 : Character), WordPage.TextWidth(landscape));
        var lines = (width + room - 1) / room;
        return lines < 2 ? 0 : Math.Max(0, (room - (width / lines) - (2 * Character)) / 2);
    }

    private WordDocument Add(OpenXmlElement block)
    {
        _blocks.Add(block);
        return this;
    }
}

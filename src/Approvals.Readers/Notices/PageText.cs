using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>
/// From the words of a .pdf and their places to paragraphs and tables: what the pages do not say is told by gaps, indents and the
/// known heads of columns.
/// </summary>
internal sealed class PageText
{
    private const int MostBytes = 48 * 1024 * 1024;
    private const int MostWords = 150_000;
    private const double ParagraphPitch = 1.45;
    private const double Indent = 1.5;
    private static readonly Regex _noise = new(string.Join('|', Lexicon.Office.Words("noise")), RegexOptions.CultureInvariant);

    private readonly DocumentBuilder _document = new();
    private readonly Lexicon _lexicon;

    private PageText(Lexicon lexicon) => _lexicon = lexicon;

    public static DocumentBuilder Read(Stream pages, ReadOptions options)
    {
        try
        {
            return new PageText(Lexicon.Office.With(options.OwnHeads)).Say(Words(pages));
        }
        catch (Exception e) when (ZippedXml.IsDamage(e))
        {
            throw new NoticeRefusedException(RefusedFile.Damaged, "这个 .pdf 文件的文字读不出来，请用 Word 或 WPS 另存为 .docx 再上传。", e);
        }
    }

    private DocumentBuilder Say(List<PageWord> words)
    {
        if (words.Count == 0)
        {
            throw new NoticeRefusedException(
                RefusedFile.Empty, "这个 .pdf 里没有文字，可能是扫描件，请上传 Word 原件，或者识别文字后存为 .docx 再上传。");
        }

        var from = 0;
        foreach (var table in PageTable.Find(words, _lexicon))
        {
            SayParagraphs(words[from..table.From]);
            table.Say(_document);
            from = table.To;
        }

        SayParagraphs(words[from..]);
        return _document;
    }

    /// <summary>A line goes on in the next where it reaches the edge, the next is as near as lines are and not indented.</summary>
    private void SayParagraphs(List<PageWord> words)
    {
        var lines = PageLine.Of(words);
        if (lines.Count == 0)
        {
            return;
        }

        var (left, right) = (lines.Min(l => l.Left), lines.Max(l => l.Right));
        var paragraph = new StringBuilder(lines[0].Text);
        for (var i = 1; i < lines.Count; i++)
        {
            var (line, before) = (lines[i], lines[i - 1]);
            var size = line.Bottom - line.Top;
            var goesOn = before.HasNoRoomFor(line, right) && line.Left < left + (Indent * size)
                && line.Bottom - before.Bottom < ParagraphPitch * size;
            if (!goesOn)
            {
                _document.AddParagraph(paragraph.ToString());
                paragraph.Clear();
            }

            paragraph.Append(line.Text);
        }

        _document.AddParagraph(paragraph.ToString());
    }

    /// <summary>All words from top to bottom; a page follows the one before as near as a line does.</summary>
    private static List<PageWord> Words(Stream pages)
    {
        var all = new List<PageWord>();
        var page = new List<PageWord>();
        using var text = new StreamReader(new BoundedStream(pages, MostBytes), Encoding.UTF8);
        using var clean = new StringReader(WithoutControls(text.ReadToEnd()));
        using var xml = XmlReader.Create(
            clean, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false });
        while (ZippedXml.Step(xml))
        {
            if (xml.LocalName == "page")
            {
                Hang(page, all);
            }
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "word" })
            {
                var (left, right, top, bottom) = (Place(xml, "xMin"), Place(xml, "xMax"), Place(xml, "yMin"), Place(xml, "yMax"));
                var word = ZippedXml.ReadText(xml).Trim();
                if (word.Length > 0 && bottom > top)
                {
                    page.Add(new(word, left, right, top, bottom));
                }
            }

            if (all.Count + page.Count > MostWords)
            {
                throw SourceDocument.TooLong();
            }
        }

        Hang(page, all);
        return all;
    }

    private static void Hang(List<PageWord> page, List<PageWord> all)
    {
        var lines = PageLine.Of(page);
        page.Clear();
        if (lines.Count > 0 && _noise.IsMatch(lines[^1].Text.Trim()))
        {
            lines.RemoveAt(lines.Count - 1);
        }

        if (lines.Count == 0)
        {
            return;
        }

        var first = lines[0];
        var down = all.Count == 0 ? 0 : all.Max(w => w.Bottom) + PageTable.PageGap(all, lines) - first.Top;
        all.AddRange(lines.SelectMany(l => l.Words).Select(w => w with { Top = w.Top + down, Bottom = w.Bottom + down }));
    }

    private static double Place(XmlReader xml, string name) => double.TryParse(
        xml.GetAttribute(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var place) && Math.Abs(place) < 1e6 ? place : 0;

    /// <summary>Fonts without a table of their characters give control characters, which XML may not hold.</summary>
    private static string WithoutControls(string text) =>
        text.Any(IsControl) ? string.Concat(text.Select(c => IsControl(c) ? ' ' : c)) : text;

    private static bool IsControl(char c) => c < ' ' && c is not ('\n' or '\r' or '\t');
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Approvals.Readers.Notices;

/// <summary>
/// A web page, saved or pasted: its paragraphs and tables as a browser shows them. Tables that only lay the page out are no
/// tables; scripts, styles and what is hidden are not read.
/// </summary>
internal sealed partial class HtmlText
{
    private const int MostDepth = 400;
    private const int HeadLength = 1024;

    private readonly DocumentBuilder _document = new();
    private readonly StringBuilder _paragraph = new();
    private bool _blank;

    private HtmlText()
    {
    }

    /// <summary>Pages say so at their beginning, whatever they are called; office programs save some as .doc.</summary>
    public static bool Is(string text)
    {
        var head = text.AsSpan(0, Math.Min(text.Length, HeadLength)).TrimStart("\uFEFF \t\r\n");
        return head.StartsWith("<!DOCTYPE html", StringComparison.OrdinalIgnoreCase)
            || head.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || (head is ['<', var tag, ..] && char.IsAsciiLetter(tag)
                && (text.Contains("</p>", StringComparison.OrdinalIgnoreCase)
                    || text.Contains("</td>", StringComparison.OrdinalIgnoreCase)
                    || text.Contains("</div>", StringComparison.OrdinalIgnoreCase)));
    }

    public static DocumentBuilder Read(string text)
    {
        if (Nesting().Matches(text).Aggregate(0, (open, tag) => open > MostDepth ? open : open + (tag.ValueSpan[1] == '/' ? -1 : 1))
            > MostDepth)
        {
            throw TooComplex();
        }

        var page = new HtmlText();
        using var parsed = new HtmlParser().ParseDocument(text);
        if (parsed.Body is { } body)
        {
            page.Walk(body, 0);
            page.Break();
        }

        return page._document;
    }

    private static NoticeRefusedException TooComplex() =>
        new(RefusedFile.Damaged, "这个网页的结构太复杂，请把正文复制到 Word 里另存为 .docx 再上传。");

    /// <summary>What is closed by itself; a parser takes time that grows with the square of how deep it nests.</summary>
    [GeneratedRegex("</?(?:table|div|span|font|b|i|u|a|em|strong|section|center|blockquote)[ >]", RegexOptions.IgnoreCase)]
    private static partial Regex Nesting();

    private void Walk(INode node, int depth)
    {
        if (depth > MostDepth)
        {
            throw TooComplex();
        }

        for (var child = node.FirstChild; child is not null; child = child.NextSibling)
        {
            if (child is IText text)
            {
                Add(text.Data);
            }
            else if (child is IElement element && !IsHidden(element))
            {
                Open(element, depth + 1);
            }
        }
    }

    private void Open(IElement element, int depth)
    {
        switch (element.LocalName)
        {
            case "br":
                _paragraph.Append('\n');
                _blank = false;
                break;
            case "table" when IsData(element):
                Break();
                Table(element, depth);
                break;
            case "pre":
                Break();
                foreach (var line in element.TextContent.Split('\n'))
                {
                    _document.AddParagraph(line.TrimEnd('\r'));
                }

                break;
            case "li" when element.ParentElement?.LocalName == "ol":
                Break();
                Add(string.Create(CultureInfo.InvariantCulture, $"{Number(element)}."));
                Walk(element, depth);
                Break();
                break;
            case var name when IsBlock(name):
                Break();
                Walk(element, depth);
                Break();
                break;
            default:
                Walk(element, depth);
                break;
        }
    }

    private void Table(IElement table, int depth)
    {
        _document.BeginTable();
        foreach (var row in Rows(table))
        {
            _document.Table?.NextRow();
            foreach (var cell in row.Children.Where(c => c.LocalName is "td" or "th"))
            {
                _document.Table?.NextCell(Span(cell, "colspan"), Span(cell, "rowspan"));
                Walk(cell, depth);
                Break();
            }
        }

        _document.EndTable();
    }

    private static IEnumerable<IElement> Rows(IElement table) => table.Children.SelectMany(c => c.LocalName switch
    {
        "tr" => [c],
        "thead" or "tbody" or "tfoot" => c.Children.Where(r => r.LocalName == "tr"),
        _ => Enumerable.Empty<IElement>(),
    });

    /// <summary>A table around other tables, or of one column, only lays out.</summary>
    private static bool IsData(IElement table) =>
        table.QuerySelector("table") is null && Rows(table).Any(r => r.Children.Count(c => c.LocalName is "td" or "th") > 1);

    private static bool IsHidden(IElement element) =>
        element.LocalName is "script" or "style" or "noscript" or "template" or "title" or "select" or "textarea" or "button"
            or "svg" or "iframe" or "object"
        || element.HasAttribute("hidden")
        || (element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal) is { } style
            && (style.Contains("display:none", StringComparison.OrdinalIgnoreCase)
                || style.Contains("mso-hide:all", StringComparison.OrdinalIgnoreCase)));

    private static bool IsBlock(string name) =>
        name is "p" or "div" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "li" or "dl" or "dt" or "dd" or "table"
            or "tr" or "td" or "th" or "caption" or "section" or "article" or "header" or "footer" or "main" or "nav" or "aside"
            or "blockquote" or "center" or "form" or "fieldset" or "figure" or "hr" or "address";

    private static int Number(IElement item)
    {
        var first = int.TryParse(
            item.ParentElement?.GetAttribute("start"), NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : 1;
        var place = 0;
        for (var before = item.PreviousElementSibling; before is not null; before = before.PreviousElementSibling)
        {
            place += before.LocalName == "li" ? 1 : 0;
        }

        return first + place;
    }

    private static int Span(IElement cell, string name) => int.TryParse(
        cell.GetAttribute(name), NumberStyles.None, CultureInfo.InvariantCulture, out var span) && span > 0 ? span : 1;

    /// <summary>Runs of blanks and line ends are one blank, as a browser shows them.</summary>
    private void Add(string text)
    {
        foreach (var c in text)
        {
            if (c is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                _blank = true;
                continue;
            }

            if (_blank && _paragraph.Length > 0 && _paragraph[^1] != '\n')
            {
                _paragraph.Append(' ');
            }

            _blank = false;
            _paragraph.Append(c);
        }
    }

    private void Break()
    {
        if (_paragraph.Length > 0)
        {
            _document.AddParagraph(_paragraph.ToString().TrimEnd('\n'));
            _paragraph.Clear();
        }

        _blank = false;
    }
}

using System.Text;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>Streams word/document.xml: the paragraphs and tables as they are printed.</summary>
internal sealed class DocxText
{
    private const string DocumentPart = "word/document.xml";

    private readonly DocumentBuilder _document = new();
    private readonly Stack<Paragraph> _paragraphs = new();
    private readonly WordNumbering _numbering;
    private int _characters;

    private DocxText(WordNumbering numbering) => _numbering = numbering;

    public static bool IsIn(ZippedXml zip) => zip.Has(DocumentPart);

    public static DocumentBuilder Read(ZippedXml zip)
    {
        using var xml = zip.Open(DocumentPart);
        return xml is null ? new() : new DocxText(WordNumbering.Read(zip)).Walk(xml);
    }

    private DocumentBuilder Walk(XmlReader xml)
    {
        while (ZippedXml.Step(xml))
        {
            while (xml.NodeType == XmlNodeType.Element && xml.LocalName is "Fallback" or "moveFrom" or "del" or "rubyPr" or "rt" or "pPrChange")
            {
                xml.Skip();
            }

            if (xml.NodeType == XmlNodeType.Element)
            {
                Open(xml);
            }
            else if (xml.NodeType == XmlNodeType.EndElement)
            {
                Close(xml.LocalName);
            }
        }

        return _document;
    }

    private void Open(XmlReader xml)
    {
        if (!xml.NamespaceURI.Contains("wordprocessingml", StringComparison.Ordinal))
        {
            return;
        }

        switch (xml.LocalName)
        {
            case "p" when xml.IsEmptyElement:
                _document.AddParagraph("");
                break;
            case "p":
                _paragraphs.Push(new());
                break;
            case "t" when !xml.IsEmptyElement:
                Append(ZippedXml.ReadText(xml));
                break;
            case "tab" when _paragraphs.Count > 0 && !xml.HasAttributes:
                Append("\t");
                break;
            case "br" or "cr":
                Append("\n");
                break;
            case "noBreakHyphen":
                Append("-");
                break;
            case "pStyle" or "numId" or "ilvl" when _paragraphs.TryPeek(out var numbered):
                numbered.Say(xml.LocalName, xml.GetAttribute("val", xml.NamespaceURI));
                break;
            default:
                OpenTable(xml);
                break;
        }
    }

    private void OpenTable(XmlReader xml)
    {
        switch (xml.LocalName)
        {
            case "tbl" when !xml.IsEmptyElement:
                _document.BeginTable();
                break;
            case "tr":
                _document.Table?.NextRow();
                break;
            case "tc":
                _document.Table?.NextCell();
                break;
            case "gridSpan":
                _document.Table?.Span(xml.GetAttribute("val", xml.NamespaceURI));
                break;
            case "vMerge":
                _document.Table?.Merge(xml.GetAttribute("val", xml.NamespaceURI));
                break;
            default:
                break;
        }
    }

    private void Close(string name)
    {
        if (name == "p" && _paragraphs.TryPop(out var paragraph))
        {
            AddNumbered(paragraph);
        }
        else if (name == "tbl")
        {
            _document.EndTable();
        }
    }

    /// <summary>An empty paragraph counts; its number is text only in a cell, where 序号 is often nothing else.</summary>
    private void AddNumbered(Paragraph paragraph)
    {
        var text = paragraph.Text.ToString();
        var label = _numbering.Next(paragraph.Numbered);
        _document.AddParagraph(
            label.Length == 0 ? text
            : !string.IsNullOrWhiteSpace(text) ? label + text.TrimStart()
            : _document.Table is null ? text : label.TrimEnd());
    }

    private void Append(string text)
    {
        _characters += text.Length;
        if (_characters > SourceDocument.MostCharacters)
        {
            throw SourceDocument.TooLong();
        }

        if (_paragraphs.TryPeek(out var paragraph))
        {
            paragraph.Text.Append(text);
        }
    }

    private sealed class Paragraph
    {
        public StringBuilder Text { get; } = new();

        public NumberedAs Numbered { get; private set; }

        public void Say(string element, string? value) => Numbered = element switch
        {
            "pStyle" => Numbered with { Style = value },
            "numId" => Numbered with { List = WordNumbering.Number(value) },
            _ => Numbered with { Level = WordNumbering.Number(value) },
        };
    }
}

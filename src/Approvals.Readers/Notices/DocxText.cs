using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>
/// Streams word/document.xml by an XmlReader that allows no DTD. The SDK's object model would hold the whole
/// tree, and has no bound against a zip bomb; here the bytes, the depth and the lines are bounded.
/// </summary>
internal sealed class DocxText
{
    private const int MostDepth = 256;
    private const string DocumentPart = "word/document.xml";

    private readonly DocumentBuilder _document = new();
    private readonly Stack<StringBuilder> _paragraphs = new();
    private int _characters;

    private DocxText()
    {
    }

    public static DocumentBuilder Read(ArraySegment<byte> bytes, int mostUnpacked)
    {
        try
        {
            // a segment that was read always has its array
            using var zip = new ZipArchive(
                new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), ZipArchiveMode.Read);
            var part = zip.GetEntry(DocumentPart) ?? throw NotWord(zip);
            using var unpacked = new BoundedStream(part.Open(), mostUnpacked);
            using var text = new StreamReader(unpacked, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
            using var xml = XmlReader.Create(text, new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            });
            return new DocxText().Walk(xml);
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or EndOfStreamException or IOException
            or ArgumentException)
        {
            throw new NoticeRefusedException(RefusedFile.Damaged, "这个 .docx 文件已损坏，请用 Word 或 WPS 打开修复后另存为 .docx 再上传。", e);
        }
    }

    private static NoticeRefusedException NotWord(ZipArchive zip) => zip switch
    {
        _ when zip.GetEntry("xl/workbook.xml") is not null => NoticeFile.Unread(" .xlsx "),
        _ when zip.GetEntry("content.xml") is not null => NoticeFile.Unread(" .odt "),
        _ when zip.GetEntry("ppt/presentation.xml") is not null => NoticeFile.Unread(" .pptx "),
        _ => new(RefusedFile.Damaged, "这个文件是压缩包，里面没有 Word 正文，请用 Word 或 WPS 另存为 .docx 再上传。"),
    };

    private DocumentBuilder Walk(XmlReader xml)
    {
        while (xml.Read())
        {
            if (xml.Depth > MostDepth)
            {
                throw new XmlException("Too deep.");
            }

            while (xml.NodeType == XmlNodeType.Element && xml.LocalName is "Fallback" or "moveFrom" or "del" or "rubyPr" or "rt")
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
                Append(ReadText(xml));
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
            _document.AddParagraph(paragraph.ToString());
        }
        else if (name == "tbl")
        {
            _document.EndTable();
        }
    }

    /// <summary>Stays on the element's end, so that the walk goes on from there.</summary>
    private static string ReadText(XmlReader xml)
    {
        var text = new StringBuilder();
        while (xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace
                or XmlNodeType.CDATA)
            {
                text.Append(xml.Value);
            }
        }

        return text.ToString();
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
            paragraph.Append(text);
        }
    }
}

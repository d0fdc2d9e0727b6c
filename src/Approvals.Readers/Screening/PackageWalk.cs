using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Screening;

/// <summary>
/// Goes through the XML parts of an office file, a paragraph or a row at a time, and where a copy is wanted writes it with the numbers
/// blacked out. Everything is looked at, also what no page shows: comments, deleted text, headers, properties.
/// </summary>
internal sealed class PackageWalk : IDisposable
{
    private const int MostParts = 5_000;
    private static readonly HashSet<string> _paragraphs = ["p", "h"];
    private static readonly HashSet<string> _tables = ["tbl", "table"];
    private static readonly HashSet<string> _rows = ["tr", "table-row"];
    private static readonly HashSet<string> _cells = ["tc", "table-cell"];
    private readonly ZipArchive _from;
    private readonly ZipArchive? _to;
    private readonly ScreenFindings _findings;
    private readonly SheetCells? _sheets;
    private readonly Stack<TableAt> _within = [];
    private long _left;

    /// <param name="made">Receives the copy; null where none is wanted.</param>
    /// <param name="most">Bytes unpacked of all parts together.</param>
    /// <exception cref="InvalidDataException">It is no archive, or a damaged one.</exception>
    public PackageWalk(byte[] content, Stream? made, long most, ScreenFindings findings)
    {
        _from = new(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
        _to = made is null ? null : new(made, ZipArchiveMode.Create, leaveOpen: true);
        (_left, _findings) = (most, findings);
        _sheets = _from.GetEntry("xl/workbook.xml") is null ? null : new SheetCells(SharedTexts(), findings);
    }

    public void Run()
    {
        if (_from.Entries.Count > MostParts)
        {
            throw new InvalidDataException("Too many parts.");
        }

        // Sheets first: what stands below a head is known only there, the text itself in the part that they share.
        foreach (var entry in _from.Entries.OrderByDescending(e => IsSheet(e.FullName)))
        {
            using var copy = Copy(entry);
            using var content = new BoundedStream(entry.Open(), _left);
            if (IsXml(entry.FullName))
            {
                using var xml = ZippedXml.Reader(content);
                using var writer = copy is null ? null : XmlWriter.Create(copy);
                _within.Clear();
                _findings.NextPart();
                Part(xml, writer, entry.FullName);
            }
            else if (copy is not null)
            {
                content.CopyTo(copy);
            }

            _left -= content.Position;
        }
    }

    public void Dispose()
    {
        _to?.Dispose();
        _from.Dispose();
    }

    private static bool IsSheet(string part) => part.StartsWith("xl/worksheets/", StringComparison.Ordinal) && IsXml(part);

    private static bool IsXml(string part) => part.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);

    private List<string> SharedTexts()
    {
        var texts = new List<string>();
        if (_from.GetEntry("xl/sharedStrings.xml") is { } entry)
        {
            using var content = new BoundedStream(entry.Open(), _left);
            using var xml = ZippedXml.Reader(content);
            for (xml.Read(); !xml.EOF;)
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "si" })
                {
                    texts.Add(SheetCells.TextOf((XElement)XNode.ReadFrom(xml)));
                }
                else
                {
                    xml.Read();
                }
            }
        }

        return texts;
    }

    private void Part(XmlReader xml, XmlWriter? writer, string part)
    {
        var shared = -1;
        for (ZippedXml.Step(xml); !xml.EOF;)
        {
            if (xml.NodeType == XmlNodeType.Element && IsWhole(xml, part))
            {
                var element = (XElement)XNode.ReadFrom(xml);
                if (element.Name.LocalName == "row")
                {
                    _sheets?.Row(element);
                }
                else
                {
                    Paragraph(element, element.Name.LocalName == "si" && _sheets?.IsMarked(++shared) == true);
                }

                if (writer is not null)
                {
                    element.WriteTo(writer);
                }

                continue;
            }

            Place(xml);
            Shallow(xml, writer);
            ZippedXml.Step(xml);
        }
    }

    /// <summary>What is looked at as one: of a sheet a row, of all else a paragraph.</summary>
    private bool IsWhole(XmlReader xml, string part) =>
        IsSheet(part) && _sheets is not null ? xml.LocalName == "row"
            : _paragraphs.Contains(xml.LocalName) || (_sheets is not null && xml.LocalName is "si" or "text");

    /// <summary>In which column of which table the walk is.</summary>
    private void Place(XmlReader xml)
    {
        var (opens, name) = (xml.NodeType == XmlNodeType.Element, xml.LocalName);
        if (opens && !xml.IsEmptyElement && _tables.Contains(name))
        {
            _within.Push(new TableAt());
        }
        else if (xml.NodeType == XmlNodeType.EndElement && _tables.Contains(name))
        {
            _within.TryPop(out _);
        }
        else if (opens && _within.TryPeek(out var table))
        {
            table.Column = _rows.Contains(name) ? -1 : _cells.Contains(name) ? table.Column + 1 : table.Column + SpanOf(xml);
        }
    }

    private static int SpanOf(XmlReader xml) => xml.LocalName == "gridSpan"
        && int.TryParse(xml.GetAttribute("val", xml.NamespaceURI), out var columns) && columns is > 1 and < 1_000 ? columns - 1 : 0;

    /// <summary>All text of the paragraph is one, over whatever runs it is spread; tabs and line breaks part numbers.</summary>
    private void Paragraph(XElement element, bool marked)
    {
        var nodes = element.DescendantNodes().Where(n => n is XText || IsBreak(n)).ToList();
        var text = string.Concat(nodes.Select(n => n is XText t ? t.Value : "\t"));
        var spans = _within.TryPeek(out var table) ? _findings.Look(text, table.Column, table.Kinds) : _findings.Look(text);
        if (marked && spans.Count == 0)
        {
            spans.Add(new PersonalSpan(PersonalKind.Admission, 0, text.Length));
        }

        if (spans.Count == 0)
        {
            return;
        }

        var (kept, at) = (ScreenFindings.Blacken(text, spans), 0);
        foreach (var node in nodes)
        {
            var length = node is XText t ? t.Value.Length : 1;
            if (node is XText own)
            {
                own.Value = kept.Substring(at, length);
            }

            at += length;
        }
    }

    private static bool IsBreak(XNode node) => node is XElement { Name.LocalName: "tab" or "br" or "cr" or "line-break" };

    /// <summary>A node without what is in it, its text looked at by itself.</summary>
    private void Shallow(XmlReader xml, XmlWriter? writer)
    {
        switch (xml.NodeType)
        {
            case XmlNodeType.Element:
                Start(xml, writer);
                break;
            case XmlNodeType.EndElement:
                writer?.WriteFullEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA:
                var kept = ScreenFindings.Blacken(xml.Value, _findings.Look(xml.Value)); // looked at whether or not it is written
                writer?.WriteString(kept);
                break;
            case XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                writer?.WriteWhitespace(xml.Value);
                break;
        }
    }

    private void Start(XmlReader xml, XmlWriter? writer)
    {
        var empty = xml.IsEmptyElement;
        writer?.WriteStartElement(xml.Prefix, xml.LocalName, xml.NamespaceURI);
        while (xml.MoveToNextAttribute())
        {
            var value = ScreenFindings.Blacken(xml.Value, _findings.Look(xml.Value));
            writer?.WriteAttributeString(xml.Prefix, xml.LocalName, xml.NamespaceURI, value);
        }

        xml.MoveToElement();
        if (empty)
        {
            writer?.WriteEndElement();
        }
    }

    private Stream? Copy(ZipArchiveEntry entry)
    {
        var made = _to?.CreateEntry(entry.FullName);
        if (made is not null)
        {
            made.LastWriteTime = entry.LastWriteTime; // so that the same file blacked out twice is the same file
        }

        return made?.Open();
    }

    /// <summary>A table on the way: the column, and what its heads have said so far.</summary>
    private sealed class TableAt
    {
        public int Column { get; set; } = -1;

        public Dictionary<int, PersonalKind> Kinds { get; } = [];
    }
}

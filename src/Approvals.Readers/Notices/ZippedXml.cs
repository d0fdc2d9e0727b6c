using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Approvals.Readers.Notices;

/// <summary>
/// The XML parts of an office file, within bounds: no DTD, so many bytes unpacked from all parts together, so deep. The SDK's
/// object model would hold whole trees and has no bound against a zip bomb.
/// </summary>
internal sealed class ZippedXml : IDisposable
{
    private const int MostDepth = 256;
    private readonly ZipArchive _zip;
    private readonly int _mostUnpacked;

    /// <exception cref="InvalidDataException">It is no archive, or a damaged one.</exception>
    public ZippedXml(ArraySegment<byte> bytes, int mostUnpacked)
    {
        _mostUnpacked = mostUnpacked;

        // a segment that was read always has its array
        _zip = new(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), ZipArchiveMode.Read);
    }

    public bool Has(string part) => _zip.GetEntry(part) is not null;

    /// <summary>Every element of the part in order; null where there is no such part.</summary>
    public XmlReader? Open(string part)
    {
        if (_zip.GetEntry(part) is not { } entry)
        {
            return null;
        }

        return Reader(new BoundedStream(entry.Open(), _mostUnpacked));
    }

    /// <summary>Every element in order, without a DTD and what it could bring; closes the part with itself.</summary>
    public static XmlReader Reader(Stream part) => XmlReader.Create(
        new StreamReader(part, Encoding.UTF8, detectEncodingFromByteOrderMarks: true),
        new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            CloseInput = true,
        });

    /// <summary>One step on; a part that nests deeper than any writer's is damaged.</summary>
    public static bool Step(XmlReader xml) =>
        xml.Read() && (xml.Depth <= MostDepth ? true : throw new XmlException("Too deep."));

    /// <summary>The text within the element; stays on its end, so that the walk goes on from there.</summary>
    public static string ReadText(XmlReader xml)
    {
        var text = new StringBuilder();
        var empty = xml.IsEmptyElement;
        while (!empty && xml.Read() && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace
                or XmlNodeType.CDATA)
            {
                text.Append(xml.Value);
            }
        }

        return text.ToString();
    }

    /// <summary>What reading throws where the archive or its XML is not whole.</summary>
    public static bool IsDamage(Exception e) =>
        e is InvalidDataException or XmlException or EndOfStreamException or IOException or ArgumentException
            or NotSupportedException;

    public void Dispose() => _zip.Dispose();
}

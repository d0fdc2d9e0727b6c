using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>What a file is by its bytes, as far as that decides who opens it.</summary>
public enum NoticeFormat
{
    /// <summary>The reader opens it, or refuses it, by itself.</summary>
    Native,

    /// <summary>Word 97 to 2003, and .wps of WPS Office, which is the same.</summary>
    Doc,
    Rtf,
    Odt,

    /// <summary>Excel 5 to 2003, .et, and the XML that Excel 2003 wrote.</summary>
    Xls,
    Ods,
    Pdf,

    /// <summary>An office file behind a password.</summary>
    Locked,
}

/// <summary>Tells a format by what the file holds; its name is often wrong.</summary>
public static class NoticeFormats
{
    private const int HeadLength = 512;
    private const string OpenDocument = "application/vnd.oasis.opendocument.";

    public static NoticeFormat Of(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xD0, 0xCF, 0x11, 0xE0, ..] => OfCompound(bytes),
        _ when bytes.StartsWith("%PDF"u8) => NoticeFormat.Pdf,
        _ when bytes.StartsWith("{\\rtf"u8) => NoticeFormat.Rtf,
        _ when bytes.StartsWith("PK\u0003\u0004"u8) => OfOpenDocument(bytes[..Math.Min(bytes.Length, HeadLength)]),
        _ when OfSpreadsheetXml(bytes[..Math.Min(bytes.Length, HeadLength)]) => NoticeFormat.Xls,
        _ => NoticeFormat.Native,
    };

    /// <summary>Many programs write their lists so and call them .xls.</summary>
    private static bool OfSpreadsheetXml(ReadOnlySpan<byte> head) =>
        head.IndexOf("<?xml"u8) is >= 0 and <= 3 && head.IndexOf("urn:schemas-microsoft-com:office:spreadsheet"u8) >= 0;

    /// <summary>By the names of the streams in its directory.</summary>
    private static NoticeFormat OfCompound(ReadOnlySpan<byte> bytes) =>
        Holds(bytes, "EncryptedPackage") ? NoticeFormat.Locked
        : Holds(bytes, "WordDocument") ? NoticeFormat.Doc
        : Holds(bytes, "Workbook") || Holds(bytes, "Book\0") ? NoticeFormat.Xls
        : NoticeFormat.Native;

    private static NoticeFormat OfOpenDocument(ReadOnlySpan<byte> head) =>
        head.IndexOf(Encoding.ASCII.GetBytes(OpenDocument + "text")) >= 0 ? NoticeFormat.Odt
        : head.IndexOf(Encoding.ASCII.GetBytes(OpenDocument + "spreadsheet")) >= 0 ? NoticeFormat.Ods
        : NoticeFormat.Native;

    private static bool Holds(ReadOnlySpan<byte> bytes, string stream) => bytes.IndexOf(Encoding.Unicode.GetBytes(stream)) >= 0;
}

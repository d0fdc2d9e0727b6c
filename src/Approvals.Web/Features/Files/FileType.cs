using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace Approvals.Web.Features.Files;

/// <summary>What a file is by its own bytes: a name may lie. Only where bytes tell nothing (a text) or too little (Office before 2007)
/// the ending speaks.</summary>
public static class FileType
{
    public const string Unknown = "application/octet-stream";

    private static readonly FrozenDictionary<string, string> _compound = new Dictionary<string, string>
    {
        [".DOC"] = "application/msword",
        [".WPS"] = "application/msword",
        [".XLS"] = "application/vnd.ms-excel",
        [".ET"] = "application/vnd.ms-excel",
        [".PPT"] = "application/vnd.ms-powerpoint",
        [".DPS"] = "application/vnd.ms-powerpoint",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> _packages = new Dictionary<string, string>
    {
        ["word/document.xml"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xl/workbook.xml"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["ppt/presentation.xml"] = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ["OFD.xml"] = "application/ofd",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> _texts = new Dictionary<string, string>
    {
        [".TXT"] = "text/plain",
        [".CSV"] = "text/csv",
    }.ToFrozenDictionary();

    /// <returns>The media type; <see cref="Unknown"/> for whatever an office does not work with: programs, pages, archives, macros.</returns>
    public static string Of(string name, byte[] content) => content switch
    {
        _ when HasMacros(content) => Unknown,
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x47, 0x49, 0x46, 0x38, ..] => "image/gif",
        [0x42, 0x4D, _, _, _, _, 0, 0, 0, 0, ..] => "image/bmp",
        [0x49, 0x49, 0x2A, 0x00, ..] or [0x4D, 0x4D, 0x00, 0x2A, ..] => "image/tiff",
        [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
        [_, _, _, _, 0x66, 0x74, 0x79, 0x70, ..] => OfMedia(content),
        [0x7B, 0x5C, 0x72, 0x74, 0x66, ..] => "application/rtf",
        [0x50, 0x4B, 0x03, 0x04, ..] => OfPackage(content),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => _compound.GetValueOrDefault(EndingOf(name), Unknown),
        _ when !content.Contains((byte)0) => _texts.GetValueOrDefault(EndingOf(name), Unknown),
        _ => Unknown,
    };

    /// <summary>Whether a document of an office brings programs along.</summary>
    public static bool HasMacros(byte[] content) => content switch
    {
        [0x50, 0x4B, 0x03, 0x04, ..] => Macros.AreInPackage(content),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Macros.AreInCompound(content),
        _ => false,
    };

    private static string EndingOf(string name) => Path.GetExtension(name).ToUpperInvariant();

    /// <summary>By the brand that its first box names: pictures of telephones, and films.</summary>
    private static string OfMedia(byte[] content) => content.Length < 12 ? Unknown
        : Encoding.ASCII.GetString(content, 8, 4) switch
        {
            "heic" or "heix" or "mif1" or "msf1" => "image/heic",
            "qt  " => "video/quicktime",
            _ => "video/mp4",
        };

    private static string OfPackage(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            return _packages.FirstOrDefault(p => zip.GetEntry(p.Key) is not null).Value ?? OfOpenDocument(zip);
        }
        catch (InvalidDataException)
        {
            return Unknown;
        }
    }

    private static string OfOpenDocument(ZipArchive zip)
    {
        if (zip.GetEntry("mimetype") is not { Length: < 100 } entry)
        {
            return Unknown;
        }

        using var reader = new StreamReader(entry.Open(), Encoding.ASCII);
        var said = new char[100];
        var type = new string(said, 0, reader.ReadBlock(said));
        return type.StartsWith("application/vnd.oasis.opendocument.", StringComparison.Ordinal) ? type.Trim() : Unknown;
    }
}

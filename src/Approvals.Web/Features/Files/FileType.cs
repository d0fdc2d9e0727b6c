using System.IO.Compression;

namespace Approvals.Web.Features.Files;

/// <summary>What a file is by its own first bytes: a name may lie. Plain text has none, so there the ending speaks.</summary>
public static class FileType
{
    private const string Unknown = "application/octet-stream";

    public static string Of(string name, byte[] content) => content switch
    {
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x50, 0x4B, 0x03, 0x04,
            ..] when IsWord(content) => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ when name.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && !content.Contains((byte)0) => "text/plain",
        _ => Unknown,
    };

    private static bool IsWord(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            return zip.GetEntry("word/document.xml") is not null;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

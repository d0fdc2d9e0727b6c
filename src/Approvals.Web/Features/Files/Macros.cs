using System.Buffers.Binary;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;

namespace Approvals.Web.Features.Files;

/// <summary>宏: programs that a document of an office brings along.</summary>
internal static class Macros
{
    /// <summary>Bytes of an entry of a compound file's directory; its sectors are a multiple of it.</summary>
    private const int Entry = 128;

    private const int LengthAt = 64;

    private const int KindAt = 66;

    /// <summary>Storages and streams of Word's and Excel's programs (MS-OVBA 2.2.1).</summary>
    private static readonly FrozenSet<string> _names =
        new[] { "VBA", "Macros", "_VBA_PROJECT", "_VBA_PROJECT_CUR" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Of packages: Excel 4's sheets of commands, OpenDocument's Basic and scripts.</summary>
    private static readonly string[] _folders = ["xl/macrosheets/", "Basic/", "Scripts/"];

    /// <summary>Office since 2007, and OpenDocument with its Basic and its scripts.</summary>
    public static bool AreInPackage(byte[] content)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            return zip.Entries.Any(e => e.Name.Equals("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
                || _folders.Any(folder => e.FullName.StartsWith(folder, StringComparison.OrdinalIgnoreCase)));
        }
        catch (InvalidDataException)
        {
            // Nothing can be read in it: it is refused as what it is not.
            return false;
        }
    }

    /// <summary>
    /// Office before 2007. Its directory may lie in any of the file's sectors: an entry is known by its own form wherever it stands, so
    /// that a broken chain hides none.
    /// </summary>
    public static bool AreInCompound(ReadOnlySpan<byte> content)
    {
        for (var at = 0; at + Entry <= content.Length; at += Entry)
        {
            if (NameOf(content.Slice(at, Entry)) is { } name && _names.Contains(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>Null: it is no storage or stream.</returns>
    private static string? NameOf(ReadOnlySpan<byte> entry)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[LengthAt..]);
        return entry[KindAt] is 1 or 2 && length is > 2 and <= LengthAt && length % 2 == 0
            ? Encoding.Unicode.GetString(entry[..(length - 2)]) : null;
    }
}

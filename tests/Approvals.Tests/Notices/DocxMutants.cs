using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Notices;

/// <summary>The same .docx, or another file, rewritten.</summary>
internal static class DocxMutants
{
    public static byte[] Rewrite(byte[] docx, Func<string, string> change, string part = "word/document.xml")
    {
        using var target = new MemoryStream();
        target.Write(docx);
        using (var zip = new ZipArchive(target, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry(part)!;
            string xml;
            using (var reader = new StreamReader(entry.Open(), Encoding.UTF8))
            {
                xml = reader.ReadToEnd();
            }

            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open(), new UTF8Encoding(false));
            writer.Write(change(xml));
        }

        return target.ToArray();
    }

    /// <summary>Every second character in a run of its own.</summary>
    public static string SplitRuns(string xml) =>
        Regex.Replace(xml, "<w:r><w:rPr></w:rPr><w:t(?: [^>]*)?>([^<]*)</w:t></w:r>", m =>
        string.Concat(m.Groups[1].Value.Chunk(2)
            .Select(c => $"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{new string(c)}</w:t></w:r>")));

    /// <summary>One change that a careless program, a bad line or bad will might make.</summary>
    /// <param name="others">Files to splice with.</param>
    public static byte[] Mutate(byte[] bytes, IReadOnlyList<byte[]> others, Random random) => random.Next(7) switch
    {
        0 => bytes[..random.Next(bytes.Length)],
        1 => Noise(bytes, random),
        2 => [.. bytes[..random.Next(bytes.Length)], .. bytes[random.Next(bytes.Length)..]],
        3 => Document(Encoding.UTF8.GetString(bytes)),
        4 => others[random.Next(others.Count)] is var other
            ? [.. bytes[..random.Next(bytes.Length)], .. other[random.Next(other.Length)..]] : bytes,
        _ => Inner(bytes, random),
    };

    private static byte[] Noise(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        for (var i = 0; i < 20; i++)
        {
            copy[random.Next(copy.Length)] = (byte)random.Next(256);
        }

        return copy;
    }

    /// <summary>A change within a part of an archive, or within a text, that stays well packed.</summary>
    private static byte[] Inner(byte[] bytes, Random random)
    {
        if (bytes is not [(byte)'P', (byte)'K', ..])
        {
            return Encoding.UTF8.GetBytes(Insert(Encoding.UTF8.GetString(bytes), random));
        }

        return Rewrite(bytes, xml => Insert(xml, random), PartOf(bytes, random));
    }

    /// <summary>Some part of an archive that the reader opens.</summary>
    public static string PartOf(byte[] archive, Random random)
    {
        string[] parts = ["word/document.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"];
        using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
        var there = parts.Where(p => zip.GetEntry(p) is not null).ToArray();
        return there[random.Next(there.Length)];
    }

    private static string Insert(string text, Random random)
    {
        var at = text.IndexOf('>', random.Next(text.Length)) + 1;
        var bulk = random.Next(50) == 0 ? 20_000 : 20;
        string[] strange =
        [
            "\0", "\u202E\u200F\u2067", "\uD800", "&#x0;", "&e;", "<!--", "]]>",
            string.Concat(Enumerable.Repeat("<w:tbl><w:tr><w:tc>", bulk)),
            string.Concat(Enumerable.Repeat("<row><c t='str'><v>9</v></c></row>", bulk)),
            string.Concat(Enumerable.Repeat("<table><tr><td>", bulk)),
            "<mergeCell ref='A1:XFD1048576'/>", "<w:gridSpan w:val='2147483647'/>", "<td colspan='99999' rowspan='99999'>", new string('9', bulk),
            new string('（', bulk), new string('\t', bulk),
        ];
        return random.Next(3) == 0 ? text[..at] + text[random.Next(text.Length)..] : text.Insert(at, strange[random.Next(strange.Length)]);
    }

    public static byte[] Document(string xml)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry("word/document.xml").Open(), new UTF8Encoding(false));
            writer.Write(xml);
        }

        return target.ToArray();
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Notices;

/// <summary>The same .docx with its text part rewritten.</summary>
internal static class DocxMutants
{
    public static byte[] Rewrite(byte[] docx, Func<string, string> change)
    {
        using var target = new MemoryStream();
        target.Write(docx);
        using (var zip = new ZipArchive(target, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("word/document.xml")!;
            string xml;
            using (var reader = new StreamReader(entry.Open(), Encoding.UTF8))
            {
                xml = reader.ReadToEnd();
            }

            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry("word/document.xml").Open(), new UTF8Encoding(false));
            writer.Write(change(xml));
        }

        return target.ToArray();
    }

    /// <summary>Every second character in a run of its own.</summary>
    public static string SplitRuns(string xml) =>
        Regex.Replace(xml, "<w:r><w:rPr></w:rPr><w:t(?: [^>]*)?>([^<]*)</w:t></w:r>", m =>
        string.Concat(m.Groups[1].Value.Chunk(2)
            .Select(c => $"<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{new string(c)}</w:t></w:r>")));

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

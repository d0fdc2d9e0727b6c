using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Screening;

/// <summary>Looks at a file at the door: what may not come in as it is, and the same file with its personal numbers blacked out (涂黑).</summary>
public static class FileScreen
{
    private const long MostUnpacked = 128L * 1024 * 1024;

    /// <summary>
    /// Of an office file of XML parts (.docx, .xlsx, .pptx, .odt, .ods, .ofd) or a text; of anything else nothing can be said, and
    /// nothing is found.
    /// </summary>
    /// <exception cref="NoticeRefusedException">The file is damaged, or unpacks to more than 128 MB.</exception>
    public static Screened Look(byte[] content)
    {
        var findings = new ScreenFindings();
        if (IsPackage(content))
        {
            Walk(content, null, findings);
        }
        else if (TextOf(content) is { } text)
        {
            Lines(text, findings);
        }

        return findings.Screened;
    }

    /// <summary>The same file with each number blacked out; null where it is of a kind in which that cannot be done.</summary>
    /// <exception cref="NoticeRefusedException">The file is damaged, or unpacks to more than 128 MB.</exception>
    public static byte[]? Blacken(byte[] content)
    {
        if (IsPackage(content))
        {
            using var made = new MemoryStream();
            Walk(content, made, new ScreenFindings());
            return Look(made.ToArray()).Numbers.IsEmpty ? made.ToArray() : null;
        }

        return TextOf(content) is { } text
            ? [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Lines(text, new ScreenFindings()))]
            : null;
    }

    private static bool IsPackage(byte[] content) => content.AsSpan().StartsWith("PK\u0003\u0004"u8);

    /// <summary>Some files of other formats have no sign that a text could not have.</summary>
    private static string? TextOf(byte[] content) =>
        NoticeFormats.Of(content) == NoticeFormat.Native ? PlainText.TryDecode(content) : null;

    private static void Walk(byte[] content, MemoryStream? made, ScreenFindings findings)
    {
        try
        {
            using var walk = new PackageWalk(content, made, MostUnpacked, findings);
            walk.Run();
        }
        catch (Exception damaged) when (ZippedXml.IsDamage(damaged))
        {
            throw new NoticeRefusedException(RefusedFile.Damaged, "这个文件已损坏，请用原来的软件打开修复后另存再上传。", damaged);
        }
    }

    /// <summary>Lines and, in lines, cells as tabs, commas or wide blanks part them; heads hold for what is below them.</summary>
    /// <returns>The text with the numbers blacked out.</returns>
    private static string Lines(string text, ScreenFindings findings)
    {
        var kept = new StringBuilder(text.Length);
        var columns = new Dictionary<int, PersonalKind>();
        foreach (var line in text.Split('\n'))
        {
            kept.Append(ScreenFindings.Blacken(line, Spans(line, columns, findings))).Append('\n');
        }

        return kept.ToString(0, kept.Length - 1);
    }

    private static List<PersonalSpan> Spans(string line, Dictionary<int, PersonalKind> columns, ScreenFindings findings)
    {
        var spans = findings.Look(line);
        if (spans.Count == 0)
        {
            foreach (var (cell, column) in CellsOf(line).Select((c, i) => (c, i)))
            {
                spans.AddRange(findings.Look(line[cell], column, columns)
                    .Select(s => s with { Start = s.Start + cell.Start.Value }));
            }
        }

        return spans;
    }

    private static IEnumerable<Range> CellsOf(string line)
    {
        for (var (start, at) = (0, 0); at <= line.Length; at++)
        {
            var wide = at + 1 < line.Length && line[at] == ' ' && line[at + 1] == ' ';
            if (at == line.Length || line[at] is '\t' or ',' or '，' or '|' or '\r' || wide)
            {
                if (line.AsSpan(start, at - start).Trim().Length > 0)
                {
                    yield return start..at;
                }

                start = at + 1;
            }
        }
    }
}

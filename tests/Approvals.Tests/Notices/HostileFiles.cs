using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

namespace Approvals.Tests.Notices;

/// <summary>Files that are made to hurt who opens them, each of a kind that a failure can name.</summary>
internal static class HostileFiles
{
    private const int Megabyte = 1024 * 1024;

    private static readonly Lazy<ImmutableArray<byte[]>> _bombs = new(() =>
    [
        Bomb("word/document.xml", 80), Bomb("word/document.xml", 300), Bomb("xl/worksheets/sheet1.xml", 90), Bomb("word/numbering.xml", 90),
    ]);

    private static readonly ImmutableArray<(string Kind, Func<byte[], Random, byte[]> Make)> _kinds =
    [
        ("zip bomb", (_, random) => _bombs.Value[random.Next(_bombs.Value.Length)]),
        ("deep XML", (_, random) => Deep(random)),
        ("huge table", (_, random) => HugeTable(random)),
        ("NULs", (file, random) => Strewn(file, random, ["\0"])),
        ("right-to-left marks", (file, random) => Strewn(file, random, ["\u202E", "\u200F", "\u2067", "\u202B", "\u2069", "\u061C"])),
        ("one endless line", (file, random) => Endless(file, random)),
    ];

    public static (string Kind, byte[] Bytes) Make(byte[] file, Random random)
    {
        var (kind, make) = _kinds[random.Next(_kinds.Length)];
        return (kind, make(file, random));
    }

    /// <summary>Blanks by the megabyte in one part of an archive of a few kilobytes.</summary>
    private static byte[] Bomb(string part, int megabytes)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in new[] { "word/document.xml", "xl/workbook.xml", part }.Distinct().Where(n => n != part))
            {
                using var small = zip.CreateEntry(name).Open();
                small.Write("<x/>"u8);
            }

            using var bomb = zip.CreateEntry(part).Open();
            bomb.Write("<x>"u8);
            var blanks = new byte[Megabyte];
            Array.Fill(blanks, (byte)' ');
            for (var i = 0; i < megabytes; i++)
            {
                bomb.Write(blanks);
            }
        }

        return target.ToArray();
    }

    private static byte[] Deep(Random random)
    {
        string[] tags = ["a", "w:p", "w:tbl><w:tr><w:tc", "w:sdt><w:sdtContent", "w:txbxContent", "mc:AlternateContent", "table><tr><td", "div"];
        var (tag, depth) = (tags[random.Next(tags.Length)], random.Next(50, 20_000));
        var open = string.Concat(Enumerable.Repeat($"<{tag}>", depth));
        var closed = random.Next(3) > 0 ? string.Concat(Enumerable.Repeat(
            string.Concat(tag.Split("><").Reverse().Select(t => $"</{t}>")), depth)) : "";
        return tag is "div" or "table><tr><td" ? Encoding.UTF8.GetBytes($"<html><body>{open}关于甲的通知{closed}")
            : DocxMutants.Document(Namespaces($"{open}<w:p><w:r><w:t>关于甲的通知</w:t></w:r></w:p>{closed}"));
    }

    private static byte[] HugeTable(Random random)
    {
        var (rows, columns) = (random.Next(1, 2_000), random.Next(1, 400));
        return random.Next(3) switch
        {
            0 => DocxMutants.Document(Namespaces($"<w:tbl>{Repeat($"<w:tr>{Repeat("<w:tc/>", columns)}</w:tr>", rows)}</w:tbl>")),
            1 => Encoding.UTF8.GetBytes($"<html><body><table>{Repeat($"<tr>{Repeat("<td>1", columns)}", rows)}"),
            _ => Encoding.UTF8.GetBytes(Repeat(Repeat("1\t", columns) + "\n", rows)),
        };
    }

    /// <summary>Marks that nobody sees, everywhere in a text or in a part of an archive.</summary>
    private static byte[] Strewn(byte[] file, Random random, string[] marks)
    {
        string Strew(string text)
        {
            var strewn = new StringBuilder(text);
            for (var i = 0; i < 200; i++)
            {
                strewn.Insert(random.Next(strewn.Length + 1), marks[random.Next(marks.Length)]);
            }

            return strewn.ToString();
        }

        return file is not [(byte)'P', (byte)'K', ..] ? Encoding.UTF8.GetBytes(Strew(Encoding.UTF8.GetString(file)))
            : DocxMutants.Rewrite(file, Strew, DocxMutants.PartOf(file, random));
    }

    /// <summary>A few of its characters, again and again, without an end of line or of sentence.</summary>
    private static byte[] Endless(byte[] file, Random random)
    {
        var text = file is [(byte)'P', (byte)'K', ..] ? SampleNotice.Txt : Encoding.UTF8.GetString(file);
        var (start, length) = (random.Next(text.Length - 1), random.Next(1, 12));
        var some = text.Substring(start, Math.Min(length, text.Length - start)).Replace("\n", "", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($"关于甲的通知\n各科室：\n一、甲。二、乙。{Repeat(some, random.Next(1, 12_000))}");
    }

    private static string Namespaces(string body) =>
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main' "
        + $"xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body>{body}</w:body></w:document>";

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}

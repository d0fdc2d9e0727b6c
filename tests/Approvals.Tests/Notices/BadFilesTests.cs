using System.IO.Compression;
using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Each file that cannot be read is refused in one Chinese sentence that says what to do.</summary>
public sealed class BadFilesTests
{
    private const string Blank =
        """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">"""
        + """<w:body><w:p/></w:body></w:document>""";

    public static TheoryData<string, byte[], RefusedFile> Files => new()
    {
        { "empty.txt", [], RefusedFile.Empty },
        { "empty.docx", [], RefusedFile.Empty },
        { "blank.txt", "\n  \r\n\t"u8.ToArray(), RefusedFile.Empty },
        { "blank.docx", DocxMutants.Document(Blank), RefusedFile.Empty },
        { "poem.txt", "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。"u8.ToArray(), RefusedFile.NoNotice },
        { "readme.txt", "# Read me\n\n1. Install\n2. Run\n"u8.ToArray(), RefusedFile.NoNotice },
        { "text.docx", "这不是压缩包。"u8.ToArray(), RefusedFile.Damaged },
        { "half.docx", SampleNotice.Docx[..(SampleNotice.Docx.Length / 2)], RefusedFile.Damaged },
        { "head.docx", "PK\u0003\u0004"u8.ToArray(), RefusedFile.Damaged },
        { "zip.docx", Zip("readme.md", "x"), RefusedFile.Damaged },
        { "book.docx", Zip("xl/workbook.xml", "<x/>"), RefusedFile.Empty },
        { "text.odt", Zip("content.xml", "<x/>"), RefusedFile.UnreadFormat },
        { "xml.docx", DocxMutants.Document("<w:document><w:body>"), RefusedFile.Damaged },
        { "old.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], RefusedFile.UnreadFormat },
        { "old.docx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], RefusedFile.UnreadFormat },
        { "scan.pdf", "%PDF-1.7"u8.ToArray(), RefusedFile.UnreadFormat },
        { "rich.rtf", "{\\rtf1}"u8.ToArray(), RefusedFile.UnreadFormat },
        { "picture.txt", [0x89, 0x50, 0x4E, 0x47, 0x0D], RefusedFile.UnreadFormat },
        { "nul.txt", "通知\0通知"u8.ToArray(), RefusedFile.NotText },
        { "noise.txt", [0xFF, 0xFF, 0x81, 0x20, 0xC3, 0x28], RefusedFile.NotText },
        { "xxe.docx",
            DocxMutants.Document("""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>"""), RefusedFile.Damaged },
        { "deep.docx", DocxMutants.Document(string.Concat(Enumerable.Repeat("<a>", 5000)) + string.Concat(
            Enumerable.Repeat("</a>", 5000))), RefusedFile.Damaged },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void It_is_refused_in_one_sentence(string name, byte[] bytes, RefusedFile reason)
    {
        var refused = Should.Throw<NoticeRefusedException>(() => SampleNotice.Read(bytes, name));
        refused.Reason.ShouldBe(reason);
        OneSentence(refused);
    }

    [Fact]
    public void A_file_of_50_megabytes_is_refused_without_being_read_whole()
    {
        using var endless = new CountingStream(50L * 1024 * 1024);
        var refused = Should.Throw<NoticeRefusedException>(() => NoticeReader.Read(endless, "big.docx", SampleNotice.Options));
        refused.Reason.ShouldBe(RefusedFile.TooLarge);
        refused.Message.ShouldContain("20 MB");
        endless.Given.ShouldBeLessThan(21L * 1024 * 1024);
    }

    [Fact]
    public void A_zip_bomb_is_refused_before_it_unpacks()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("word/document.xml").Open();
            part.Write("<x>"u8);
            var blanks = new byte[1024 * 1024];
            Array.Fill(blanks, (byte)' ');
            for (var i = 0; i < 300; i++)
            {
                part.Write(blanks);
            }
        }

        // Of this thread: what others allocate meanwhile is not the reader's.
        var before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<NoticeRefusedException>(() => SampleNotice.Read(target.ToArray(), "bomb.docx")).Reason.ShouldBe(
            RefusedFile.TooLarge);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(350L * 1024 * 1024);
    }

    [Fact]
    public void A_tag_of_a_million_attributes_is_refused_before_it_is_parsed()
    {
        var xml = new StringBuilder("<a");
        for (var i = 0; i < 1_000_000; i++)
        {
            xml.Append(" b").Append(i).Append("='>'");
        }

        Should.Throw<NoticeRefusedException>(
            () => SampleNotice.Read(DocxMutants.Document(xml.Append("/>").ToString()), "wide.docx"))
            .Reason.ShouldBe(RefusedFile.TooLarge);
    }

    [Fact]
    public void A_table_of_millions_of_empty_cells_is_refused()
    {
        var row = $"<w:tr>{string.Concat(Enumerable.Repeat("<w:tc/>", 300))}</w:tr>";
        var xml = Blank.Replace("<w:p/>", $"<w:tbl>{string.Concat(Enumerable.Repeat(row, 3000))}</w:tbl>");
        Should.Throw<NoticeRefusedException>(() => SampleNotice.Read(DocxMutants.Document(xml), "cells.docx")).Reason.ShouldBe(
            RefusedFile.TooLarge);
    }

    [Fact]
    public void A_text_too_long_for_a_notice_is_refused() =>
        Should.Throw<NoticeRefusedException>(() => SampleNotice.Read(new string('甲', 600_001))).Reason.ShouldBe(
            RefusedFile.TooLarge);

    internal static void OneSentence(NoticeRefusedException refused)
    {
        refused.Message.ShouldEndWith("。");
        refused.Message.Count(c => c == '。').ShouldBe(1);
    }

    private static byte[] Zip(string name, string text)
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open());
            writer.Write(text);
        }

        return target.ToArray();
    }

    /// <summary>A stream that does not tell its length, as an upload.</summary>
    private sealed class CountingStream(long length) : Stream
    {
        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Given);
            Given += read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

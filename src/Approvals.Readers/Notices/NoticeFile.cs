using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>From a stream of unknown goodness to lines of text, or a refusal.</summary>
internal static class NoticeFile
{
    public static DocumentBuilder Extract(Stream stream, string fileName, ReadOptions options)
    {
        var bytes = ReadBounded(stream, options.MaxBytes);
        var extension = Path.GetExtension(fileName).ToUpperInvariant();
        if (bytes.Count == 0)
        {
            throw new NoticeRefusedException(RefusedFile.Empty, "文件是空的，请重新选择有内容的通知文件。");
        }

        if (Starts(bytes, "PK\u0003\u0004"))
        {
            return ZippedFile.Read(bytes, options.MaxUnpackedBytes);
        }

        if (IsOtherFormat(bytes, out var format))
        {
            throw Unread(format);
        }

        return extension switch
        {
            ".DOCX" => throw NotWhatItSays(extension, "Word 文档", "Word"),
            ".XLSX" => throw NotWhatItSays(extension, "Excel 表格", "Excel"),
            _ => PlainText.Read(bytes),
        };
    }

    private static NoticeRefusedException NotWhatItSays(string extension, string what, string program)
    {
        var name = extension.ToLowerInvariant();
        return new(RefusedFile.Damaged, $"文件名是 {name}，内容却不是 {what}，请用 {program} 或 WPS 打开后另存为 {name} 再上传。");
    }

    internal static NoticeRefusedException Unread(string format) =>
        new(RefusedFile.UnreadFormat, $"暂时不能直接读取{format}文件，请用 Office 或 WPS 另存为 .docx、.xlsx 或 .txt 再上传。");

    private static ArraySegment<byte> ReadBounded(Stream stream, int most)
    {
        if (stream.CanSeek && stream.Length - stream.Position > most)
        {
            throw TooLarge(most);
        }

        using var kept = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer, 0, buffer.Length)) > 0;)
        {
            if (kept.Length + read > most)
            {
                throw TooLarge(most);
            }

            kept.Write(buffer, 0, read);
        }

        return new(kept.GetBuffer(), 0, (int)kept.Length);
    }

    private static NoticeRefusedException TooLarge(int most) =>
        new(RefusedFile.TooLarge, $"文件超过 {most / 1024 / 1024} MB，请删去图片或拆分后再上传。");

    private static bool IsOtherFormat(ReadOnlySpan<byte> bytes, out string format)
    {
        format = bytes switch
        {
            [0xD0, 0xCF, 0x11, 0xE0, ..] => " .doc、.xls、.wps 或加密的 Office ",
            _ when Starts(bytes, "%PDF") => " .pdf ",
            _ when Starts(bytes, "{\\rtf") => " .rtf ",
            [0xFF, 0xD8, 0xFF, ..] or [0x89, 0x50, 0x4E, 0x47, ..] => "图片",
            _ when Starts(bytes, "Rar!") || Starts(bytes, "7z\u00bc\u00af") => "压缩",
            _ => "",
        };
        return format.Length > 0;
    }

    private static bool Starts(ReadOnlySpan<byte> bytes, string mark) => bytes.StartsWith(Encoding.Latin1.GetBytes(mark));
}

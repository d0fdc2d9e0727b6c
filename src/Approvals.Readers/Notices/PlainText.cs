using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>Text files: UTF-8, UTF-16, else GB18030; what is a web page is read as one.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static DocumentBuilder Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 4 * SourceDocument.MostCharacters)
        {
            throw SourceDocument.TooLong();
        }

        var text = Decode(bytes);
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new NoticeRefusedException(RefusedFile.NotText, "文件不是文本，请上传 .docx、.pdf 或 .txt 格式的通知。");
        }

        if (text.Length > SourceDocument.MostCharacters)
        {
            throw SourceDocument.TooLong();
        }

        if (HtmlText.Is(text))
        {
            return HtmlText.Read(text);
        }

        var document = new DocumentBuilder();
        document.AddParagraph(BarredCells.Unbar(text.ReplaceLineEndings("\n").Replace('\f', '\n').Replace('\v', '\n')));
        return document;
    }

    /// <summary>The text as it stands; null for what is none.</summary>
    public static string? TryDecode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Decode(bytes) is var text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;
        }
        catch (NoticeRefusedException)
        {
            return null;
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return bytes switch
            {
                [0xEF, 0xBB, 0xBF, ..] => _strict.GetString(bytes[3..]),
                [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
                [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
                _ when LooksWide(bytes, zero: 1) => Encoding.Unicode.GetString(bytes),
                _ when LooksWide(bytes, zero: 0) => Encoding.BigEndianUnicode.GetString(bytes),
                _ => _strict.GetString(bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            return DecodeChinese(bytes);
        }
    }

    /// <summary>UTF-16 without its mark has line ends of two bytes, of which one is zero.</summary>
    private static bool LooksWide(ReadOnlySpan<byte> bytes, int zero)
    {
        for (var i = 0; bytes.Length % 2 == 0 && i < bytes.Length; i += 2)
        {
            if (bytes[i + zero] == 0 && bytes[i + 1 - zero] == (byte)'\n')
            {
                return true;
            }
        }

        return false;
    }

    private static string DecodeChinese(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var chinese = CodePagesEncodingProvider.Instance.GetEncoding(
                "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return chinese!.GetString(bytes); // the provider always knows GB18030
        }
        catch (DecoderFallbackException e)
        {
            throw new NoticeRefusedException(RefusedFile.NotText, "文件的文字编码认不出来，请另存为 UTF-8 编码的 .txt 或 .docx 再上传。", e);
        }
    }
}

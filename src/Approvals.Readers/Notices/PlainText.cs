using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>Text files: UTF-8, UTF-16 with its mark, else GB18030.</summary>
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
            throw new NoticeRefusedException(RefusedFile.NotText, "文件不是文本，请上传 .docx 或 .txt 格式的通知。");
        }

        if (text.Length > SourceDocument.MostCharacters)
        {
            throw SourceDocument.TooLong();
        }

        var document = new DocumentBuilder();
        document.AddParagraph(text.ReplaceLineEndings("\n").Replace('\f', '\n').Replace('\v', '\n'));
        return document;
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
                _ => _strict.GetString(bytes),
            };
        }
        catch (DecoderFallbackException)
        {
            return DecodeChinese(bytes);
        }
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

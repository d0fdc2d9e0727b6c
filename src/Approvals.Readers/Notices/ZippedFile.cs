namespace Approvals.Readers.Notices;

/// <summary>Which of the zipped office formats a file is, by what it holds.</summary>
internal static class ZippedFile
{
    public static DocumentBuilder Read(ArraySegment<byte> bytes, int mostUnpacked)
    {
        try
        {
            using var zip = new ZippedXml(bytes, mostUnpacked);
            return DocxText.IsIn(zip) ? DocxText.Read(zip)
                : XlsxText.IsIn(zip) ? XlsxText.Read(zip)
                : throw Other(zip);
        }
        catch (Exception e) when (ZippedXml.IsDamage(e))
        {
            throw new NoticeRefusedException(
                RefusedFile.Damaged, "这个文件已损坏，请用 Word 或 WPS 打开修复后另存为 .docx 或 .xlsx 再上传。", e);
        }
    }

    private static NoticeRefusedException Other(ZippedXml zip) => zip switch
    {
        _ when zip.Has("content.xml") => NoticeFile.Unread(" .odt "),
        _ when zip.Has("ppt/presentation.xml") => NoticeFile.Unread(" .pptx "),
        _ => new(RefusedFile.Damaged, "这个文件是压缩包，里面没有 Word 正文，请用 Word 或 WPS 另存为 .docx 再上传。"),
    };
}

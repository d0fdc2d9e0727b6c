using Approvals.Readers.Notices;

namespace Approvals.Web.Features;

/// <summary>Texts of a ledger that comes in as a workbook.</summary>
public static partial class Texts
{
    public static class LedgerFiles
    {
        public const string Title = "已有台账（Excel）";
        public const string Hint = "台账已经在 Excel 里做了，不用重抄。指明各栏是什么，系统就按行变成事项；同样的表下次不用再指。";
        public const string FileHint = "支持 .xlsx、.xls、.et、.ods，不超过 20 MB。涉密文件不得上传。";
        public const string Next = "上传，看各栏";
        public const string Columns = "各栏是什么";
        public const string ColumnsHint = "系统先按栏名认了一遍，请核对；不要的选“不用读”。记住后，同样的表不用再指。";
        public const string Remembered = "这样的表以前指过，已按上次的填好，请核对。";
        public const string Name = "名称";
        public const string NumberHint = "台账依据的文件已印发的，填文号和成文日期，直接登记；都不填，按起草办理。";
        public const string Another = "换一个文件";
        public const string Press = "变成事项";
        public const string NoTitle = "请填写名称。";
        public const string NumberAndDate = "文号和成文日期要么都填，要么都不填。";
        public const string Incomplete = "有的栏没有选，请重新打开这一页再选。";
        public const string TooFew = "请至少指明“事项名称”“存在问题”或“工作内容、措施”，再指明责任科室、责任领导、完成时限中的一栏。";
        public const string NoItems = "按这样的对应没有读出事项，请检查各栏是否选对。";

        /// <summary>Of a workbook; or of what only calls itself one.</summary>
        public static string NoHeads(string name, byte[] content) =>
            Path.GetExtension(name).ToLowerInvariant() is var extension and (".xls" or ".et" or ".ods")
                && NoticeFormats.Of(content) == NoticeFormat.Native
                ? $"文件名是 {extension}，内容却不是 Excel 表格，也没有读出表来，请用 Excel 或 WPS 打开后另存为 .xlsx 再上传。"
                : "没有找到带栏名的表格，请在第一行写上各栏的名称再上传。";
    }
}

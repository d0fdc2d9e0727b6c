using Made = Approvals.Engine.Definitions.Product;

namespace Approvals.Web.Features;

/// <summary>Texts of the files that are made of cases.</summary>
public static partial class Texts
{
    public static class Products
    {
        public const string Heading = "成品文件";
        public const string Hint = "由系统按定稿和台账生成；指纹已写入办理记录，换过的文件审计时会被发现。";
        public const string Waiting = "正在生成，稍后刷新";
        public const string Parked = "生成不出来，已请系统管理员处理";
        public const string NoNotice = "这个流程下面没有公文，生成不了印发稿。";
        public const string TextChanged = "定稿以后公文内容变了，与要印发的指纹不符，不能生成印发稿。";
        public const string AsOf = "统计截止日";
        public const string Counts = "总体情况";
        public const string Stages = "所处环节";
        public const string Open = "未解决问题";

        public static string Title(Made what) => what switch
        {
            Made.Document => "印发稿",
            Made.Bulletin => "通报",
            Made.Package => "归档包",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public static string BulletinOf(string campaign) => $"{campaign}进展情况通报";

        public static string Counted(int items, IEnumerable<(string Lamp, int Count)> lamps, int open) =>
            $"共{items}项，其中{string.Join("，", lamps.Select(l => $"{l.Lamp}{l.Count}项"))}；未解决的问题{open}个";

        public static string DocumentFile(string number) => $"{number}印发稿.docx";

        public static string BulletinFile(string campaign, DateOnly on) => $"{campaign}通报（{on:yyyy-MM-dd}）.docx";

        public const string TextLeftOut = "公文里有限定知悉范围的事项，原文和印发稿没有放入，由知悉范围内的人在系统里查阅。";
        public const string LedgerFile = "台账.csv";
        public const string AnchorFile = "审计锚.json";

        public static string Original(string name) => $"公文/原文/{name}";

        public static string Within(int ordered, string name) => $"成品/{ordered}-{name}";

        public static string HistoryFile(string path, Guid id) => $"办理记录/{path}{id:N}.jsonl";

        public static string FileMissing(string sha256) => $"要归档的文件不在了（指纹{sha256[..16]}），不能封存归档包。";

        public static string PackageFile(string number) => $"{number}归档包.zip";

        public static string IsMade(Made what, string sha256) => $"{Title(what)}已生成，指纹{sha256[..16]}";
    }
}

namespace Approvals.Web.Features;

/// <summary>Texts of the closing report.</summary>
public static partial class Texts
{
    public static class Closing
    {
        public const string EndedOn = "办结日期";
        public const string Result = "办理结果";
        public const string Ledger = "一、事项台账";
        public const string Found = "二、查出的缺口和问题";
        public const string Checks = "三、办理记录的校验值";
        public const string NothingFound = "自查、核查和验收没有查出缺口或问题。";
        public const string Outcome = "结果";
        public const string FoundCount = "问题";
        public const string Check = "校验值";
        public const string What = "缺口或问题";
        public const string Order = "通知编号";
        public const string NoReport = "总结报告暂时不能生成";
        public const string Office = "办公室";
        public const string Leader = "审签";

        public static string Title(string notice) => $"{notice}办理情况总结报告";

        public static string Notice(string? number, string? issuer, DateOnly? issuedOn) =>
            Join(new[] { number, issuer, issuedOn is { } day ? FullDay(day) : null }.OfType<string>());

        public static string Results(IEnumerable<(string Stage, int Count)> results) =>
            string.Join("，", results.Select(r => $"{r.Stage}{r.Count}项"));

        public static string ChecksAre(string head, int presses) =>
            $"各事项共记录签批{presses}次。本活动办理记录的校验值为{head}；每一条记录都由前一条的校验值连着，改动任何一条，后面的都对不上。";

        public static string AnchoredBy(DateOnly day, string anchor, string key) =>
            $"{FullDay(day)}已为本活动及其全部事项的办理记录签署审计锚{anchor}，签名密钥的指纹为{key}。"
            + "核对办法：在系统主机上运行 approvals audit，应当列出同一天、同一指纹的锚，并报告签名和历史全部相符。";

        public static string FileName(string number) => $"{number}总结报告.docx";
    }
}

using Approvals.Readers.Notices;
using Approvals.Tests.Notices.Corpus;

namespace Approvals.Tests.Notices;

/// <summary>A notice of 1 March 2024 with one table, in the corpus's markup; what the tests of tables say of its items.</summary>
internal static class TableNotice
{
    public static NoticeDraft Read(string rows, int heads = 1, string title = "关于印发2024年重点任务清单的通知", string after = "", string before = "") =>
        SampleNotice.Read(
            WordBuilder.Build(
                WordMarkup.Parse($"""
                    屏中医〔2024〕25号
                    ^^ {title}
                    各科室：
                    请对照清单抓好落实。
                    {before}
                    [[table header={heads}]]
                    {rows}
                    [[/table]]
                    {after}
                    > 屏川市中心医院
                    > 2024年3月1日
                    """),
                new WordHabits()),
            "notice.docx");

    public static string Owners(NoticeItem item) =>
        string.Join('|', new[] { item.Leaders, item.Departments }.Select(n => string.Join('、', n)));

    /// <summary>The points with the days on which they are due.</summary>
    public static string Points(NoticeItem item) =>
        string.Join('|', item.Points.Select(p => p.Due is { } due ? $"{p.Text} {due:MM-dd}" : p.Text));
}

using Approvals.Engine.Definitions;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Ledger;

namespace Approvals.Web.Features;

/// <summary>Texts of the pages that show how things stand.</summary>
public static partial class Texts
{
    public static class Seeing
    {
        public const string BySystem = "系统";
        public const string Opened = "下达";
        public const string Gap = "缺口";
        public const string Finding = "问题";
        public const string Settled = "已解决";
        public const string NotSettled = "未解决";
        public const string NothingOpen = "没有未解决的问题";
        public const string NoLead = "未定";

        public static string HowFar(DateOnly due, DateOnly today) => (due.DayNumber - today.DayNumber) switch
        {
            0 => "今天到期",
            < 0 and var late => $"{-late}天",
            var left => $"还有{left}天",
        };

        public static string? OverAt(TimeOnly? minute) => minute is { } at ? $"过了{at:HH:mm}" : null;

        public static string RecordedBy(string occasion, string who, DateOnly on) => $"据{occasion}，{who}{on.Month}月{on.Day}日代录";

        /// <summary>补录: the day that it counts from.</summary>
        public static string BackEntered(DateOnly effective) => $"补录，自{FullDay(effective)}起算";

        public static string Until(DateOnly day) => $"限期：{FullDay(day)}";

        public static string NamedAs(string party, IEnumerable<string> names) => $"{party}：{Join(names)}";

        public static string Retitled(string title) => $"标题更正为“{title}”";

        public static string NumberTaken(string number) => $"取得文号 {number}";

        public static string WaitsFor(IEnumerable<string> seats, string stage) => $"等{Join(seats)}{stage}";

        public static string NextStage(string title) => $"下一步：{title}。";

        public static string Ask(string stage, IEnumerable<string> actions) => $"请办“{stage}”：{string.Join("，或", actions)}。";

        public static string AgainBy(string who, string? reason) => reason is null ? who : $"{who}：{reason}";

        public static string BatchHeading(string stage, string? from) => from is null ? stage : $"{stage} · {from}";

        public static string Acted(string who, string action) => $"{who} {action}";

        public static string Voted(string who, string action, DateTimeOffset at) => $"{who} {action}，{Moment(at)}";

        public static string Size(long bytes) => bytes switch
        {
            < 1024 => $"{bytes} B",
            < 1024 * 1024 => $"{bytes / 1024.0:0} KB",
            _ => $"{bytes / 1024.0 / 1024.0:0.0} MB",
        };

        public static string PointKind(PointKind kind) => kind switch
        {
            Readers.Notices.PointKind.OneOff => "一次性",
            Readers.Notices.PointKind.Facility => "设施",
            Readers.Notices.PointKind.Mechanism => "制度机制",
            Readers.Notices.PointKind.YearRound => "常年",
            Readers.Notices.PointKind.Periodic => "周期",
            Readers.Notices.PointKind.Measure => "指标",
            Readers.Notices.PointKind.Conduct => "作风",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public static string PartOf(string no) => $"第{no}项的补缺";

        public static string NotReached(int count, string stage) => $"还有{count}项没有走到“{stage}”。";

        public static string NotEnded(int count) => $"还有{count}项没有办完。";

        public static string StillOpen(int count) => $"还有{count}个问题没有解决。";

        public static string Round(int number) => $"第{number}轮";

        public static string OtherConcluded(string who) => $"{who}已下结论，您下结论后可见。";

        public static string OtherOpen(string who) => $"{who}还没有下结论。";

        /// <param name="number">Title of the children's number; null where they themselves are counted.</param>
        public static string OfChildren(ChildSum what, string children, string? number, string? stage) => what switch
        {
            ChildSum.Number => stage is null ? $"{children}数" : $"在“{stage}”的{children}数",
            ChildSum.Sum => $"各{children}的{number}合计",
            ChildSum.Average => $"各{children}的平均{number}",
            ChildSum.Lowest => $"各{children}中最低的{number}",
            ChildSum.Highest => $"各{children}中最高的{number}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public static string NotWeighed(string what, decimal? now, Comparison op, decimal wanted)
        {
            var sign = op switch
            {
                Comparison.Equal => "等于",
                Comparison.NotEqual => "不等于",
                Comparison.Less => "小于",
                Comparison.AtMost => "不超过",
                Comparison.More => "大于",
                Comparison.AtLeast => "不低于",
                _ => throw new System.Diagnostics.UnreachableException(),
            };
            return now is { } value ? $"{what}是{Math.Round(value, 2):0.##}，要{sign}{wanted:0.####}" : $"{what}还没有填齐，要{sign}{wanted:0.####}";
        }

        public static string LastReport(DateOnly on, string body, string words) => $"{on.Month}月{on.Day}日 {body}：{words}";

        public static string ReportFile(string title) => $"{title}总结报告.docx";

        public static string Sort(SortBy by) => by switch
        {
            SortBy.Number => "按序号",
            SortBy.Due => "按期限",
            SortBy.Lead => "按牵头科室",
            SortBy.Moved => "按最近变动",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        /// <summary>The first words of a text, on one line.</summary>
        public static string Start(string text, int length = 40)
        {
            var line = text.ReplaceLineEndings(" ").Trim();
            return line.Length <= length ? line : line[..length] + "…";
        }
    }
}

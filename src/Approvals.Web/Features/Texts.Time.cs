using Approvals.Engine.Calendars;

namespace Approvals.Web.Features;

/// <summary>Texts of the line of time: what is due, when the next reminder goes, to whom.</summary>
public static partial class Texts
{
    /// <summary>So many names are told one by one.</summary>
    public const int FewNames = 4;

    public static string Few(IEnumerable<string> names, int count) =>
        count > FewNames ? $"{Join(names)}等{count}人" : Join(names);

    public static class Time
    {
        public const string Heading = "时限和催办";
        public const string Dates = "日程";
        public const string Further = "之后会怎样";
        public const string SentAlready = "已经催办、告知过";
        public const string NothingNext = "不再自动催办。";
        public const string Provisional = "有的年份日历尚未公布，暂按周末和固定假日推算。";
        public const string GoesByItself = "到了日子自动往下走，平时不用在这里办。";
        public const string AsideForMe = "这件事本身不用您办；请办上面这一件。";
        public const string ClockStopped = "自此不计时，不催办。";
        public const string ClockRuns = "自此恢复计时。";
        public const string MoreActions = "其他操作：";

        private const string Nobody = "（现在没有可通知的人）";

        /// <summary>6月20日（周日），按6月18日周五催办.</summary>
        public static string Due(DateOnly due, TimeOnly? at, DateOnly? target, DateOnly today) =>
            $"{Date(due, today)}（{Weekday(due.DayOfWeek)}）{at:HH:mm}" + (target is { } day
                ? $"，当天不上班，按{Date(day, today)}{Weekday(day.DayOfWeek)}催办" : "");

        /// <summary>6月29日 周二 8:00; midnight is the end of the day before.</summary>
        public static string When(DateTimeOffset at, OfficeHours hours, DateOnly today)
        {
            var (day, minute) = (hours.DayOf(at), hours.MinuteOf(at));
            return minute == TimeOnly.MinValue
                ? $"{Date(day.AddDays(-1), today)} {Weekday(day.AddDays(-1).DayOfWeek)} 24:00"
                : $"{Date(day, today)} {Weekday(day.DayOfWeek)} {minute:H:mm}";
        }

        public static string At(string when, string what) => $"{when} {what}";

        public static string Until(string stage) => $"{stage}时限";

        public static string Seat(string who, string stage) => $"{who} · {stage}";

        public static string Extended(DateOnly first, int times) => $"原定{FullDay(first)}，已延期{times}次";

        public static string Shifted(DateOnly first) => $"原定{FullDay(first)}，中止后顺延";

        public static string Stopped(DateOnly since, bool inherited, DateOnly today) =>
            $"{(inherited ? "随整件事项" : "")}自{Date(since, today)}起中止：不计时，不催办，恢复后时限顺延";

        public static string Line(DateOnly? target, string? next, bool provisional, DateOnly today) => string.Join('；', new[]
        {
            target is { } day ? $"期限当天不上班，按{Day(day, today)}催办" : null,
            next ?? (target is null ? "不再自动催办" : null),
            provisional ? "日历尚未公布，暂按周末和固定假日推算" : null,
        }.OfType<string>());

        public static string NextReminder(string when, string? whom) => $"下次催办：{when}，{Reminding(whom)}";

        public static string ShortReminder(string when) => $"下次催办：{when}";

        public static string RowReminder(string when) => $"催办 {when}";

        public static string RowEscalation(string when) => $"升级 {when}";

        public static string RowOther(string when) => $"到点自动流转 {when}";

        public static string Reminder(string when, string? whom) => $"{when} 催办，{Reminding(whom)}";

        public static string Escalation(string when, string? whom) => $"{when} 还没有办，就告知{whom ?? Nobody}";

        public static string Opening(string when, string title, IEnumerable<(string Whom, string Stage)> steps) =>
            $"{when} 还没有办，就进入“{title}”：" + string.Join("，再由", steps.Select(s => $"{s.Whom}{s.Stage}"));

        public static string Move(string when, string stage) => $"{when} 自动进入“{stage}”";

        public static string Reminded(int nth, string? whom, int missed) =>
            $"第{nth}次催办，{(whom is null ? "当时没有可提醒的人" : $"已提醒{whom}")}"
            + (missed > 0 ? $"（停机期间错过{missed}次，合并为这一次）" : "");

        public static string Escalated(string? whom) => whom is null ? "逾期未办，当时没有可告知的人" : $"逾期未办，已告知{whom}";

        public static string Opened(string title) => $"逾期未办，进入“{title}”";

        public static string Moved(string stage) => $"时间到了，自动进入“{stage}”";

        public static string AskedBy(string who, DateOnly? until) =>
            until is { } day ? $"{who}提出，希望延到{FullDay(day)}（{Weekday(day.DayOfWeek)}）。理由：" : $"{who}提出：";

        public static string Aside(string kind, string title) => $"{kind}：{title}";

        public static string LateSince(DateOnly due, DateOnly today) =>
            $"时限是{FullDay(due)}，已逾期{Math.Max(0, today.DayNumber - due.DayNumber)}天还没有办完。";

        public static string Wanted(DateOnly day) => $"希望延到：{FullDay(day)}";

        public static string DateSet(string title, DateOnly on) => $"{title}：{FullDay(on)}";

        public static string ExtendedTo(DateOnly? from, DateOnly to, int nth) =>
            from is { } day ? $"延期：时限由{FullDay(day)}改为{FullDay(to)}（第{nth}次）" : $"延期：时限改为{FullDay(to)}";

        public static string ResumedTo(DateOnly? from, DateOnly to) =>
            from is { } day ? $"中止多久，时限顺延多久：由{FullDay(day)}改为{FullDay(to)}" : $"中止多久，时限顺延多久：改为{FullDay(to)}";

        public static string RecountedTo(DateOnly to) => $"正式日历公布，时限重新推算为{FullDay(to)}";

        public static string DueFor(string stage) => $"“{stage}”要在这一天前办完";

        public static string OpensThen(string stage, TimeOnly opening) => $"当天{opening:H:mm}自动进入“{stage}”";

        public static string OpensNever(string stage) => $"定下日期后，到时自动进入“{stage}”";

        private static string Reminding(string? whom) => whom is null ? Nobody : $"提醒{whom}";

        private static string Date(DateOnly day, DateOnly today) =>
            day.Year == today.Year ? $"{day.Month}月{day.Day}日" : FullDay(day);
    }
}

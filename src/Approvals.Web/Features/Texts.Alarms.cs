namespace Approvals.Web.Features;

/// <summary>Texts of alarms, as those read them who look after the whole.</summary>
public static partial class Texts
{
    public static class Alarms
    {
        public const string Label = "系统告警：";

        public static string JobFailed(string job, DateOnly day, string why) =>
            $"定时作业“{job}”{FullDay(day)}没有做成，会再试：{why}";

        public static string Broken(string sentence) => $"数据自检发现：{sentence}。请管理员运行 approvals verify-store。";

        /// <param name="first">Cases and the stages in which they stand.</param>
        /// <param name="count">Of all of them.</param>
        public static string Nobody(string post, IEnumerable<(string Case, string Stage)> first, int count)
        {
            var named = first.Select(c => $"“{c.Case}”（{c.Stage}）").ToList();
            return $"{post}现在没有人可以办：{Join(named)}{(count > named.Count ? $"等 {count} 件" : "")}停着；"
                + "请补上能办的人，补上后本提示自动消失。";
        }

        public static string NotRecounted(int count, string first) =>
            $"日历或上班时间变了，有 {count} 个流程的时限没能重新推算，第一个是 {first}；原因见运行日志。";

        public static string Unstaffed(int places, IReadOnlyCollection<string> first) =>
            $"按本单位现在的人员，流程有 {places} 处没有人能办，新的事项办到那里会停住：{string.Join("；", first)}{(places > first.Count ? "；等等" : "")}。"
            + "请在“人员”里补齐任职；管全院的请安全管理员授权。";

        public static string NoCalendar(int year) =>
            $"{year}年的放假调休安排还没有载入，该年的工作日按周末推算，只是暂定；请载入官方安排。";
    }
}

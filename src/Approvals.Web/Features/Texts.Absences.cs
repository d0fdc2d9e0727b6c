using Approvals.Web.Features.Absences;

namespace Approvals.Web.Features;

/// <summary>外出委托.</summary>
public static partial class Texts
{
    public static class Absences
    {
        public const string Title = "外出委托";
        public const string Hint = "外出期间，等您办的件由您指定的人代办，记作“某乙代某甲”；受托人不能再转托。您自己仍然可以办。";
        public const string Say = "登记外出";
        public const string Who = "谁外出";
        public const string Myself = "我自己";
        public const string From = "从哪天";
        public const string Until = "到哪天（含当天）";
        public const string Proxy = "由谁代办";
        public const string Keep = "登记";
        public const string Kept = "已登记。";
        public const string End = "取消或提前返岗";
        public const string Ended = "已取消，代办到此为止。";
        public const string None = "没有登记的外出。";
        public const string Incomplete = "请填起止日期，并选由谁代办。";
        public const string OnlyOwn = "您只能登记自己外出。";
        public const string EndsBefore = "结束日不能早于开始日。";
        public const string NotBackwards = "外出从今天或以后登记，不能补登过去的日子。";
        public const string NotHimself = "不能由自己代自己。";
        public const string Unknown = "外出的人和代办的人都要是现任人员。";

        public static string Overlaps(string who) => $"{who}这几天已经登记外出，请先取消原来的登记。";

        public static string ProxyIsAway(string proxy) => $"{proxy}这几天自己也登记了外出，请换一位代办。";

        public static string StandsIn(string who, string absent) =>
            $"{who}这几天要代{absent}办理，不能同时外出：请先取消{absent}的登记，换一位代办，再登记。";

        /// <summary>For the trail.</summary>
        public static string Told(SaidAbsence said, string proxy) => $"{Trail.Days(said.From, said.Until)}，由{proxy}代办";

        public static string ProxyIsAdministrator(string proxy) => $"{proxy}是三员之一，不能代有管全院授权的人办理，请换一位。";

        public static string Line(string who, string proxy) => $"{who}外出，由{proxy}代办";

        public static string Days(DateOnly from, DateOnly until, DateOnly today) =>
            from == until ? Day(from, today) : $"{Day(from, today)}至{Day(until, today)}";
    }
}

namespace Approvals.Web.Features;

/// <summary>Texts of 知悉范围.</summary>
public static partial class Texts
{
    public static class Scopes
    {
        public const string Title = "限定范围";
        public const string Open = "没有限定知悉范围。";
        public const string Restrict = "限定知悉范围";
        public const string Change = "改知悉范围";
        public const string Press = "只让勾选的人看到";
        public const string Hint = "勾选可以知道这件事的人，连同它下面的事项、分工和申请；别人在列表、统计、文件和消息里都看不到。您自己总在其中。";
        public const string Kept = "知悉范围已记下。";
        public const string Hidden = "限定范围的上级事项";
        public const string TextKeptBack = "原文里有您不在知悉范围内的事项，这里不显示原文，也不能下载。";
        public const string Matter = "一件限定范围的事项";
        public const string MayNot = "限定知悉范围，印发以前拟稿人可以定，以后要由办公室或主要负责人来定。";
        public const string Above = "它的上级已经限定了知悉范围，请在上级那里改。";
        public const string Differ = "两件事的知悉范围不一样，并到一起会让不该知道的人看到；请先把两边的知悉范围改成一样。";

        public const string Sure = "我看过了，仍然只让勾选的人看到";

        /// <summary>Before it is done.</summary>
        public static string Asks(IReadOnlyCollection<string> dropped, IReadOnlyCollection<string> stages) =>
            (dropped.Count == 0 ? "" : $"现在与这件事有关的{Join(dropped)}就看不到了。")
            + (stages.Count == 0 ? "" : $"以后的{string.Join("、", stages.Select(s => $"“{s}”"))}，能办的人都不在名单里，到那一步会送不出去。")
            + $"还没有记下：请在下面再勾上人，或者勾选“{Sure}”再按。";

        /// <param name="may">Who may name others.</param>
        public static string NobodyToSign(string stage, IReadOnlyCollection<string> may) =>
            $"下一步“{stage}”能办的人都不在这件事的知悉范围里，没有送出。请{(may.Count == 0 ? "办公室" : Join(may))}在“限定范围”里勾上能办的人，再送。";

        public static string Named(IEnumerable<string> names) => $"限定范围：只有{Join(names)}可以看到。";

        public static string Said(IEnumerable<string> names) => $"限定知悉范围：{Join(names)}";

        public static string NotNamed(string name) => $"{name}不在这件事的知悉范围内，请先把他列入知悉范围。";

        public static string KeepsNamed(string name) => $"{name}已在知悉范围内，要去掉请找办公室或主要负责人。";

        public static string Strands(string where, string stage) =>
            $"{where}正在“{stage}”，能办的人都不在名单里，请至少勾上一位。";

        public static string NobodyNamed(string stage) => $"“{stage}”这一步由谁办还没有列入知悉范围，请把能办的人也勾上。";
    }
}

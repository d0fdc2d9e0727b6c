using Approvals.Engine.Definitions;

namespace Approvals.Web.Features;

/// <summary>Texts of 退回 with a choice, 撤回, 撤销 and 合并.</summary>
public static partial class Texts
{
    public static class Moving
    {
        public const string See = "查看";
        public const string Target = "退到哪个环节";
        public const string Way = "改好以后怎样走";
        public const string Sibling = "合并到哪一件";
        public const string SiblingHint =
            "本件就此结束，责任科室并入所选的那一件。没办完的工作在那里各成一份：题目照旧，期限取两件中早的，例行任务和没有解决的问题一并转去；"
            + "那一件的牵头科室和时限不变。只能选还在分工办理的。";
        public const string Recalled = "已撤回，回到您手里。";
        public const string Straight = "按退回时的约定，直接送回退回的环节";
        public const string Handed = "由关联流程转来";
        public const string MissingTarget = "请选退到哪个环节。";
        public const string MissingWay = "请选改好以后怎样走。";
        public const string MissingSibling = "请选合并到哪一件，要是同一活动里还在分工办理的另一件。";
        public const string TooLate = "已经有人往下办了，或者已经自动往下走，不能再撤回。";

        public static string Recall(string action) => $"撤回“{action}”";

        public static string MayRecall(string action) => $"下一步还没有人办，您刚才的“{action}”可以撤回。";

        public static string ReturnedTo(string stage) => $"退到“{stage}”";

        public static string ComesStraightBack(string stage) => $"改好后直接送回“{stage}”";

        public static string WayIs(WayBack way, string here) => way == WayBack.StraightBack
            ? $"直接送回“{here}”"
            : "从退到的环节起，逐级重走";

        public static string TakesInNothing(string title, string stage) =>
            $"“{title}”已经走到“{stage}”，不能再给科室分工，不能并入；请选还在分工办理的一件，或者先把那一件退回重办。";

        public static string MergedInto(string title) => $"并入“{title}”";

        public static string Merged(string body, string title) => $"{body}（并入的“{title}”）";

        public static string Absorbed(string title) => $"“{title}”并入本件";
    }
}

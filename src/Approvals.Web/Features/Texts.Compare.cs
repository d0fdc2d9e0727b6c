using Approvals.Readers.Comparing;
using Approvals.Web.Features.Comparing;

namespace Approvals.Web.Features;

/// <summary>Texts of comparing a new list with what is promised already.</summary>
public static partial class Texts
{
    public static class Compare
    {
        public const string Title = "与在办事项比对";
        public const string Hint = "补充通知改了哪些事，新清单与哪些在办事项是同一件事。系统只提出，逐项由您定。";
        public static string Cut(int most) => $"在办事项超过 {most} 件，只比对了最近立项的 {most} 件；更早的，请在上面选定一份清单再比。";

        public const string With = "与哪份清单比";
        public const string All = "全部在办事项";
        public const string Whole = "这份是整份重新印发：没有列入的就不做了";
        public const string Press = "比对";
        public const string Matches = "像是已有的事项";
        public const string NoMatches = "没有发现与在办事项相同的。";
        public const string Withdrawals = "可能不再做的事项";
        public const string Added = "新的事项";
        public const string AddedHint = "这些照常在公文页上逐项确认。";
        public const string NoAdded = "没有新的事项。";
        public const string Here = "这份文件";
        public const string Live = "在办事项";
        public const string SharedWords = "都写到";
        public const string NoChanges = "时限、责任和内容都没有变化。";
        public const string Choose = "勾选的变化按这份文件改";
        public const string IsSame = "是同一件事，不另立";
        public const string IsOther = "不是同一件事，另立新事项";
        public const string IsWithdrawn = "不再做";
        public const string IsKept = "仍要做";
        public const string AsBefore = "这一项改由原有事项办理";
        public const string Gone = "这件在办事项已经办结、撤销，或者不归您看，请刷新后再定。";
        public const string Carried = "这一条已经落实到在办事项，不能再改；要再变，请在那件事项上办理。";
        public const string Kept = "已记下。";
        public const string CarryOut = "已印发，落实到在办事项";
        public const string CarriedOut = "已落实：能自动改的时限已改，其余请在各事项上办理。";
        public const string NotYet = "公文还没有印发，先记下；印发以后再落实。";
        public const string OfItem = "其他文件对这件事的变更";

        public static string Alike(int percent) => percent == 100 ? "内容相同" : $"相似 {percent}%";

        public static string From(string campaign, string? number) => number is null ? campaign : $"{campaign}（{number}）";

        public static string Row(string no) => $"第{no}项";

        public static string Field(PromiseField field) => field switch
        {
            PromiseField.DueOn => Notice.DueOn,
            PromiseField.Leaders => Notice.Leaders,
            PromiseField.Bodies => Notice.Departments,
            _ => "内容",
        };

        public static string Value(PromiseField field, Promise promise) => field switch
        {
            PromiseField.DueOn => promise.Lasting ? Notice.Standing : promise.DueOn is { } due ? FullDay(due) : Notice.NotSet,
            PromiseField.Leaders => Join(promise.Leaders),
            PromiseField.Bodies => Join(promise.Bodies),
            _ => promise.Work.Contains(promise.Title, StringComparison.Ordinal) ? promise.Work : $"{promise.Title}：{promise.Work}",
        };

        public static string FromTo(string was, string now) => $"{was} → {now}";

        /// <summary>The first four; the rest is seen in the two wordings.</summary>
        public static string Words(IReadOnlyCollection<(string Was, string Now)> changes)
        {
            var told = changes.Take(4).Select(c => c switch
            {
                ("", var added) => $"增加“{added}”",
                (var dropped, "") => $"去掉“{dropped}”",
                var (from, to) => $"“{from}”改为“{to}”",
            });
            return string.Join("，", told) + (changes.Count > 4 ? "，等等" : "");
        }

        /// <summary>What becomes of a change that is accepted.</summary>
        public static string Done(PromiseField field, bool here) => here ? "接受后自动改到新时限，原时限和次数留存"
            : field == PromiseField.DueOn ? "时限提前不自动改，记下后请通知责任科室"
            : field == PromiseField.Bodies ? "记下后请在该事项上办理改派"
            : "记下，显示在该事项上";

        internal static string Ruled(ListRuling ruling) => ruling switch
        {
            ListRuling.Same => "同一件事",
            ListRuling.Other => "另立新事项",
            ListRuling.Revoked => "不再做，请签发人在该事项上办理撤销",
            ListRuling.Kept => "仍要做",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        internal static string Change(RuledChange change) =>
            $"{Field(change.Field)}由“{change.Was}”改为“{change.Now}”：{(!change.Taken ? "不改" : change.Here ? "已改" : "记下，待办理")}";
    }
}

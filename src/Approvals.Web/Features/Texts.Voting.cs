using System.Diagnostics;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features;

/// <summary>Texts of how votes count: whose turn it is, who is only asked, who was added.</summary>
public static partial class Texts
{
    public static class Voting
    {
        public const string Seats = "签批席位";
        public const string Signed = "已签";
        public const string PassedOver = "已跳过，没有签";
        public const string Open = "待签";
        public const string Waiting = "轮候";
        public const string Asked = "征求意见";
        public const string Answered = "已回复意见";
        public const string Silent = "未回复，视为同意";
        public const string Released = "已有结果，不用再签";
        public const string Opinion = "（征求意见，不计票）";
        public const string Opinions = "征求到的意见";
        public const string FellSilent = "到时没有回复，视为同意。";
        public const string AddTitle = "请人加签";
        public const string AddHint = "他与您一样要签，少了他的签这一步不算完。只能请现任人员，已在这一步的人不用再请。";
        public const string Person = "请谁加签";
        public const string PersonMissing = "请选要加签的人。";
        public const string Add = "加签";
        public const string Added = "已请他加签。";

        public static string AsConsulted(string seat) => $"以“{seat}”的身份提意见（征求意见，不计票）";

        public static string By(string person, string reason) => $"{person}请其加签：{reason}";

        public static string Place(Placing place) => place switch
        {
            Placing.Before => "先请他签，他签过我再签",
            Placing.After => "我签过以后请他签",
            _ => throw new UnreachableException(),
        };

        public static string AddedInStory(string person, string seat, Placing place) => place switch
        {
            Placing.Before => $"请{person}加签，他签过“{seat}”再签",
            Placing.After => $"请{person}加签，“{seat}”签过他再签",
            _ => throw new UnreachableException(),
        };

        public static string Decided(string action) => $"已够定为“{action}”，只等征求的意见";

        public static string WillBeSilent(string when) => $"{when}还没有回复，视为同意。";

        public static string Weighs(int weight) => $"一票计{weight}票";

        public static string Tally(string action, Tally tally) =>
            $"“{action}”已有{tally.For}票，要{tally.Need}票才通过（共{tally.Total}票，其他{tally.Against}票）";

        public static string SameHuman(string stage) => $"在“{stage}”办过的人不能在这一步签，也不能加签进来。";

        internal static string For(Refusal why) => why switch
        {
            Refusal.NotYourTurn => "还没有轮到这一席：前面的人签过才轮到。",
            Refusal.NoLongerAsked => "这一席不用再办：征求意见的时间已过，或这一步已经有了结果。",
            Refusal.ServesNowhere => "他现在没有任何职务，不能加签。",
            Refusal.TooManyAdded many => $"这一步已经加签{many.Most}人，不能再加。",
            _ => throw new UnreachableException(),
        };
    }
}

using System.Diagnostics;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features;

/// <summary>转办, 认领, 委托, 抄送, 催办, 跳过.</summary>
public static partial class Texts
{
    public static class Hands
    {
        public const string ToWhom = "请选交给谁。";
        public const string ToWhomLabel = "交给谁";
        public const string CopiesTitle = "抄送我的";
        public const string NoCopies = "还没有抄送给您的件";
        public const string NoCopiesHint = "别人抄送给您、只需知悉的件会列在这里。";

        public static string Title(HandKind kind) => kind switch
        {
            HandKind.Transfer => "转办",
            HandKind.HandBack => "交还",
            HandKind.TakeBack => "收回",
            HandKind.Claim => "认领",
            HandKind.Release => "放回",
            HandKind.Copy => "抄送",
            HandKind.Nudge => "催办",
            HandKind.Skip => "跳过",
            _ => throw new UnreachableException(),
        };

        /// <summary>催办：护理部.</summary>
        public static string Button(HandForm form) => form.Seat is { } seat ? $"{form.Title}：{seat}" : form.Title;

        public static string Done(HandKind kind) => kind switch
        {
            HandKind.Transfer => "已转办，由接手的人办理。",
            HandKind.HandBack => "已交还。",
            HandKind.TakeBack => "已收回，由原来的人办理。",
            HandKind.Claim => "已认领，由您办理。",
            HandKind.Release => "已放回，大家都可以办理。",
            HandKind.Copy => "已抄送。",
            HandKind.Nudge => "已催办；同一件事、同一位，一天催一次。",
            HandKind.Skip => "已跳过。",
            _ => throw new UnreachableException(),
        };

        /// <summary>某乙（护理部负责人）代 某甲.</summary>
        public static string InPlaceOf(string actor, string absent) => $"{actor}代{absent}";

        /// <summary>Before the form that acts for one who is away.</summary>
        public static string As(string absent, string seat) => $"{absent}外出，您代办（{seat}）";

        public static string Held(string seat, string holder) => $"{seat}（已转{holder}办理）";

        public static string Claimed(string seat, string who) => $"{seat}（{who}已认领）";

        public static string TransferredTo(string who) => $"转{who}办理";

        public static string Told(IEnumerable<string> who) => $"催办（告知{Join(who)}）";

        public static string CopiedTo(IEnumerable<string> who) => $"抄送{Join(who)}";

        public static string StoodIn(string who, string action) => $"{who}代您办了“{action}”。";

        public static string HandedOver(string who, string stage, string reason) => $"{who}把“{stage}”转给您办：{reason}";

        public static string Nudged(string who, string stage) => $"{who}催您办“{stage}”。";

        public static string Copied(string? who, string stage) =>
            who is null ? $"“{stage}”抄送您，只需知悉。" : $"{who}在“{stage}”抄送您，只需知悉。";
    }

    /// <summary>The same with the names of people where a sentence needs them.</summary>
    public static string For(Refusal why, Workflow workflow, UnitDirectory directory) => why switch
    {
        Refusal.ClaimedBy claimed => $"{Names.Of(claimed.Person, directory)}已经认领，由他办理；要换人办请他放回。",
        Refusal.HasAnotherSeat other => $"{Names.Of(other.Person, directory)}在这一步已有自己的席位，一个人不占两席。",
        Refusal.NotQualified not => $"{Names.Of(not.Person, directory)}不能接手：要在本科室任职，或者担任同样的职务。",
        Refusal.OfShutOutBody of => $"{Names.Of(of.Person, directory)}在承办这件事的科室任职，这一步要由别的科室的人办，请换一位。",
        Refusal.KeepsNamed kept => Scopes.KeepsNamed(Names.Of(kept.Person, directory)),
        Refusal.NotNamed other => Scopes.NotNamed(Names.Of(other.Person, directory)),
        Refusal.ActedBefore acted =>
            $"{Names.Of(acted.Person, directory)}已经在“{workflow.TitleOf(acted.Stage)}”办过，这一步不能由他办。",
        _ => For(why, workflow),
    };
}

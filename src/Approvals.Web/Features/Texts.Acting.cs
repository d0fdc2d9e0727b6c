using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Web.Features;

/// <summary>Texts of what the engine permits, asks for and refuses.</summary>
public static partial class Texts
{
    public static class Acting
    {
        public const string Opinion = "意见";
        public const string Reason = "理由";
        public const string Report = "办理情况";
        public const string Date = "时限";
        public const string GrantedDate = "批准延到哪一天（不填就按申请的日期）";
        public const string Evidence = "佐证材料";
        public const string ProposedDay = "系统建议的日期，请按方案改；到这一天会自动往下走。";
        public const string Done = "已办好。";
        private const int Shown = 500;

        /// <summary>So that it can be copied; a very long text in part.</summary>
        public static string YouWrote(string text) =>
            text.Length == 0 ? "" : $"您刚才写的是：“{(text.Length > Shown ? text[..Shown] + "……" : text)}”。";

        public const string DoneBefore = "这一次已经记下过，没有重复记。";
        public const string NotChosen = "请先勾选要办的。";
        public const string BadDate = "日期要写成 2021-06-30 这样。";
        public const string Unknown = "没有找到这件事，可能已经不归您看。";
        public const string KeyReused = "这张表单已经用过。请重新打开页面再办。";
        public static string ActedThere(string stage) => $"在“{stage}”办过的人不能再办这一步，要由别人办。";

        public const string OccasionMissing = "代录要写明依据：哪份批示、哪次电话或会议，哪一天。";
        public const string WhoMissing = "请选替谁记录。";

        public const string RecordedForMe = "代您记录";

        public static string NewDate(DateOnly? due, DateOnly today) => due is { } on ? $"新的时限（现在是{Day(on, today)}）" : "新的时限";

        public static string TooLong(int most) => $"最多写{most}字，请写短一些，详细内容可以作为材料附上。";

        public static string TooManyFiles(int most) => $"一次最多附{most}个文件，请分次上报或合并成一个文件。";

        public static string FileEmpty(string name) => $"“{name}”是空的，请重新选择。";

        public static string FileTooLarge(string name, long most) => $"“{name}”太大：每个文件不超过 {most / 1024 / 1024} MB，扫描件可以降低清晰度再传。";

        /// <summary>What was written down in the reader's name.</summary>
        public static string RecordedInYourName(string by, string occasion, string action) =>
            $"{by}据{occasion}，以您的名义记下“{action}”。";

        public static string As(string seat) => $"以“{seat}”的身份办理";

        public static string Recording(string seat) => $"“{seat}”不在系统里办时，代为记录";

        public static string BatchDone(int done, int refused) => refused == 0
            ? $"{done}件已办好。"
            : $"{done}件已办好，{refused}件没有办成，仍留在待办里。";

        /// <summary>How many there still are of what a condition wants to be none.</summary>
        /// <param name="titles">Of what is unconfirmed, titles.</param>
        public static string Lacking(ImmutableArray<(string Fact, int Count)> counts, int titles) =>
            counts.IsEmpty ? "" : $"（{string.Join("，", counts.Select(c => Lacks(c.Fact, c.Count, titles)))}）";

        private static string Lacks(string fact, int count, int titles) => fact switch
        {
            Facts.OpenDifferences => $"没有裁定的差异 {count} 处",
            Facts.Unconfirmed when titles > 0 && count <= titles => "标题没有确认",
            Facts.Unconfirmed when titles > 0 => $"标题没有确认，没有确认的事项 {count - titles} 项",
            Facts.Unconfirmed => $"没有确认的事项 {count} 项",
            _ => throw new UnreachableException(),
        };

        /// <summary>A field that the definition words itself.</summary>
        public static string Wanted(string title) => $"请填“{title}”。";

        public static string WantedFiles(string title) => $"请附“{title}”。";

        public static string Wanted(string title, int atLeast) => atLeast > 1
            ? $"“{title}”请至少选{atLeast}个，要是现任人员、现有科室。"
            : $"“{title}”请选现任人员、现有科室。";

        public const string CountersigningBodies = "请哪些科室会签";

        /// <summary>As the definition asks for it: of people or of departments.</summary>
        public static string Named(Party party, Workflow workflow) =>
            party == Party.Countersigners && workflow.AsksBodies(party) ? CountersigningBodies : Named(party);

        public static string Named(Party party) => party switch
        {
            Party.Drafter => "拟稿人",
            Party.DraftingDepartment => "拟稿科室",
            Party.Countersigners => "请哪些人会签",
            Party.ResponsibleLeaders => "责任领导",
            Party.FirstLeader => "主责领导",
            Party.ResponsibleDepartments => "责任科室",
            Party.LeadDepartment => "牵头科室",
            Party.SupportingDepartments => "配合科室",
            Party.AssignedDepartment => "改由哪个科室承办",
            Party.ConcernedDepartments => "退给哪些科室",
            Party.HostDepartment => "主办科室",
            Party.Inspectors => "验收人员",
            Party.Addressees => "主送科室",
            Party.ConsultedDepartments => "征求意见的科室",
            Party.Readers => "请哪些人阅知",
            _ => throw new UnreachableException(),
        };

        public static string? Hint(Party party) => party switch
        {
            Party.Countersigners => "职责被涉及的领导，已按事项的责任领导勾好，可增减。",
            Party.ConcernedDepartments => "不勾就是全部责任科室重办。",
            Party.ConsultedDepartments => "附件里不会签的其他科室；到期没有回复就算没有意见，可以不勾。",
            Party.Inspectors => "每件事项由其中两人验收；不会安排给该事项责任科室的人。请多选几位。",
            _ => null,
        };
    }

    public static class Setup
    {
        public static string Refused(string title, string why) => $"演示数据没有建成：“{title}”{why}";
    }

    public static string Kind(BodyKind kind) => kind switch
    {
        BodyKind.Administrative => "职能科室",
        BodyKind.Clinical => "临床科室",
        BodyKind.MedicalTechnology => "医技科室",
        BodyKind.Ward => "病区",
        BodyKind.Window => "窗口科室",
        BodyKind.PartyBranch => "党支部",
        BodyKind.TaskForce => "领导小组、专班",
        BodyKind.MassOrganisation => "群团",
        BodyKind.Campus => "院区",
        BodyKind.External => "外单位",
        _ => throw new UnreachableException(),
    };

    /// <summary>Why it was not done, and what to do.</summary>
    public static string For(Refusal why, Workflow workflow) => why switch
    {
        Refusal.CaseEnded => "这件事已经结束，不能再办。",
        Refusal.RoundIsOver => "您打开之后，这一步已经走过去了。请看最新情况再办。",
        Refusal.AlreadyVoted => "这一席已经有人办过了。",
        Refusal.NotYourAssignment => "这一步不由您办。",
        Refusal.NotAllowedHere => "现在这一步不能这样办。",
        Refusal.SameHuman same => $"您已经在“{workflow.TitleOf(same.Stage)}”办过，这一步要由别人办。",
        Refusal.ContentChanged => "您打开之后内容改动过。请看过改动再签。",
        Refusal.Missing missing => Missing(missing.Input, workflow),
        Refusal.NotYet later => later.Sentence,
        Refusal.NobodyToSign nobody => $"下一步“{workflow.TitleOf(nobody.Stage)}”现在没有人可以办，请先请办公室补上人员。",
        Refusal.NobodyToBegin begin => $"“{begin.Title}”没有人可以办理，请先在科室人员里补上负责人或经办人。",
        Refusal.MayNotRecord => "代录要由有代录权限的人记，并写明依据。",
        Refusal.RecordsForOwnDraft => "您自己拟的或已办过的，别人的意见不能由您代录，请换一位同事记。",
        Refusal.NotYourTurn or Refusal.NoLongerAsked or Refusal.ServesNowhere or Refusal.TooManyAdded =>
            Voting.For(why),
        Refusal.MayNotRestrict => Scopes.MayNot,
        Refusal.RestrictedAbove => Scopes.Above,
        Refusal.ScopesDiffer => Scopes.Differ,
        Refusal.NobodyNamed nobody => Scopes.NobodyNamed(workflow.TitleOf(nobody.Stage)),
        Refusal.TooLateToRecall => Moving.TooLate,
        Refusal.TakesInNothing no => Moving.TakesInNothing(no.Title, workflow.TitleOf(no.Stage)),
        Refusal.RecordsForOwnDepartment => "本科室的事项不能由本科室的人代录。",
        Refusal.ForWhom => "外出的人里有几位都可以由您代办，请选清楚代谁办。",
        Refusal.ClaimedBy or Refusal.HasAnotherSeat or Refusal.NotQualified or Refusal.ActedBefore
            or Refusal.OfShutOutBody or Refusal.NotNamed or Refusal.KeepsNamed =>
            For(why, workflow, UnitDirectory.Empty),
        _ => throw new UnreachableException(),
    };

    private static string Missing(Input input, Workflow workflow) => input switch
    {
        Input.Reason { Title: { } asked } => Acting.Wanted(asked),
        Input.Report { Title: { } asked } => Acting.Wanted(asked),
        Input.Evidence { Title: { } asked } => Acting.WantedFiles(asked),
        Input.Reason => "请写理由。",
        Input.Report => "请写办理情况。",
        Input.Date { Later: true } => "请填新的时限，要比现在的时限晚。",
        Input.Date => "请定时限。",
        Input.NamedDate { Ahead: true } named => $"请填{named.Title}，要在今天之后，先后次序也要对；到这一天会自动往下走，不能撤回。",
        Input.NamedDate { Before: not null } named => $"请填{named.Title}，并且要早于后一个日期。",
        Input.NamedDate named => $"请填{named.Title}。",
        Input.Number number => Measures.Wanted(number),
        Input.Occurrence day => Measures.Wanted(day),
        Input.Evidence => "请附佐证材料。",
        Input.Target => Moving.MissingTarget,
        Input.Way => Moving.MissingWay,
        Input.Sibling => Moving.MissingSibling,
        Input.Naming { Title: { } asked, AtLeast: var least } => Acting.Wanted(asked, least),
        Input.Naming { AtLeast: > 1 } naming => $"请选{Acting.Named(naming.Party, workflow)}，至少{naming.AtLeast}位现任人员或科室。",
        Input.Naming { Including: { } including } naming =>
            $"{Acting.Named(naming.Party, workflow)}里要有全部{Acting.Named(including)}，且都是现任人员或科室。",
        Input.Naming naming => $"请选：{Acting.Named(naming.Party, workflow)}（现任人员、现有科室）。",
        _ => throw new UnreachableException(),
    };
}

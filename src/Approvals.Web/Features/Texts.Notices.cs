using System.Diagnostics;
using System.Globalization;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Notices;

namespace Approvals.Web.Features;

/// <summary>Texts of reading a notice in, ruling and confirming.</summary>
public static partial class Texts
{
    public static class Notices
    {
        public const string Title = "公文";
        public const string List = "全部公文";
        public const string Empty = "还没有公文";
        public const string EmptyHint = "请从上面两个入口之一放进第一份。";
        public const string EmptyForReaders = "有您可看的公文时，会出现在这里。";
        public const string Number = "发文字号";
        public const string NoNumber = "尚未编号";
        public const string Stage = "环节";
        public const string File = "选择文件";
        public const string FileHint = "支持 .docx、.doc、.wps、.odt、.rtf、.pdf、.xlsx、.xls、.et、.ods、.txt 和网页，不超过 20 MB。涉密文件不得上传。";
        public const string Doors = "放进一份公文";

        public static string Progress(int ruled, int differences, int confirmed, int rows) =>
            $"已裁定 {ruled}/{differences}，已确认 {confirmed}/{rows}";

        public static string Door(Door door) => door switch
        {
            Features.Notices.Door.Elsewhere => "已印发：登记并拆分",
            Features.Notices.Door.Here => "在此起草：走审批流程",
            _ => throw new UnreachableException(),
        };

        public static string DoorHint(Door door) => door switch
        {
            Features.Notices.Door.Elsewhere => "文号、签发、日期都已经有了。系统只登记和拆分事项，不再请人审批。",
            Features.Notices.Door.Here => "还没有文号和日期。上传草稿，按流程逐级审批、编号、印发，再拆分事项。",
            _ => throw new UnreachableException(),
        };

        public static string Press(Door door) => door switch
        {
            Features.Notices.Door.Elsewhere => "上传并登记",
            Features.Notices.Door.Here => "上传草稿",
            _ => throw new UnreachableException(),
        };

        public const string Paste = "没有文件？把网页或聊天里的文字粘贴进来";
        public const string PasteWords = "粘贴在这里";
        public const string PasteHint = "从网页复制的表格会按表格读。粘贴的原文照样留存。涉密文字不得粘贴。";

        public static string PressPasted(Door door) => door switch
        {
            Features.Notices.Door.Elsewhere => "已印发，登记",
            Features.Notices.Door.Here => "还没印发，在此起草",
            _ => throw new UnreachableException(),
        };
    }

    public static class Uploads
    {
        public const string NoFile = "请先选择文件。";
        public const string NotIssued = "这份文件没有文号或成文日期，还没有印发：请走“在此起草”。";
        public const string TooLarge = "文件超过 20 MB，没有收下；请换一个小一些的文件。";
        public const string MayNot = "您没有登记公文的权限，请找办公室。";
        public const string NothingPasted = "还没有粘贴文字，请粘贴后再按。";
        public const string Pasted = "粘贴的文字";
        public const string Elsewhere = "已在系统外印发，在此登记";
        public const string Here = "在此起草";

        public static string AlreadyIssued(string number) => $"这份文件已有文号“{number}”和日期，说明已经印发：请走“已印发”。";

        public static string NumberedHere(string number) => $"“{number}”的代字由本系统编号，不能从外面登记：请走“在此起草”。";

        public static string Registered(string number) => $"“{number}”已经登记过，请在公文列表里找它。";
    }

    public static class Edits
    {
        public const string Saved = "已保存。";
        public const string NoteMissing = "这样裁定要写说明。";
        public const string TitleMissing = "事项名称不能空。";
        public const string UnknownName = "有人员或科室不在名册里，请重新选。";
        public const string LeadNotAmong = "牵头科室要在责任科室里选。";
        public const string NotNow = "文件在这一步不能改，或者不归您改。没有保存。";
        public const string ChangedMeanwhile = "您打开之后别人改过，没有保存。请看过最新内容再改。";
        public const string Kept = "已保存";
        public const string NotKept = "没有保存上，请检查网络后再试；写下的还在这里。";
        public const string BadRuling = "请按其中一个裁定。";

        public static string DueOutOfReach(DateOnly begins) => $"办理时限不能早于{FullDay(begins)}，也不能晚二十年以上。";

        public static IEnumerable<FieldProblem> Missing(bool leaders, bool departments, bool due, bool standard)
        {
            if (leaders)
            {
                yield return new FieldProblem("leaders", "还没有责任领导。");
            }

            if (departments)
            {
                yield return new FieldProblem("departments", "还没有责任科室。");
            }

            if (due)
            {
                yield return new FieldProblem("due", "还没有办理时限；长期坚持的请勾上。");
            }

            if (standard)
            {
                yield return new FieldProblem("standard", "还没有完成标准。");
            }
        }
    }

    public static class Reading
    {
        public const string Number = "发文字号";
        public const string Issuer = "发文机关";
        public const string Addressees = "主送";
        public const string IssuedOn = "成文日期";
        public const string PrintedOn = "印发日期";
        public const string Cc = "抄送";
        public const string Urgency = "紧急程度";
        public const string Secrecy = "密级";
        public const string PlanTitle = "所附方案";
        public const string Body = "正文";
        public const string Annex = "附件";

        public static string AnnexRow(int no) => $"附件第{no}项";

        public static string Collective(string name) => $"原文写“{name}”，由其归口汇总";

        public static string Proposed(DateOnly? due) => due is { } day ? $"按原文推算为{FullDay(day)}" : "原文没有写到哪一天，请定";

        public static string Ruling(string ruling) =>
            Enum.TryParse<Features.Notices.Ruling>(ruling, out var known) ? Ruling(known) : ruling;

        internal static string Ruling(Ruling ruling) => ruling switch
        {
            Features.Notices.Ruling.Annex => "以附件为准",
            Features.Notices.Ruling.Body => "以正文为准",
            Features.Notices.Ruling.Kept => "按原文保留",
            Features.Notices.Ruling.Mended => "已更正",
            _ => throw new UnreachableException(),
        };

        /// <param name="baseline">From where the value is to be reached.</param>
        public static string Point(PointKind kind, decimal? baseline) =>
            baseline is { } from ? $"{Point(kind)}（基数 {from.ToString(CultureInfo.InvariantCulture)}）" : Point(kind);

        public static string Point(PointKind kind) => kind switch
        {
            PointKind.OneOff => "一次性",
            PointKind.Facility => "设施",
            PointKind.Mechanism => "制度机制",
            PointKind.YearRound => "常年",
            PointKind.Periodic => "周期",
            PointKind.Measure => "指标",
            PointKind.Conduct => "作风",
            _ => throw new UnreachableException(),
        };

        public static string Finding(FindingKind kind) => kind switch
        {
            FindingKind.TitleDiffers or FindingKind.AnnexTitleDiffers => "标题不一致",
            FindingKind.ItemTitleDiffers => "事项名称不一致",
            FindingKind.WordsChanged => "正文与附件用词不一致",
            FindingKind.WordsDropped => "附件少了内容",
            FindingKind.WordsAdded => "附件多了内容",
            FindingKind.DateAdded => "附件多了时间",
            FindingKind.DateDropped => "附件少了时间",
            FindingKind.DateChanged => "时间不一致",
            FindingKind.ItemNotInBody => "正文没有这一项",
            FindingKind.BodyNotInAnnex => "附件没有这一项",
            FindingKind.NumberingGap => "序号缺漏",
            FindingKind.NumberingRepeat => "序号重复",
            FindingKind.TruncatedSentence => "句子不完整",
            FindingKind.OwnerNotResponsible => "承办者不在责任科室里",
            FindingKind.BodyNameDiffers => "科室名称不一致",
            FindingKind.CollectiveOwner => "责任科室是统称",
            FindingKind.UnknownName => "名册里没有",
            FindingKind.NoOwner => "没有责任人",
            FindingKind.NoDate => "没有时限",
            FindingKind.DatePast => "时限已过",
            FindingKind.DateOnDayOff => "时限落在休息日",
            FindingKind.DateOrder => "日期先后不合",
            FindingKind.UnpairedMark => "标点不成对",
            FindingKind.WrongBracket => "文号括号不规范",
            FindingKind.MissingFullStop => "缺句号",
            FindingKind.NoItems => "没有事项清单",
            FindingKind.ImpossibleFigure => "数字有疑",
            FindingKind.JoinedDocuments => "两份文件连在一起",
            FindingKind.DepartedName => "已不在岗或已撤并",
            FindingKind.WeekdayDiffers => "星期与日期不合",
            FindingKind.NoMeasure => "没有完成标准",
            FindingKind.MisspeltMark => "标注写错了字",
            FindingKind.SentenceWithoutItem => "没有归入事项",
            _ => throw new UnreachableException(),
        };
    }
}

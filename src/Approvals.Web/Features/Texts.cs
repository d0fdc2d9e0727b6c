using Approvals.Readers.Calendars;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Errors;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features;

/// <summary>
/// The Chinese texts of the pages, in one file. No stage, action, role or definition stands here:
/// their titles come from the definitions.
/// </summary>
public static partial class Texts
{
    public const string Product = "公文办理";
    public const string Demonstration = "演示数据";
    public const string SkipToContent = "跳到正文";
    public const string Required = "必填";
    public const string Optional = "可不填";
    public const string None = "无";
    public const string Change = "修改";
    public const string Attachments = "附件";
    public const string Separator = "、";

    /// <summary>6月8日 周二.</summary>
    public static string Day(DateOnly day) => $"{day.Month}月{day.Day}日 {Weekday(day.DayOfWeek)}";

    /// <summary>6月8日 周二, and 2022年6月8日 周三 where the year is not the reader's.</summary>
    public static string Day(DateOnly day, DateOnly today) => day.Year == today.Year ? Day(day) : $"{day.Year}年{Day(day)}";

    /// <summary>2021年6月8日.</summary>
    public static string FullDay(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    /// <summary>2021年6月8日 09:05, in the zone that the instant carries.</summary>
    public static string Moment(DateTimeOffset at) => $"{at.Year}年{at.Month}月{at.Day}日 {at:HH:mm}";

    public static string Machine(DateOnly day) => WrittenDay.Of(day);

    public static string Join(IEnumerable<string> words) => string.Join(Separator, words);

    /// <summary>1.2 MB.</summary>
    public static string Size(long bytes) =>
        bytes >= 1024 * 1024 ? $"{bytes / 1048576.0:0.0} MB" : $"{Math.Max(1, bytes / 1024)} KB";


    private static string Weekday(DayOfWeek day) => "周" + "日一二三四五六"[(int)day];

    public static class Rooms
    {
        public const string Bar = "主导航";
        public const string Inbox = "我的待办";
        public const string Notices = "公文";
        public const string Ledger = "台账";
        public const string Inspection = "验收";
        public const string SignOut = "退出";

        public static string WaitingCount(int count) => $"{count}件待办";
    }

    public static class Lamps
    {
        public const string All = "全部";

        public static string For(LampColour colour) => colour switch
        {
            LampColour.Green => "正常",
            LampColour.Yellow => "临期",
            LampColour.Red => "逾期",
            LampColour.Grey => "已结",
            LampColour.Paused => "中止",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    public static class Act
    {
        public const string Heading = "办理";
        public const string NotNow = "现在还不能按：";
        public const string RecordedFor = "替别人记下他的决定（代录）";
        public const string RecordedForHint = "他在纸上、电话里或会上已经决定，由您代为录入。记在他名下，他在“我的待办”里会看到。";
        public const string RecordedForWho = "替谁记录";
        public const string RecordedForNobody = "不代录，是我本人的决定";
        public const string Occasion = "依据什么（纸质批示、电话、会议及日期）";
        public const string Scan = "批示扫描件或照片（可不传）";
        public const string EvidenceMany = "可一次选多个文件：图片、PDF、OFD、Word、Excel、PPT、WPS、文本、MP4，每个不超过 20 MB。涉密文件不得上传。";
        public const string Choose = "要选的点这里";
        public const string EvidenceHint = "可以不传。" + EvidenceMany;
        public const string ChooseOne = "请选择";
        public const string Problems = "还没有办成，请看：";
        public const string PageTitle = "还差一点";

        /// <summary>Before it is pressed.</summary>
        public static string Last(string title) => $"按“{title}”，这一件就办结了，不能撤回；还没有办完的不要按。";

        public static string Together(string action, IEnumerable<string> stages) => $"按“{action}”同时办完：{Join(stages)}。";

        public static string Fold(IEnumerable<string> actions) => $"{Join(actions)}……";

        public static string NeededBy(IEnumerable<string> actions) => $"“{string.Join("”“", actions)}”时必填";
    }

    public static class Case
    {
        public const string Story = "办理经过";
        public const string NoStory = "还没有人办理过。";
        public const string Rail = "走到哪一步";
        public const string Done = "已过";
        public const string Current = "正在";
        public const string Ahead = "未到";
        public const string WaitingFor = "在等谁";
        public const string Broken = "系统出了错，请告诉系统管理员。";
        public const string WaitsForChildren = "下面各项办到位，到齐后自动往下走";
        public const string WaitsForParent = "所属活动进入下一步，到时自动往下走";
        public const string NobodyWaits = "现在不等任何人。";
        public const string Finished = "全部走完";

        public static string Candidates(string seat, string few, int count) =>
            count > 3 ? $"{seat}（{few}等{count}人）" : $"{seat}（{few}）";

        public static string Step(int position, int count) => $"第{position}步，共{count}步";

        public static string Since(DateOnly day) => $"{day.Month}月{day.Day}日起";

        public static string Recorded(string how) => $"（{how}）";

        public static string RailState(Cases.RailState state) => state switch
        {
            Cases.RailState.Done => Done,
            Cases.RailState.Current => Current,
            Cases.RailState.Ahead => Ahead,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        /// <param name="reason">A sentence; where people are missing it says who adds them.</param>
        public static string Stuck(string reason) => $"这件事停在这里，系统没能让它往下走：{reason.TrimEnd('。')}；补好以后系统会自动接着走。";
    }

    public static class SignIn
    {
        public const string Title = "登录";
        public const string Account = "账号";
        public const string Password = "密码";
        public const string Press = "登录";
        public const string Lead = "通知拆成事项，事项落到人，件件有着落。";
        public const string Forgot = "忘记密码，请找本单位系统管理员。";
    }

    public static class Inbox
    {
        public const string Title = "我的待办";
        public const string Empty = "没有等您办的事";
        public const string EmptyHint = "有新的事会出现在这里，不用反复来看：打开这一页就能看到。";
        public const string ToLedger = "去台账看看";
        public const string From = "来自";
        public const string Due = "期限";
        public const string NoDue = "未定期限";
        public const string Open = "看全貌";
        public const string Act = "办理";
        public const string ToPage = "打开办理";
        public const string Again = "又回到您这里：";
        public const string Because = "为什么到您这里：";
        public const string TickAll = "全选";
        public const string BatchHint = "勾选要办的，一次办完；没勾的留着，下次再办。";

        public static string Waiting(int count) => $"共{count}件等您办";

        public static string InGroup(int count) => $"{count}件";

        public static string Batch(int count) => $"{count}件可以一次办";

        public static string PressBatch(string action) => $"{action}（已勾选的）";
    }

    public static class Notice
    {
        public const string Document = "文件";
        public const string Work = "事项";
        public const string DocumentRegion = "文件原文";
        public const string Original = "原件";
        public const string NotSaid = "文中未写";
        public const string WhereItStands = "看原文";
        public const string InTheBody = "看正文的写法";
        public const string Differences = "差异";
        public const string DifferencesHint = "系统不改一个字。每处由您裁定，按下即保存，随时可以改。";
        public const string NoDifferences = "没有发现差异。";
        public const string Items = "事项";
        public const string EachFormByItself = "每张表单单独保存：写好一张，先按它的“先保存”或裁定，再写下一张。";
        public const string ItemsHint = "逐项核对，保存后再确认。没做完的会留着，下次接着做。";
        public const string OpensNothing = "这份文件没有新立的事项，下达时不立专题活动；它对在办事项的变更，请在“与在办事项比对”里逐条定。";
        public const string Note = "说明";
        public const string NoteNeeded = "（需写说明）";
        public const string Facts = "读出的要素";
        public const string ItemTitle = "事项名称";
        public const string Plan = "工作计划及进度安排（原文）";
        public const string Leaders = "责任领导";
        public const string Departments = "责任科室";
        public const string LeadDepartment = "牵头科室";
        public const string FirstNamed = "第一个列出的科室";
        public const string DeadlineWords = "期限原文";
        public const string NoDeadlineWords = "原文没有写期限";
        public const string DueOn = "办理时限";
        public const string MustConfirm = "请核对";
        public const string Standing = "长期坚持，不定期限";
        public const string Standard = "完成标准";
        public const string StandardHint = "做到什么样算完成？写得让验收的人能对着看。";
        public const string NotSet = "未定";
        public const string Points = "要点";
        public const string SaveRow = "先保存";
        public const string EditRow = "核对、修改这一项";
        public const string ConfirmRow = "确认本项";
        public const string Confirmed = "已确认";
        public const string Open = "待确认";
        public const string SameAs = "已有事项";
        public const string NotRuled = "待裁定";
        public const string Leads = "牵头";
        public const string UnknownName = "名册里没有这个名称";
        public const string ToItem = "看这件事项办得怎样";
        public const string Started = "由此展开";

        public static string Ruled(int part, int whole) => $"已裁定 {part}/{whole}";

        public static string ConfirmedCount(int part, int whole) => $"已确认 {part}/{whole}";

        public static string RuleAgain(string ruling) => $"改为{ruling}";

        public static string By(string who, DateTimeOffset at) => $"{who}，{Moment(at)}";

        public static string Target(DateOnly day, DateOnly today) => $"当天不上班，请在{Day(day, today)}当天或之前办完";

        public static string Difference(int number) => $"差异{number}";
    }

    public static class Campaign
    {
        public const string Host = "主办科室";
        public const string Notice = "依据";
        public const string Period = "起止";
        public const string Lamps = "事项状态";
        public const string Stages = "事项走到哪一步";
        public const string Bodies = "各科室还有多少";
        public const string BodiesHint = "按科室排序列出，不作排名。";
        public const string Body = "科室";
        public const string OpenItems = "未结";
        public const string Overdue = "其中逾期";
        public const string Gate = "进入下一步还差";
        public const string GateOpen = "下一步的条件都已具备。";
        public const string Inspectors = "验收人员";
        public const string NoInspectors = "还没有指定。";
        public const string Report = "总结报告";
        public const string ReportHint = "含全部事项台账和办理记录的校验值。";
        public const string Download = "下载总结报告";
        public const string ToLedger = "打开台账";
        public const string NoEnd = "未定";

        public static string Items(int count) => $"共{count}项";
    }

    public static class Ledger
    {
        public const string Title = "台账";
        public const string Empty = "台账还是空的";
        public const string EmptyHint = "公文印发或登记后，拆出的事项会列在这里。";
        public const string NothingFound = "没有符合条件的事项";
        public const string Filter = "筛选";
        public const string Campaign = "专题活动";
        public const string Body = "责任科室";
        public const string Person = "责任领导";
        public const string Stage = "环节";
        public const string Lamp = "状态";
        public const string Text = "关键词";
        public const string Sort = "排序";
        public const string All = "全部";
        public const string Press = "筛选";
        public const string Clear = "清除条件";
        public const string Number = "序号";
        public const string Item = "事项";
        public const string DueOn = "期限";
        public const string LastReport = "最近进展";
        public const string NoReport = "还没有报过进展";
        public const string Pages = "翻页";
        public const string Earlier = "上一页";
        public const string Later = "下一页";

        public static string Range(Paging paging) => $"第{paging.First}–{paging.Last}条，共{paging.Total}条";
    }

    public static class Item
    {
        public const string Source = "看原文";
        public const string Campaign = "所属活动";
        public const string Leaders = "责任领导";
        public const string Lead = "牵头科室";
        public const string Others = "配合科室";
        public const string DueOn = "办理时限";
        public const string Standing = "长期坚持";
        public const string Plan = "要做什么";
        public const string Standard = "做到什么算完成";
        public const string NoStandard = "还没有写完成标准。";
        public const string Points = "要点";
        public const string Branches = "各科室办到哪里";
        public const string LeadMark = "牵头";
        public const string OtherMark = "配合";
        public const string NoReport = "还没有报过进展。";
        public const string Issues = "缺口和问题";
        public const string FoundBy = "提出";
        public const string IssueDue = "限期";
        public const string NothingForMe = "这件事现在不用您办。";

        public static string Heading(string number) => $"第{number}项";

        public static string DeadlineWords(string words) => $"原文“{words}”";
    }

    public static class Inspection
    {
        public const string Title = "验收单";
        public const string Empty = "现在没有要您验收的事项";
        public const string EmptyHint = "被指定为验收人员后，要看的事项会列在这里，手机上也能办。";
        public const string Standard = "完成标准";
        public const string NoStandard = "没有写完成标准";
        public const string SelfRating = "自评";
        public const string NoSelfRating = "没有自评";
        public const string Reports = "科室报告和佐证";
        public const string NoReports = "没有报告";
        public const string Mine = "我的结论";
        public const string With = "同组";
        public const string Done = "已看";
        public const string ToDo = "待看";
        public const string ToItem = "看这件事项的全部经过";

        public static string Progress(int part, int whole) => $"已下结论 {part}/{whole}";
    }

    public static class Errors
    {
        public const string Reference = "编号";

        public static ErrorView For(int status, string? reference) => status switch
        {
            400 => new(status, "这一次没有收下。", "可能页面打开得太久，也可能填的内容不对。请重新打开刚才那一页再办一次；写好的文字可以先复制下来。", ToInbox, null),
            403 => new(status, "这件事不归您看或不归您办。", "如果应当由您办，请告诉办公室核对您的任职。", ToInbox, null),
            404 => new(status, "没有找到这个页面。", "可能地址抄错了，也可能这件事不归您看：要看的，请问办公室或经办的科室。", ToInbox, null),
            409 => new(status, "您打开之后，别人已经改过或办过了。", "这一次没有记下。请重新打开，看过最新情况再办。", ToInbox, null),
            413 => new(status, "文件太大了，没有收下。", "每个文件不超过 20 MB，一次总共不超过 60 MB；扫描件可以降低清晰度再传。", ToInbox, null),
            _ => new(status, "系统出了问题，不能确定刚才的操作是否记下。", "请打开该事项查看：已经记下的不用再办，没有记下的再办一次。还不行，把下面的编号告诉系统管理员。", ToInbox, reference),
        };

        private static Link ToInbox => new("回到我的待办", "/");
    }
}

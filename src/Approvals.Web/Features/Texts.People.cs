namespace Approvals.Web.Features;

/// <summary>人员与科室.</summary>
public static partial class Texts
{
    public static class People
    {
        public const string Title = "人员";
        public const string Hint = "谁在哪个科室担任什么，从哪天到哪天。换人不用改流程：等着办的事跟着岗位走。管全院的权限由安全管理员在“授权”里办。";
        public const string Bodies = "科室";
        public const string BodiesHint = "科室、支部、专班和外单位。改名以后，旧文里的旧名照样认得。";
        public const string Find = "查找";
        public const string FindHint = "姓名、科室";
        public const string Left = "包括已离任的";
        public const string None = "没有符合的人。";
        public const string NoPost = "没有任职";

        public const string Add = "增加人员";
        public const string AddPress = "增加";
        public const string Added = "已增加。登录账号请系统管理员开。";
        public const string Name = "姓名";
        public const string NameHint = "同名的请加注，如“王伟（外科）”。";
        public const string Body = "科室";
        public const string Role = "担任";
        public const string From = "从哪天起";
        public const string Until = "到哪天止（可不填）";
        public const string Succeeds = "接任：原来担任的一位到前一天为止（按下以后先列出姓名，再选是哪一位）";
        public const string After = "接谁的任？选中的这一位免去，别人不动";

        public const string Posts = "任职";
        public const string Past = "以前的任职";
        public const string Appoint = "增加任职";
        public const string AppointPress = "任职";
        public const string Appointed = "已登记任职。";
        public const string End = "免去";
        public const string Ended = "已登记免去。";
        public const string LastDay = "最后一天";

        public const string Nicknames = "别名";
        public const string NicknameHint = "公文里对他的其他叫法，如“王院长”。读公文时就认得。";
        public const string Nickname = "别名";
        public const string NicknamePress = "登记";
        public const string Named = "已登记别名。";

        public const string Leave = "离任";
        public const string LeaveHint = "调走、退休、辞职：所有任职到这一天为止，第二天起登录不了。";
        public const string LeavePress = "登记离任";
        public const string LeaveDone = "已登记离任。没有人接的事，首页会有系统告警。";
        public const string OnlyHe = "下面这些事现在只有他能办。离任后按流程转给接任的人；没有人接的，首页会提醒，请先任命接任的人或改派。";
        public const string NothingWaits = "现在没有只等他一个人办的事。";

        public const string Order = "排序";
        public const string OrderHint = "名单、会签、清单都按这个顺序排。";
        public const string Before = "排在谁的前面";
        public const string BeforeBody = "排在哪个科室前面";
        public const string OrderPress = "移动";
        public const string Moved = "已移动。";

        public const string BodyName = "名称";
        public const string Kind = "类别";
        public const string AnsweredBy = "由哪个科室归口汇总（集体名称才填）";
        public const string AddBody = "增加科室";
        public const string BodyAdded = "已增加。";
        public const string Rename = "改名";
        public const string NewName = "从今天起叫";
        public const string Renamed = "已改名，旧文里的旧名照样认得。";
        public const string Abolish = "撤销";
        public const string AbolishPress = "登记撤销";
        public const string AbolishHint = "撤销以后，不能再任职、再分办，清单里也认不出它；以前的事照旧看得到。";
        public const string Restore = "恢复";
        public const string Restored = "已恢复。";
        public const string NotAbolished = "这个科室没有撤销，不用恢复。";
        public const string AnswerPress = "保存归口";
        public const string Answered = "已保存归口。";
        public const string Itself = "自己办";
        public const string Change = "修改";

        public const string MayNot = "人员和科室由办公室管理，您不能改。";
        public const string NameMissing = "请写姓名，不超过30个字。";
        public const string PostIncomplete = "请选科室和担任什么，填从哪天起。";
        public const string NotBackwards = "起始日不能早于今天：过去的日子里谁任什么职，不能再改。";
        public const string EndsBefore = "截止日早于起始日，请改。";
        public const string NoBody = "那一天没有这个科室，请重新选。";
        public const string HoldsIt = "这几天他已担任这个职务，不用再登记。";
        public const string NoSuchPost = "没有可以免去的任职，可能已经免去了，请刷新再看。";
        public const string DayMissing = "请填最后一天。";
        public const string LastNotBackwards = "最后一天不能早于昨天：过去的日子里谁任什么职，不能再改。";
        public const string ChooseBefore = "还没有登记：请在下面选接谁的任，再按一次。";
        public const string NobodyBefore = "那一天没有别人担任这个职务，不用勾选“接任”，没有登记。";
        public const string NotOneself = "自己离任请办公室另一位同事登记。";
        public const string NicknameMissing = "请写别名，不超过30个字。";
        public const string ChooseSomebody = "请选排在谁的前面。";
        public const string ChooseBody = "请选排在哪个科室前面。";
        public const string BodyNameMissing = "请写科室名称，不超过60个字。";
        public const string KindMissing = "请选类别。";
        public const string AnswersInCircle = "归口的科室不能又归口到它自己，请重新选。";

        public static string NameTaken(string name) => $"本单位已有“{name}”，同名的请在姓名后加注，如“{name}（外科）”。";

        public static string IsHisName(string name) => $"“{name}”就是他的姓名，不用登记别名。";

        public static string IsAnothersName(string name) => $"“{name}”是本单位另一位同事的姓名，不能作别名：公文里写到，指的是他本人。";

        public static string IsAnothersNickname(string word, string person) =>
            $"“{word}”已经是{person}的别名，没有登记。要改给别人，请先在“本单位的叫法”里去掉。";

        public static string BodyNameTaken(string name) => $"已有科室叫“{name}”，请换一个名称。";

        public static string AloneIn(IEnumerable<string> posts) =>
            $"只有他一人担任：{Join(posts)}。离任以后没有人能办，请先任命接任的人；管全院的，请安全管理员先授权给别人。";

        public static string LeadsItems(int count) => $"他是 {count} 件在办事项的责任领导：离任以后，这些事项要由接任的人或办公室接着管。";

        public static string LeavingBy(DateOnly last) => $"将离任：到{FullDay(last)}为止";

        public static string BodyNameFormer(string name, string now) =>
            $"“{name}”是“{now}”的曾用名或别名，旧文里写的还是它，请换一个名称。";

        public static string BodyNameAbolished(string name, string abolished, bool restorable) => restorable
            ? $"“{name}”是已撤销的“{abolished}”的名称：要重新设立，请在这一页最下面恢复它；不是同一个科室的，请换一个名称。"
            : $"“{name}”是已撤销的“{abolished}”的名称，旧文里写的还是它，请换一个名称。";

        public static string Abolished(DateOnly last, DateOnly today) =>
            $"已登记撤销，到{FullDay(last)}为止。撤错了，最迟到{FullDay(last.AddDays(1))}，"
            + (last < today ? "在这一页最下面按“恢复”。" : "在它的“修改”里按“恢复”。");

        public static string AbolishedLongAgo(string name, DateOnly last) =>
            $"没有恢复：“{name}”到{FullDay(last)}就撤销了，恢复会改写后来没有它的那些日子。要重新设立，请另加一个科室，名称与它不同。";

        public static string AbolishSure(string name) => $"撤销{name}";

        public static string AbolishedOnes(int count) => $"已撤销的（{count}）";

        public static string AnswerSure(int people) => $"有{people}人任职，仍然由它归口";

        public static string AnswerAsks(string body, int people, string answering) =>
            $"没有保存：“{body}”有{people}人任职，归口以后分给它的事都由“{answering}”办。要这样办，请勾选“仍然由它归口”再按。";

        /// <summary>For the trail.</summary>
        public static string AnswerTold(string body, string? answering) => answering is null ? $"{body}自己办" : $"{body}由{answering}归口";

        public static string BodyStillHeld(string name) => $"“{name}”还有人任职，请先免去，再登记撤销。";

        public static string WideRole(string title) => $"“{title}”带有管全院的权限，请安全管理员在“授权”里办。";

        public static string FromDay(DateOnly from, DateOnly? until, string? before) =>
            $"，{FullDay(from)}起{(until is { } last ? $"到{FullDay(last)}" : "")}{(before is null ? "" : $"，接{before}的任")}";

        /// <summary>Of him whom another comes after.</summary>
        public static string Succeeded(DateOnly last, string name) => $"，到{FullDay(last)}为止，由{name}接任";

        public static string AlsoEnded(string done, string before, DateOnly from) => $"{done}{before}的这项任职到{FullDay(from.AddDays(-1))}为止。";

        /// <summary>顾明溪，到2021年6月1日为止.</summary>
        public static string WouldEnd(string name, DateOnly from) => $"{name}，到{FullDay(from.AddDays(-1))}为止";

        public static string UntilDay(DateOnly? last) => last is { } day ? $"，到{FullDay(day)}为止" : "";

        public static string Days(DateOnly from, DateOnly? until, DateOnly today) =>
            (from > today ? $"{FullDay(from)}起任" : $"{FullDay(from)}起") + (until is { } last ? $"，到{FullDay(last)}" : "");

        public static string Waiting(int count) => $"只等他办的事 {count} 件";

        public static string Former(IEnumerable<string> names) => $"又名、曾用名：{string.Join('、', names)}";

        public static string Manned(string? answeredBy, int people) =>
            answeredBy is not null ? $"由{answeredBy}归口汇总" : people == 0 ? "没有人" : Count(people);

        public static string ExistsUntil(DateOnly last) => $"到{FullDay(last)}为止";

        public static string Count(int people) => $"{people} 人";
    }
}

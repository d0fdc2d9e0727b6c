using System.Collections.Immutable;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features;

/// <summary>账号.</summary>
public static partial class Texts
{
    public static class Accounts
    {
        public const string Title = "账号";
        public const string Hint = "系统管理员开账号、停用、解锁、重发初始密码；每一步都记入操作留痕。谁能办什么由任职和授权决定，不在这里。";
        public const string None = "没有这样的账号。";
        public const string Open = "开账号";
        public const string OpenPress = "开账号";
        public const string WithoutHint = "这些人有任职，没有能用的职工账号，登录不了。点姓名给他开。";
        public const string Person = "本人";
        public const string Kind = "种类";
        public const string StateTitle = "状态";
        public const string Seen = "最近使用";
        public const string Never = "还没有登录过";
        public const string HaveNone = "还没有账号";
        public const string HaveOne = "已有账号";
        public const string DevicesTitle = "设备";
        public const string HasFactor = "已启用";
        public const string FirstHint = "只显示这一次：请当面或电话告诉本人，不要发在群里。本人第一次登录要先换成自己的密码。";
        public const string WaitsHint = "这是三员的账号：还要由安全管理员或审计管理员在“待确认”里确认，才能登录。";
        public const string Waits = "待确认";
        public const string WaitsTitle = "待确认的三员账号";
        public const string WaitsSum = "系统管理员开了三员的账号，或者重发了密码、换了登录方式，要由另一位管理员确认才能用。下面列出上次确认以来办过的每一件事：请逐件向本人核实；不是本人请办的，不要确认：马上告诉审计管理员，请系统管理员停用这个账号。";
        public const string NothingWaits = "没有等您确认的账号。";
        public const string Confirm = "已核实，确认";
        public const string Confirmed = "已确认，可以登录了。";
        public const string NotConfirmed = "没有确认：这个账号是您自己的，或者已经有人确认。";
        public const string NobodyConfirms = "另两员里现在没有人能确认，没有更改：先等待确认的确认完。";
        public const string Keep = "管理";
        public const string KeepHint = "重发初始密码、停用，都会让它在所有设备上退出。";
        public const string Unlock = "解锁";
        public const string Close = "停用";
        public const string Reopen = "恢复使用";
        public const string FirstPassword = "重发初始密码";
        public const string ResetFactor = "重置两步验证";
        public const string SignOut = "退出全部设备";
        public const string FirstPasswordHint = "现在的密码马上作废，其他登录方式解除，所有设备退出；新的初始密码只显示一次。";
        public const string ResetFactorHint = "手机和恢复码都丢了才重置：以后登录只要密码，由本人自己再启用。请先核实是本人。";
        public const string SignOutHint = "本人在所有电脑和手机上都要重新登录，没有办完的会中断。";
        public const string CloseHint = "停用以后本人登录不了，所有设备退出；以后可以恢复使用。";
        public const string TieTitle = "本人与手机号";
        public const string TiePress = "保存";
        public const string PersonHint = "还没有人登录过，可以改；用过的账号只能停用，另开一个。";
        public const string Phone = "手机号";
        public const string PhoneHint = "只用来对上钉钉、飞书等身份，可不填。";
        public const string ProviderHint = "一般由本人在“我的账号”里绑定；本人不便时，按对方系统里的身份号代为绑定。";
        public const string Subject = "身份号";

        public const string LoginHint = "小写字母开头，只用小写字母、数字、点和短横，二到四十个字，如 zhang.wei。";

        public const string Incomplete = "请选本人，填登录名，选种类，没有开账号。";
        public const string LoginSpelling = "登录名要以小写字母开头，只能用小写字母、数字、点和短横，两到四十个字，不能以 setup- 开头，没有开账号。";
        public const string HasOne = "本人已有这样的账号：一个人只有一个职工账号，最多是三员中的一员，没有更改。";
        public const string HoldsWide = "本人现在有管全院的授权，或者正代有授权的人办理，不能再做三员：先由安全管理员收回，没有更改。";
        public const string NotOwn = "自己的账号自己不能管理，请另一位系统管理员来办。";
        public const string NoLonger = "您的账号刚刚被停用，没有更改。";
        public const string NoFactor = "这个账号没有启用两步验证，没有更改。";
        public const string Used = "这个账号已经有人用过，不能改给别人：请停用它，另开一个。";
        public const string PhoneSpelling = "手机号应当是五到十五位数字，没有更改。";
        public const string PhoneTaken = "这个手机号已在另一个账号上，没有更改。";
        public const string NoSubject = "请填对方系统里的身份号，没有绑定。";
        public const string SubjectTaken = "没有绑定：这个身份已经绑定在一个账号上，或者这个账号已绑定了另一个。";
        public const string NotTied = "没有绑定，不用解除。";

        public const string Closed = "已停用，所有设备都已退出。";
        public const string Reopened = "已恢复使用。";
        public const string Unlocked = "已解锁，现在可以登录。";
        public const string FactorReset = "两步验证已重置，下次登录只要密码。";
        public const string SignedOut = "所有设备都已退出。";
        public const string Tied = "已保存。";

        public static ImmutableArray<Choice> Kinds { get; } =
        [
            .. AccountKinds.Administrators.Prepend(AccountKind.Member)
                .Select(kind => new Choice(AccountKinds.Spelling(kind), Administrators.Of(kind))),
        ];

        public static string Of(string person) => $"{person}的账号";

        public static string Sure(string what) => $"确认{what}";

        /// <summary>2021-06-08 09:05:07，乔安澜：重发初始密码（…）.</summary>
        public static string Act(Trails.AccountLine line) =>
            $"{Trail.At(line.At)}，{line.By ?? Trail.Program}：{Trail.Of(line.Act)}{(line.Details.Length > 0 ? $"（{line.Details}）" : "")}";

        public static string Of(Confirming confirmed) => confirmed switch
        {
            Confirming.Done => Confirmed,
            Confirming.ActedMeanwhile => "没有确认：您打开之后，这个账号又有新的改动，请看过再确认。",
            _ => NotConfirmed,
        };

        public static string Without(int count) => $"有任职、没有账号的 {count} 人";

        public static string WaitingCount(int count) => $"，{count} 个等您确认";

        public static string ConfirmOf(string person) => $"确认{person}的账号";

        public static string FirstOf(string login) => $"{login} 的初始密码";

        public static string LoginTaken(string login) => $"登录名“{login}”已有人用，请换一个，没有开账号。";

        public static string LastOf(AccountKind kind) => $"这是最后一个{Administrators.Of(kind)}，不能停用：先另开一个，没有更改。";

        public static string Devices(int open) => open == 0 ? Texts.None : $"{open}台没有退出";

        public static string SubjectOf(string provider) => $"{provider}的身份号";

        /// <summary>For the trail: enough to know it again.</summary>
        public static string PhoneEnd(string? phone) => phone is null ? "清空" : $"尾号{phone[^4..]}";

        public static (string Word, bool Good) State(AccountRow row) => row switch
        {
            { Closed: true } => ("停用", false),
            { Waits: true } => (Waits, false),
            { Locked: true } => ("锁定", false),
            { Serves: false } => ("没有任职", false),
            { MustChange: true } => ("等本人换密码", false),
            _ => ("正常", true),
        };
    }
}

namespace Approvals.Web.Features;

/// <summary>The door (登录) and one's own account (我的账号).</summary>
public static partial class Texts
{
    public static class Doors
    {
        public const string NoEntry = "这个账号现在不能使用：已停用，或者本人没有任职，或者还等另一位管理员确认。请找本单位系统管理员。";
        public const string Or = "或者";
        public const string Expired = "这一步等得太久，请从头登录。";
        public const string Lost = "登录已过期，刚才那一步没有办成。请重新登录，会回到原来的页面再办一次。";
        public const string DraftBack = "上次填了没有办成的内容已经放回来了，请看过再按；附件要重新选。";

        public static string With(string provider) => $"用{provider}登录";

        public static string Failed(string provider) => $"没有从{provider}登录成功，请再试一次；还不行，请用登录名和密码登录。";

        public static string Unbound(string provider) =>
            $"这个{provider}身份没有对应的账号：请先用登录名和密码登录，再到“我的账号”绑定。";
    }

    public static class Passwords
    {
        public const string Title = "密码";
        public const string FirstTitle = "请先换一个自己的密码";
        public const string FirstHint = "您用的是别人给的初始密码。换成只有自己知道的密码，才能继续。";
        public const string Hint = "至少十二个字；几个不相干的词连起来，好记又难猜。改了以后，别的设备上要重新登录。";
        public const string Old = "原密码";
        public const string FirstOld = "初始密码";
        public const string New = "新密码";
        public const string Again = "再输一遍新密码";
        public const string Change = "更改密码";
        public const string Changed = "密码已更改，别的设备都已退出。";
        public const string Short = "新密码至少要有十二个字，没有更改。";
        public const string Long = "新密码不能超过二百个字，没有更改。";
        public const string Differ = "两次输入的新密码不一样，没有更改。";
        public const string Same = "新密码和原密码一样，没有更改。";
        public const string Common = "新密码里大半是很多人都在用的密码，容易被猜到，没有更改。";
        public const string Own = "新密码里大半是您的登录名、姓名或单位名，容易被猜到，没有更改。";
        public const string Run = "新密码里大半是连续、重复的字或日期，容易被猜到，没有更改。";
    }

    public static class Devices
    {
        public const string Title = "登录过的设备";
        public const string Hint = "有不认识的，让它退出，再改密码。";
        public const string Unknown = "不认识的浏览器";
        public const string UnknownAddress = "地址不详";
        public const string This = "本机";
        public const string End = "让它退出";
        public const string EndOthers = "其他设备都退出";
        public const string Ended = "已退出，那台设备下一次打开就要重新登录。";
        public const string OthersEnded = "其他设备都已退出。";
        public const string Past = "已退出的";

        public static string Begun(DateTimeOffset at) => $"{Moment(at)} 登录";

        public static string Seen(DateTimeOffset at) => $"最近使用 {Moment(at)}";

        public static string By(string provider) => $"用{provider}登录";
    }

    public static class SecondFactor
    {
        public const string Title = "两步验证";
        public const string Why = "登录时除了密码，再输手机上每半分钟一换的六位数字：密码被人知道了，别人也进不来。";
        public const string None = "没有启用。";
        public const string Begin = "启用";
        public const string Manage = "管理";
        public const string Scan = "用手机上的验证器（各手机应用商店都有，微信小程序也有）扫这张图，或者手工输入密钥。";
        public const string Picture = "两步验证的二维码";
        public const string Secret = "密钥";
        public const string Code = "验证器上的六位数字";
        public const string CodeOrRecovery = "六位数字，或一个恢复码";
        public const string TakeUp = "确认启用";
        public const string NotTakenUp = "这六位数字不对，没有启用。请等验证器换了数字再输；总是不对，请看手机的时间准不准。";
        public const string TakenUp = "已启用两步验证。";
        public const string Renewed = "恢复码已更换，以前的都不能再用。";
        public const string Codes = "恢复码";
        public const string CodesHint = "手机不在身边时，用一个恢复码代替六位数字，每个只能用一次。只显示这一次：请抄下或打印，收在稳妥的地方。";
        public const string CodesKept = "已收好，回到我的账号";
        public const string Renew = "换一批恢复码";
        public const string Off = "停用两步验证";
        public const string OffHint = "停用或换恢复码，都要再输一次验证器上的六位数字，或一个恢复码。";
        public const string TurnedOff = "两步验证已停用。";
        public const string WrongCode = "这个数字不对或者已经用过，请等验证器换了数字再输。连续输错五次，锁定十分钟。";
        public const string LockedNow = "输错太多次，这个账号已经锁定，现在输对了也进不去：请十分钟后再试，或请系统管理员解锁。";
        public const string TooLate = "等得太久，请从头登录。";
        public const string StepTitle = "再输六位数字";
        public const string StepHint = "请打开手机上的验证器，输入现在的六位数字；手机不在身边，输入一个恢复码。";
        public const string Press = "登录";
        public const string StartAgain = "从头登录";

        public static string On(DateTimeOffset since) => $"{Moment(since)} 启用。";

        public static string Left(int count) => count == 0 ? "恢复码已用完，请换一批。" : $"恢复码还有{count}个没用。";
    }

    public static class Providers
    {
        public const string Title = "其他登录方式";
        public const string Hint = "绑定以后，可以不输密码登录。";
        public const string Bind = "绑定";
        public const string Unbind = "解除绑定";
        public const string Unbound = "已解除绑定。";
        public const string Bound = "已绑定。";
        public const string NotBound = "没有绑定：它已经绑定在一个账号上，或者您已绑定了另一个，请先解除。";
        public const string Confirm = "确认绑定";
        public const string Decline = "不绑定";
        public const string Password = "您账号的密码";
        public const string PasswordHint = "多一种登录方式，先证明是您本人。不知道密码的，请系统管理员重发初始密码。";
        public const string WrongPassword = "密码不对，没有绑定。连续输错五次，锁定十分钟。";

        public static string BindTitle(string provider) => $"绑定{provider}";

        public static string Ask(string provider, string name) => $"把{provider}的“{name}”绑定到您的账号？";

        public static string AskHint(string provider) => $"绑定以后，谁能用这个{provider}身份登录，谁就能用您的账号。不是您本人的，请不要绑定。";

        public static string Row(string name, DateTimeOffset at) => $"{name}，{Moment(at)} 绑定";
    }

    public static class MyAccount
    {
        public const string Title = "我的账号";
        public const string Login = "登录名";
        public const string Person = "姓名";
        public const string Posts = "任职";
        public const string Kept = "管理员对您的账号办过的事";
        public const string KeptHint = "不是您请他办的，请马上改密码，并告诉审计管理员。";
        public const string Back = "回到我的账号";
    }
}

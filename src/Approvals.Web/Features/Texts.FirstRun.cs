namespace Approvals.Web.Features;

/// <summary>首次设置.</summary>
public static partial class Texts
{
    public static class FirstRun
    {
        /// <summary>Of a unit that was never named; the page of the first run names it.</summary>
        public const string Unnamed = "（未命名的单位）";

        public const string Title = "首次设置";
        public const string Hint = "设立三员，各管一件事，互不兼任。交接以后，这个首次设置账号永久停用。";
        public const string Unit = "单位";
        public const string UnitName = "单位全称";
        public const string ShortName = "简称";
        public const string Name = "姓名";
        public const string Begin = "科室和人员";
        public const string BeginHint = "上传单位文件；或者先设办公室和它的第一位工作人员，其余的科室和人员由他登录后在“科室”“人员”里加。";
        public const string File = "单位文件";
        public const string FileHint = "一份文本文件，写明科室、人员、任职、发文代字，也可以写三员：可以下载样例照着改。传了文件，下面三格不用填，单位名称以文件为准。";
        public const string Office = "办公室";
        public const string OfficeHint = "科室全称，如“党政综合办公室”。";
        public const string Clerk = "办公室工作人员姓名";
        public const string ClerkLogin = "办公室工作人员登录名";
        public const string Example = "下载单位文件样例";
        public const string ExampleFile = "单位文件样例.txt";
        public const string Press = "下一步：核对";
        public const string CheckTitle = "请核对，还没有交接";
        public const string CheckHint = "姓名和登录名都对，再按“设立三员并交接”：交接以后，这个首次设置账号永久停用，改不回来。";
        public const string Sure = "都对，设立三员并交接";
        public const string Edit = "回去改";
        public const string Lost = "这一页关掉以后再也打不开。初始密码丢了：三员的，在服务器上运行下面的命令重发；工作人员的，请系统管理员在“账号”里重发。";
        public const string DoneTitle = "已交接";
        public const string DoneHint = "首次设置账号已停用。下面的初始密码只显示这一次，请分别交给本人；第一次登录要先换成自己的密码。";
        public const string ToSignIn = "去登录";

        public const string Incomplete = "三员的姓名和登录名都要填，没有交接。";
        public const string NoUnit = "请填单位全称和简称，没有交接。";
        public const string TooLong = "名称不能超过一百个字，没有交接。";
        public const string ThreePeople = "三员必须是三个人，没有交接。";
        public const string LoginTaken = "登录名已有人用，或者写重了，请换一个，没有交接。";
        public const string NoBeginning = "请上传单位文件，或者填办公室和它的一位工作人员：没有人，就没有人能再加人，没有交接。";
        public const string ClerkIsAdministrator = "三员不办公务：办公室的工作人员要是另一个人，没有交接。";
        public const string FileTooLarge = "单位文件不能超过 2 MB，没有交接。";
        public const string FileIsEmpty = "单位文件里要有科室（bodies）和人员（people），没有交接。";
        public const string Over = "已经交接过了，首次设置只能做一次。";

        public static string WrongFile(IReadOnlyCollection<string> faults, int count) =>
            $"单位文件有{count}处不对，请改好再传，没有交接：{string.Join("；", faults)}{(faults.Count < count ? "；改好这些再看其余的" : "")}";

        public static string Carried(string? name) => $"已带上“{name}”，不再选就用它。";

        public static string Counted(string? name, int bodies, int people) => $"{name}：{bodies} 个科室，{people} 人";

        public static string By(string login) => $"（登录名 {login}）";

        public static string ShortNameTaken(string shortName) => $"已有简称“{shortName}”的单位，请换一个简称，没有交接。";

        public static string LoginSpelling(string login) =>
            $"登录名“{login}”要以小写字母开头，只能用小写字母、数字、点和短横，两到四十个字，不能以 setup- 开头，没有交接。";

        public static string Several(string name) => $"本单位有几位“{name}”，分不清是哪一位：请先设别人，以后由系统管理员给他开账号，没有交接。";

        public static string HoldsWide(string name) => $"“{name}”现在有管全院的权限，不能做三员，没有交接。";

        public static string Keeps(Identity.AccountKind kind) => kind switch
        {
            Identity.AccountKind.System => "管账号：开、停、解锁、重发初始密码",
            Identity.AccountKind.Security => "管授权：管全院的权限给谁、到哪天",
            _ => "看留痕：谁在什么时候做了什么",
        };

        public static string FirstPasswordOnly(string unit, string login) =>
            $"{unit}的系统管理员现在用的还是初始密码；密码丢了，在这台服务器上运行：approvals first-password {login}";

        /// <summary>What the start prints.</summary>
        public static IEnumerable<string> Introduce(string unit, string login, string password) =>
        [
            $"{unit}还没有系统、安全、审计三员。首次设置：用 {login} 登录，密码 {password}",
            "  （交接以前，每次启动换一个密码；交接以后，这个账号永久停用）",
        ];
    }
}

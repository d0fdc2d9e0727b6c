namespace Approvals.Web.Features;

/// <summary>救急: a first password at the machine itself.</summary>
public static partial class Texts
{
    public static class Rescue
    {
        public const string Command = "approvals first-password 登录名";
        public const string AtTheMachine = "在服务器上用命令";

        public static string Unknown(string login) => $"没有登录名叫“{login}”的账号，什么也没有改。";

        public static string SetUp(string login) => $"“{login}”是首次设置的账号：还没有交接的，重新启动程序就有新密码；已经交接的，永久停用了。什么也没有改。";

        public static string Member(string login) => $"“{login}”是职工账号：请系统管理员在“账号”里重发初始密码。什么也没有改。";

        public static string Closed(string login) => $"“{login}”已停用：请另一位系统管理员先恢复使用。什么也没有改。";

        public static IEnumerable<string> Given(string login, string first, bool factorGone, bool confirmed) =>
        [
            $"{login} 的初始密码：{first}",
            "只显示这一次，请交给本人；第一次登录要先换成自己的密码。在所有设备上的登录已退出，其他登录方式已解除。",
            .. confirmed ? ["这个账号原来等人确认，已在这里一并确认，留痕里有。"] : Array.Empty<string>(),
            .. factorGone ? ["两步验证已重置。"] : Array.Empty<string>(),
        ];
    }
}

namespace Approvals.Web.Features;

/// <summary>账号 and 授权.</summary>
public static partial class Texts
{
    public static class Accounts
    {
        public const string Title = "账号";
    }

    public static class Rights
    {
        public const string Title = "授权";
    }
}

using System.Diagnostics;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Errors;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features;

/// <summary>三员分立: accounts, rights and the first run.</summary>
public static partial class Texts
{
    public static class Administrators
    {
        public const string NoDocument = "三员的账号不看公文，也不办事项。";

        public static string Of(AccountKind kind) => kind switch
        {
            AccountKind.Member => "职工",
            AccountKind.System => "系统管理员",
            AccountKind.Security => "安全管理员",
            AccountKind.Audit => "审计管理员",
            AccountKind.SetUp => "首次设置",
            _ => throw new UnreachableException(),
        };

        public static Link Home(AccountKind kind) => new("回到首页", AccountKinds.HomeOf(kind));

        public static ErrorView Closed(string sentence) =>
            new(403, sentence, "系统管理员管账号，安全管理员管授权，审计管理员看留痕；办理公文请用本人的职工账号。", new Link("回到首页", "/"), null);
    }
}

namespace Approvals.Web.Features.Identity;

/// <summary>What an account is for. It is said when the account is opened and never changes: no account is two of these.</summary>
public enum AccountKind
{
    /// <summary>职工: sees and does what the posts of its person give.</summary>
    Member,

    /// <summary>系统管理员: keeps accounts. Of the three administrators (三员) none reads a document or acts in a case.</summary>
    System,

    /// <summary>安全管理员: keeps rights.</summary>
    Security,

    /// <summary>审计管理员: reads the trail.</summary>
    Audit,

    /// <summary>首次设置: nobody's; makes the three and is closed for ever.</summary>
    SetUp,
}

internal static class AccountKinds
{
    private static readonly string[] Spellings = ["member", "system", "security", "audit", "set-up"];

    /// <summary>三员.</summary>
    public static IReadOnlyList<AccountKind> Administrators { get; } = [AccountKind.System, AccountKind.Security, AccountKind.Audit];

    /// <summary>As the store writes it.</summary>
    public static string Spelling(AccountKind kind) => Spellings[(int)kind];

    /// <summary>As the store has it.</summary>
    public static AccountKind Of(string spelling) =>
        Parse(spelling) ?? throw new InvalidOperationException($"An account of the kind {spelling}.");

    /// <summary>Null: it is none of them.</summary>
    public static AccountKind? Parse(string? spelling) =>
        Array.IndexOf(Spellings, spelling) is >= 0 and var at ? (AccountKind)at : null;

    /// <summary>Where the bearer of such an account begins.</summary>
    public static string HomeOf(AccountKind kind) => kind switch
    {
        AccountKind.System => "/accounts",
        AccountKind.Security => "/rights",
        AccountKind.Audit => "/trail",
        AccountKind.SetUp => "/set-up",
        _ => "/",
    };
}

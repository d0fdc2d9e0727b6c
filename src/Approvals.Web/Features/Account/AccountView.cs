using System.Collections.Immutable;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Account;

/// <summary>我的账号.</summary>
/// <param name="Posts">As words: 护理部 负责人.</param>
/// <param name="Factor">When it was taken up and what is left of the recovery codes; null: none.</param>
public sealed record AccountView(
    string Login, string Person, ImmutableArray<string> Posts, ImmutableArray<DeviceLine> Devices, string? Factor,
    ImmutableArray<ProviderLine> Providers)
{
    /// <summary>What others did with it, the latest first.</summary>
    public ImmutableArray<string> Kept { get; init; } = [];

    /// <summary>Why the password was not changed.</summary>
    public string? PasswordProblem { get; init; }

    /// <summary>What else did not work.</summary>
    public string? Problem { get; init; }
}

/// <param name="Here">The one that looks at the page.</param>
/// <param name="Open">It can still be used, and be ended.</param>
public sealed record DeviceLine(long Id, string Browser, string Address, string? By, string Begun, string Seen, bool Here, bool Open);

/// <param name="Bound">Name and day; null: not bound.</param>
public sealed record ProviderLine(string Id, string Title, string? Bound);

/// <summary>两步验证: taking it up, or what can be done with it.</summary>
/// <param name="Offer">Null: it is taken up already.</param>
public sealed record FactorView(FactorOffer? Offer, string? State)
{
    public string? Problem { get; init; }

    /// <summary>What was done, where codes are shown.</summary>
    public string? Done { get; init; }

    /// <summary>Shown this once; empty otherwise.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];
}

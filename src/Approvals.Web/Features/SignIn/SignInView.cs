using System.Collections.Immutable;

namespace Approvals.Web.Features.SignIn;

/// <param name="Account">What was typed before; empty at first.</param>
/// <param name="Problem">One sentence; it never tells whether the account exists.</param>
/// <param name="Back">Relative address to return to after signing in.</param>
public sealed record SignInView(string Account, string? Problem, string Back)
{
    /// <summary>Other ways in.</summary>
    public ImmutableArray<ProviderDoor> Providers { get; init; } = [];
}

/// <param name="Words">用钉钉登录.</param>
public sealed record ProviderDoor(string Words, string Href);

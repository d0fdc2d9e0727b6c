namespace Approvals.Web.Features.SignIn;

/// <param name="Account">What was typed before; empty at first.</param>
/// <param name="Problem">One sentence; it never tells whether the account exists.</param>
/// <param name="Back">Relative address to return to after signing in.</param>
public sealed record SignInView(string Account, string? Problem, string Back);

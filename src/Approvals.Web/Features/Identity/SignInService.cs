using System.Security.Claims;
using Approvals.Engine;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Approvals.Web.Features.Identity;

/// <summary>What became of a sign-in or of a new password.</summary>
public abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    /// <param name="MustChange">The password was given by somebody else: the next page asks for a new one.</param>
    public sealed record Accepted(ClaimsPrincipal Principal, bool MustChange) : SignInAnswer;

    /// <param name="Sentence">The same whether the login, the password or the time is wrong: it tells a stranger nothing.</param>
    public sealed record Refused(string Sentence) : SignInAnswer;
}

/// <summary>Local accounts: ASP.NET Core's hasher, locked for ten minutes after five wrong passwords.</summary>
public sealed class SignInService
{
    public const string Sentence = "登录名或密码不对。同一账号连续输错五次，锁定十分钟。";
    public const string WrongOldPassword = "原密码不对，没有更改。";
    public const string ShortPassword = "新密码至少要有十二个字，没有更改。";

    private const int Allowed = 5;
    private const int Shortest = 12;
    private const int Longest = 200;

    private static readonly TimeSpan Locked = TimeSpan.FromMinutes(10);

    private static readonly FoundAccount NoAccount = new(0, 0, 0, null, Locked: false);

    /// <summary>What an unknown login is compared with, so that it takes the same time as a known one.</summary>
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<FoundAccount>().HashPassword(NoAccount, "-"));

    private readonly AccountStore _accounts;
    private readonly PasswordHasher<FoundAccount> _hasher;

    internal SignInService(AccountStore accounts, PasswordHasher<FoundAccount> hasher) =>
        (_accounts, _hasher) = (accounts, hasher);

    public async Task<SignInAnswer> SignInAsync(string? login, string? password, CancellationToken cancellation)
    {
        var found = await _accounts.FindAsync((login ?? "").Trim().ToLowerInvariant(), cancellation);
        // A hash is computed whatever was found; a long password must not buy more work than a short one.
        var given = password is { Length: > 0 and <= Longest } ? password : "";
        var compared = found is { PasswordHash: { } hash, Locked: false }
            && await _accounts.CountAttemptAsync(found, Allowed, Locked, cancellation)
                ? hash
                : null;
        var verdict = _hasher.VerifyHashedPassword(found ?? NoAccount, compared ?? Nobody.Value, given);
        if (found is null || compared is null || verdict == PasswordVerificationResult.Failed)
        {
            return new SignInAnswer.Refused(Sentence);
        }

        var rehashed = verdict == PasswordVerificationResult.SuccessRehashNeeded ? _hasher.HashPassword(found, given) : null;
        var (stamp, mustChange) = await _accounts.AcceptAsync(found, rehashed, cancellation);
        return new SignInAnswer.Accepted(
            Claimed.Principal(new UnitId(found.UnitId), new PersonId(found.PersonId), found.AccountId, stamp), mustChange);
    }

    /// <summary>Ends every other session of the account; the answer's principal begins a new one.</summary>
    public async Task<SignInAnswer> ChangePasswordAsync(
        CurrentUser user, string? old, string? @new, CancellationToken cancellation)
    {
        if (await SignInAsync(user.Login, old, cancellation) is not SignInAnswer.Accepted)
        {
            return new SignInAnswer.Refused(WrongOldPassword);
        }

        if (@new is not { Length: >= Shortest and <= Longest })
        {
            return new SignInAnswer.Refused(ShortPassword);
        }

        var stamp = await _accounts.SetPasswordAsync(
            user.Unit.Id, user.AccountId, _hasher.HashPassword(NoAccount, @new), cancellation);
        return new SignInAnswer.Accepted(
            Claimed.Principal(user.Unit.Id, user.Person.Id, user.AccountId, stamp), MustChange: false);
    }

    internal string Hash(string password) => _hasher.HashPassword(NoAccount, password);
}

/// <summary>What the cookie says of its bearer: numbers only.</summary>
internal static class Claimed
{
    private const string UnitClaim = "unit_id";
    private const string PersonClaim = "person_id";
    private const string AccountClaim = "account_id";
    private const string StampClaim = "stamp";

    public static ClaimsPrincipal Principal(UnitId unit, PersonId person, int account, int stamp) =>
        new(new ClaimsIdentity(
            [
                new(UnitClaim, unit.Value.ToString()),
                new(PersonClaim, person.Value.ToString()),
                new(AccountClaim, account.ToString()),
                new(StampClaim, stamp.ToString()),
                // Form tokens are bound to this one: the same account id stands in every unit.
                new(ClaimTypes.NameIdentifier, $"{unit.Value}/{account}"),
            ],
            CookieAuthenticationDefaults.AuthenticationScheme));

    public static (UnitId Unit, PersonId Person, int Account, int Stamp)? Read(ClaimsPrincipal principal) =>
        Number(principal, UnitClaim) is { } unit && Number(principal, PersonClaim) is { } person
        && Number(principal, AccountClaim) is { } account && Number(principal, StampClaim) is { } stamp
            ? (new UnitId(unit), new PersonId(person), account, stamp)
            : null;

    private static int? Number(ClaimsPrincipal principal, string claim) =>
        int.TryParse(principal.FindFirstValue(claim), out var number) ? number : null;
}

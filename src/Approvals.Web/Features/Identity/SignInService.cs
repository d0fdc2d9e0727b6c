using System.Security.Claims;
using Approvals.Engine;
using Microsoft.AspNetCore.Identity;

namespace Approvals.Web.Features.Identity;

/// <summary>What became of a sign-in.</summary>
public abstract record SignInAnswer
{
    private SignInAnswer()
    {
    }

    /// <summary>A session has begun; its cookie is to be given.</summary>
    public sealed record Accepted(ClaimsPrincipal Principal) : SignInAnswer;

    /// <summary>So far all was right; a code of the second factor is asked for.</summary>
    /// <param name="HalfWay">For the cookie of those who are half-way.</param>
    public sealed record CodeAsked(ClaimsPrincipal HalfWay) : SignInAnswer;

    /// <param name="Sentence">The same whether the login, the password or the time is wrong: it tells a stranger nothing.</param>
    public sealed record Refused(string Sentence) : SignInAnswer;
}

/// <summary>
/// The door: local accounts (ASP.NET Core's hasher), a second factor, and identities that providers vouch for. Locked for ten minutes
/// after five wrong passwords from one address, or after five wrong codes.
/// </summary>
public sealed class SignInService
{
    public const string Sentence = "登录名或密码不对，或者这个账号已经锁定。连续输错五次锁定十分钟：请十分钟后再试，或请系统管理员解锁。";
    public const string WrongOldPassword = "原密码不对，没有更改。";

    private static readonly FoundAccount NoAccount = new(0, 0, 0, null, Locked: false);

    /// <summary>What an unknown login is compared with, so that it takes the same time as a known one.</summary>
    private static readonly Lazy<string> Nobody = new(() => new PasswordHasher<FoundAccount>().HashPassword(NoAccount, "-"));

    private readonly AccountStore _accounts;
    private readonly SignInAttempts _attempts;
    private readonly SessionStore _sessions;
    private readonly SecondFactors _factors;
    private readonly PasswordHasher<FoundAccount> _hasher;

    internal SignInService(
        AccountStore accounts, SignInAttempts attempts, SessionStore sessions, SecondFactors factors, PasswordHasher<FoundAccount> hasher) =>
        (_accounts, _attempts, _sessions, _factors, _hasher) = (accounts, attempts, sessions, factors, hasher);

    public async Task<SignInAnswer> SignInAsync(string? login, string? password, Device device, CancellationToken cancellation)
    {
        if (await ProveAsync(login, password, device.Address, cancellation) is not var (found, rehashed))
        {
            return new SignInAnswer.Refused(Sentence);
        }

        var (unit, person, account) = (new UnitId(found.UnitId), new PersonId(found.PersonId), found.AccountId);
        if (await _factors.HasAsync(unit, account, cancellation))
        {
            if (rehashed is not null)
            {
                await _accounts.RehashAsync(unit, account, rehashed, cancellation);
            }

            return await AskForCodeAsync(unit, person, account, null, cancellation);
        }

        await _accounts.AcceptAsync(unit, account, rehashed, cancellation);
        return await BeginAsync(unit, person, account, null, device, cancellation);
    }

    /// <summary>Somebody for whom a provider vouches. A lock keeps guesses away, not him.</summary>
    internal async Task<SignInAnswer> SignInAsync(
        BoundAccount bound, string provider, Device device, CancellationToken cancellation)
    {
        var (unit, person) = (new UnitId(bound.UnitId), new PersonId(bound.PersonId));
        return await _factors.HasAsync(unit, bound.AccountId, cancellation)
            ? await AskForCodeAsync(unit, person, bound.AccountId, provider, cancellation)
            : await BeginAsync(unit, person, bound.AccountId, provider, device, cancellation);
    }

    /// <summary>The second step.</summary>
    internal async Task<SignInAnswer> ConfirmAsync(HalfWay halfWay, string? code, Device device, CancellationToken cancellation)
    {
        if (await _accounts.NowAsync(cancellation) - halfWay.Asked > HalfWay.Patience)
        {
            return new SignInAnswer.Refused(Texts.SecondFactor.TooLate);
        }

        return await ProveCodeAsync(halfWay.Unit, halfWay.Account, code, device.Address, cancellation)
            ? await BeginAsync(
                halfWay.Unit, halfWay.Person, halfWay.Account, halfWay.Provider, device, cancellation,
                SecondFactors.IsRecovery(code) ? Texts.Trail.ByRecoveryCode : null)
            : new SignInAnswer.Refused(await _accounts.IsLockedAsync(halfWay.Unit, halfWay.Account, cancellation)
                ? Texts.SecondFactor.LockedNow : Texts.SecondFactor.WrongCode);
    }

    /// <summary>Whether it is a code that the account may use now; wrong ones lock it as wrong passwords do.</summary>
    /// <param name="address">From where it was given.</param>
    public async Task<bool> ProveCodeAsync(
        UnitId unit, int account, string? code, string? address, CancellationToken cancellation)
    {
        if (!await _accounts.CountAttemptAsync(
            unit, account, SignInAttempts.Allowed, SignInAttempts.Locked, cancellation))
        {
            return false;
        }

        if (!await _factors.UseAsync(unit, account, code, cancellation))
        {
            await _accounts.RecordFailureAsync(unit, account, Texts.Trail.WrongCode, address, cancellation);
            return false;
        }

        await _accounts.AcceptAsync(unit, account, null, cancellation);
        return true;
    }

    /// <summary>Null when it is changed, and every other session of the account is over; else the sentence why not.</summary>
    /// <param name="again">Typed a second time.</param>
    /// <param name="address">From where it was given.</param>
    public async Task<string?> ChangePasswordAsync(
        CurrentUser user, string? old, string? @new, string? again, string? address, CancellationToken cancellation)
    {
        var problem = PasswordRules.Judge(@new, user.Login, user.Person.Name, user.Unit.Name, user.Unit.ShortName)
            ?? (@new != again ? Texts.Passwords.Differ : @new == old ? Texts.Passwords.Same : null);
        if (problem is not null)
        {
            return problem;
        }

        if (await ProveAsync(user.Login, old, address, cancellation) is null)
        {
            return WrongOldPassword;
        }

        // Not null: it was judged.
        await _accounts.ChangePasswordAsync(user, Hash(@new!), user.SessionId, cancellation);
        return null;
    }

    /// <summary>Whether it is the account's password; asked before another way in is bound to it. Wrong ones count as at the door.</summary>
    public async Task<bool> ProvePasswordAsync(CurrentUser user, string? password, string? address, CancellationToken cancellation)
    {
        if (await ProveAsync(user.Login, password, address, cancellation) is not var (_, rehashed))
        {
            return false;
        }

        await _accounts.AcceptAsync(user.Unit.Id, user.AccountId, rehashed, cancellation);
        return true;
    }

    /// <summary>Where no door stands open: the product's own hasher.</summary>
    internal static string HashFirst(string password) => new PasswordHasher<FoundAccount>().HashPassword(NoAccount, password);

    internal string Hash(string password) => _hasher.HashPassword(NoAccount, password);

    /// <summary>The account, and a newer hash of the password where one is due; null where either is wrong or it is locked.</summary>
    private async Task<(FoundAccount Found, string? Rehashed)?> ProveAsync(
        string? login, string? password, string? address, CancellationToken cancellation)
    {
        var typed = SignInAttempts.LoginOf(login);
        var found = await _accounts.FindAsync(typed, cancellation);
        // Whatever was found, the same is written and a hash is computed; a long password must not buy more work than a short one.
        var given = password is { Length: > 0 and <= PasswordRules.Longest } ? password : "";
        var counted = await _attempts.CountAsync(typed, address, cancellation);
        var compared = counted && found is { PasswordHash: { } hash, Locked: false } ? hash : null;
        var verdict = _hasher.VerifyHashedPassword(found ?? NoAccount, compared ?? Nobody.Value, given);
        if (!counted)
        {
            return null;
        }

        if (found is null || compared is null || verdict == PasswordVerificationResult.Failed)
        {
            await _attempts.RecordFailureAsync(found, typed, address, cancellation);
            return null;
        }

        await _attempts.ForgiveAsync(typed, address, cancellation);
        return (found, verdict == PasswordVerificationResult.SuccessRehashNeeded ? Hash(given) : null);
    }

    private async Task<SignInAnswer> AskForCodeAsync(
        UnitId unit, PersonId person, int account, string? provider, CancellationToken cancellation) =>
        new SignInAnswer.CodeAsked(
            new HalfWay(unit, person, account, provider, await _accounts.NowAsync(cancellation)).Principal());

    private async Task<SignInAnswer> BeginAsync(
        UnitId unit, PersonId person, int account, string? provider, Device device, CancellationToken cancellation, string? how = null) =>
        await _sessions.BeginAsync(unit, person, account, provider, device, cancellation, how) is { } principal
            ? new SignInAnswer.Accepted(principal)
            : new SignInAnswer.Refused(Texts.Doors.NoEntry);
}

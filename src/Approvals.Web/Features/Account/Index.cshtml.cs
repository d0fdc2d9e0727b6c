using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Account;

/// <summary>我的账号: password, devices, second factor and other ways to sign in, each one's own.</summary>
[OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
public sealed class IndexModel(
    CurrentUserSource users, SignInService signIn, SessionStore sessions, SecondFactors factors, ExternalProviders providers,
    ExternalIdentities identities, Editions editions, Database database) : PageModel
{
    public const string Path = "/account";

    public AccountView View { get; private set; } = null!; // the handler fills it before the page is drawn

    /// <param name="failed">The provider from which he came back without anything.</param>
    public async Task OnGetAsync(string? failed, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = await LookAsync(user, cancellation) with
        {
            Problem = providers.Find(failed) is { } provider ? Texts.Doors.Failed(provider.Title) : null,
        };
    }

    public async Task<IActionResult> OnPostPasswordAsync(string? old, string? @new, string? again, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await signIn.ChangePasswordAsync(user, old, @new, again, Device.Of(HttpContext).Address, cancellation) is { } problem)
        {
            View = await LookAsync(user, cancellation) with { PasswordProblem = problem };
            return Page();
        }

        return Done(Texts.Passwords.Changed);
    }

    public async Task<IActionResult> OnPostRevokeAsync(long session, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        return await sessions.EndAsync(user, session, TrailAct.SessionsEnded, cancellation)
            ? Done(Texts.Devices.Ended)
            : NotFound();
    }

    public async Task<IActionResult> OnPostRevokeOthersAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        await sessions.EndOthersAsync(user, cancellation);
        return Done(Texts.Devices.OthersEnded);
    }

    public async Task<IActionResult> OnPostUnbindAsync(string provider, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        return await identities.UnbindAsync(user, provider, cancellation)
            ? Done(Texts.Providers.Unbound)
            : NotFound();
    }

    private LocalRedirectResult Done(string sentence)
    {
        this.Say(sentence, refused: false);
        return LocalRedirect(Path);
    }

    private async Task<AccountView> LookAsync(CurrentUser user, CancellationToken cancellation)
    {
        var (unit, zone) = (user.Unit.Id, TimeZoneInfo.FindSystemTimeZoneById(user.Unit.Zone));
        var state = await factors.StateAsync(unit, user.AccountId, cancellation);
        var bound = await identities.ListAsync(unit, user.AccountId, cancellation);
        return new AccountView(
            user.Login, user.Person.Name, Posts(user),
            [.. (await sessions.ListAsync(unit, user.AccountId, cancellation)).Select(s => Line(s, user, zone))],
            state is null ? null : Words(state, zone),
            [
                .. providers.All.Select(p => new ProviderLine(p.Id, p.Title, bound.FirstOrDefault(b => b.Provider == p.Id) is { } one
                    ? Texts.Providers.Row(one.Name, TimeZoneInfo.ConvertTime(one.BoundAt, zone))
                    : null)),
            ])
        {
            Kept =
            [
                .. (await database.ReadInUnitAsync(
                    unit, (connection, _) => AccountTrail.LatestAsync(connection, unit, user.AccountId, cancellation), cancellation))
                    .Select(line => Texts.Accounts.Act(line with { At = TimeZoneInfo.ConvertTime(line.At, zone) })),
            ],
        };
    }

    internal static string Words(FactorState state, TimeZoneInfo zone) =>
        Texts.SecondFactor.On(TimeZoneInfo.ConvertTime(state.EnrolledAt, zone)) + Texts.SecondFactor.Left(state.CodesLeft);

    private ImmutableArray<string> Posts(CurrentUser user) =>
    [
        .. user.Posts.Select(p => $"{Names.Of(p.Body, user.Directory.Directory)} {Names.TitleOf(p.Role, editions.Current)}").Distinct(),
    ];

    private DeviceLine Line(SessionRow row, CurrentUser user, TimeZoneInfo zone) => new(
        row.SessionId, row.Browser, row.Address ?? Texts.Devices.UnknownAddress,
        row.Provider is { } by ? Texts.Devices.By(providers.Find(by)?.Title ?? by) : null,
        Texts.Devices.Begun(TimeZoneInfo.ConvertTime(row.BeganAt, zone)), Texts.Devices.Seen(TimeZoneInfo.ConvertTime(row.SeenAt, zone)),
        row.SessionId == user.SessionId, row.Open);
}

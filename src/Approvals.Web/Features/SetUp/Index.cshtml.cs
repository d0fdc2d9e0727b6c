using System.Collections.Immutable;
using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SetUp;

/// <summary>首次设置: makes the three administrators and is over.</summary>
[OpenTo(AccountKind.SetUp)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel(HandingOver handingOver, CurrentUserSource users) : PageModel
{
    public SetUpView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = new SetUpView(HandingOver.IsUnnamed(user), [.. AccountKinds.Administrators.Select(kind => new NamedAdministrator(kind, null, null))]);
    }

    /// <param name="name">In the order of the three, as are the logins.</param>
    public async Task<IActionResult> OnPostAsync(
        string?[] name, string?[] login, string? unit, string? shortName, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        ImmutableArray<NamedAdministrator> three =
            [.. AccountKinds.Administrators.Select((kind, at) => new NamedAdministrator(kind, name.ElementAtOrDefault(at), login.ElementAtOrDefault(at)))];
        View = new SetUpView(HandingOver.IsUnnamed(user), three) { UnitName = unit, ShortName = shortName };
        switch (await handingOver.HandOverAsync(user, three, unit, shortName, cancellation))
        {
            case HandedOver.Done done:
                await HttpContext.SignOutAsync();
                View = View with { Made = done };
                break;
            case HandedOver.Refused no:
                View = View with { Problem = no.Sentence };
                break;
        }

        return Page();
    }
}

/// <param name="Unnamed">The unit has no name yet, and gets one here.</param>
/// <param name="Three">As typed.</param>
public sealed record SetUpView(bool Unnamed, ImmutableArray<NamedAdministrator> Three)
{
    public string? UnitName { get; init; }

    public string? ShortName { get; init; }

    public string? Problem { get; init; }

    /// <summary>It is done: shown this once.</summary>
    public HandedOver.Done? Made { get; init; }
}

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
        View = LookAt(user, new AskedFirstRun([.. AccountKinds.Administrators.Select(kind => new NamedAdministrator(kind, null, null))]));
    }

    /// <param name="name">In the order of the three, as are the logins.</param>
    /// <param name="file">A unit file.</param>
    /// <param name="body">Name of the office's body, where no file was brought.</param>
    public async Task<IActionResult> OnPostAsync(
        string?[] name, string?[] login, string? unit, string? shortName, IFormFile? file, string? body, string? clerk, string? clerkLogin,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        await using var brought = file?.OpenReadStream();
        var asked = new AskedFirstRun(
            [.. AccountKinds.Administrators.Select((kind, at) => new NamedAdministrator(kind, name.ElementAtOrDefault(at), login.ElementAtOrDefault(at)))])
        {
            UnitName = unit,
            ShortName = shortName,
            File = brought,
            FileName = file?.FileName,
            Office = body,
            Clerk = clerk,
            ClerkLogin = clerkLogin,
        };
        View = LookAt(user, asked);
        switch (await handingOver.HandOverAsync(user, asked, cancellation))
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

    private static SetUpView LookAt(CurrentUser user, AskedFirstRun asked) =>
        new(HandingOver.IsUnnamed(user), HandingOver.IsEmpty(user), asked);
}

/// <param name="Unnamed">The unit has no name yet, and gets one here.</param>
/// <param name="Empty">It has no bodies yet, and gets its first here.</param>
/// <param name="Asked">As typed.</param>
public sealed record SetUpView(bool Unnamed, bool Empty, AskedFirstRun Asked)
{
    public string? Problem { get; init; }

    /// <summary>It is done: shown this once.</summary>
    public HandedOver.Done? Made { get; init; }
}

using System.Diagnostics;
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
    public const string Sure = "sure";
    public const string Edit = "edit";

    public SetUpView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        View = LookAt(user, new AskedFirstRun([.. AccountKinds.Administrators.Select(kind => new NamedAdministrator(kind, null, null))]));
    }

    /// <param name="name">In the order of the three, as are the logins.</param>
    /// <param name="file">A unit file.</param>
    /// <param name="body">Name of the office's body, where no file was brought.</param>
    /// <param name="carried">The file that came with the press before, as the page carried it.</param>
    /// <param name="step">What was pressed: to see first, sure, or back to what was typed.</param>
    public async Task<IActionResult> OnPostAsync(
        string?[] name, string?[] login, string? unit, string? shortName, IFormFile? file, string? body, string? clerk, string? clerkLogin,
        string? carried, string? carriedName, string? step, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var (brought, fileName) = file is null ? (Decoded(carried), carriedName) : (await ReadAsync(file, cancellation), file.FileName);
        using var stream = brought is null ? null : new MemoryStream(brought);
        var asked = new AskedFirstRun(
            [.. AccountKinds.Administrators.Select((kind, at) => new NamedAdministrator(kind, name.ElementAtOrDefault(at), login.ElementAtOrDefault(at)))])
        {
            UnitName = unit,
            ShortName = shortName,
            Sure = step == Sure,
            File = stream,
            FileName = fileName,
            Carried = brought is { Length: <= Beginning.Longest } ? Convert.ToBase64String(brought) : null,
            Office = body,
            Clerk = clerk,
            ClerkLogin = clerkLogin,
        };
        View = step == Edit ? LookAt(user, asked) : await HandOverAsync(user, asked, cancellation);
        return Page();
    }

    private async Task<SetUpView> HandOverAsync(CurrentUser user, AskedFirstRun asked, CancellationToken cancellation)
    {
        var view = LookAt(user, asked);
        switch (await handingOver.HandOverAsync(user, asked, cancellation))
        {
            case HandedOver.Done done:
                await HttpContext.SignOutAsync();
                return view with { Made = done };
            case HandedOver.Possible possible:
                return view with { Possible = possible };
            case HandedOver.Refused no:
                return view with { Problem = no.Sentence };
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Of what is too long only so much that it is seen to be.</summary>
    private static async Task<byte[]> ReadAsync(IFormFile file, CancellationToken cancellation)
    {
        if (file.Length > Beginning.Longest)
        {
            return new byte[Beginning.Longest + 1];
        }

        using var copy = new MemoryStream();
        await file.CopyToAsync(copy, cancellation);
        return copy.ToArray();
    }

    private static byte[]? Decoded(string? carried)
    {
        var bytes = new byte[carried?.Length ?? 0];
        return !string.IsNullOrEmpty(carried) && Convert.TryFromBase64String(carried, bytes, out var length) ? bytes[..length] : null;
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

    /// <summary>What will be made at the next press; null: he is still typing.</summary>
    public HandedOver.Possible? Possible { get; init; }

    /// <summary>It is done: shown this once.</summary>
    public HandedOver.Done? Made { get; init; }
}

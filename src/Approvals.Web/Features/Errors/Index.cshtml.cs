using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Errors;

/// <summary>
/// Drawn in place of whatever failed, by the method and with the status that it failed with; so it takes posts too,
/// without a form token, and changes nothing.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel(CurrentUserSource users) : PageModel
{
    public ErrorView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public Task OnGetAsync() => ShowAsync();

    public Task OnPostAsync() => ShowAsync();

    /// <summary>From the route alone: the form of the failed request may have a field of that name too.</summary>
    private async Task ShowAsync()
    {
        var known = int.TryParse($"{RouteData.Values["status"]}", NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status is >= 400 and <= 599 ? status : 404;
        Response.StatusCode = known;
        var view = Texts.Errors.For(known, Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier);
        View = (known == 400 ? Incoming.SentenceOf(HttpContext) : known == 403 ? NotHis.SentenceOf(HttpContext) : null) is { } sentence
            ? view with { Sentence = sentence }
            : known == 403 && OpenTo.SentenceOf(HttpContext) is { } closed ? Texts.Administrators.Closed(closed)
            : view;
        // An administrator has no inbox to go back to. A store that cannot be asked is no reason to fail again.
        if (known < 500 && await users.OfAsync(User, HttpContext.RequestAborted) is { Kind: not AccountKind.Member and var kind })
        {
            View = View with { Way = Texts.Administrators.Home(kind) };
        }
    }
}

using System.Diagnostics;
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
public sealed class IndexModel : PageModel
{
    public ErrorView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public void OnGet(int status) => Show(status);

    public void OnPost(int status) => Show(status);

    private void Show(int status)
    {
        var known = status is >= 400 and <= 599 ? status : 404;
        Response.StatusCode = known;
        View = Texts.Errors.For(known, Activity.Current?.TraceId.ToString() ?? HttpContext.TraceIdentifier);
    }
}

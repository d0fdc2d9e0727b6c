using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Trails;

/// <summary>操作留痕: for the audit administrator alone.</summary>
[OpenTo(AccountKind.Audit)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
public sealed class IndexModel(TrailRows trail, CurrentUserSource users) : PageModel
{
    private const int PageSize = 100;

    public TrailView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync(
        string? who, string? kind, string? from, string? until, int? p, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var filter = AskedTrail.Of(who, kind, from, until, user);
        var at = Paging.Clamp(p);
        var (rows, total) = await trail.PageAsync(user.Unit, filter, at, PageSize, cancellation);
        var query = AskedTrail.Query(filter);
        View = new TrailView(
            rows, Paging.Of(at, PageSize, rows.Length, total, to => $"/trail?{query}&p={to}"), filter, $"{TrailExport.Path}?{query}")
        {
            Filtered = Request.Query.Count > 0,
            Problem = filter.From > filter.Until ? Texts.Trail.WrongDays : null,
        };
    }
}

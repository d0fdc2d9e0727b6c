using Approvals.Engine;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;

namespace Approvals.Web.Features.Access;

/// <summary>The form of 限定范围, which every page of a case takes alike.</summary>
internal static class Restricting
{
    private const string Who = "who";
    private const string Sure = "sure";

    /// <summary>Who was ticked when the form was refused.</summary>
    public static string?[] Again(this PageModel page) => [.. page.Request.Query[Who]];

    /// <param name="home">Where the form stands.</param>
    /// <param name="who">Those who were ticked.</param>
    public static async Task<IActionResult> RestrictAsync(
        this PageModel page, ScopeService scopes, CaseId id, string home, string?[] who, string? key, CurrentUserSource users,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(page.User, cancellation);
        if (string.IsNullOrEmpty(key))
        {
            return page.BadRequest();
        }

        switch (await scopes.RestrictAsync(id, who, page.Request.Form[Sure] == "true", key, user, cancellation))
        {
            case Pressed.Done done:
                page.Say(done.Before ? Texts.Acting.DoneBefore : Texts.Scopes.Kept, refused: false);
                return page.LocalRedirect(home);
            case Pressed.Refused refused:
                page.Say(refused.Problems[0].Sentence, refused: true);
                return page.LocalRedirect(QueryHelpers.AddQueryString(home, who.Select(w => KeyValuePair.Create(Who, w))));
            case Pressed.Forbidden forbidden:
                return page.Forbidden(forbidden.Sentence);
            default:
                return page.NotFound();
        }
    }
}

using Approvals.Engine.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Access;

/// <summary>403 with one sentence: what the person asked for is somebody else's to do.</summary>
internal static class NotHis
{
    private const string Key = "not-his";

    /// <param name="sentence">Null: what the page of errors says.</param>
    public static IActionResult Forbidden(this PageModel page, string? sentence = null)
    {
        page.HttpContext.Items[Key] = sentence;
        return page.StatusCode(StatusCodes.Status403Forbidden);
    }

    /// <summary>Why it was forbidden, for the page that is drawn in its place.</summary>
    public static string? SentenceOf(HttpContext context) => context.Items.TryGetValue(Key, out var sentence) ? sentence as string : null;

    /// <summary>
    /// Whether the refusal is about who asks, and not about when or what. The small forms of a seat are drawn for those alone who may
    /// send them: what is not allowed there is not theirs.
    /// </summary>
    public static bool IsSaidBy(Refusal why, CaseCommand press) => why switch
    {
        Refusal.NotNamed other => other.Person == press.Presser,
        Refusal.NotYourAssignment or Refusal.MayNotRecord or Refusal.RecordsForOwnDepartment or Refusal.RecordsForOwnDraft
            or Refusal.MayNotRestrict => true,
        Refusal.NotAllowedHere => press is CaseCommand.Nudge or CaseCommand.Skip or CaseCommand.Transfer or CaseCommand.Claim
            or CaseCommand.Copy or CaseCommand.AddSeat,
        _ => false,
    };
}

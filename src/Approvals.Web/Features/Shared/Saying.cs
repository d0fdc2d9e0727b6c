using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Shared;

/// <summary>The one sentence that the next page says: kept in a cookie until it is shown.</summary>
public static class Saying
{
    private const string Done = "said";
    private const string Refused = "said-refused";

    public static void Say(this PageModel page, string sentence, bool refused) =>
        page.TempData[refused ? Refused : Done] = sentence;

    /// <summary>Takes it, so that it is said once.</summary>
    public static Said? TakeSaid(this PageModel page) =>
        page.TempData[Refused] is string refused ? new Said(refused, true)
        : page.TempData[Done] is string done ? new Said(done, false)
        : null;
}

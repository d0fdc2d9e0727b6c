using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;

namespace Approvals.Web.Features.Campaigns;

/// <summary>/campaigns/{id}/report: the closing report, as a download.</summary>
internal static class Report
{
    public const string Path = "/campaigns/{id:guid}/report";

    [TakesAway(Texts.Trail.ClosingReport)]
    public static async Task<IResult> AnswerAsync(
        Guid id, HttpContext context, CurrentUserSource users, ClosingReport reports, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        try
        {
            if (await reports.WriteAsync(new CaseId(id), user, cancellation) is not var (content, name))
            {
                return Results.NotFound();
            }

            context.Response.Headers.CacheControl = "private, no-store";
            return Results.File(content, ClosingReport.MediaType, name);
        }
        catch (OfficeException unsigned)
        {
            // Without the key there is no report: who asked for it tells who can mend it.
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await Failures.WriteAsync(context.Response, Texts.Closing.NoReport, unsigned.Message);
            return Results.Empty;
        }
    }
}

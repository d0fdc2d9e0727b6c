using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>/cases/{id}: from any case to the page that tells of it.</summary>
internal static class CaseAddress
{
    public static async Task<IResult> AnswerAsync(
        Guid id, HttpContext context, CurrentUserSource users, Database database, Editions editions,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        var @case = new CaseId(id);
        var href = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
                await Gate.MaySeeAsync(connection, @case, user, editions.Current, cancellation)
                    ? (await Lineages.ReadAsync(connection, user, editions, [@case], cancellation))[@case].Href
                    : null,
            cancellation);
        return href is null ? Results.NotFound() : Results.LocalRedirect(href);
    }
}

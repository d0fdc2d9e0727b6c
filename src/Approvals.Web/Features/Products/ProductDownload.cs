using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Products;

/// <summary>
/// /cases/{id}/products/{ordered}: a file that was made of a case, for whom <see cref="ProductLinks.ReadableOf"/> says.
/// </summary>
internal static class ProductDownload
{
    public const string Path = "/cases/{id:guid}/products/{ordered:int}";

    private const string Find = "SELECT encode(f.sha256, 'hex')" + ProductLinks.ReadableOf
        + " AND p.opened_month = @month AND p.case_id = @case AND p.ordered = @ordered AND f.sha256 IS NOT NULL";

    [TakesAway(Texts.Products.Heading)]
    public static async Task<IResult> AnswerAsync(
        Guid id, int ordered, HttpContext context, CurrentUserSource users, Database database, FileStore files, Editions editions,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("month", new CaseId(id).Month);
        gate.Add("case", id);
        gate.Add("ordered", ordered);
        var (file, content) = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
                await connection.QuerySingleOrDefaultAsync<string?>(
                    new CommandDefinition(Find, gate, cancellationToken: cancellation)) is { } sha256
                    ? (await files.FindAsync(connection, user.Unit.Id, sha256, cancellation),
                        await files.ContentAsync(connection, user.Unit.Id, sha256, cancellation))
                    : (null, null),
            cancellation);
        if (file is null || content is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, file.MediaType, file.Name);
    }
}

using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Products;

/// <summary>
/// /cases/{id}/products/{ordered}: a file that was made of a case, for whoever may see the case; what tells of everything below
/// it, for those alone who see the whole.
/// </summary>
internal static class ProductDownload
{
    public const string Path = "/cases/{id:guid}/products/{ordered:int}";

    private const string Find = """
        SELECT p.kind, encode(p.sha256, 'hex') AS sha256,
        """ + " " + Gate.TakesWhole + " AND " + Gate.MayReadPaper + """
         AS whole, @takes_all AS all
        FROM product p
        JOIN flow_case c ON c.unit_id = p.unit_id AND c.opened_month = p.opened_month AND c.case_id = p.case_id
        CROSS JOIN LATERAL (SELECT p.made_at) paper
        WHERE p.unit_id = @unit AND p.opened_month = @month AND p.case_id = @case AND p.ordered = @ordered AND p.sha256 IS NOT NULL AND
        """ + " " + Gate.MaySeeCase;

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
                await connection.QuerySingleOrDefaultAsync<(string Kind, string Sha256, bool Whole, bool All)?>(
                    new CommandDefinition(Find, gate, cancellationToken: cancellation)) is var (kind, sha256, whole, all)
                && ProductLinks.MayRead(Enum.Parse<Product>(kind), whole, all)
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

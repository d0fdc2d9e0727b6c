using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Files;

/// <summary>
/// /files/{sha256}: a kept file, for whoever may see a case that cites it: as evidence of a press, in whose item's story
/// it then stands too, or as the notice's source. Always a download, never shown inside our pages.
/// </summary>
internal static class FileDownload
{
    public const string Path = "/files/{sha256:regex(^[0-9a-f]{{64}}$)}";

    private const string OfNotice = """
        SELECT EXISTS (
          SELECT FROM notice n
          JOIN flow_case c ON c.unit_id = n.unit_id AND c.opened_month = n.opened_month AND c.case_id = n.case_id
          WHERE n.unit_id = @unit AND n.source_sha256 = decode(@sha256, 'hex') AND
        """ + Gate.MaySeeCase + ")";

    private const string Citing = """
        SELECT EXISTS (
          SELECT FROM case_event e
          JOIN flow_case b ON b.unit_id = e.unit_id AND b.opened_month = e.opened_month AND b.case_id = e.case_id
          JOIN flow_case c ON c.unit_id = b.unit_id
            AND ((c.opened_month = b.opened_month AND c.case_id = b.case_id)
                 OR (c.opened_month = b.parent_month AND c.case_id = b.parent_id AND c.parent_id <> c.root_id))
          WHERE e.unit_id = @unit AND e.kind IN ('vote-cast', 'report-made')
            AND position(convert_to(@sha256, 'UTF8') IN e.payload) > 0 AND
        """ + Gate.MaySeeCase;

    /// <summary>Links name the case that they stand in, so that its events alone are looked through.</summary>
    private const string CitedThere = Citing + " AND e.opened_month = @month AND e.case_id = @case)";

    private const string CitedAnywhere = Citing + ")";

    public static async Task<IResult> AnswerAsync(
        string sha256, Guid? of, HttpContext context, CurrentUserSource users, Database database, FileStore files, Editions editions,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("sha256", sha256);
        if (of is { } citing)
        {
            gate.Add("month", new CaseId(citing).Month);
            gate.Add("case", citing);
        }

        var (file, content) = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
                await connection.ExecuteScalarAsync<bool>(new CommandDefinition(OfNotice, gate, cancellationToken: cancellation))
                || await connection.ExecuteScalarAsync<bool>(
                    new CommandDefinition(of is null ? CitedAnywhere : CitedThere, gate, cancellationToken: cancellation))
                    ? (await files.FindAsync(connection, user.Unit.Id, sha256, cancellation),
                        await files.ContentAsync(connection, user.Unit.Id, sha256, cancellation))
                    : (null, null),
            cancellation);
        if (file is null || content is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, file.MediaType, file.Name);
    }
}

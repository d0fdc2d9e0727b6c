using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Features.Items;
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
          CROSS JOIN (SELECT timestamptz '-infinity') AS paper (made_at)
          WHERE n.unit_id = @unit AND n.source_sha256 = decode(@sha256, 'hex') AND
        """ + Gate.MaySeeCase + " AND " + Gate.MayReadPaper + ")";

    private const string Citing = """
        WITH RECURSIVE line AS (
          SELECT b.opened_month, b.case_id, b.parent_month, b.parent_id, b.book_hash, b.workflow, b.scope_id
          FROM case_event e
          JOIN flow_case b ON b.unit_id = e.unit_id AND b.opened_month = e.opened_month AND b.case_id = e.case_id
          WHERE e.unit_id = @unit AND e.kind IN ('vote-cast', 'report-made', 'standing-act-done')
            AND position(convert_to(@sha256, 'UTF8') IN e.payload) > 0
            AND NOT
        """ + " " + InspectorRows.HiddenFromReader;

    /// <summary>
    /// Up to the item, whose story tells of its branches and parts; not to what the whole unit sees above it, nor from what
    /// was opened aside or has a 知悉范围 of its own.
    /// </summary>
    private const string Above = """

          UNION
          SELECT p.opened_month, p.case_id, p.parent_month, p.parent_id, p.book_hash, p.workflow, p.scope_id
          FROM line i
          JOIN flow_case p ON p.unit_id = @unit AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
          WHERE p.parent_id <> p.root_id AND p.scope_id IS NOT DISTINCT FROM i.scope_id AND NOT
        """ + " " + ItemGate.IsAside + """

        )
        SELECT EXISTS (
          SELECT FROM line l
          JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = l.opened_month AND c.case_id = l.case_id
          WHERE
        """ + Gate.MaySeeCase + ")";

    /// <summary>Links name the case that they stand in, so that its events alone are looked through.</summary>
    private const string CitedThere = Citing + " AND e.opened_month = @month AND e.case_id = @case" + Above;

    private const string CitedAnywhere = Citing + Above;

    public static async Task<IResult> AnswerAsync(
        string sha256, Guid? of, HttpContext context, CurrentUserSource users, Database database, FileStore files,
        Editions editions,
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
            {
                await InspectorRows.AddToAsync(gate, connection, user.Unit.Id, editions, cancellation);
                await ItemGate.AddToAsync(gate, connection, user.Unit.Id, editions, cancellation);
                return await connection.ExecuteScalarAsync<bool>(
                    new CommandDefinition(OfNotice, gate, cancellationToken: cancellation))
                || await connection.ExecuteScalarAsync<bool>(
                    new CommandDefinition(of is null ? CitedAnywhere : CitedThere, gate, cancellationToken: cancellation))
                    ? (await files.FindAsync(connection, user.Unit.Id, sha256, cancellation),
                        await files.ContentAsync(connection, user.Unit.Id, sha256, cancellation))
                    : (null, null);
            },
            cancellation);
        if (file is null || content is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, file.MediaType, file.Name);
    }
}

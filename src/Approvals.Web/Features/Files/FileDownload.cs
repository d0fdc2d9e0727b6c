using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inspection;
using Approvals.Web.Features.Items;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Files;

/// <summary>
/// /files/{sha256}: a kept file, for whoever may see a case that cites it: as evidence of a press, in whose item's story
/// it then stands too, or as the notice's source. Always a download, never shown inside our pages.
/// </summary>
internal static class FileDownload
{
    public const string Path = "/files/{sha256:regex(^[0-9a-f]{{64}}$)}";

    private const string OfNotice = """
        SELECT true, n.source_name
        FROM notice n
        JOIN flow_case c ON c.unit_id = n.unit_id AND c.opened_month = n.opened_month AND c.case_id = n.case_id
        CROSS JOIN (SELECT timestamptz '-infinity') AS paper (made_at)
        WHERE n.unit_id = @unit AND n.source_sha256 = decode(@sha256, 'hex') AND
        """ + " " + Gate.MaySeeCase + " AND " + Gate.MayReadPaper + " ORDER BY n.read_at LIMIT 1";

    private const string Citing = """
        WITH RECURSIVE line AS (
          SELECT b.opened_month, b.case_id, b.parent_month, b.parent_id, b.parent_workflow, b.book_hash, b.workflow, b.scope_id, v.name
          FROM citation v
          JOIN case_event e ON e.unit_id = v.unit_id AND e.opened_month = v.opened_month AND e.case_id = v.case_id AND e.seq = v.seq
          JOIN flow_case b ON b.unit_id = v.unit_id AND b.opened_month = v.opened_month AND b.case_id = v.case_id
          WHERE v.unit_id = @unit AND v.sha256 = decode(@sha256, 'hex') AND NOT
        """ + " " + InspectorRows.HiddenFromReader;

    /// <summary>
    /// Up to the item, whose story tells of its branches and parts; not to what the whole unit sees above it, nor from what
    /// was opened aside or has a 知悉范围 of its own.
    /// </summary>
    private const string Above = """

          UNION
          SELECT p.opened_month, p.case_id, p.parent_month, p.parent_id, p.parent_workflow, p.book_hash, p.workflow, p.scope_id, i.name
          FROM line i
          JOIN flow_case p ON p.unit_id = @unit AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
          WHERE p.parent_id <> p.root_id AND p.scope_id IS NOT DISTINCT FROM i.scope_id AND NOT
        """ + " " + ItemGate.IsAside + """

        )
        SELECT true, l.name
        FROM line l
        JOIN flow_case c ON c.unit_id = @unit AND c.opened_month = l.opened_month AND c.case_id = l.case_id
        WHERE
        """ + " " + Gate.MaySeeCase + " ORDER BY l.name LIMIT 1";

    /// <summary>Links name the case that they stand in: the file has the name that it was given there.</summary>
    private const string CitedThere = Citing + " AND v.opened_month = @month AND v.case_id = @case" + Above;

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
            async Task<(StoredFile? File, byte[]? Content)> (connection, _) =>
            {
                var books = await editions.AllAsync(connection, user.Unit.Id, cancellation);
                InspectorRows.AddTo(gate, books);
                ItemGate.AddTo(gate, books);
                var asked = of is null ? CitedAnywhere : CitedThere;
                var cited = await FindAsync(connection, OfNotice, gate, cancellation) ?? await FindAsync(connection, asked, gate, cancellation);
                var found = cited is null ? null : await files.FindAsync(connection, user.Unit.Id, sha256, cancellation);
                return found is null ? (null, null)
                    : (found with { Name = cited?.Name ?? found.Name },
                        await files.ContentAsync(connection, user.Unit.Id, sha256, cancellation));
            },
            cancellation);
        if (file is null || content is null)
        {
            return Results.NotFound();
        }

        context.Response.Headers.CacheControl = "private, no-store";
        return Results.File(content, file.MediaType, file.Name);
    }

    /// <returns>Null: it is not cited, or not for him.</returns>
    private static Task<(bool Found, string? Name)?> FindAsync(
        NpgsqlConnection connection, string sql, DynamicParameters gate, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<(bool Found, string? Name)?>(new CommandDefinition(sql, gate, cancellationToken: cancellation));
}

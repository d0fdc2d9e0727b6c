using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Products;

/// <summary>
/// 归档包: the notice as it came and as it was issued, what was made of the case, the ledger, the history of every case as it is
/// stored, the closing report and the anchor that covers them, each with its hash in a manifest. The hash of the whole goes into
/// the case's own chain: that seals it. Where only some may know of something below it (知悉范围), the text as it came and as it was
/// issued, in which that stands too, are left out, and the manifest says so.
/// </summary>
internal sealed class ArchivePackage(Editions editions, FileStore files, ClosingReport reports, WorkCalendar calendar)
{
    private const string Made = """
        SELECT p.kind, p.ordered, encode(p.sha256, 'hex') AS sha256, f.name
        FROM product p
        JOIN file f ON f.unit_id = p.unit_id AND f.sha256 = p.sha256
        JOIN flow_case c ON c.unit_id = p.unit_id AND c.opened_month = p.opened_month AND c.case_id = p.case_id
        JOIN flow_case o ON o.unit_id = p.unit_id AND o.opened_month = @month AND o.case_id = @case
        CROSS JOIN LATERAL (SELECT CASE p.kind WHEN 'Document' THEN timestamptz '-infinity' ELSE p.made_at END AS made_at) paper
        WHERE p.unit_id = @unit AND p.root_id = @root AND p.product_id < @before
          AND (c.scope_id IS NULL OR c.scope_id = o.scope_id) AND
        """ + " " + Gate.MayReadPaper + """

        ORDER BY p.product_id
        """;

    // Whether nothing of the text, as it came and as it was issued, is for some alone.
    private const string IsWholeText = """
        SELECT
        """ + " " + Gate.MayReadPaper + """

        FROM flow_case c
        CROSS JOIN (SELECT timestamptz '-infinity') AS paper (made_at)
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case
        """;

    // The root itself, and the case with all below it, but for what has a 知悉范围 of its own.
    private const string Tree = """
        WITH RECURSIVE tree AS (
          SELECT opened_month, case_id, parent_id, child_key, scope_id, 0 AS depth, ARRAY[]::text[] AS place
          FROM flow_case
          WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
          UNION ALL
          SELECT c.opened_month, c.case_id, c.parent_id, c.child_key, c.scope_id, t.depth + 1,
                 t.place || (c.workflow || '-' || CASE WHEN c.child_key ~ '^[0-9]{1,5}$' THEN lpad(c.child_key, 6, '0')
                                                  ELSE regexp_replace(c.child_key, '[^0-9A-Za-z.-]', '_', 'g') END)
          FROM tree t
          JOIN flow_case c ON c.unit_id = @unit AND c.parent_month = t.opened_month AND c.parent_id = t.case_id
            AND c.scope_id IS NOT DISTINCT FROM t.scope_id
        )
        SELECT case_id, place FROM tree
        UNION ALL
        SELECT @root, ARRAY['']
        WHERE @root <> @case
        ORDER BY place, case_id
        """;

    private const string Events = """
        SELECT seq, kind, actor, recorded_at, effective_on, encode(hash, 'hex') AS hash, payload
        FROM case_event
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY seq
        """;

    private const string LastAnchor = """
        SELECT anchor_no, day, through_at, cases, events, encode(heads, 'hex') AS heads, encode(prev_hash, 'hex') AS before,
               encode(hash, 'hex') AS hash, encode(signature, 'hex') AS signature, fingerprint, created_at
        FROM anchor
        WHERE unit_id = @unit AND about_month = @month AND about_id = @case
        ORDER BY anchor_no DESC
        LIMIT 1
        """;

    private const string Heads = """
        SELECT case_id, version, encode(head, 'hex')
        FROM anchor_head
        WHERE unit_id = @unit AND anchor_no = @no
        ORDER BY opened_month, case_id
        """;

    public async Task<MadeFile> MakeAsync(Making making, CancellationToken cancellation)
    {
        var (connection, unit, order) = (making.Connection, making.Unit.Id, making.Order);
        var notice = await NoticeRows.NoticeAsync(connection, unit, order.Root, cancellation)
            ?? throw new CannotBeMadeException(Texts.Products.NoNotice);
        var bag = new SealedBag();
        var whole = await FilesAsync(making, notice, bag, cancellation);
        bag.Add(Texts.Products.LedgerFile, await LedgerAsync(making, cancellation));
        await HistoriesAsync(making, bag, cancellation);
        if (await reports.WriteAsync(
            connection, order.Case, making.Writer,
            await Gate.WholeAsync(connection, unit, order.Case, making.Today, cancellation), cancellation) is var (report, title))
        {
            bag.Add(title, report);
        }

        if (await AnchorAsync(making, cancellation) is { } anchor)
        {
            bag.Add(Texts.Products.AnchorFile, anchor);
        }

        return new MadeFile(Texts.Products.PackageFile(notice.Number ?? notice.Title), bag.Seal(About(making, notice, whole)));
    }

    /// <summary>The notice as it came in, and every file that was made before.</summary>
    /// <returns>False: the notice is left out, since some of it is for some alone.</returns>
    private async Task<bool> FilesAsync(Making making, NoticeRecord notice, SealedBag bag, CancellationToken cancellation)
    {
        var (connection, order) = (making.Connection, making.Order);
        var gate = await Gate.WholeAsync(connection, making.Unit.Id, order.Case, making.Today, cancellation);
        gate.Add("month", order.Case.Month);
        gate.Add("case", order.Case.Value);
        gate.Add("root", order.Root.Value);
        gate.Add("before", order.ProductId);
        var whole = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(IsWholeText, gate, cancellationToken: cancellation));
        if (whole)
        {
            bag.Add(
                Texts.Products.Original(notice.SourceName),
                await ContentAsync(making, Convert.ToHexStringLower(notice.SourceSha256), cancellation));
        }

        foreach (var (_, ordered, sha256, name) in await connection.QueryAsync<(string Kind, int Ordered, string Sha256, string Name)>(
            new CommandDefinition(Made, gate, cancellationToken: cancellation)))
        {
            bag.Add(Texts.Products.Within(ordered, name), await ContentAsync(making, sha256, cancellation));
        }

        return whole;
    }

    private static JsonObject About(Making making, NoticeRecord notice, bool whole)
    {
        var about = new JsonObject
        {
            ["format"] = "approvals package 1",
            ["unit"] = making.Unit.Name,
            ["number"] = notice.Number ?? notice.Title,
            ["title"] = notice.Title,
            ["case"] = $"{making.Order.Case}",
            ["ordered"] = making.Order.Ordered,
            ["orderedAt"] = $"{making.Order.OrderedAt.UtcDateTime:O}",
            ["madeOn"] = $"{making.Today:yyyy-MM-dd}",
        };
        if (!whole)
        {
            about["leftOut"] = Texts.Products.TextLeftOut;
        }

        return about;
    }

    /// <summary>As a spreadsheet opens it; a cell that would be taken for a formula is text.</summary>
    private async Task<byte[]> LedgerAsync(Making making, CancellationToken cancellation)
    {
        var lines = await Bulletin.LinesAsync(making, making.Order.Case, editions, calendar, cancellation);
        var csv = new StringBuilder();
        ImmutableArray<string> head =
        [
            Texts.Ledger.Number, Texts.Ledger.Item, Texts.Item.Leaders, Texts.Ledger.Body, Texts.Ledger.DueOn, Texts.Ledger.Lamp,
            Texts.Ledger.Stage, Texts.Ledger.LastReport, Texts.Products.Open,
        ];
        foreach (var row in lines.Select(l => ImmutableArray.Create(
            l.No, l.Title, l.Leaders, l.Departments, l.Due, l.Lamp, l.State, l.Result, $"{l.OpenMatters}")).Prepend(head))
        {
            csv.Append(string.Join(',', row.Select(CsvCell.Of))).Append("\r\n");
        }

        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv.ToString())];
    }

    /// <summary>One file a case, one line an event, the payload as its bytes are stored.</summary>
    private static async Task HistoriesAsync(Making making, SealedBag bag, CancellationToken cancellation)
    {
        var (connection, order) = (making.Connection, making.Order);
        var tree = await connection.QueryAsync<(Guid Id, string[] Place)>(new CommandDefinition(
            Tree, new { unit = making.Unit.Id.Value, month = order.Case.Month, @case = order.Case.Value, root = order.Root.Value },
            cancellationToken: cancellation));
        foreach (var (id, place) in tree)
        {
            var lines = new StringBuilder();
            foreach (var e in await connection.QueryAsync<EventRow>(
                new CommandDefinition(Events, making.Key(new CaseId(id)), cancellationToken: cancellation)))
            {
                lines.Append(new JsonObject
                {
                    ["seq"] = e.Seq,
                    ["kind"] = e.Kind,
                    ["actor"] = e.Actor,
                    ["recordedAt"] = $"{e.RecordedAt.UtcDateTime:O}",
                    ["effectiveOn"] = $"{e.EffectiveOn:yyyy-MM-dd}",
                    ["hash"] = e.Hash,
                    ["payload"] = Encoding.UTF8.GetString(e.Payload),
                }.ToJsonString(CaseJson.Options)).Append('\n');
            }

            var path = place is [] or [""] ? "" : $"{string.Join('/', place)}/";
            bag.Add(Texts.Products.HistoryFile(path, id), Encoding.UTF8.GetBytes(lines.ToString()));
        }
    }

    private static async Task<byte[]?> AnchorAsync(Making making, CancellationToken cancellation)
    {
        var connection = making.Connection;
        if (await connection.QuerySingleOrDefaultAsync<AnchorRow?>(
            new CommandDefinition(LastAnchor, making.Key(making.Order.Case), cancellationToken: cancellation)) is not { } anchor)
        {
            return null;
        }

        var heads = await connection.QueryAsync<(Guid Case, int Version, string Head)>(new CommandDefinition(
            Heads, new { unit = making.Unit.Id.Value, no = anchor.AnchorNo }, cancellationToken: cancellation));
        return Encoding.UTF8.GetBytes(new JsonObject
        {
            ["no"] = anchor.AnchorNo,
            ["day"] = $"{anchor.Day:yyyy-MM-dd}",
            ["through"] = $"{anchor.ThroughAt.UtcDateTime:O}",
            ["cases"] = anchor.Cases,
            ["events"] = anchor.Events,
            ["heads"] = anchor.Heads,
            ["before"] = anchor.Before,
            ["hash"] = anchor.Hash,
            ["signature"] = anchor.Signature,
            ["key"] = anchor.Fingerprint,
            ["created"] = $"{anchor.CreatedAt.UtcDateTime:O}",
            ["tree"] = new JsonArray([.. heads.Select(h => (JsonNode)new JsonObject
            {
                ["case"] = $"{h.Case:N}",
                ["version"] = h.Version,
                ["tip"] = h.Head,
            })]),
        }.ToJsonString(CaseJson.Options));
    }

    private async Task<byte[]> ContentAsync(Making making, string sha256, CancellationToken cancellation) =>
        await files.ContentAsync(making.Connection, making.Unit.Id, sha256, cancellation)
        ?? throw new CannotBeMadeException(Texts.Products.FileMissing(sha256));

    private sealed record EventRow(
        int Seq, string Kind, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, string Hash, byte[] Payload);

    private sealed record AnchorRow(
        int AnchorNo, DateOnly Day, DateTimeOffset ThroughAt, int Cases, long Events, string Heads, string Before, string Hash,
        string Signature, string Fingerprint, DateTimeOffset CreatedAt);
}

using Approvals.Engine;
using Approvals.Web.Hosting;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Audit;

/// <summary>
/// Writes anchors. A day that was missed gets its anchor later, in order, and every day since the first case has one, with
/// changes or without: so a day that is gone is seen.
/// </summary>
internal sealed class Anchors(Database database, AnchorKey key)
{
    /// <summary>Writers of one unit queue; any first number will do that nobody else uses.</summary>
    private const string TakeTurn = "SELECT pg_advisory_xact_lock(7021787, @unit)";

    private const string ReadLast = """
        SELECT anchor_no, hash
        FROM anchor
        WHERE unit_id = @unit
        ORDER BY anchor_no DESC
        LIMIT 1
        """;

    private const string ReadNextDay = """
        SELECT coalesce(
          (SELECT max(day) + 1 FROM anchor WHERE unit_id = @unit AND about_id IS NULL),
          (SELECT (min(opened_at) AT TIME ZONE @zone)::date FROM flow_case WHERE unit_id = @unit))
        """;

    private const string ReadSince = """
        SELECT max(through_at) - interval '1 hour'
        FROM anchor
        WHERE unit_id = @unit AND about_id IS NULL
        """;

    // From the events, not from the rows: a row has only its latest state, and may have moved on since midnight. What was
    // committed after its day had its anchor stands within the hour before, and belongs to the next one.
    private const string ReadDay = """
        SELECT e.case_id, e.version, e.head, e.version - coalesce(b.version, 0) AS fresh
        FROM (
          SELECT DISTINCT ON (opened_month, case_id) opened_month, case_id, seq AS version, hash AS head
          FROM case_event
          WHERE unit_id = @unit AND recorded_at >= coalesce(@since, '-infinity'::timestamptz) AND recorded_at < @through
          ORDER BY opened_month, case_id, seq DESC
        ) e
        CROSS JOIN LATERAL (
          SELECT max(h.version) AS version
          FROM anchor_head h
          JOIN anchor a ON a.unit_id = h.unit_id AND a.anchor_no = h.anchor_no AND a.about_id IS NULL
          WHERE h.unit_id = @unit AND h.opened_month = e.opened_month AND h.case_id = e.case_id
        ) b
        WHERE e.version > coalesce(b.version, 0)
        ORDER BY e.opened_month, e.case_id
        """;

    private const string ReadTree = """
        WITH RECURSIVE tree AS (
          SELECT opened_month, case_id, version, head
          FROM flow_case
          WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
          UNION ALL
          SELECT c.opened_month, c.case_id, c.version, c.head
          FROM tree t
          JOIN flow_case c ON c.unit_id = @unit AND c.parent_month = t.opened_month AND c.parent_id = t.case_id
        )
        SELECT case_id, version, head, version AS fresh
        FROM tree
        ORDER BY opened_month, case_id
        """;

    private const string InsertAnchor = """
        INSERT INTO anchor (
          unit_id, anchor_no, prev_no, day, about_month, about_id, through_at, cases, events, heads, prev_hash, hash, signature,
          fingerprint, created_at)
        VALUES (
          @unit, @no, @prev, @day, @month, @about, @through, @cases, @events, @heads, @before, @hash, @signature, @fingerprint,
          @now)
        """;

    private const string InsertHeads = """
        INSERT INTO anchor_head (unit_id, anchor_no, opened_month, case_id, version, head)
        SELECT @unit, @no, n.month, n.id, n.version, n.head
        FROM unnest(@months::date[], @cases::uuid[], @versions::int[], @heads::bytea[]) AS n (month, id, version, head)
        """;

    private const string IsSigned = "SELECT EXISTS (SELECT FROM anchor WHERE unit_id = @unit)";

    private const string Known = """
        SELECT hash = @hash
        FROM anchor
        WHERE unit_id = @unit AND anchor_no = @no
        """;

    /// <summary>An anchor for every whole day that has none; returns how many.</summary>
    /// <param name="today">The office's day: it is not over, and has its anchor tomorrow.</param>
    /// <exception cref="OfficeException">The key is lost, or the end of the chain that this node remembers.</exception>
    public async Task<int> CatchUpAsync(UnitRow unit, DateOnly today, CancellationToken cancellation)
    {
        var written = 0;
        // A transaction a day: a year that was missed holds nobody up.
        while (await database.InUnitAsync(unit.Id, (connection, _) => NextAsync(connection, unit, today, cancellation), cancellation))
        {
            written++;
        }

        await RememberAsync(unit, cancellation);
        return written;
    }

    /// <summary>
    /// The tree of a case as it stands, within the caller's transaction; after its commit he calls
    /// <see cref="RememberAsync"/>.
    /// </summary>
    public async Task<AnchorStamp> OfTreeAsync(
        NpgsqlConnection connection, UnitRow unit, CaseId about, DateOnly today, CancellationToken cancellation)
    {
        await QueueAsync(connection, unit, cancellation);
        var now = await connection.QuerySingleAsync<DateTimeOffset>(Command("SELECT office_now()", new { }, cancellation));
        var heads = await connection.QueryAsync<Row>(Command(
            ReadTree, new { unit = unit.Id.Value, month = about.Month, @case = about.Value }, cancellation));
        return await WriteAsync(connection, unit, today, about, now, [.. heads], cancellation);
    }

    /// <summary>
    /// Notes beside the key how far the chain has come; never back. Where the one noted before is gone from the database, the
    /// note stays, and who comes to audit finds it, until somebody deletes the file who knows why.
    /// </summary>
    /// <exception cref="OfficeException">The anchor noted before is gone, or another one stands in its place.</exception>
    public Task RememberAsync(UnitRow unit, CancellationToken cancellation) => database.InUnitAsync(
        unit.Id,
        async (connection, _) =>
        {
            // In turn with all writers: no other node notes a newer one between the reading and the writing of the file.
            await QueueAsync(connection, unit, cancellation);
            var noted = key.LastOf(unit.Id.Value);
            if (noted is var (no, hash) && await connection.QuerySingleOrDefaultAsync<bool?>(Command(
                Known, new { unit = unit.Id.Value, no, hash = Convert.FromHexString(hash) }, cancellation)) != true)
            {
                throw new OfficeException(
                    $"审计锚丢失：第 {no} 号锚签过名，数据库里没有了，或已被换掉。请立即运行 approvals audit，并从备份核对；"
                    + $"确认只是恢复了较早的备份，再删除 {key.LastPath(unit.Id.Value)}，之后从现有的锚接着记。");
            }

            if (await LastAsync(connection, unit, cancellation) is { } last && last.AnchorNo > (noted?.No ?? 0))
            {
                key.Remember(unit.Id.Value, last.AnchorNo, Convert.ToHexStringLower(last.Hash));
            }
        },
        cancellation);

    private async Task<bool> NextAsync(
        NpgsqlConnection connection, UnitRow unit, DateOnly today, CancellationToken cancellation)
    {
        await QueueAsync(connection, unit, cancellation);
        var parameters = new { unit = unit.Id.Value, zone = unit.Zone };
        if (await connection.QuerySingleAsync<DateOnly?>(Command(ReadNextDay, parameters, cancellation)) is not { } day
            || day >= today)
        {
            return false;
        }

        var through = StartOf(day.AddDays(1), unit.Zone);
        var since = await connection.QuerySingleAsync<DateTimeOffset?>(Command(ReadSince, parameters, cancellation));
        var heads = await connection.QueryAsync<Row>(Command(ReadDay, new { parameters.unit, since, through }, cancellation));
        await WriteAsync(connection, unit, day, null, through, [.. heads], cancellation);
        return true;
    }

    private async Task<AnchorStamp> WriteAsync(
        NpgsqlConnection connection, UnitRow unit, DateOnly day, CaseId? about, DateTimeOffset through, List<Row> heads,
        CancellationToken cancellation)
    {
        await EnsureKeyAsync(cancellation);
        using var signer = key.Open();
        var before = await LastAsync(connection, unit, cancellation);
        var now = await connection.QuerySingleAsync<DateTimeOffset>(Command("SELECT office_now()", new { }, cancellation));
        var anchor = new Anchor(
            (before?.AnchorNo ?? 0) + 1, day, about, through, heads.Count, heads.Sum(h => (long)h.Fresh),
            AnchorHead.Digest(heads.Select(h => new AnchorHead(new CaseId(h.CaseId), h.Version, h.Head))),
            before?.Hash ?? Anchor.Start, now, signer.Fingerprint);
        var hash = anchor.Hash(unit.Id);
        await InsertAsync(connection, unit, anchor, before?.AnchorNo, hash, signer.Sign(hash), cancellation);
        await InsertHeadsAsync(connection, unit, anchor.No, heads, cancellation);
        return new AnchorStamp(day, Convert.ToHexStringLower(hash), signer.Fingerprint);
    }

    private static Task InsertAsync(
        NpgsqlConnection connection, UnitRow unit, Anchor anchor, int? prev, byte[] hash, byte[] signature,
        CancellationToken cancellation) => connection.ExecuteAsync(Command(
        InsertAnchor,
        new
        {
            unit = unit.Id.Value,
            no = anchor.No,
            prev,
            day = anchor.Day,
            month = anchor.About?.Month,
            about = anchor.About?.Value,
            through = anchor.ThroughAt,
            cases = anchor.Cases,
            events = anchor.Events,
            heads = anchor.Heads,
            before = anchor.PrevHash,
            hash,
            signature,
            fingerprint = anchor.Fingerprint,
            now = anchor.CreatedAt,
        },
        cancellation));

    private static async Task InsertHeadsAsync(
        NpgsqlConnection connection, UnitRow unit, int no, List<Row> heads, CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand(InsertHeads, connection);
        insert.Parameters.AddWithValue("unit", unit.Id.Value);
        insert.Parameters.AddWithValue("no", no);
        insert.Parameters.AddWithValue("months", heads.Select(h => new CaseId(h.CaseId).Month).ToArray());
        insert.Parameters.AddWithValue("cases", heads.Select(h => h.CaseId).ToArray());
        insert.Parameters.AddWithValue("versions", heads.Select(h => h.Version).ToArray());
        insert.Parameters.AddWithValue("heads", heads.Select(h => h.Head).ToArray());
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>A key is made once in the life of an installation: a lost one is not replaced in silence.</summary>
    private async Task EnsureKeyAsync(CancellationToken cancellation)
    {
        if (key.Exists)
        {
            return;
        }

        foreach (var unit in await database.UnitsAsync(cancellation))
        {
            if (await database.ReadInUnitAsync(
                unit.Id,
                (connection, _) => connection.QuerySingleAsync<bool>(
                    Command(IsSigned, new { unit = unit.Id.Value }, cancellation)),
                cancellation))
            {
                return;
            }
        }

        key.Create();
    }

    private static Task QueueAsync(NpgsqlConnection connection, UnitRow unit, CancellationToken cancellation) =>
        connection.ExecuteAsync(Command(TakeTurn, new { unit = unit.Id.Value }, cancellation));

    private static Task<Last?> LastAsync(NpgsqlConnection connection, UnitRow unit, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<Last>(Command(ReadLast, new { unit = unit.Id.Value }, cancellation));

    private static DateTimeOffset StartOf(DateOnly day, string zone) => new(
        TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static CommandDefinition Command(string sql, object values, CancellationToken cancellation) =>
        new(sql, values, cancellationToken: cancellation);

    private sealed record Row(Guid CaseId, int Version, byte[] Head, int Fresh);

    private sealed record Last(int AnchorNo, byte[] Hash);
}

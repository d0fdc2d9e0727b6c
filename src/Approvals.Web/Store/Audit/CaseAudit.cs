using System.Data;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Web.Store.Cases;
using Npgsql;

namespace Approvals.Web.Store.Audit;

/// <param name="Seq">The event of the first broken link; null where the fault is none of a single event.</param>
public sealed record AuditFault(CaseId? Case, int? Seq, string What);

/// <param name="First">Null: every chain is whole and every row agrees with its history.</param>
/// <param name="Faulty">Cases (or editions) with a fault; of each only the first is looked for.</param>
/// <param name="Parked">What cases were asked and could not do: no fault of the history, but somebody must mend it.</param>
public sealed record UnitAudit(UnitRow Unit, int Cases, long Events, int Faulty, AuditFault? First, long Parked);

/// <summary>
/// Recomputes every chain over the bytes as they are stored, replays it, and compares the result with the rows. Goes
/// through the cases in pages inside one snapshot: the office may go on working, and memory holds one page.
/// </summary>
public sealed class CaseAudit(Database database)
{
    private const int PageSize = 100;

    /// <summary>A long look is meant here; the limits of <see cref="Database"/> are for those who wait.</summary>
    private const string Begin = """
        SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
               set_config('app.unit_id', @unit::text, true)
        """;

    private const string Page = """
        SELECT opened_month, case_id, version, head
        FROM flow_case
        WHERE unit_id = @unit AND (opened_month, case_id) > (@month, @case)
        ORDER BY opened_month, case_id
        LIMIT @limit
        """;

    private const string Events = """
        SELECT case_id, seq, kind, actor, recorded_at, effective_on, payload, hash
        FROM case_event
        WHERE unit_id = @unit AND (opened_month, case_id) > (@month, @case) AND (opened_month, case_id) <= (@last_month,
          @last_case)
        ORDER BY opened_month, case_id, seq
        """;

    private const string Open = """
        SELECT case_id, round, seat_no, due_on
        FROM assignment
        WHERE unit_id = @unit AND case_id = ANY (@cases)
        """;

    private const string EditionFiles = """
        SELECT e.hash, f.name, f.content
        FROM edition e
        LEFT JOIN edition_file f ON f.unit_id = e.unit_id AND f.hash = e.hash
        WHERE e.unit_id = @unit
        ORDER BY e.hash, f.name COLLATE "C"
        """;

    private const string CountParked = """
        SELECT count(*)
        FROM wake
        WHERE unit_id = @unit AND parked IS NOT NULL
        """;

    private static readonly (DateOnly Month, Guid Case) Beginning = (DateOnly.MinValue, Guid.Empty);

    private static readonly (DateOnly Month, Guid Case) End = (new DateOnly(9999, 12, 1), Guid.AllBitsSet);

    public async Task<UnitAudit> AuditAsync(UnitRow unit, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using (var begin = Command(connection, Begin, unit.Id))
        {
            await begin.ExecuteNonQueryAsync(cancellation);
        }

        var found = new Found();
        await EditionsAsync(connection, unit.Id, found, cancellation);
        var after = Beginning;
        while (after != End)
        {
            var page = await PageAsync(connection, unit.Id, after, cancellation);
            var last = page.Count < PageSize ? End : (page[^1].Id.Month, page[^1].Id.Value);
            var histories = await HistoriesAsync(connection, unit.Id, after, last, found, cancellation);
            await CompareAsync(connection, unit.Id, page, histories, found, cancellation);
            after = last;
        }

        foreach (var fault in await ProductFaults.ReadAsync(connection, unit.Id, cancellation))
        {
            found.Add(fault);
        }

        await using var count = Command(connection, CountParked, unit.Id);
        var parked = (long)(await count.ExecuteScalarAsync(cancellation))!; // count(*) is never null
        return new UnitAudit(unit, found.Cases, found.Events, found.Faulty, found.First, parked);
    }

    private static async Task<List<CaseEnd>> PageAsync(
        NpgsqlConnection connection, UnitId unit, (DateOnly Month, Guid Case) after, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, Page, unit, ("month", after.Month), ("case", after.Case), ("limit", PageSize));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var page = new List<CaseEnd>();
        while (await rows.ReadAsync(cancellation))
        {
            page.Add(new CaseEnd(new CaseId(rows.GetGuid(1)), rows.GetInt32(2), rows.GetFieldValue<byte[]>(3)));
        }

        return page;
    }

    private static async Task<Dictionary<CaseId, History>> HistoriesAsync(
        NpgsqlConnection connection, UnitId unit, (DateOnly Month, Guid Case) after, (DateOnly Month, Guid Case) last,
        Found found,
        CancellationToken cancellation)
    {
        await using var command = Command(
            connection, Events, unit, ("month", after.Month), ("case", after.Case), ("last_month", last.Month),
            ("last_case", last.Case));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var histories = new Dictionary<CaseId, History>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Events++;
            var id = new CaseId(rows.GetGuid(0));
            if (!histories.TryGetValue(id, out var history))
            {
                histories[id] = history = new History(unit, id);
            }

            history.Take(new StoredEvent(
                rows.GetInt32(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetInt32(3),
                new DateTimeOffset(rows.GetFieldValue<DateTime>(4), TimeSpan.Zero), rows.GetFieldValue<DateOnly>(5),
                rows.GetFieldValue<byte[]>(6), rows.GetFieldValue<byte[]>(7)));
        }

        return histories;
    }

    private static async Task CompareAsync(
        NpgsqlConnection connection, UnitId unit, List<CaseEnd> page, Dictionary<CaseId, History> histories, Found found,
        CancellationToken cancellation)
    {
        var rows = await RowsAsync(connection, unit, page, cancellation);
        var open = await OpenAsync(connection, unit, page, cancellation);
        var contents = (await SignedContent.ReadAsync(connection, unit, [.. page.Select(p => p.Id)], cancellation))
            .ToDictionary(c => c.Case);
        foreach (var end in page)
        {
            found.Cases++;
            _ = histories.Remove(end.Id, out var history);
            history ??= new History(unit, end.Id);
            found.Add(
                history.Broken
                ?? history.CheckEnd(end.Version, end.Head)
                ?? Compared(end.Id, rows.GetValueOrDefault(end.Id), open[end.Id], history)
                ?? ContentDifference.Fault(end.Id, contents.GetValueOrDefault(end.Id), history));
        }

        foreach (var (id, history) in histories)
        {
            found.Add(new AuditFault(id, history.Seq, "有历史，没有这个流程"));
        }
    }

    private static AuditFault? Compared(CaseId id, LoadedCase? row, IEnumerable<OpenSeat> open, History history)
    {
        if (row is null || history.Case is not { } replayed)
        {
            return new AuditFault(id, null, "读不出这个流程");
        }

        return (CaseDifference.Between(row.Case, replayed) ?? CaseDifference.OfOpenSeats(open, replayed)
            ?? CaseDifference.OfClocks(row.Case, replayed)) is { } words
            ? new AuditFault(id, null, words)
            : null;
    }

    private static async Task<Dictionary<CaseId, LoadedCase>> RowsAsync(
        NpgsqlConnection connection, UnitId unit, List<CaseEnd> page, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        CaseRows.AddTo(batch, unit, [.. page.Select(p => p.Id)], CaseLock.None);
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        return (await CaseAnswers.ReadAsync(rows, cancellation)).ToDictionary(l => l.Case.Id);
    }

    private static async Task<ILookup<CaseId, OpenSeat>> OpenAsync(
        NpgsqlConnection connection, UnitId unit, List<CaseEnd> page, CancellationToken cancellation)
    {
        await using var command = Command(connection, Open, unit, ("cases", page.Select(c => c.Id.Value).ToArray()));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var open = new List<(CaseId Case, OpenSeat Seat)>();
        while (await rows.ReadAsync(cancellation))
        {
            open.Add((
                new CaseId(rows.GetGuid(0)),
                new OpenSeat(
                    rows.GetInt32(1), new SeatNo(rows.GetInt32(2)), rows.IsDBNull(3) ? null : rows.GetFieldValue<DateOnly>(3))));
        }

        return open.ToLookup(o => o.Case, o => o.Seat);
    }

    /// <summary>An edition is known by its content: changed files would change what every case of it may do.</summary>
    private static async Task EditionsAsync(NpgsqlConnection connection, UnitId unit, Found found, CancellationToken cancellation)
    {
        var files = new List<(string Hash, string? Name, byte[] Content)>();
        await using (var command = Command(connection, EditionFiles, unit))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                files.Add(
                    (rows.GetString(0), rows.IsDBNull(1) ? null : rows.GetString(1),
                        rows.IsDBNull(2) ? [] : rows.GetFieldValue<byte[]>(2)));
            }
        }

        foreach (var edition in files.GroupBy(f => f.Hash))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var (_, name, content) in edition.Where(f => f.Name is not null))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
                hash.AppendData(SHA256.HashData(content));
            }

            found.Add(Convert.ToHexStringLower(hash.GetHashAndReset()) == edition.Key
                ? null
                : new AuditFault(null, null, $"流程定义 {edition.Key[..12]} 的文件被改动过"));
        }
    }

    private static NpgsqlCommand Command(
        NpgsqlConnection connection, string sql, UnitId unit, params ReadOnlySpan<(string Name, object Value)> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    /// <summary>What the case row says about its chain's end.</summary>
    private sealed record CaseEnd(CaseId Id, int Version, byte[] Head);

    private sealed class Found
    {
        public int Cases { get; set; }

        public long Events { get; set; }

        public int Faulty { get; private set; }

        public AuditFault? First { get; private set; }

        public void Add(AuditFault? fault)
        {
            if (fault is not null)
            {
                Faulty++;
                First ??= fault;
            }
        }
    }
}

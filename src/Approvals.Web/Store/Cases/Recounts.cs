using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Dapper;

namespace Approvals.Web.Store.Cases;

/// <summary>A case that could not be counted again.</summary>
public sealed record SkippedCase(CaseId Case, Exception Why);

/// <summary>What became of counting again.</summary>
/// <param name="Cases">Looked at, whether anything was another date then or not.</param>
public sealed record RecountRound(int Cases, ImmutableArray<SkippedCase> Skipped)
{
    public static RecountRound None { get; } = new(0, []);

    public static RecountRound operator +(RecountRound a, RecountRound b) => new(a.Cases + b.Cases, a.Skipped.AddRange(b.Skipped));
}

/// <summary>
/// Counts working days again when the official calendar of a year has come or was corrected, or the office opens at another
/// time or in another zone: due dates of terms in working days by an event, and the time of every next rung. Until a year is
/// loaded it is provisional (<see cref="WorkCalendar"/>). Where nothing is another one nothing is written, so it may be asked
/// as often as one likes; a unit that was never counted is counted once, for nobody knows by which calendar it began.
/// </summary>
public sealed class Recounts(Database database, Deciding deciding, WorkCalendar calendar)
{
    /// <summary>The part that is no year.</summary>
    private const string Hours = "office-hours";

    private const string Counted = """
        SELECT part, sha256, counted_at - interval '1 hour' AS since, counted_at > office_now() - interval '7 days' AS is_recent
        FROM calendar_counted
        WHERE unit_id = @unit
        """;

    private const string Count = """
        INSERT INTO calendar_counted (unit_id, part, sha256)
        SELECT @unit, n.part, n.hash
        FROM unnest(@parts::text[], @hashes::bytea[]) AS n (part, hash)
        ON CONFLICT (unit_id, part) DO UPDATE
        SET sha256 = excluded.sha256, counted_at = excluded.counted_at
        """;

    /// <summary>
    /// From the assignments, for what is suspended has no timer and runs on by its due date. A due date or a rung of an
    /// earlier year cannot lie in the year that came, but for the days that reach over new year.
    /// </summary>
    private const string Page = """
        SELECT DISTINCT a.case_id
        FROM assignment a
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        WHERE a.unit_id = @unit AND a.case_id > @after AND a.due_on >= @from
          AND c.moved_at >= coalesce(@since, '-infinity'::timestamptz)
        ORDER BY a.case_id
        LIMIT @most
        """;

    /// <summary>Nodes that start together count one after the other, and the second finds it done. Of the connection, so no
    /// transaction stands open meanwhile; any first number will do that nobody else uses.</summary>
    private const string TakeTurn = "SELECT pg_try_advisory_lock(7021788, @unit)";

    private const string EndTurn = "SELECT pg_advisory_unlock(7021788, @unit)";

    /// <summary>How far a count had come that the database broke off: the next try goes on there.</summary>
    private readonly ConcurrentDictionary<UnitId, Progress> _reached = new();

    /// <summary>Counts again what was last counted with other parts.</summary>
    /// <returns>Null: another node is at it.</returns>
    public Task<RecountRound?> CatchUpAsync(UnitId unit, CancellationToken cancellation) => InTurnAsync(
        unit, async () => (await ChangedAsync(unit, cancellation)).Round, cancellation);

    /// <summary>
    /// The same, and for a week after a part was counted also what has moved since: a node of the version before may have
    /// written it, by the calendar that it knew.
    /// </summary>
    /// <returns>Null: another node is at it.</returns>
    public Task<RecountRound?> ReviewAsync(UnitId unit, CancellationToken cancellation) => InTurnAsync(
        unit,
        async () =>
        {
            var (round, recent) = await ChangedAsync(unit, cancellation);
            return recent.IsEmpty
                ? round
                : round + await CountAsync(unit, From(recent.Select(p => p.Part)), recent.Min(p => p.Since), cancellation);
        },
        cancellation);

    private async Task<RecountRound?> InTurnAsync(UnitId unit, Func<Task<RecountRound>> count, CancellationToken cancellation)
    {
        await using var turn = await database.Source.OpenConnectionAsync(cancellation);
        if (!await turn.QuerySingleAsync<bool>(
            new CommandDefinition(TakeTurn, new { unit = unit.Value }, cancellationToken: cancellation)))
        {
            return null;
        }

        try
        {
            return await count();
        }
        finally
        {
            // Given back with the connection if this fails; and never because the caller leaves.
            await turn.ExecuteAsync(EndTurn, new { unit = unit.Value });
        }
    }

    /// <summary>Counts what changed; else nothing, and gives the parts that were counted lately.</summary>
    private async Task<(RecountRound Round, ImmutableArray<CountedPart> Recent)> ChangedAsync(
        UnitId unit, CancellationToken cancellation)
    {
        var now = await PartsAsync(unit, cancellation);
        var before = await CountedAsync(unit, cancellation);
        var changed = now.Where(p => !before.Any(b => b.Part == p.Key && b.Sha256.AsSpan().SequenceEqual(p.Value))).ToList();
        if (changed.Count == 0)
        {
            return (RecountRound.None, [.. before.Where(p => p.IsRecent && now.ContainsKey(p.Part))]);
        }

        var round = await CountAsync(unit, From(changed.Select(p => p.Key)), null, cancellation);
        // While one is missing, the unit is not counted: the next start, perhaps of a mended program, tries again.
        if (round.Skipped.IsEmpty)
        {
            await database.InUnitAsync(
                unit,
                (connection, _) => connection.ExecuteAsync(new CommandDefinition(
                    Count,
                    new { unit = unit.Value, parts = changed.Select(p => p.Key).ToArray(), hashes = changed.Select(p => p.Value).ToArray() },
                    cancellationToken: cancellation)),
                cancellation);
        }

        return (round, []);
    }

    private Task<List<CountedPart>> CountedAsync(UnitId unit, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        async (connection, _) => (await connection.QueryAsync<CountedPart>(
            new CommandDefinition(Counted, new { unit = unit.Value }, cancellationToken: cancellation))).AsList(),
        cancellation);

    private async Task<RecountRound> CountAsync(
        UnitId unit, DateOnly from, DateTimeOffset? since, CancellationToken cancellation)
    {
        var at = _reached.TryGetValue(unit, out var left) && left.From == from && left.Since == since
            ? left
            : new Progress(from, since, Guid.Empty, RecountRound.None);
        while (await PageAsync(unit, at, cancellation) is { Count: > 0 } page)
        {
            at = at with { After = page[^1].Value, Round = at.Round + await CountAsync(unit, page, cancellation) };
            _reached[unit] = at;
        }

        _reached.TryRemove(unit, out _);
        return at.Round;
    }

    private async Task<List<CaseId>> PageAsync(UnitId unit, Progress at, CancellationToken cancellation) =>
    [
        .. (await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<Guid>(new CommandDefinition(
                Page, new { unit = unit.Value, from = at.From, since = at.Since, after = at.After, most = Timers.Most },
                cancellationToken: cancellation)),
            cancellation)).Select(id => new CaseId(id)),
    ];

    /// <summary>All in one transaction; if that cannot be, each alone, and the one that is wrong is left as it is.</summary>
    private async Task<RecountRound> CountAsync(UnitId unit, IReadOnlyList<CaseId> cases, CancellationToken cancellation)
    {
        try
        {
            await CountTogetherAsync(unit, cases, cancellation);
            return new RecountRound(cases.Count, []);
        }
        catch (Exception failure) when (StoreFailures.IsLasting(failure))
        {
            if (cases.Count == 1)
            {
                return new RecountRound(0, [new SkippedCase(cases[0], failure)]);
            }
        }

        var all = RecountRound.None;
        foreach (var one in cases)
        {
            all += await CountAsync(unit, [one], cancellation);
        }

        return all;
    }

    private async Task CountTogetherAsync(UnitId unit, IReadOnlyList<CaseId> cases, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        CaseWrites? writes = null;
        foreach (var one in await CaseLoading.ForCountingAsync(connection, unit, cases, cancellation))
        {
            var context = await deciding.LookAsync(connection, unit, one, cancellation);
            writes ??= new CaseWrites(unit, context.Now, context.Today, null);
            if (Decisions.Decide(one.Case, new CaseCommand.Recount(), context) is Decision.Permitted { Events.IsEmpty: false } moved)
            {
                await Writing.TakeAsync(connection, writes, one, moved, context, cancellation);
            }
            else
            {
                writes.Rearm(one.Case, context);
            }
        }

        if (writes is not null)
        {
            await Writing.SendAsync(connection, writes, null, cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>By its year, or the hours, what a time is counted with.</summary>
    private async Task<Dictionary<string, byte[]>> PartsAsync(UnitId unit, CancellationToken cancellation)
    {
        var hours = await deciding.HoursAsync(unit, cancellation);
        var parts = calendar.Years.ToDictionary(y => $"{y.Year:0000}", Hash);
        parts.Add(Hours, SHA256.HashData(Encoding.UTF8.GetBytes($"{hours.Opening:HH:mm} {hours.Zone.Id}")));
        return parts;
    }

    /// <summary>Nothing that is due earlier is counted with these parts; other hours concern everything.</summary>
    private static DateOnly From(IEnumerable<string> parts) =>
        parts.Min(p => int.TryParse(p, out var year) ? new DateOnly(year, 1, 1).AddDays(-31) : DateOnly.MinValue);

    /// <summary>Of what makes days worked or not.</summary>
    private static byte[] Hash(CalendarYear year) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        year.Holidays.Select(h => $"{h.From:yyyy-MM-dd}/{h.To:yyyy-MM-dd}")
            .Concat(year.Workdays.Select(d => $"{d:yyyy-MM-dd}")).Prepend($"{year.Year}"))));

    private sealed record CountedPart(string Part, byte[] Sha256, DateTimeOffset Since, bool IsRecent);

    private sealed record Progress(DateOnly From, DateTimeOffset? Since, Guid After, RecountRound Round);
}

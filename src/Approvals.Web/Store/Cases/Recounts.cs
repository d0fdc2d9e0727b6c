using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Dapper;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Counts working days again when the official calendar of a year has come or was corrected: due dates of terms in working
/// days by an event, and the time of every next rung. Until a year is loaded it is provisional (<see cref="WorkCalendar"/>).
/// </summary>
public sealed class Recounts(Database database, Deciding deciding, WorkCalendar calendar)
{
    private const string Counted = """
        SELECT year, sha256
        FROM calendar_counted
        WHERE unit_id = @unit
        """;

    private const string Count = """
        INSERT INTO calendar_counted (unit_id, year, sha256)
        SELECT @unit, n.year, n.hash
        FROM unnest(@years::int[], @hashes::bytea[]) AS n (year, hash)
        ON CONFLICT (unit_id, year) DO UPDATE
        SET sha256 = excluded.sha256, counted_at = excluded.counted_at
        """;

    /// <summary>
    /// A due date or a rung of an earlier year cannot lie in the year that came, but for the days that reach over new year.
    /// </summary>
    private const string Page = """
        SELECT DISTINCT t.case_id
        FROM timer t
        JOIN assignment a ON a.unit_id = t.unit_id AND a.case_id = t.case_id AND a.seat_no = t.seat_no
        WHERE t.unit_id = @unit AND t.case_id > @after AND a.due_on >= @from
        ORDER BY t.case_id
        LIMIT @most
        """;

    /// <summary>Nothing where no year is another one than at the last time; how many cases were counted again.</summary>
    public async Task<int> CatchUpAsync(UnitId unit, CancellationToken cancellation)
    {
        var now = calendar.Years.ToDictionary(y => y.Year, Hash);
        var before = await database.ReadInUnitAsync(
            unit,
            async (connection, _) => (await connection.QueryAsync<(int Year, byte[] Hash)>(
                new CommandDefinition(Counted, new { unit = unit.Value }, cancellationToken: cancellation)))
                .ToDictionary(y => y.Year, y => y.Hash),
            cancellation);
        var changed = now.Where(y => !before.TryGetValue(y.Key, out var known) || !known.AsSpan().SequenceEqual(y.Value)).ToList();
        if (changed.Count == 0)
        {
            return 0;
        }

        var counted = await CountAsync(unit, new DateOnly(changed.Min(y => y.Key), 1, 1).AddDays(-31), cancellation);
        await database.InUnitAsync(
            unit,
            (connection, _) => connection.ExecuteAsync(new CommandDefinition(
                Count,
                new { unit = unit.Value, years = changed.Select(y => y.Key).ToArray(), hashes = changed.Select(y => y.Value).ToArray() },
                cancellationToken: cancellation)),
            cancellation);
        return counted;
    }

    private async Task<int> CountAsync(UnitId unit, DateOnly from, CancellationToken cancellation)
    {
        var (counted, after) = (0, Guid.Empty);
        while (await PageAsync(unit, from, after, cancellation) is { Count: > 0 } page)
        {
            await CountAsync(unit, page, cancellation);
            counted += page.Count;
            after = page[^1].Value;
        }

        return counted;
    }

    private async Task<List<CaseId>> PageAsync(UnitId unit, DateOnly from, Guid after, CancellationToken cancellation) =>
    [
        .. (await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<Guid>(new CommandDefinition(
                Page, new { unit = unit.Value, from, after, most = Timers.Most }, cancellationToken: cancellation)),
            cancellation)).Select(id => new CaseId(id)),
    ];

    private async Task CountAsync(UnitId unit, List<CaseId> cases, CancellationToken cancellation)
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

    /// <summary>Of what makes days worked or not.</summary>
    private static byte[] Hash(CalendarYear year) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n',
        year.Holidays.Select(h => $"{h.From:yyyy-MM-dd}/{h.To:yyyy-MM-dd}")
            .Concat(year.Workdays.Select(d => $"{d:yyyy-MM-dd}")).Prepend($"{year.Year}"))));
}

using System.Collections.Concurrent;
using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>
/// 无人可办: work that nobody can take any more. Where its stage says where it goes then (<c>on_unavailable</c>) it is looked at,
/// and goes there; else it is an alarm, one a post, until somebody can or the work is there no more.
/// </summary>
internal sealed class Vacancies(Database database, CaseStore cases, Editions editions, Alarms alarms, WakeSignal signal)
{
    /// <summary>So many are named in one alarm.</summary>
    private const int Named = 3;

    private const int Together = 100;

    private const string ReadDay = """
        SELECT coalesce(d.version, 0) AS version, coalesce(d.scopes, 0) AS scopes, (office_now() AT TIME ZONE u.zone)::date AS day
        FROM unit u
        LEFT JOIN unit_directory d ON d.unit_id = u.unit_id
        WHERE u.unit_id = @unit
        """;

    private readonly ConcurrentDictionary<UnitId, Picture> _seen = new();

    /// <summary>
    /// Costs nothing while the same people hold the same posts on the same day, nobody has restricted a matter and nothing stands
    /// empty: a seat was taken by somebody when its round opened, so it is by another picture of the house alone that it stands empty.
    /// </summary>
    public async Task LookAsync(UnitId unit, CancellationToken cancellation)
    {
        var (version, scopes, day) = await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleAsync<(long, long, DateOnly)>(
                new CommandDefinition(ReadDay, new { unit = unit.Value }, cancellationToken: cancellation)),
            cancellation);
        var same = _seen.GetValueOrDefault(unit) is { } seen
            && (seen.Version, seen.Scopes, seen.Day) == (version, scopes, day) ? seen : null;
        if (same is { Empty.IsEmpty: true })
        {
            return;
        }

        var asked = same?.Empty ?? [.. await database.ReadInUnitAsync(
            unit,
            async (connection, _) => await EmptySeats.FindAsync(
                connection, unit, await editions.AllAsync(connection, unit, cancellation), cancellation),
            cancellation)];
        var found = new List<(Looked Looked, Seat Seat)>();
        foreach (var some in asked.Chunk(Together))
        {
            found.AddRange((await cases.LookAsync(unit, some, cancellation))
                .SelectMany(l => Seating.Vacant(l.Case, l.Context).Select(seat => (l, seat))));
        }

        var stay = found.FindAll(f => f.Looked.Workflow.Stage(f.Looked.Case.Stage)?.OnUnavailable is null);
        var go = found.Except(stay).Select(f => f.Looked.Case).Where(c => c.Time.Suspension is null).DistinctBy(c => c.Id).ToList();
        var woken = await database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                await TellAsync(connection, unit, stay, cancellation);
                return same is not null ? 0 : await EmptySeats.WakeAsync(connection, unit, go, cancellation);
            },
            cancellation);
        signal.Hint(woken > 0);
        _seen[unit] = new Picture(version, scopes, day, [.. stay.Select(f => f.Looked.Case.Id).Distinct()]);
    }

    private async Task TellAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<(Looked Looked, Seat Seat)> found, CancellationToken cancellation)
    {
        var troubles = found.GroupBy(f => Alarms.Nobody + string.Join('+', f.Seat.Sitters.Select(IdOf))).ToList();
        foreach (var trouble in troubles)
        {
            var (looked, seat) = trouble.First();
            var places = trouble.DistinctBy(f => f.Looked.Case.Id)
                .Select(f => Scoping.Named(f.Looked.Case, f.Looked.Context.Grants) is null ? f.Looked.Case.Title : Texts.Scopes.Matter)
                .Zip(trouble.DistinctBy(f => f.Looked.Case.Id), (title, f) => (title, f.Looked.Workflow.TitleOf(f.Looked.Case.Stage))).ToList();
            var post = Names.Posts(seat.Sitters, looked.Context.Book, looked.Context.Directory);
            await alarms.SetAsync(
                connection, unit, trouble.Key, Texts.Alarms.Nobody(post, places.Take(Named), places.Count), cancellation,
                logged: $"{places.Count} cases");
        }

        await alarms.ClearOthersAsync(connection, unit, Alarms.Nobody, [.. troubles.Select(t => t.Key)], cancellation);
    }

    private static string IdOf(Sitter sitter) =>
        sitter.Person is { } person ? $"person-{person.Value}" : $"{sitter.Role}@{sitter.Body?.Value}";

    /// <param name="Scopes">How often somebody has said who may know of a matter.</param>
    /// <param name="Empty">What stood empty and stays.</param>
    private sealed record Picture(long Version, long Scopes, DateOnly Day, ImmutableArray<CaseId> Empty);
}

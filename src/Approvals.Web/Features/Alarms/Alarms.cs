using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Alarms;

/// <param name="What">One sentence.</param>
/// <param name="AboutPosts">Mended by giving somebody a post.</param>
public sealed record ShownAlarm(string What, bool AboutPosts);

/// <summary>告警: what somebody who looks after the whole must know. One a trouble, until it is over.</summary>
public sealed class Alarms(Database database, Editions editions, ILogger<Alarms> log)
{
    /// <summary>Posts that the definitions cannot do without and nobody holds.</summary>
    public const string Staffing = "staffing";

    /// <summary>A seat that nobody can take; what follows says whose it is.</summary>
    public const string Nobody = "nobody:";

    // Raised again, it keeps its first time, and nothing is written where it says the same; after it was over, it begins anew.
    private const string Set = """
        INSERT INTO alarm AS a (unit_id, key, what)
        VALUES (@unit, @key, @what)
        ON CONFLICT (unit_id, key) DO UPDATE
        SET what = @what, cleared_at = NULL,
            raised_at = CASE WHEN a.cleared_at IS NULL THEN a.raised_at ELSE office_now() END
        WHERE a.cleared_at IS NOT NULL OR a.what <> @what
        """;

    private const string Clear = """
        UPDATE alarm
        SET cleared_at = office_now()
        WHERE unit_id = @unit AND key = @key AND cleared_at IS NULL
        """;

    private const string ClearOthers = """
        UPDATE alarm
        SET cleared_at = office_now()
        WHERE unit_id = @unit AND starts_with(key, @prefix) AND key <> ALL (@stay) AND cleared_at IS NULL
        RETURNING key
        """;

    private const string Open = """
        SELECT key, what
        FROM alarm
        WHERE unit_id = @unit AND cleared_at IS NULL
        ORDER BY raised_at, alarm_id
        """;

    /// <param name="key">What it is about: the same trouble has the same key.</param>
    /// <param name="what">One sentence for a page.</param>
    /// <param name="logged">What the log says instead, where the sentence names people or papers.</param>
    public async Task SetAsync(
        NpgsqlConnection connection, UnitId unit, string key, string what, CancellationToken cancellation, string? logged = null)
    {
        if (await connection.ExecuteAsync(new CommandDefinition(
            Set, new { unit = unit.Value, key, what }, cancellationToken: cancellation)) > 0)
        {
            Log.Raised(log, unit, key, logged ?? what);
        }
    }

    public async Task ClearAsync(NpgsqlConnection connection, UnitId unit, string key, CancellationToken cancellation)
    {
        if (await connection.ExecuteAsync(new CommandDefinition(
            Clear, new { unit = unit.Value, key }, cancellationToken: cancellation)) > 0)
        {
            Log.Cleared(log, unit, key);
        }
    }

    /// <summary>Of those about the same kind of trouble, all but these are over.</summary>
    public async Task ClearOthersAsync(
        NpgsqlConnection connection, UnitId unit, string prefix, string[] stay, CancellationToken cancellation)
    {
        foreach (var key in await connection.QueryAsync<string>(new CommandDefinition(
            ClearOthers, new { unit = unit.Value, prefix, stay }, cancellationToken: cancellation)))
        {
            Log.Cleared(log, unit, key);
        }
    }

    /// <summary>What is not over, the oldest first; nothing for those who could not mend it.</summary>
    public async Task<ImmutableArray<ShownAlarm>> ShownToAsync(CurrentUser user, CancellationToken cancellation) =>
        !Gate.Has(user, editions.Current, Power.ReadAlarms)
            ? []
            : [.. (await database.ReadInUnitAsync(
                user.Unit.Id,
                (connection, _) => connection.QueryAsync<(string Key, string What)>(
                    new CommandDefinition(Open, new { unit = user.Unit.Id.Value }, cancellationToken: cancellation)),
                cancellation)).Select(a => new ShownAlarm(a.What, IsAboutPosts(a.Key)))];

    private static bool IsAboutPosts(string key) => key == Staffing || key.StartsWith(Nobody, StringComparison.Ordinal);
}

using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Messages;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Messages;

/// <summary>Messages on their way, and a look at where they are.</summary>
internal static class Mail
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    /// <summary>So many to one person, each of a day of its own.</summary>
    public static IEnumerable<Outgoing> To(PersonId person, int count, DateTimeOffset? notBefore = null) =>
        Enumerable.Range(1, count)
            .Select(n => new Outgoing(person, new MessageNote.Digest(Start.AddDays(n), 0, 0, n), notBefore));

    public static Task<int> WriteAsync(TestDatabase store, UnitId unit, params IEnumerable<Outgoing> rows) =>
        store.Database.InUnitAsync(
            unit, (connection, _) => Outbox.WriteAsync(connection, unit, [.. rows], CancellationToken.None),
            CancellationToken.None);

    /// <summary>As the administrator: of every unit.</summary>
    public static async Task<List<T>> QueryAsync<T>(string admin, string sql)
    {
        await using var connection = Once(admin);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    /// <summary>Asks until it is so; the sender of a running host needs no more than its next look.</summary>
    public static Task UntilAsync(string admin, string sql) => Until.TrueAsync(admin, sql);

    /// <summary>A pool would keep connections to a server that is gone.</summary>
    private static NpgsqlConnection Once(string admin) =>
        new(new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);

    /// <summary>What was written has arrived.</summary>
    public static Task SentAsync(TestDatabase store) =>
        UntilAsync(store.AdminConnection, "SELECT NOT EXISTS (SELECT FROM outbox WHERE sent_at IS NULL)");
}

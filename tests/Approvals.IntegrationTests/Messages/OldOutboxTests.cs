using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Approvals.Web.Store.Messages;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Messages;

public sealed class OldOutboxTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task What_was_under_way_before_there_were_kinds_is_still_sent()
    {
        var (server, @case) = (office.AdminConnection, CaseId.Derive(new DateOnly(2026, 9, 1), "old"));
        var old = new NpgsqlConnectionStringBuilder(server) { Database = "old_outbox", Pooling = false }.ConnectionString;
        await TestCluster.ExecuteAsync(server, "CREATE DATABASE old_outbox");
        await TestCluster.ExecuteAsync(old, "GRANT CREATE ON SCHEMA public TO approvals_owner");
        await new Migrator(old).RunAsync([.. Migrator.Released.TakeWhile(m => m.Number < 7)], CancellationToken.None);
        await TestCluster.ExecuteAsync(
            old,
            $$"""
              INSERT INTO unit (unit_id, name, short_name) VALUES (1, '甲', '甲'), (2, '乙', '乙');
              INSERT INTO outbox (unit_id, key, channel, recipient, payload)
              SELECT u, 'recorded', 'in-app', 7,
                '{"Month":"2026-09-01","Case":"{{@case.Value}}","Seq":4,"Recipient":7}'::bytea
              FROM generate_series(1, 2) u
              """);

        await new Migrator(old).RunAsync(CancellationToken.None);

        await using var look = new NpgsqlConnection(old);
        foreach (var (payload, month, subject) in await look.QueryAsync<(byte[], DateOnly, Guid)>(
            "SELECT payload, subject_month, subject_id FROM outbox"))
        {
            MessageNote.Read(payload).ShouldBe(new MessageNote.Recorded(@case, 4));
            (month, subject).ShouldBe((@case.Month, @case.Value));
        }

        (await look.ExecuteScalarAsync<long>("SELECT count(*) FROM outbox WHERE subject_id IS NOT NULL")).ShouldBe(2);
    }
}

using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Approvals.IntegrationTests.Messages;

/// <summary>PostgreSQL goes down under the sender, and comes back: pg_ctl stop -m immediate.</summary>
[Trait("Part", "faults")]
public sealed class RestartedDatabaseTests
{
    /// <summary>More than one batch.</summary>
    private const int Count = 1_200;

    [Fact]
    public async Task A_restart_of_the_database_loses_no_message_and_doubles_none()
    {
        var folder = TestCluster.NewFolder();
        var server = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None);
        await new Migrator(server.OwnerConnection()).RunAsync(CancellationToken.None);
        var admin = server.AdminConnection(EmbeddedPostgres.DatabaseName);
        // The sender waits before the door for as long as the server takes to fall: giving up, it would hold a second batch.
        await using var database = new Database(
            new NpgsqlConnectionStringBuilder(server.AppConnection()) { Options = "-c lock_timeout=60000" }.ConnectionString);
        var office = await Office.OpenAsync(database);
        await database.InUnitAsync(
            office.Unit,
            (connection, _) => Outbox.WriteAsync(
                connection, office.Unit, [.. Mail.To(office.Person("林清和"), Count)], CancellationToken.None),
            CancellationToken.None);
        using var sender = new Sender(database, new WakeSignal(), NullLogger<Sender>.Instance);
        await sender.SendAsync(office.Unit, CancellationToken.None);
        await FallWhileDeliveringAsync(sender, folder, admin);
        await server.DisposeAsync();

        // On the same port; the same sender goes on, and what it held when the server fell is free a minute later.
        await using var again = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None);
        again.Port.ShouldBe(server.Port);
        (await Mail.QueryAsync<long>(admin, "SELECT count(*) FROM outbox WHERE token IS NOT NULL")).ShouldBe([500]);
        await TestCluster.ExecuteAsync(
            again.OwnerConnection(),
            """
            CREATE OR REPLACE FUNCTION office_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
            AS $$ SELECT now() + interval '2 minutes' $$
            """);
        await Mail.UntilAsync(admin, "SELECT NOT EXISTS (SELECT FROM outbox WHERE sent_at IS NULL)");
        await sender.StopAsync(CancellationToken.None);

        (await Mail.QueryAsync<long>(admin, "SELECT count(*) FROM message")).ShouldBe([Count]);
        (await Mail.QueryAsync<long>(admin, "SELECT count(*) FROM outbox WHERE parked IS NOT NULL")).ShouldBe([0]);
    }

    /// <summary>The loop holds a batch and stands before the door of the messages when the server goes.</summary>
    private static async Task FallWhileDeliveringAsync(Sender sender, string folder, string admin)
    {
        await using var door = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);
        await door.OpenAsync();
        await door.ExecuteAsync("BEGIN; LOCK TABLE message IN SHARE MODE");
        await sender.StartAsync(CancellationToken.None);
        await Mail.UntilAsync(
            admin, "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'message'::regclass");
        var account = await ServerAccount.ForAsync(null, CancellationToken.None);
        await account.RunAsync(
            folder, PostgresBinaries.Find().PgCtl, ["stop", "-D", Path.Combine(folder, "postgres"), "-m", "immediate", "-w"]);
    }
}

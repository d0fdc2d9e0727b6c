using Approvals.Web.Store;
using Npgsql;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>
/// One PostgreSQL for the whole test run, by the product's own code, in a folder of its own; every test class gets a
/// copy of one migrated database. Stopped and deleted when the run ends; what a killed run left, the next one removes.
/// </summary>
internal static class TestCluster
{
    private const string Prefix = "approvals-tests-";

    private static readonly Lazy<Task<EmbeddedPostgres>> Running = new(StartAsync);

    private static readonly List<string> Folders = [];

    private static int _databases;

    public static async Task<(EmbeddedPostgres Server, string Name)> NewDatabaseAsync()
    {
        var server = await Running.Value;
        var name = $"office_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync(
            server.AdminConnection(), $"CREATE DATABASE {name} TEMPLATE {EmbeddedPostgres.DatabaseName} OWNER approvals_owner");
        return (server, name);
    }

    /// <summary>A data folder of its own, for tests of the server itself; deleted with the rest.</summary>
    public static string NewFolder()
    {
        var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
        lock (Folders)
        {
            Folders.Add(folder);
        }

        return folder;
    }

    public static async Task ExecuteAsync(string connection, string sql)
    {
        await using var once = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
        await once.OpenAsync();
        await using var command = new NpgsqlCommand(sql, once);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Called once, after the last test, whatever became of it.</summary>
    public static async Task EndAsync()
    {
        await ServerProcess.EndAllAsync();
        NpgsqlConnection.ClearAllPools();
        if (Running.IsValueCreated && Running.Value.IsCompletedSuccessfully)
        {
            await (await Running.Value).DisposeAsync();
        }

        foreach (var folder in Folders)
        {
            await new PostgresFolder(folder).RemoveAbandonedAsync();
            // Our own goes also where no server was ever in it.
            if (Directory.Exists(folder) && !File.Exists(Path.Combine(folder, "passwords.json")))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static bool IsOurs(string path)
    {
        lock (Folders)
        {
            return Folders.Contains(path);
        }
    }

    private static async Task<EmbeddedPostgres> StartAsync()
    {
        // Not our own: a class that needs no server may have filled one already.
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*").Where(path => !IsOurs(path)))
        {
            await new PostgresFolder(left).RemoveAbandonedAsync();
        }

        // Nothing here must survive a power cut; tests of durability start a server of their own.
        var server = await EmbeddedPostgres.StartAsync(
            new EmbeddedOptions(NewFolder(), Durable: false), CancellationToken.None);
        await new Migrator(server.OwnerConnection()).RunAsync(CancellationToken.None);
        return server;
    }
}

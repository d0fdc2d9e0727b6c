using Approvals.Readers.Definitions;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// A PostgreSQL of the bench's own, set as the product sets its embedded one (fsync on) and with pg_stat_statements, in a folder
/// that goes with it, but for one that is to be kept. Nobody else's data are ever there; what a killed bench left, the next one removes.
/// Several live side by side.
/// </summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string Prefix = "approvals-bench-";

    /// <summary>
    /// The product's own of which something was written since statistics were taken: those of the server are as many again, and what is
    /// measured leaves them as they are.
    /// </summary>
    private const string Written = """
        SELECT format('%I.%I', schemaname, relname)
        FROM pg_stat_user_tables
        WHERE n_mod_since_analyze > 0 OR n_ins_since_vacuum > 0
        ORDER BY pg_relation_size(relid) DESC
        """;

    /// <summary>What is done to many tables goes so many at a time.</summary>
    public const int Hands = 2;

    private readonly EmbeddedPostgres _server;
    private ProvinceOffice? _province;

    /// <summary>Where a province lies that stays.</summary>
    private BenchServer? _beside;

    /// <summary>Its folder stays, with what is in it.</summary>
    private readonly bool _kept;

    private BenchServer(EmbeddedPostgres server, bool kept) => (_server, _kept) = (server, kept);

    public string AppConnection => _server.AppConnection();

    /// <summary>The same to a database that <see cref="CopyAsync"/> made.</summary>
    public string AppConnectionTo(string database) => _server.AppConnection(database);

    public int Port => _server.Port;

    /// <summary>Of the superuser.</summary>
    public NpgsqlConnectionStringBuilder Admin => new(_server.AdminConnection(EmbeddedPostgres.DatabaseName));

    /// <summary>What the server writes down, statements too while it is told to.</summary>
    public string Log => Path.Combine(_server.Folder, "postgres.log");

    public string Folder => _server.Folder;

    public static async Task<BenchServer> StartAsync(CancellationToken cancellation)
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            await new PostgresFolder(left).RemoveAbandonedAsync();
        }

        return await StartAsync(Directory.CreateTempSubdirectory(Prefix).FullName, kept: false, cancellation);
    }

    private static async Task<BenchServer> StartAsync(string folder, bool kept, CancellationToken cancellation)
    {
        // The first unit asks for the definitions proved. That takes a processor some seconds, which nobody wants while a server is made.
        var proving = Task.Run(() => BookReader.Read(Editions.Files(CasesSetup.WorkflowsFolder(Settings.Read()))), cancellation);
        var server = new BenchServer(
            await EmbeddedPostgres.StartAsync(new EmbeddedOptions(folder) { Preloaded = "pg_stat_statements" }, cancellation), kept);
        try
        {
            await new Migrator(server._server.OwnerConnection()).RunAsync(cancellation);
            await server.AdministerAsync("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
            await server.SetAsync(("pg_stat_statements.track", "none"));
            await proving;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>As the superuser, who is bound by no unit.</summary>
    public async Task<NpgsqlConnection> OpenAdminAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Admin.ConnectionString)
        {
            Pooling = false,
            CommandTimeout = 0,
        }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public async Task AdministerAsync(string sql, object? values = null)
    {
        await using var admin = await OpenAdminAsync(CancellationToken.None);
        await admin.ExecuteAsync(sql, values, commandType: System.Data.CommandType.Text); // one word alone would be a procedure
    }

    public async Task<T> AskAsync<T>(string sql, object? values = null)
    {
        await using var admin = await OpenAdminAsync(CancellationToken.None);
        return await admin.QuerySingleAsync<T>(sql, values);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql, object? values = null)
    {
        await using var admin = await OpenAdminAsync(CancellationToken.None);
        return [.. await admin.QueryAsync<T>(sql, values)];
    }

    /// <summary>Another database of the same server that holds what the product's holds now. Nobody may be connected to that one.</summary>
    public async Task CopyAsync(string database)
    {
        await using var admin = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_server.AdminConnection()) { Pooling = false }.ConnectionString);
        await admin.OpenAsync();
        await admin.ExecuteAsync(
            $"CREATE DATABASE {database} TEMPLATE {EmbeddedPostgres.DatabaseName} OWNER approvals_owner",
            commandType: System.Data.CommandType.Text);
    }

    /// <summary>How much the product's database takes on the disk.</summary>
    public Task<long> SizeAsync() => AskAsync<long>("SELECT pg_database_size(current_database())");

    /// <summary>Settings of the whole server, from now on.</summary>
    public Task SetAsync(params (string Name, string Value)[] settings) =>
        AlterAsync(settings.Select(s => $"SET {s.Name} = '{s.Value}'"));

    /// <summary>As they were before <see cref="SetAsync"/>.</summary>
    public Task ResetAsync(params string[] names) => AlterAsync(names.Select(name => $"RESET {name}"));

    private async Task AlterAsync(IEnumerable<string> changes)
    {
        await using var admin = await OpenAdminAsync(CancellationToken.None);
        foreach (var change in changes)
        {
            await admin.ExecuteAsync($"ALTER SYSTEM {change}");
        }

        await admin.ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>Statistics of what was written, and nothing of it left to write: every run begins alike.</summary>
    public async Task SettleAsync()
    {
        // The largest first, in turns: of all tables together either hand has about as much.
        var written = await ListAsync<string>(Written);
        await Task.WhenAll(written.Index().GroupBy(t => t.Index % Hands, t => t.Item).Select(
            tables => AdministerAsync($"VACUUM ANALYZE {string.Join(", ", tables)}")));
        await CheckpointAsync();
    }

    public Task CheckpointAsync() => AdministerAsync("CHECKPOINT");

    /// <summary>The office's clock goes so much before the machine's. Only here, in the bench's own database.</summary>
    public Task MoveClockAsync(TimeSpan ahead) => AdministerAsync(
        $"""
         CREATE OR REPLACE FUNCTION office_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
         AS 'SELECT now() + make_interval(secs => {(long)ahead.TotalSeconds})'
         """);

    /// <summary>
    /// The province of this run, written when the first item asks for it; where one is to be kept, on a server of its own, which stays and
    /// where the next run finds it.
    /// </summary>
    public async Task<ProvinceOffice> ProvinceAsync(Effort effort, CancellationToken cancellation)
    {
        if (effort.Kept is { } folder)
        {
            _beside ??= await StartAsync(ProvinceOffice.FolderFor(folder, effort.Province), kept: true, cancellation);
        }

        return _province ??= await ProvinceOffice.OpenAsync(_beside ?? this, effort.Province, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_province is not null)
        {
            await _province.DisposeAsync();
        }

        if (_beside is not null)
        {
            await _beside.DisposeAsync();
        }

        NpgsqlConnection.ClearAllPools();
        await (_kept ? _server.DisposeAsync() : _server.RemoveAsync());
    }
}

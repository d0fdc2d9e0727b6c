using Approvals.Engine;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Npgsql;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>A migrated database of its own for a test class: <c>IClassFixture&lt;TestDatabase&gt;</c>.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    /// <summary>A session lasts while the test moves the office's clock by weeks.</summary>
    private const string AllDay = "--Sessions:IdleHours=0";

    private EmbeddedPostgres? _server;
    private readonly string _folder = TestCluster.NewFolder();
    private string _name = "";
    private Database? _database;

    /// <summary>As the product sees it: the role that row-level security binds.</summary>
    public Database Database => _database ?? throw new InvalidOperationException("xunit initialises fixtures first");

    public string AppConnection => Server.AppConnection(_name);

    public string OwnerConnection => Server.OwnerConnection(_name);

    /// <summary>The file that signs anchors here; made when the first one is written.</summary>
    public string AnchorKey => Path.Combine(_folder, "anchor.key");

    /// <summary>Superuser: sees every unit. For looking, and for breaking things on purpose.</summary>
    public string AdminConnection => Server.AdminConnection(_name);

    public string Name => _name;

    /// <summary>What the server has written down, about every database of this run; a line names its own.</summary>
    public Task<string> LogAsync() => File.ReadAllTextAsync(new PostgresFolder(Server.Folder).Log);

    private EmbeddedPostgres Server => _server ?? throw new InvalidOperationException("xunit initialises fixtures first");

    public async Task InitializeAsync()
    {
        (_server, _name) = await TestCluster.NewDatabaseAsync();
        _database = new Database(AppConnection);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    public Task AddUnitAsync(int unit, string name = "演示医院") =>
        Database.InUnitAsync(
            new UnitId(unit),
            (connection, _) => connection.ExecuteAsync(
                "INSERT INTO unit (unit_id, name, short_name, demonstration) VALUES (@unit, @name, @name, true)",
                new { unit, name }),
            CancellationToken.None);

    /// <summary>The office's clock stands still at this instant until it is moved again.</summary>
    public Task SetClockAsync(DateTimeOffset now) =>
        TestCluster.ExecuteAsync(
            OwnerConnection,
            $"CREATE OR REPLACE FUNCTION office_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS "
            + $"'SELECT timestamptz ''{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z'''");

    /// <summary>The office's clock runs, and shows this instant now.</summary>
    public Task StartClockAsync(DateTimeOffset now) => StartClockAsync(OwnerConnection, now);

    /// <summary>The same of any database of the product.</summary>
    public static Task StartClockAsync(string ownerConnection, DateTimeOffset now) =>
        TestCluster.ExecuteAsync(
            ownerConnection,
            $"""
             DO $do$
             BEGIN
               EXECUTE format(
                 'CREATE OR REPLACE FUNCTION office_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE '
                 'AS $f$SELECT now() + interval %L$f$',
                 timestamptz '{now.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffff}Z' - now());
             END
             $do$
             """);

    public async Task<DateTimeOffset> ClockAsync()
    {
        await using var command = Database.Source.CreateCommand("SELECT office_now()");
        await using var rows = await command.ExecuteReaderAsync();
        await rows.ReadAsync();
        return await rows.GetFieldValueAsync<DateTimeOffset>(0);
    }

    /// <summary>
    /// The web application in this process on a free port, against this database; <c>host.Urls</c> has its address.
    /// Dispose it before the class ends.
    /// </summary>
    public async Task<WebApplication> StartHostAsync(params string[] settings)
    {
        // Jobs have tests of their own; elsewhere they would only run by the machine's clock.
        var host = WebHost.Build(
            Settings.Read(["--Urls=http://127.0.0.1:0", $"--AnchorKey={AnchorKey}", AllDay, .. settings]), Database,
            Serving.Pages | Serving.Loops);
        await WebHost.StartAsync(host, CancellationToken.None);
        return host;
    }

    /// <summary>A node that runs the jobs and opens no port, as a process of its own against this database.</summary>
    /// <param name="name">By which the server knows its connections (application_name).</param>
    /// <param name="options">Of its connections, such as a shorter limit than the product's.</param>
    public Task<ServerProcess> StartNodeAsync(
        string name, string options = "", params (string Name, string Value)[] environment) =>
        ServerProcess.WorkAsync(
            ["serve", "--jobs-only",
                "--ConnectionStrings:Approvals="
                + new NpgsqlConnectionStringBuilder(AppConnection)
                {
                    ApplicationName = name,
                    Options = options,
                    CommandTimeout = 0, // the server's limits hold, which the options may say
                }.ConnectionString,
                $"--AnchorKey={AnchorKey}", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
                "--Logging:Console:FormatterOptions:TimestampFormat=yyyy-MM-ddTHH:mm:ssZ ",
                "--Logging:Console:FormatterOptions:UseUtcTimestamp=true"],
            environment);

    /// <summary>The web application as a process of its own against this database: one that can be killed.</summary>
    public Task<ServerProcess> StartProcessAsync(params string[] settings) =>
        ServerProcess.ServeAsync(
            [$"--ConnectionStrings:Approvals={AppConnection}", $"--ConnectionStrings:ApprovalsOwner={OwnerConnection}",
                $"--AnchorKey={AnchorKey}", AllDay, .. settings]);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Approvals.Web.Hosting;
using Npgsql;

namespace Approvals.Web.Store;

/// <summary>Where the embedded server keeps its data, and how it runs.</summary>
/// <param name="User">The unprivileged user that runs the server where we are root; otherwise not used.</param>
/// <param name="Durable">False only for tests that need speed and no durability.</param>
public sealed record EmbeddedOptions(string Folder, string? User = null, bool Durable = true)
{
    /// <summary>A library that the server loads at its start, for measuring; empty: none.</summary>
    public string Preloaded { get; init; } = "";
}

/// <summary>
/// PostgreSQL from the machine's own binaries on a private cluster, reachable from this machine only. A server that
/// still runs on the folder is adopted; the last process that uses it stops it. Killing a process leaves the server
/// to the next one.
/// </summary>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    public const string DatabaseName = "approvals";
    private const string AdminRole = "approvals_admin";
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly EmbeddedOptions _options;
    private readonly PostgresBinaries _binaries;
    private readonly ServerAccount _account;
    private readonly PostgresFolder _folder;
    private readonly Passwords _passwords;
    private FileStream? _membership;

    private EmbeddedPostgres(
        EmbeddedOptions options, PostgresBinaries binaries, ServerAccount account, PostgresFolder folder, Passwords passwords)
    {
        _options = options;
        _binaries = binaries;
        _account = account;
        _folder = folder;
        _passwords = passwords;
    }

    public int Port { get; private set; }

    /// <summary>The whole path of the data folder.</summary>
    public string Folder => _folder.Root;

    /// <summary>Of the server process. A test kills it to see what happens.</summary>
    public int ServerPid => _folder.Running()?.Pid ?? 0;

    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedOptions options, CancellationToken cancellation)
    {
        // Nothing is written where there is nothing to run.
        var binaries = PostgresBinaries.Find();
        var account = await ServerAccount.ForAsync(options.User, cancellation);
        var folder = new PostgresFolder(options.Folder);
        await account.OwnFolderAsync(folder.Root, cancellation);
        await using var turn = await folder.TakeTurnAsync(cancellation);
        var passwords = await folder.PasswordsAsync(cancellation);
        var server = new EmbeddedPostgres(options, binaries, account, folder, passwords);
        try
        {
            if (!folder.Initialised)
            {
                await server.InitialiseAsync(cancellation);
            }

            server.Port = await server.AdoptAsync(cancellation) ?? await server.LaunchAsync(cancellation);
            await server.PrepareDatabaseAsync(cancellation);
            server._membership = folder.Join();
            return server;
        }
        catch
        {
            await server.StopIfLastAsync();
            throw;
        }
    }

    /// <summary>For the product: bound by row-level security.</summary>
    public string AppConnection(string database = DatabaseName) => Connection("approvals_app", _passwords.App, database);

    /// <summary>For migrations: owns the schema.</summary>
    public string OwnerConnection(string database = DatabaseName) =>
        Connection("approvals_owner", _passwords.Owner, database);

    /// <summary>For making databases and roles; the product never uses it after the start.</summary>
    public string AdminConnection(string database = "postgres") => Connection(AdminRole, _passwords.Admin, database);

    /// <summary>Leaves the server; the last one to leave stops it, if one of us started it.</summary>
    public ValueTask DisposeAsync() => LeaveAsync("fast", () => { });

    /// <summary>
    /// Leaves the server and deletes the folder with all that was in it. So the last one to leave stops it at once: nothing need be written
    /// out before.
    /// </summary>
    /// <exception cref="OfficeException">Somebody else uses it, or it did not stop; the folder stays.</exception>
    internal ValueTask RemoveAsync() => LeaveAsync(
        "immediate",
        () =>
        {
            if (_folder.Running() is not null)
            {
                throw new OfficeException($"数据文件夹 {_folder.Root} 的数据库还在运行，没有删除：请先停止它，再删除这个文件夹。");
            }

            _folder.Delete();
        });

    /// <param name="then">Still within the turn.</param>
    private async ValueTask LeaveAsync(string mode, Action then)
    {
        if (_membership is null)
        {
            return;
        }

        await using var turn = await _folder.TakeTurnAsync(CancellationToken.None);
        await _membership.DisposeAsync();
        _membership = null;
        await StopIfLastAsync(mode);
        then();
    }

    private async Task StopIfLastAsync(string mode = "fast")
    {
        if (_folder.Unused() && _folder.Running() is { Ours: true })
        {
            await _account.RunAsync(
                _folder.Root, _binaries.PgCtl, ["stop", "-D", _folder.Cluster, "-m", mode, "-w", "-t", "60"]);
        }
    }

    private async Task InitialiseAsync(CancellationToken cancellation)
    {
        _folder.RemoveUnfinished();
        var passwordFile = _folder.Within("initdb.password");
        File.Delete(passwordFile);
        PostgresFolder.WriteForOwner(passwordFile, _passwords.Admin);
        await _account.OwnFileAsync(passwordFile, cancellation);
        string[] arguments =
        [
            "-D", _folder.Unfinished, "-U", AdminRole, "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", $"--pwfile={passwordFile}", "--no-instructions",
            .. _options.Durable ? Array.Empty<string>() : ["--no-sync"],
        ];
        var made = await _account.RunAsync(_folder.Root, _binaries.InitDb, arguments);
        File.Delete(passwordFile);
        if (made.Code != 0)
        {
            throw new OfficeException($"不能在 {_folder.Root} 建立数据库：{made.LastLine}");
        }

        await File.AppendAllTextAsync(
            Path.Combine(_folder.Unfinished, "postgresql.conf"), "\ninclude_if_exists 'approvals.conf'\n", cancellation);
        Directory.Move(_folder.Unfinished, _folder.Cluster);
    }

    /// <summary>The port of a server that runs on our folder; null where none does.</summary>
    private async Task<int?> AdoptAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (_folder.Running() is { } running)
        {
            Port = running.Port;
            switch (await ProbeAsync(cancellation))
            {
                case Answer.Ours:
                    return running.Port;
                // The pid of a server long dead may be somebody else's process now: then PostgreSQL sorts it out itself.
                case Answer.Nobody when waited.Elapsed > TimeSpan.FromSeconds(5):
                    return null;
                case Answer.Busy or Answer.Nobody when waited.Elapsed < StartLimit:
                    await Task.Delay(50, cancellation);
                    break;
                default:
                    throw new OfficeException($"数据文件夹 {_folder.Root} 上的数据库一直没有就绪，见 {_folder.Log}。");
            }
        }

        return null;
    }

    private async Task<int> LaunchAsync(CancellationToken cancellation)
    {
        var port = _folder.LastPort() is { } last && PortIsFree(last) ? last : FreePort();
        for (var attempt = 1; ; attempt++)
        {
            await WriteSettingsAsync(port, cancellation);
            File.Delete(_folder.Log + ".1");
            if (File.Exists(_folder.Log))
            {
                File.Move(_folder.Log, _folder.Log + ".1");
            }

            var started = await _account.RunAsync(
                _folder.Root, _binaries.PgCtl,
                ["start", "-D", _folder.Cluster, "-l", _folder.Log, "-w", "-t", "120", "-o", $"-c {PostgresFolder.OurMark}"]);
            if (started.Code == 0)
            {
                return port;
            }

            // A start that was killed may have left its pg_ctl behind, which brings the server up beside ours.
            if (await AdoptAsync(cancellation) is { } risen)
            {
                return risen;
            }

            var log = File.Exists(_folder.Log) ? await File.ReadAllTextAsync(_folder.Log, cancellation) : started.Said;
            if (attempt == 5 || !Passing.Any(log.Contains))
            {
                throw new OfficeException($"PostgreSQL 没有启动，原因见 {_folder.Log}。");
            }

            // Somebody took the port between our look and the server's.
            port = FreePort();
        }
    }

    /// <summary>
    /// What another try can overcome: the port was taken, or another start's server held the folder and was gone again.
    /// </summary>
    private static readonly string[] Passing =
        ["Address already in use", "postmaster.pid", "pre-existing shared memory block"];

    private Task WriteSettingsAsync(int port, CancellationToken cancellation) =>
        File.WriteAllTextAsync(
            _folder.Settings,
            $"""
             # Written at every start by approvals; changes belong into postgresql.conf above the include.
             port = {port}
             listen_addresses = '127.0.0.1'
             unix_socket_directories = ''
             max_connections = 200
             timezone = 'UTC'
             log_timezone = 'UTC'
             log_line_prefix = '%m [%p] %d '
             log_checkpoints = off
             fsync = {(_options.Durable ? "on" : "off")}
             synchronous_commit = {(_options.Durable ? "on" : "off")}
             full_page_writes = {(_options.Durable ? "on" : "off")}
             shared_preload_libraries = '{_options.Preloaded}'

             """,
            cancellation);

    /// <summary>Idempotent: a first start that was cut off is finished by the next one.</summary>
    private async Task PrepareDatabaseAsync(CancellationToken cancellation)
    {
        await using var admin = new NpgsqlConnection(Unpooled(AdminConnection()));
        await admin.OpenAsync(cancellation);
        await using var look = new NpgsqlCommand(
            "SELECT count(*) FROM pg_database WHERE datname = 'approvals'", admin);
        if ((long)(await look.ExecuteScalarAsync(cancellation))! > 0) // count(*) always answers
        {
            return;
        }

        // The passwords are hexadecimal, made by us; CREATE ROLE takes no parameters.
        await using (var roles = new NpgsqlCommand(
            $"""
             DROP ROLE IF EXISTS approvals_app;
             DROP ROLE IF EXISTS approvals_owner;
             CREATE ROLE approvals_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{_passwords.Owner}';
             CREATE ROLE approvals_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{_passwords.App}';
             """,
            admin))
        {
            await roles.ExecuteNonQueryAsync(cancellation);
        }

        await using var database = new NpgsqlCommand("CREATE DATABASE approvals OWNER approvals_owner", admin);
        await database.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<Answer> ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            await using var admin = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(Unpooled(AdminConnection())) { Timeout = 5 }.ConnectionString);
            await admin.OpenAsync(cancellation);
            await using var ask = new NpgsqlCommand("SHOW data_directory", admin);
            return (string?)await ask.ExecuteScalarAsync(cancellation) == _folder.Cluster ? Answer.Ours : Answer.Nobody;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState == PostgresErrorCodes.CannotConnectNow ? Answer.Busy : Answer.Nobody;
        }
        catch (NpgsqlException)
        {
            return Answer.Nobody;
        }
    }

    private string Connection(string role, string password, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = Port,
            Username = role,
            Password = password,
            Database = database,
        }.ConnectionString;

    private static string Unpooled(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static bool PortIsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private enum Answer
    {
        Ours,
        Busy,
        Nobody,
    }
}

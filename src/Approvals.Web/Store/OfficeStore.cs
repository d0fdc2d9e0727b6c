using Approvals.Web.Hosting;
using Npgsql;

namespace Approvals.Web.Store;

/// <summary>
/// The database of this installation: the one that <c>ConnectionStrings:Approvals</c> names, else the embedded server
/// in the folder <c>Data</c> (by default <c>data</c> below the current folder; for root <c>/var/lib/approvals</c>).
/// </summary>
internal sealed class OfficeStore : IAsyncDisposable
{
    private readonly EmbeddedPostgres? _embedded;

    private OfficeStore(EmbeddedPostgres? embedded, Database database, string? ownerConnection)
    {
        _embedded = embedded;
        Database = database;
        OwnerConnection = ownerConnection;
    }

    public Database Database { get; }

    /// <summary>Null where an external server was named without <c>ConnectionStrings:ApprovalsOwner</c>.</summary>
    public string? OwnerConnection { get; }

    /// <summary>Where the data lie: the folder, or the server and database.</summary>
    public string Place => _embedded is { } here ? here.Folder
        : new NpgsqlConnectionStringBuilder(Database.Source.ConnectionString) is { Host: var host, Database: var name } ? $"{host}/{name}" : "";

    /// <summary>For verbs that only look: where there is no data yet, they say so and make none.</summary>
    /// <exception cref="OfficeException">The data folder holds no database.</exception>
    public static Task<OfficeStore> OpenExistingAsync(IConfiguration settings, CancellationToken cancellation)
    {
        var external = settings.GetConnectionString("Approvals") ?? settings.GetConnectionString("ApprovalsOwner");
        return string.IsNullOrEmpty(external) && !new PostgresFolder(DataFolder(settings)).Initialised
            ? throw new OfficeException($"{DataFolder(settings)} 里没有数据：请用 --Data= 写明运行时用的数据目录。")
            : OpenAsync(settings, cancellation);
    }

    public static async Task<OfficeStore> OpenAsync(IConfiguration settings, CancellationToken cancellation)
    {
        var named = settings.GetConnectionString("Approvals");
        var owner = settings.GetConnectionString("ApprovalsOwner");
        if (!string.IsNullOrEmpty(named) || !string.IsNullOrEmpty(owner))
        {
            // Only migrate comes with the owner's name alone.
            return new(null, new Database(Checked(named ?? owner!)), owner is null ? null : Checked(owner));
        }

        var embedded = await EmbeddedPostgres.StartAsync(OptionsOf(settings), cancellation);
        return new(embedded, new Database(embedded.AppConnection()), embedded.OwnerConnection());
    }

    /// <summary>The folder of everything that this installation keeps beside the database, too.</summary>
    public static string DataFolder(IConfiguration settings) =>
        settings["Data"] is { Length: > 0 } named ? named
        : Environment.IsPrivilegedProcess ? "/var/lib/approvals"
        : "data";

    /// <summary>
    /// Row-level security binds neither a superuser nor a table's owner who bypasses it: we do not serve as one.
    /// </summary>
    public async Task RequireBoundRoleAsync(CancellationToken cancellation)
    {
        await using var command = Database.Source.CreateCommand(
            "SELECT rolsuper OR rolbypassrls OR rolname = 'approvals_owner' FROM pg_roles WHERE rolname = current_user");
        if (await command.ExecuteScalarAsync(cancellation) is not false)
        {
            throw new OfficeException(
                "不能用超级用户、属主或可绕过行级安全的角色提供服务：请在 ConnectionStrings:Approvals 中用 approvals_app。");
        }
    }

    /// <summary>Brings the schema up to date where we may, else refuses an old one.</summary>
    public Task<IReadOnlyList<string>> BringUpToDateAsync(CancellationToken cancellation) => ReachingAsync(async () =>
    {
        if (OwnerConnection is not null)
        {
            return await new Migrator(OwnerConnection).RunAsync(cancellation);
        }

        await Migrator.RequireCurrentAsync(Database.Source, cancellation);
        return [];
    });

    /// <summary>For verbs that only look: an old schema is refused, never changed.</summary>
    public Task RequireCurrentAsync(CancellationToken cancellation) => ReachingAsync(async () =>
    {
        await Migrator.RequireCurrentAsync(Database.Source, cancellation);
        return true;
    });

    private async Task<T> ReachingAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException failed) when (_embedded is null && failed is not PostgresException)
        {
            throw new OfficeException($"连不上数据库（ConnectionStrings）：{failed.Message}", failed);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Connections first: a server stopped under its clients would fill the log with complaints.
        await Database.DisposeAsync();
        if (_embedded is not null)
        {
            await _embedded.DisposeAsync();
        }
    }

    private static EmbeddedOptions OptionsOf(IConfiguration settings) => new(DataFolder(settings), settings["DataUser"]);

    private static string Checked(string connection)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connection).ConnectionString;
        }
        catch (ArgumentException wrong)
        {
            throw new OfficeException($"连接字符串（ConnectionStrings）写错了：{wrong.Message}", wrong);
        }
    }
}

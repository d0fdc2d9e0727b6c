using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Approvals.Web.Hosting;
using Npgsql;

namespace Approvals.Web.Store;

/// <summary>A numbered file of SQL. Released, it is never edited; its checksum in the database holds us to that.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    public byte[] Sha256 => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));
}

/// <summary>Brings the schema to what this program needs: one transaction a file, one migrator at a time.</summary>
internal sealed class Migrator(string ownerConnection)
{
    private const string Prefix = "migrations/";

    /// <summary>"approvals" in ASCII: any number will do that nobody else locks in this database.</summary>
    private const string TakeTurn = "SELECT pg_advisory_lock(7021787352211)";

    private const string HasHistory = "SELECT to_regclass('public.migration') IS NOT NULL";

    private const string ReadHistory = "SELECT number, name, sha256 FROM migration ORDER BY number";

    private const string Record = "INSERT INTO migration (number, name, sha256) VALUES (@number, @name, @sha256)";

    /// <summary>The files inside this program, in order.</summary>
    public static IReadOnlyList<Migration> Released { get; } = [.. ReadReleased()];

    /// <summary>Applies what is missing and returns its names, in order; throws one sentence on an edited file.</summary>
    public Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellation) => RunAsync(Released, cancellation);

    internal async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<Migration> files, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(ownerConnection) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancellation);
        // Held by the session: it ends with the connection, however that ends.
        await ExecuteAsync(connection, TakeTurn, cancellation);
        var applied = await HistoryAsync(connection, cancellation);
        Check(files, applied);
        var done = new List<string>();
        foreach (var file in files.Skip(applied.Count))
        {
            await ApplyAsync(connection, file, cancellation);
            done.Add(file.Name);
        }

        return done;
    }

    /// <summary>For a server that may not migrate: refuses in one sentence where the schema is not this program's.</summary>
    public static async Task RequireCurrentAsync(NpgsqlDataSource source, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var applied = await HistoryAsync(connection, cancellation);
        Check(Released, applied);
        if (applied.Count < Released.Count)
        {
            throw new OfficeException("数据库结构比程序旧：请先以属主连接（ConnectionStrings:ApprovalsOwner）运行 approvals migrate。");
        }
    }

    private static async Task ApplyAsync(NpgsqlConnection connection, Migration file, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (file.Number > 1)
        {
            // Whoever connects, what is made belongs to the owner. The first file makes him.
            await ExecuteAsync(connection, "SET LOCAL ROLE approvals_owner", cancellation);
        }

        await ExecuteAsync(connection, file.Sql, cancellation);
        await using var record = new NpgsqlCommand(Record, connection, transaction);
        record.Parameters.AddWithValue("number", file.Number);
        record.Parameters.AddWithValue("name", file.Name);
        record.Parameters.AddWithValue("sha256", file.Sha256);
        await record.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static void Check(IReadOnlyList<Migration> files, List<(int Number, string Name, byte[] Sha256)> applied)
    {
        if (applied.Count > files.Count)
        {
            throw new OfficeException($"数据库结构比程序新（已到 {applied[^1].Name}）：请使用更新的程序。");
        }

        foreach (var (file, past) in files.Zip(applied))
        {
            if (file.Number != past.Number || !file.Sha256.AsSpan().SequenceEqual(past.Sha256))
            {
                throw new OfficeException(
                    $"迁移文件 {file.Name} 与数据库中已执行的 {past.Name} 内容不同：已发布的迁移不得修改，请另加一个新文件。");
            }
        }
    }

    private static async Task<List<(int Number, string Name, byte[] Sha256)>> HistoryAsync(
        NpgsqlConnection connection, CancellationToken cancellation)
    {
        var applied = new List<(int, string, byte[])>();
        await using (var look = new NpgsqlCommand(HasHistory, connection))
        {
            if (await look.ExecuteScalarAsync(cancellation) is not true)
            {
                return applied;
            }
        }

        await using var read = new NpgsqlCommand(ReadHistory, connection);
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            applied.Add((rows.GetInt32(0), rows.GetString(1), await rows.GetFieldValueAsync<byte[]>(2, cancellation)));
        }

        return applied;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static IEnumerable<Migration> ReadReleased()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(name)!; // the name comes from the same assembly
            using var reader = new StreamReader(stream, Encoding.UTF8);
            var file = Path.GetFileNameWithoutExtension(name);
            yield return new(int.Parse(file.AsSpan(0, 4)), file, reader.ReadToEnd());
        }
    }
}

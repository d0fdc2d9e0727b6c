using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>A copy of a tree that is to be written.</summary>
internal sealed record PlacedCopy(TreeImage Image, UnitId Unit, int Number);

/// <summary>
/// Writes copies of trees by COPY, a table at a time for many copies, whichever trees and units they are of, and so many tables side by
/// side as there are connections. While the server takes some, the next are prepared. Nothing of it need outlive a crash.
/// </summary>
internal sealed class TreeWriter : IAsyncDisposable
{
    /// <summary>Rows of all tables that go together: memory holds the ids and hashes of twice as many.</summary>
    private const int AtOnce = 200_000;

    private readonly List<NpgsqlConnection> _connections = [];
    private readonly CopiedRows _rows;
    private readonly Filling _filling;
    private long _written;

    private TreeWriter(CopiedRows rows, Filling filling) => (_rows, _filling) = (rows, filling);

    /// <summary>Rows written until now.</summary>
    public long Written => Interlocked.Read(ref _written);

    public static async Task<TreeWriter> OpenAsync(BenchServer server, CopiedRows rows, Indexes indexes, CancellationToken cancellation)
    {
        var writer = new TreeWriter(rows, await Filling.BeginAsync(server, indexes));
        try
        {
            while (writer._connections.Count < BenchServer.Hands)
            {
                var connection = await server.OpenAdminAsync(cancellation);
                writer._connections.Add(connection);
                // What is copied was whole: the constraints need not look at every row of it again.
                await connection.ExecuteAsync("SET session_replication_role = replica; SET synchronous_commit = off");
            }

            return writer;
        }
        catch
        {
            await writer.DisposeAsync();
            throw;
        }
    }

    public async Task WriteAsync(IEnumerable<PlacedCopy> copies, CancellationToken cancellation)
    {
        using var parts = Parts(copies).GetEnumerator();
        for (var next = await Task.Run(NextPart, cancellation); next.Count > 0;)
        {
            var (part, following) = (next, Task.Run(NextPart, CancellationToken.None));
            try
            {
                await WriteAsync(part, cancellation);
            }
            finally
            {
                // Of a part that could not be written the next is being prepared all the same.
                next = await following;
            }
        }

        List<Prepared> NextPart() => parts.MoveNext() ? [.. parts.Current.Select(Prepare)] : [];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }

        await _filling.DisposeAsync();
    }

    private IEnumerable<List<PlacedCopy>> Parts(IEnumerable<PlacedCopy> copies)
    {
        var (part, rows) = (new List<PlacedCopy>(), 0);
        foreach (var copy in copies)
        {
            part.Add(copy);
            rows += Taken(copy.Image).Sum(t => t.Lines.Length);
            if (rows >= AtOnce)
            {
                yield return part;
                (part, rows) = ([], 0);
            }
        }

        if (part.Count > 0)
        {
            yield return part;
        }
    }

    private Prepared Prepare(PlacedCopy of)
    {
        var copy = of.Image.Copy(of.Number);
        return new(of, copy, _rows == CopiedRows.All ? of.Image.Hashes(copy, of.Unit) : []);
    }

    private IEnumerable<TreeRows> Taken(TreeImage image) => image.Rows.Where(t => TreeImage.Takes(_rows, t.Table));

    /// <summary>The longest tables first, so that the last to be taken is a short one.</summary>
    private Task WriteAsync(List<Prepared> part, CancellationToken cancellation)
    {
        var tables = new ConcurrentQueue<TreeRows>(Taken(part[0].Of.Image).OrderByDescending(t => t.Lines.Length));
        return Task.WhenAll(_connections.Select(connection => Task.Run(
            async () =>
            {
                while (tables.TryDequeue(out var table))
                {
                    await WriteAsync(connection, table, part, cancellation);
                }
            },
            cancellation)));
    }

    private async Task WriteAsync(NpgsqlConnection connection, TreeRows table, List<Prepared> part, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        await using var to = await connection.BeginTextImportAsync($"COPY {table.Table} ({table.Columns}) FROM STDIN", cancellation);
        foreach (var (of, copy, hashes) in part)
        {
            var rows = of.Image.Rows.Single(t => t.Table == table.Table);
            rows.Write(text, of.Unit, copy, hashes);
            Interlocked.Add(ref _written, rows.Lines.Length);
            await to.WriteAsync(text, cancellation);
            text.Clear();
        }
    }

    private sealed record Prepared(PlacedCopy Of, TreeCopy Copy, ImmutableArray<string> Hashes);
}

using System.Collections.Immutable;
using Dapper;

namespace Approvals.Web.Bench.Ground;

/// <summary>What becomes of the indexes while rows are copied.</summary>
internal enum Indexes
{
    /// <summary>Each row is entered, as it would be by the product.</summary>
    Kept,

    /// <summary>None is kept up; at the end all are made anew, as full as one that has grown.</summary>
    MadeAnew,
}

/// <summary>
/// While much is written that nobody measures: rare checkpoints, no images of pages, no vacuum beside it. Whoever measures next
/// settles the server first.
/// </summary>
internal sealed class Filling : IAsyncDisposable
{
    private static readonly ImmutableArray<(string Name, string Value)> Settings =
    [
        ("full_page_writes", "off"), ("max_wal_size", "8GB"), ("checkpoint_timeout", "1h"), ("autovacuum", "off"),
    ];

    // Of a server that goes with the bench. Their definitions and their order stay, by which the planner chooses among equals.
    private const string Leave = $"UPDATE pg_index SET indisready = false, indisvalid = false WHERE {OfProduct}";

    private const string OfProduct = """
        indrelid IN (
          SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast'))
        """;

    // A table's one after the other: the second finds it in memory.
    private const string Left = """
        SELECT format('%I.%I', n.nspname, c.relname), a.amname = 'btree'
        FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid
        JOIN pg_am a ON a.oid = c.relam
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT i.indisready
        ORDER BY i.indrelid, c.oid
        """;

    /// <summary>Per cent of its leaves: what a B-tree comes to whose entries arrive in any order.</summary>
    private const int Full = 70;

    /// <summary>Assignments from which making them anew takes less than keeping them up.</summary>
    private const int Many = 100_000;

    private readonly BenchServer _server;

    private Filling(BenchServer server) => _server = server;

    public static Indexes IndexesFor(long assignments) => assignments < Many ? Indexes.Kept : Indexes.MadeAnew;

    public static async Task<Filling> BeginAsync(BenchServer server, Indexes indexes)
    {
        // First what may fail: of settings none is left over then.
        if (indexes == Indexes.MadeAnew)
        {
            await server.AdministerAsync(Leave);
        }

        await server.SetAsync([.. Settings]);
        return new(server);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await MakeAnewAsync();
        }
        finally
        {
            await _server.ResetAsync([.. Settings.Select(s => s.Name)]);
        }
    }

    private async Task MakeAnewAsync()
    {
        await using var admin = await _server.OpenAdminAsync(CancellationToken.None);
        var left = (await admin.QueryAsync<(string Name, bool Tree)>(Left)).AsList();
        await admin.ExecuteAsync("SET maintenance_work_mem = '1GB'");
        foreach (var (index, tree) in left)
        {
            await admin.ExecuteAsync(tree
                ? $"ALTER INDEX {index} SET (fillfactor = {Full}); REINDEX INDEX {index}; ALTER INDEX {index} RESET (fillfactor)"
                : $"REINDEX INDEX {index}");
        }
    }
}

using Approvals.Web.Bench.Ground;

namespace Approvals.Web.Bench.Load;

/// <summary>What the server did for one of many equal commands.</summary>
/// <param name="Statements">As pg_stat_statements counts them, BEGIN and COMMIT included, and what foreign keys ask at COMMIT.</param>
/// <param name="WalBytes">Without images of whole pages: how many of those a run writes is the checkpoint's doing.</param>
/// <param name="Buffers">Pages looked at, in memory or not.</param>
internal sealed record ServerWork(double Statements, double WalBytes, double Buffers)
{
    /// <summary>As far as two may differ that do the same.</summary>
    private const double Tolerance = 0.1;

    // The checks of deferred foreign keys are the tables' owner's.
    private const string Count = """
        SELECT coalesce(sum(s.calls), 0)::float8 AS statements,
               coalesce(sum(s.shared_blks_hit + s.shared_blks_read), 0)::float8 AS buffers
        FROM pg_stat_statements s
        JOIN pg_roles r ON r.oid = s.userid
        WHERE r.rolname IN ('approvals_app', 'approvals_owner')
        """;

    private const string Vacuums = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE backend_type = 'autovacuum worker')";

    private const string Wal = "SELECT (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::float8";

    public bool Agrees(ServerWork other) => Agree(Statements, other.Statements) && Agree(WalBytes, other.WalBytes);

    /// <param name="times">How often the work does the command.</param>
    public static async Task<ServerWork> OfAsync(BenchServer server, int times, Func<Task> work)
    {
        try
        {
            // The log is everybody's: nobody but the work writes to it now.
            await server.SetAsync(("full_page_writes", "off"), ("autovacuum", "off"), ("pg_stat_statements.track", "top"));
            while (await server.AskAsync<bool>(Vacuums))
            {
                await Task.Delay(50);
            }

            await server.CheckpointAsync();
            await server.AdministerAsync("SELECT pg_stat_statements_reset()");
            var before = await server.AskAsync<double>(Wal);
            await work();
            var written = await server.AskAsync<double>(Wal) - before;
            var (statements, buffers) = await server.AskAsync<(double, double)>(Count);
            return new ServerWork(statements / times, written / times, buffers / times);
        }
        finally
        {
            await server.SetAsync(("pg_stat_statements.track", "none"), ("autovacuum", "on"), ("full_page_writes", "on"));
        }
    }

    private static bool Agree(double one, double other) => Math.Abs(one - other) <= Tolerance * Math.Max(one, other);
}

using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Web.Bench.Ground;
using Dapper;

namespace Approvals.Web.Bench.Load;

/// <summary>Where the server's time went.</summary>
internal static partial class Profile
{
    private const string All = """
        SELECT s.query, s.calls::float8 AS calls, s.total_exec_time + s.total_plan_time AS milliseconds, s.total_plan_time AS planning,
               (s.shared_blks_hit + s.shared_blks_read)::float8 AS buffers
        FROM pg_stat_statements s
        JOIN pg_roles r ON r.oid = s.userid
        WHERE r.rolname IN ('approvals_app', 'approvals_owner')
        ORDER BY milliseconds DESC
        """;

    private const int Shown = 5;
    private const int Signs = 110;

    /// <summary>All statements in one line, then those that took most; planning counts.</summary>
    public static async Task TellAsync(
        Effort effort, BenchServer server, int times, Func<Task> work, CancellationToken cancellation)
    {
        foreach (var line in await OfAsync(server, times, work, cancellation))
        {
            await effort.Tables.WriteLineAsync(line);
        }
    }

    private static async Task<IReadOnlyList<string>> OfAsync(BenchServer server, int times, Func<Task> work, CancellationToken cancellation)
    {
        await server.SetAsync(("pg_stat_statements.track_planning", "on"), ("pg_stat_statements.track", "top"));
        await server.AdministerAsync("SELECT pg_stat_statements_reset()");
        try
        {
            await work();
        }
        finally
        {
            await server.SetAsync(("pg_stat_statements.track", "none"));
        }

        await using var admin = await server.OpenAdminAsync(cancellation);
        var all = (await admin.QueryAsync<Statement>(All)).AsList();
        return
        [
            Line(
                new Statement(
                    "all", all.Sum(s => s.Calls), all.Sum(s => s.Milliseconds), all.Sum(s => s.Planning), all.Sum(s => s.Buffers)),
                times),
            .. all.Take(Shown).Select(s => Line(s, times)),
        ];
    }

    private static string Line(Statement s, int times) => string.Create(
        CultureInfo.InvariantCulture,
        $"    {s.Milliseconds / times:0.00} ms ({s.Planning / times:0.00} planning), {s.Calls / times:0.0} calls, "
        + $"{s.Buffers / times:0} buffers: {Short(s.Query)}");

    private static string Short(string query)
    {
        var line = Blanks().Replace(query, " ");
        return line.Length > Signs ? line[..Signs] + " …" : line;
    }

    private sealed record Statement(string Query, double Calls, double Milliseconds, double Planning, double Buffers);

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}

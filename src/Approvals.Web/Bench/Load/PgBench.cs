using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Npgsql;

namespace Approvals.Web.Bench.Load;

/// <summary>PostgreSQL's own load generator, as the role of the product: a closed loop like the product's, read from its own log.</summary>
internal static class PgBench
{
    private const string Script = "reference.sql";
    private const string Log = "transactions";

    /// <param name="warming">Transactions of a client that are not measured: the first prepares every statement.</param>
    /// <param name="each">Transactions of a client that are.</param>
    public static async Task<LoopRun> RunAsync(
        BenchServer server, string script, int clients, int warming, int each, AlikeCases cases, CancellationToken cancellation)
    {
        var folder = Directory.CreateDirectory(Path.Combine(server.Folder, "pgbench")).FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, Script), script, cancellation);
            var (code, said, complained) = await ChildProcess.RunAsync(Start(server, folder, clients, warming + each, cases), cancellation);
            if (code != 0)
            {
                throw new InvalidOperationException($"pgbench failed: {complained}{said}");
            }

            return LoopRun.Of(Read(Directory.EnumerateFiles(folder, Log + ".*").SelectMany(File.ReadLines)), warming);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The transactions of each client. A line: client, number, microseconds that it took, script, second and microsecond of its end.</summary>
    public static IReadOnlyCollection<IReadOnlyList<Answered>> Read(IEnumerable<string> log) =>
    [
        .. log.Select(line => line.Split(' ')).GroupBy(fields => fields[0]).Select(
            client => client.Select(f => new Answered(
                TimeSpan.FromSeconds(Whole(f[4])) + TimeSpan.FromMicroseconds(Whole(f[5])), TimeSpan.FromMicroseconds(Whole(f[2]))))
                .OrderBy(a => a.Ended).ToList()),
    ];

    private static long Whole(string field) => long.Parse(field, CultureInfo.InvariantCulture);

    private static ProcessStartInfo Start(BenchServer server, string folder, int clients, int each, AlikeCases cases)
    {
        var program = PostgresBinaries.Find().PgBench
            ?? throw new OfficeException("找不到 pgbench：请安装与数据库同一版本的（Debian 的 postgresql 软件包带有它）。");
        var app = new NpgsqlConnectionStringBuilder(server.AppConnection);
        return new ProcessStartInfo(program,
        [
            "-n", "-M", "prepared", "-f", Script, "-l", $"--log-prefix={Log}",
            "-c", $"{clients}", "-j", $"{Math.Min(clients, Environment.ProcessorCount)}", "-t", $"{each}",
            "-D", $"first={cases.Take(clients * each)}", "-D", "i=-1", "-D", $"clients={clients}", "-D", $"trees={cases.Trees}",
            "-h", app.Host ?? "", "-p", $"{server.Port}", "-U", app.Username ?? "", app.Database ?? "",
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PGPASSWORD"] = app.Password, ["PGOPTIONS"] = Database.Limits, ["LC_ALL"] = "C.UTF-8" },
        };
    }
}

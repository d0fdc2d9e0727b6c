using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Npgsql;

namespace Approvals.Web.Bench.Load;

/// <summary>PostgreSQL's own load generator, as the role of the product.</summary>
internal static partial class PgBench
{
    /// <param name="each">Transactions of a client.</param>
    /// <returns>Transactions a second, without the time to connect.</returns>
    public static async Task<double> RunAsync(
        BenchServer server, string script, int clients, int each, AlikeCases cases, CancellationToken cancellation)
    {
        var program = PostgresBinaries.Find().PgBench
            ?? throw new OfficeException("找不到 pgbench：请安装与数据库同一版本的（Debian 的 postgresql 软件包带有它）。");

        var file = Path.Combine(Path.GetTempPath(), $"approvals-reference-{server.Port}.sql");
        await File.WriteAllTextAsync(file, script, cancellation);
        var app = new NpgsqlConnectionStringBuilder(server.AppConnection);
        var start = new ProcessStartInfo(program,
        [
            "-n", "-M", "prepared", "-f", file, "-c", $"{clients}", "-j", $"{Math.Min(clients, Environment.ProcessorCount)}",
            "-t", $"{each}", "-D", $"first={cases.Take(clients * each)}", "-D", "i=-1", "-D", $"clients={clients}", "-D", $"trees={cases.Trees}",
            "-h", app.Host ?? "", "-p", $"{server.Port}", "-U", app.Username ?? "", app.Database ?? "",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = app.Password;
        start.Environment["PGOPTIONS"] = Database.Limits;
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start) ?? throw new InvalidOperationException("pgbench did not start");
        try
        {
            var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            var rate = Rate().Match(await said);
            return process.ExitCode == 0 && rate.Success
                ? double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture)
                : throw new InvalidOperationException($"pgbench failed: {await complained}{await said}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }

            File.Delete(file);
        }
    }

    [GeneratedRegex(@"tps = ([\d.]+) \(without initial connection time\)")]
    private static partial Regex Rate();
}

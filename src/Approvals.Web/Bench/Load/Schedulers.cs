using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Hosting;

namespace Approvals.Web.Bench.Load;

/// <summary>
/// Job schedulers that live in PostgreSQL, each in a database of its own on the bench's server: jobs that do nothing, all due at once.
/// What a rung does besides (lock, decide, event, message) they do not.
/// </summary>
internal static class Schedulers
{
    public static ImmutableArray<string> All { get; } = ["graphile-worker", "graphile-worker-batched", "pg-boss"];

    /// <param name="folder">Where <c>run.mjs</c> lies; null: none is asked for.</param>
    /// <exception cref="OfficeException">Its packages are not installed there.</exception>
    public static void Require(string? folder)
    {
        if (folder is not null && !Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new OfficeException($"{folder} 里没有装好的 run.mjs：请先在那里运行 npm ci。");
        }
    }

    /// <returns>Jobs a second.</returns>
    /// <exception cref="OfficeException">There is no such program there, or it failed.</exception>
    public static async Task<double> RunAsync(
        BenchServer server, string folder, string scheduler, int jobs, CancellationToken cancellation)
    {
        var admin = server.Admin;
        await server.AdministerAsync($"CREATE DATABASE \"{scheduler}\" TEMPLATE template0");
        var start = new ProcessStartInfo("node", ["run.mjs", scheduler, jobs.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = admin.Host,
                ["PGPORT"] = $"{server.Port}",
                ["PGUSER"] = admin.Username,
                ["PGPASSWORD"] = admin.Password,
                ["PGDATABASE"] = scheduler,
            },
        };
        try
        {
            var (code, said, complained) = await ChildProcess.RunAsync(start, cancellation);
            return code == 0 ? double.Parse(said, CultureInfo.InvariantCulture)
                : throw new OfficeException($"{scheduler} 没有跑完：{complained}{said}");
        }
        finally
        {
            await server.AdministerAsync($"DROP DATABASE \"{scheduler}\" WITH (FORCE)");
        }
    }
}

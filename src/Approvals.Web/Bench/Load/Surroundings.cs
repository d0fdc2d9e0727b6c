using System.Globalization;
using System.Runtime.InteropServices;
using Approvals.Web.Bench.Ground;

namespace Approvals.Web.Bench.Load;

/// <summary>What a run's figures depend on besides the program: without it they say nothing.</summary>
internal static class Surroundings
{
    private const string LoadFile = "/proc/loadavg";

    private const string Server = """
        SELECT 'PostgreSQL ' || current_setting('server_version') || ', '
          || (SELECT string_agg(name || ' ' || current_setting(name), ', ' ORDER BY name)
              FROM unnest('{fsync,synchronous_commit,full_page_writes,shared_buffers}'::text[]) AS n (name))
        """;

    /// <summary>In one line: machine, .NET, server and its settings, and the load just now.</summary>
    public static async Task<string> TellAsync(BenchServer server, CancellationToken cancellation)
    {
        const double gigabyte = 1 << 30;
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / gigabyte;
        var load = (await File.ReadAllTextAsync(LoadFile, cancellation)).Split(' ');
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {memory:0.0} GB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}; ")
            + $"{await server.AskAsync<string>(Server)}; load {string.Join(' ', load.Take(3))}";
    }
}

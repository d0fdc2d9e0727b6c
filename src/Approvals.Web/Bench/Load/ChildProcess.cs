using System.Diagnostics;

namespace Approvals.Web.Bench.Load;

/// <summary>A program beside ours, run to its end; killed where nobody waits for it any more.</summary>
internal static class ChildProcess
{
    /// <param name="start">With both of its streams redirected.</param>
    public static async Task<(int ExitCode, string Said, string Complained)> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start");
        try
        {
            var (said, complained) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, await said, await complained);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}

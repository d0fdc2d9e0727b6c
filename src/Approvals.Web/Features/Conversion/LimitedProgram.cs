using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Approvals.Web.Features.Conversion;

/// <summary>How a program ended that had limits.</summary>
internal enum ProgramEnd
{
    Well,
    Badly,
    TooLate,
    Missing,
}

/// <summary>
/// Runs a program that is not ours on a file that nobody trusts: in a group of its own, which is killed whole, with bounds on
/// time, memory and files, and with nothing of our environment.
/// </summary>
internal static class LimitedProgram
{
    /// <param name="folder">Where it works, and all that it may call home.</param>
    /// <returns><see cref="ProgramEnd.Missing"/> too where what bounds it is not there: without bounds nothing is run.</returns>
    public static async Task<ProgramEnd> RunAsync(
        string program, IEnumerable<string> arguments, string folder, ConversionLimits limits, ILogger log, CancellationToken cancellation)
    {
        if (Find(program, limits) is not { } found || Find("setsid", limits) is not { } leads || Find("prlimit", limits) is not { } bounds)
        {
            return ProgramEnd.Missing;
        }

        using var process = new Process { StartInfo = Start(leads, [bounds, .. Bounds(limits), found, .. arguments], folder, limits) };
        process.Start();
        process.StandardInput.Close();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limits.Time);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, late.Token),
                process.StandardError.BaseStream.CopyToAsync(Stream.Null, late.Token),
                process.WaitForExitAsync(late.Token));
            return process.ExitCode == 0 ? ProgramEnd.Well : ProgramEnd.Badly;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return ProgramEnd.TooLate;
        }
        finally
        {
            await EndGroupAsync(process.Id, log);
        }
    }

    /// <summary>setsid makes the program the leader of a group that has its number; prlimit bounds it and what it starts.</summary>
    private static ProcessStartInfo Start(string leads, IEnumerable<string> arguments, string folder, ConversionLimits limits)
    {
        var start = new ProcessStartInfo(leads, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = limits.SearchPath;
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        return start;
    }

    private static IEnumerable<string> Bounds(ConversionLimits limits) =>
    [
        $"--as={limits.MemoryBytes.ToString(CultureInfo.InvariantCulture)}",
        $"--cpu={((int)limits.Time.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture)}",
        $"--fsize={limits.FileBytes.ToString(CultureInfo.InvariantCulture)}", "--core=0",
    ];

    /// <summary>Null where it is not installed.</summary>
    private static string? Find(string program, ConversionLimits limits) =>
        program.Contains('/', StringComparison.Ordinal) ? File.Exists(program) ? program : null
        : limits.SearchPath.Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The number is that of the group, whether or not its leader still runs.</summary>
    private static async Task EndGroupAsync(int group, ILogger log)
    {
        try
        {
            using var kill = Process.Start(new ProcessStartInfo(
                "sh", ["-c", $"kill -KILL -{group.ToString(CultureInfo.InvariantCulture)} 2>/dev/null"]));
            await (kill?.WaitForExitAsync(CancellationToken.None) ?? Task.CompletedTask);
        }
        catch (Win32Exception e)
        {
            // No process can be started now; the limits on its time and memory end the group.
            Log.GroupStays(log, group, e);
        }
    }
}

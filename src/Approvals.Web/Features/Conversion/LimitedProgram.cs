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
    public static async Task<ProgramEnd> RunAsync(
        string program, IEnumerable<string> arguments, string folder, ConversionLimits limits, CancellationToken cancellation)
    {
        if (!IsThere(program))
        {
            return ProgramEnd.Missing;
        }

        using var process = new Process { StartInfo = Start(program, arguments, folder, limits) };
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
            await EndGroupAsync(process.Id);
        }
    }

    /// <summary>setsid makes the program the leader of a group that has its number; prlimit bounds it and what it starts.</summary>
    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments, string folder, ConversionLimits limits)
    {
        var seconds = ((int)limits.Time.TotalSeconds + 1).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("setsid",
        [
            "prlimit", $"--as={limits.MemoryBytes.ToString(CultureInfo.InvariantCulture)}", $"--cpu={seconds}",
            $"--fsize={limits.FileBytes.ToString(CultureInfo.InvariantCulture)}", "--core=0", program, .. arguments,
        ])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["HOME"] = folder;
        start.Environment["TMPDIR"] = folder;
        return start;
    }

    private static bool IsThere(string program) => program.Contains('/', StringComparison.Ordinal) ? File.Exists(program)
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>The number is that of the group, whether or not its leader still runs.</summary>
    private static async Task EndGroupAsync(int group)
    {
        try
        {
            using var kill = Process.Start(new ProcessStartInfo(
                "sh", ["-c", $"kill -KILL -{group.ToString(CultureInfo.InvariantCulture)} 2>/dev/null"]));
            await (kill?.WaitForExitAsync(CancellationToken.None) ?? Task.CompletedTask);
        }
        catch (Win32Exception)
        {
            // No process can be started now; the limits on its time and memory end the group.
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Approvals.IntegrationTests.Postgres;

/// <summary>The program itself, as an operator starts it: <c>approvals …</c> in a process that can be killed.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private const string Started = "已启动：";

    /// <summary>The folder of the program; <c>test.sh</c> names another where it has compiled it ahead.</summary>
    private static readonly string Program = Environment.GetEnvironmentVariable("APPROVALS_PROGRAM") ?? AppContext.BaseDirectory;

    /// <summary>
    /// Nor what compiling its hot methods a second time costs: a third of the processor time of its first seconds. The runtime
    /// begins with that once nothing new has been called for so many (hexadecimal) milliseconds.
    /// </summary>
    private static readonly (string Name, string Value) CompiledOnce = ("DOTNET_TC_CallCountingDelayMs", "1388");

    /// <summary>Started and not yet ended: a test that fails between two starts must leave nothing running.</summary>
    private static readonly ConcurrentDictionary<ServerProcess, bool> Live = new();

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Program, "approvals.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        // A process that lives for seconds never earns back what profiling it costs.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(_errors, line.Data);
        _process.Exited += (_, _) => _address.TrySetCanceled();
        _process.Start();
        Live[this] = true;
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Of the running site.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Standard output so far: the address, and below it what features say.</summary>
    public string Output => Heard(_output);

    public string Errors => Heard(_errors);

    /// <summary>Starts the site on a free port and returns when it answers.</summary>
    public static async Task<ServerProcess> ServeAsync(params string[] arguments)
    {
        var process = new ServerProcess(["serve", "--Urls=http://127.0.0.1:0", .. arguments], [CompiledOnce]);
        try
        {
            process.Address = new(await process._address.Task.WaitAsync(Until.Patience));
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"serve did not start: {process.Errors} {process.Output}");
        }
    }

    /// <summary>Starts a node without pages and returns when it is at work.</summary>
    public static async Task<ServerProcess> WorkAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        var process = new ServerProcess(arguments, environment);
        try
        {
            await process._address.Task.WaitAsync(Until.Patience);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw new InvalidOperationException($"serve did not start: {process.Errors} {process.Output}");
        }
    }

    /// <summary>Starts a verb and does not wait for anything.</summary>
    public static ServerProcess Start(params string[] arguments) => new(arguments, []);

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string[] arguments, params (string Name, string Value)[] environment)
    {
        await using var process = new ServerProcess(arguments, environment);
        var code = await process.ExitAsync();
        return (code, process.Output, process.Errors);
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await ExitAsync();
    }

    /// <summary>SIGTERM, as systemd sends it; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        // What is frozen hears it when it thaws.
        await SignalAsync("TERM");
        await ThawAsync();
        return await ExitAsync();
    }

    /// <summary>SIGSTOP: it does nothing more, and its connections stay open.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>SIGCONT: it goes on where it was, knowing nothing of the time between.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    private async Task SignalAsync(string name)
    {
        using var signal = Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Live.ContainsKey(this) && !_process.HasExited)
        {
            await StopAsync();
        }

        if (Live.TryRemove(this, out _))
        {
            _process.Dispose();
        }
    }

    public static async Task EndAllAsync()
    {
        foreach (var process in Live.Keys)
        {
            await process.DisposeAsync();
        }
    }

    private async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Until.Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"it does not end: {Errors} {Output}");
        }

        return _process.ExitCode;
    }

    private void Hear(StringBuilder said, string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (said)
        {
            said.AppendLine(line);
        }

        if (line.StartsWith(Started, StringComparison.Ordinal))
        {
            _address.TrySetResult(line[Started.Length..].Split(' ')[0]);
        }
    }

    private static string Heard(StringBuilder said)
    {
        lock (said)
        {
            return said.ToString();
        }
    }
}

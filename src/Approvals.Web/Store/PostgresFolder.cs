using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Approvals.Web.Hosting;

namespace Approvals.Web.Store;

/// <summary>
/// The data folder of the embedded server: the cluster, the passwords, the log, and two lock files. The kernel drops
/// the locks of a process that was killed, so nothing here needs cleaning after a crash.
/// </summary>
internal sealed class PostgresFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(3);

    public string Root { get; } = System.IO.Path.GetFullPath(path);

    public string Cluster => Within("postgres");

    /// <summary>A cluster being made; renamed when whole, so that a half-made one is never taken for the real one.</summary>
    public string Unfinished => Within("postgres.unfinished");

    public string Log => Within("postgres.log");

    public string Settings => System.IO.Path.Combine(Cluster, "approvals.conf");

    public bool Initialised => Directory.Exists(Cluster);

    public string Within(string name) => System.IO.Path.Combine(Root, name);

    /// <summary>Starting and stopping on one folder take turns; the turn is given back by disposing it.</summary>
    public async Task<FileStream> TakeTurnAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (TryLock("turn.lock", FileShare.None) is { } turn)
            {
                return turn;
            }

            if (waited.Elapsed > TurnLimit)
            {
                throw new OfficeException($"另一个进程一直占用数据文件夹 {Root}，请先结束它。");
            }

            await Task.Delay(50, cancellation);
        }
    }

    /// <summary>Held by every process that uses the server.</summary>
    public FileStream Join() =>
        TryLock("users.lock", FileShare.Read)
        ?? throw new OfficeException($"数据文件夹 {Root} 正被独占使用，请稍后再试。");

    /// <summary>Nobody holds <see cref="Join"/>. Asked within a turn, so nobody can join meanwhile.</summary>
    public bool Unused()
    {
        using var alone = TryLock("users.lock", FileShare.None);
        return alone is not null;
    }

    public async Task<Passwords> PasswordsAsync(CancellationToken cancellation)
    {
        var file = Within("passwords.json");
        if (File.Exists(file))
        {
            await using var stored = File.OpenRead(file);
            return await JsonSerializer.DeserializeAsync<Passwords>(stored, cancellationToken: cancellation)
                ?? throw new OfficeException($"{file} 已损坏，请从备份恢复。");
        }

        var made = new Passwords(Secret(), Secret(), Secret());
        var draft = file + ".unfinished";
        File.Delete(draft);
        WriteForOwner(draft, JsonSerializer.Serialize(made));
        File.Move(draft, file);
        return made;
    }

    /// <summary>On the disk before it returns: a cluster whose password is lost cannot be opened any more.</summary>
    public static void WriteForOwner(string file, string text)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        };
        using var stream = new FileStream(file, options);
        stream.Write(Encoding.UTF8.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The server that a process of ours started last; another one on the folder is a guest's and is left alone.</summary>
    public async Task RecordStartedAsync(RunningServer server, CancellationToken cancellation) =>
        await File.WriteAllTextAsync(Within("server.json"), JsonSerializer.Serialize(server), cancellation);

    public RunningServer? LastStarted()
    {
        try
        {
            return JsonSerializer.Deserialize<RunningServer>(File.ReadAllText(Within("server.json")));
        }
        catch (Exception absent) when (absent is IOException or JsonException)
        {
            // Never started, or cut off while writing: then nothing is known, and nothing of ours to stop.
            return null;
        }
    }

    /// <summary>What the server itself wrote into postmaster.pid; null where it does not run.</summary>
    public RunningServer? Running()
    {
        try
        {
            var lines = File.ReadAllLines(System.IO.Path.Combine(Cluster, "postmaster.pid"));
            return lines.Length >= 4 && int.TryParse(lines[0], out var pid) && int.TryParse(lines[3], out var port)
                && IsPostgres(pid)
                ? new RunningServer(pid, port)
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Not a dead one that nobody has reaped (its command line is empty), nor a stranger with a used pid.</summary>
    private static bool IsPostgres(int pid) =>
        File.Exists($"/proc/{pid}/cmdline")
        && File.ReadAllText($"/proc/{pid}/cmdline").Split('\0')[0].EndsWith("postgres", StringComparison.Ordinal);

    private static string Secret() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    private FileStream? TryLock(string name, FileShare share)
    {
        try
        {
            return new FileStream(Within(name), FileMode.OpenOrCreate, FileAccess.Read, share);
        }
        catch (IOException)
        {
            // .NET reports a lock held by another process this way; a real disk error shows at the next write.
            return null;
        }
    }
}

/// <summary>Generated at the first start and kept in the data folder, readable by its owner alone.</summary>
internal sealed record Passwords(string Admin, string Owner, string App);

internal sealed record RunningServer(int Pid, int Port);

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

    /// <summary>Stands on the command line of every server that we start; survives us, so that the next start knows it.</summary>
    public const string OurMark = "cluster_name=approvals";

    private const string Turn = "turn.lock";

    private static readonly TimeSpan TurnLimit = TimeSpan.FromMinutes(3);

    public string Root { get; } = Path.GetFullPath(path);

    public string Cluster => Within("postgres");

    /// <summary>A cluster being made; renamed when whole, so that a half-made one is never taken for the real one.</summary>
    public string Unfinished { get; } =
        Path.Combine(Path.GetFullPath(path), $"postgres.unfinished-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");

    public string Log => Within("postgres.log");

    public string Settings => Path.Combine(Cluster, "approvals.conf");

    private string PasswordFile => Within("passwords.json");

    public bool Initialised => Directory.Exists(Cluster);

    public string Within(string name) => Path.Combine(Root, name);

    /// <summary>Starting and stopping on one folder take turns; the turn is given back by disposing it.</summary>
    public async Task<FileStream> TakeTurnAsync(CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (TryLock(Turn, FileShare.None) is { } turn)
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
        var file = PasswordFile;
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

    /// <summary>What the server itself wrote into postmaster.pid; null where it does not run.</summary>
    public RunningServer? Running()
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(Cluster, "postmaster.pid"));
            if (lines.Length < 4 || !int.TryParse(lines[0], out var pid) || !int.TryParse(lines[3], out var port))
            {
                return null;
            }

            // Empty for a dead one that nobody has reaped; another program's where the pid was used again.
            var words = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0');
            return words[0].EndsWith("postgres", StringComparison.Ordinal)
                ? new RunningServer(pid, port, words.Contains(OurMark))
                : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The port of the last start, so that an operator's tools find the server where it was.</summary>
    public int? LastPort() =>
        File.Exists(Settings)
        && File.ReadLines(Settings).FirstOrDefault(line => line.StartsWith("port = ", StringComparison.Ordinal)) is { } line
        && int.TryParse(line.AsSpan("port = ".Length), out var port)
            ? port
            : null;

    /// <summary>
    /// Half-made clusters of starts that were killed. Their initdb may still write for a moment; then they stay.
    /// </summary>
    public void RemoveUnfinished()
    {
        foreach (var left in Directory.EnumerateDirectories(Root, "postgres.unfinished*"))
        {
            try
            {
                Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // In nobody's way: every attempt has a name of its own.
            }
        }
    }

    /// <summary>
    /// Asked within a turn, whose lock goes last: until then nobody else deletes here. Whoever waited for the turn finds nothing of ours any
    /// more, and deletes what is left.
    /// </summary>
    public void Delete()
    {
        foreach (var folder in Directory.GetDirectories(Root))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var file in Directory.GetFiles(Root).Where(f => Path.GetFileName(f) != Turn))
        {
            File.Delete(file);
        }

        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // He is at it.
        }
    }

    /// <summary>
    /// Stops and deletes what nobody uses. One whose start has only begun has written no passwords or holds the turn, one that is used
    /// was joined, and a server that we did not start is its operator's: all of them are left alone.
    /// </summary>
    public async Task RemoveAbandonedAsync()
    {
        try
        {
            if (!File.Exists(PasswordFile))
            {
                return;
            }

            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await using var turn = await TakeTurnAsync(soon.Token);
            if (!Unused() || Running() is { Ours: false })
            {
                return;
            }

            if (Running() is not null)
            {
                var account = await ServerAccount.ForAsync(null, soon.Token);
                await account.RunAsync(Root, PostgresBinaries.Find().PgCtl, ["stop", "-D", Cluster, "-m", "immediate", "-w"]);
            }

            Delete();
        }
        catch (Exception busy) when (busy is OperationCanceledException or IOException or UnauthorizedAccessException or OfficeException)
        {
            // Somebody else's: his to remove.
        }
    }

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
        catch (UnauthorizedAccessException refused)
        {
            throw new OfficeException($"没有权限使用数据文件夹 {Root}：它属于另一个用户，请用 --Data=文件夹 另指一处。", refused);
        }
    }
}

/// <summary>Generated at the first start and kept in the data folder, readable by its owner alone.</summary>
internal sealed record Passwords(string Admin, string Owner, string App);

/// <param name="Ours">Started by a process of ours; another one on the folder is its operator's to stop.</param>
internal sealed record RunningServer(int Pid, int Port, bool Ours);

using Approvals.Web.Hosting;

namespace Approvals.Web.Store;

/// <summary>Where PostgreSQL's own programs are. A folder counts only if it holds all three that we call.</summary>
internal sealed record PostgresBinaries(string Folder)
{
    private const string Distribution = "/usr/lib/postgresql";

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string InitDb => Path.Combine(Folder, "initdb");

    public string PgCtl => Path.Combine(Folder, "pg_ctl");

    /// <summary>For measuring only: beside the others, or where the distribution has it; null where it is not.</summary>
    public string? PgBench => OfDistribution().Prepend(Folder).Select(folder => Path.Combine(folder, "pgbench")).FirstOrDefault(File.Exists);

    /// <summary>PG_BIN alone if it is set, else PATH, else the newest version that the distribution installed.</summary>
    public static PostgresBinaries Find()
    {
        var stated = Environment.GetEnvironmentVariable("PG_BIN");
        var places = string.IsNullOrEmpty(stated) ? OnPath().Concat(OfDistribution()) : [stated];
        return places.Where(Complete).Select(folder => new PostgresBinaries(folder)).FirstOrDefault()
            ?? throw new OfficeException(
                "找不到 PostgreSQL 的程序（initdb、pg_ctl、postgres）：请安装 PostgreSQL 15 或更新的版本"
                + "（Debian：apt install postgresql），或用环境变量 PG_BIN 指出它们所在的文件夹。");
    }

    private static bool Complete(string folder) => Needed.All(name => File.Exists(Path.Combine(folder, name)));

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> OfDistribution() =>
        Directory.Exists(Distribution)
            ? Directory.EnumerateDirectories(Distribution)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
}

using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Bench;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;

namespace Approvals.Web.CommandLine;

/// <summary>Measures the product on a PostgreSQL of its own, against the limit of the same database in the same run.</summary>
internal static class BenchVerb
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "每项只测一小段，一分钟之内结束" };
    private static readonly Option<double> Part = new("--part")
    {
        Description = "数据规模：1 为 500 个单位、1000 万条已办和 100 万条待办（默认），0.1 为十分之一",
        DefaultValueFactory = _ => 1,
    };
    private static readonly Option<string?> Only = new("--only") { Description = "只测这几项，用逗号隔开" };
    private static readonly Option<string?> Schedulers = new("--schedulers")
    {
        Description = "与其他调度程序比较计时器：run.mjs 所在的文件夹，先在那里运行 npm ci",
    };

    private static readonly Option<string?> Keep = new("--keep")
    {
        Description = "inbox 和 ledger 的数据留在这个文件夹里，下次不必再写；不要了就把它删除",
    };

    public static Command Create()
    {
        var verb = new Command("bench", "测性能：自己起一个数据库，与同一数据库的极限比较");
        verb.Add(Quick);
        verb.Add(Only);
        verb.Add(Part);
        verb.Add(Schedulers);
        verb.Add(Keep);
        verb.SetAction((parsed, cancellation) => RunAsync(
            new Effort(parsed.GetValue(Quick), parsed.GetValue(Quick) ? Console.Error : Console.Out)
            {
                Part = parsed.GetValue(Part),
                Schedulers = parsed.GetValue(Schedulers),
                Kept = parsed.GetValue(Keep),
            },
            parsed.GetValue(Only), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(Effort effort, string? only, CancellationToken cancellation)
    {
        var names = only?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToImmutableHashSet();
        if (names?.Except(BenchPlan.All.Select(i => i.Name)).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync(
                $"没有“{unknown}”这一项，可以测的有：{string.Join("、", BenchPlan.All.Select(i => i.Name))}。");
            return 2;
        }

        if (effort.Part is not (> 0 and <= 1))
        {
            await Console.Error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"--part 写的是 {effort.Part}，请写大于 0、不大于 1 的数，如 0.1。"));
            return 2;
        }

        if (effort.Kept is { } folder)
        {
            ProvinceOffice.FolderFor(folder, effort.Province);
        }

        await using var server = await BenchServer.StartAsync(cancellation);
        await effort.Tables.WriteLineAsync(await Surroundings.TellAsync(server, cancellation));
        var sound = true;
        foreach (var item in BenchPlan.All.Where(i => names?.Contains(i.Name) ?? true))
        {
            sound &= await IsSoundAsync(item, server, effort, cancellation);
        }

        return sound ? 0 : 1;
    }

    /// <summary>One that fails loses none of those after it.</summary>
    private static async Task<bool> IsSoundAsync(BenchItem item, BenchServer server, Effort effort, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        try
        {
            var measured = item.Run is null ? null : await item.Run(server, effort, cancellation);
            await effort.TellAsync($"{item.Name}: {watch.Elapsed.TotalSeconds:0.0} s in all");
            await Console.Out.WriteLineAsync(Line(item.Name, measured));
            return measured?.Comparable ?? true;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(fault.ToString());
            await Console.Out.WriteLineAsync($"bench: {item.Name} failed: {fault.Message.ReplaceLineEndings(" ")}");
            return false;
        }
    }

    private static string Line(string name, Measured? measured) => measured is null ? $"bench: {name} not yet" : string.Create(
        CultureInfo.InvariantCulture, $"bench: {name} {measured.Ratio:0.00} p99 {measured.Slowest.TotalMilliseconds:0.#} ms");
}

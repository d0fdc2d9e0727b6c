using System.Diagnostics;
using System.Globalization;
using Approvals.Web.Bench.Ground;

namespace Approvals.Web.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Quick">One short run of each, of <c>signoff</c> up to three; all of it within a minute.</param>
/// <param name="Tables">What is measured goes there while it is measured, as lines and tables of the document.</param>
internal sealed record Effort(bool Quick, TextWriter Tables)
{
    /// <summary>Of its minute a short run has so much for what comes until the last pair of <c>signoff</c> begins.</summary>
    private static readonly TimeSpan Room = TimeSpan.FromSeconds(33);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Whether something may be measured once more.</summary>
    public bool HasRoom => !Quick || _watch.Elapsed < Room;

    /// <summary>The product and its reference take turns so often; the median counts.</summary>
    public int Pairs => Quick ? 1 : 5;

    /// <summary>Of the sizes of the aims (design 10), this part: 1 is the whole.</summary>
    public double Part { get; init; } = 1;

    /// <summary>Where other schedulers lie that the timers are measured beside; null: nowhere.</summary>
    public string? Schedulers { get; init; }

    /// <summary>The folder in which the province stays; null: nowhere.</summary>
    public string? Kept { get; init; }

    /// <summary>What pages are measured over.</summary>
    public ProvinceSize Province
    {
        get => field ?? (Quick ? ProvinceSize.Small : ProvinceSize.Whole.Times(Part));
        init;
    }

    public Task TellAsync(FormattableString line) => Tables.WriteLineAsync(line.ToString(CultureInfo.InvariantCulture));

    /// <summary>A row of a table, a cell each.</summary>
    public Task RowAsync(params FormattableString[] cells) =>
        Tables.WriteLineAsync($"| {string.Join(" | ", cells.Select(c => c.ToString(CultureInfo.InvariantCulture)))} |");

    /// <summary>The row that a table begins with, and the line below it.</summary>
    public async Task HeadAsync(params FormattableString[] cells)
    {
        await RowAsync(cells);
        await Tables.WriteLineAsync($"{string.Concat(Enumerable.Repeat("|---", cells.Length))}|");
    }

    public int Of(int whole, int quick) => Quick ? quick : (int)(whole * Part);
}

/// <summary>What came of an item.</summary>
/// <param name="Ratio">Of what it must reach: 1 and more is reached. Of <c>signoff</c>: of the reference.</param>
/// <param name="Slowest">What is printed as p99: that of one, and where few are measured, what docs/performance.md says.</param>
internal sealed record Measured(double Ratio, TimeSpan Slowest)
{
    /// <summary>False where product and reference did not do the same: the ratio says nothing then, and the bench has failed.</summary>
    public bool Comparable { get; init; } = true;
}

/// <summary>One thing that is measured.</summary>
/// <param name="Name">As the command line and the printed line call it.</param>
/// <param name="Run">Null: what it would measure is not there yet.</param>
internal sealed record BenchItem(string Name, Func<BenchServer, Effort, CancellationToken, Task<Measured>>? Run);

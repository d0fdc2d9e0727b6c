namespace Approvals.Web.Bench.Load;

/// <summary>
/// How long each of many commands took, free of coordinated omission: in a closed loop a client that waits does not ask, so a
/// stall hides what would have been asked meanwhile. For each that took longer than the usual distance of two, the waits of those
/// that it kept from being asked are counted too.
/// </summary>
internal sealed class Latencies
{
    private readonly long[] _sorted;

    private Latencies(long[] sorted) => _sorted = sorted;

    /// <param name="ticks">Of the stopwatch, one a command.</param>
    /// <param name="corrected">Of a closed loop; the usual distance is the median.</param>
    public static Latencies Of(IEnumerable<long> ticks, bool corrected)
    {
        var taken = ticks.Order().ToArray();
        var usual = taken.Length == 0 ? 0 : taken[taken.Length / 2];
        if (!corrected || usual == 0)
        {
            return new(taken);
        }

        var hidden = taken.Where(t => t > usual).SelectMany(t => Hidden(t, usual));
        return new([.. taken.Concat(hidden).Order()]);
    }

    /// <param name="share">0.99 for the 99th percentile.</param>
    public TimeSpan Percentile(double share) => _sorted.Length == 0
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds(
            _sorted[Math.Clamp((int)Math.Ceiling(_sorted.Length * share) - 1, 0, _sorted.Length - 1)]
            / (double)System.Diagnostics.Stopwatch.Frequency);

    private static IEnumerable<long> Hidden(long taken, long usual)
    {
        for (var left = taken - usual; left >= usual; left -= usual)
        {
            yield return left;
        }
    }
}

namespace Approvals.Web.Bench.Load;

/// <summary>How long each of many commands took.</summary>
internal sealed class Latencies
{
    private readonly TimeSpan[] _sorted;

    private Latencies(TimeSpan[] sorted) => _sorted = sorted;

    /// <param name="corrected">
    /// Free of coordinated omission: in a closed loop a client that waits does not ask, so a stall hides what would have been asked
    /// meanwhile. For each that took longer than the usual distance of two, the median, the waits of those that it kept from being
    /// asked are counted too.
    /// </param>
    public static Latencies Of(IEnumerable<TimeSpan> each, bool corrected)
    {
        var taken = each.Order().ToArray();
        var usual = taken.Length == 0 ? TimeSpan.Zero : taken[taken.Length / 2];
        if (!corrected || usual == TimeSpan.Zero)
        {
            return new(taken);
        }

        var hidden = taken.Where(t => t > usual).SelectMany(t => Hidden(t, usual));
        return new([.. taken.Concat(hidden).Order()]);
    }

    /// <param name="share">0.99 for the 99th percentile.</param>
    public TimeSpan Percentile(double share) => _sorted.Length == 0
        ? TimeSpan.Zero
        : _sorted[Math.Clamp((int)Math.Ceiling(_sorted.Length * share) - 1, 0, _sorted.Length - 1)];

    private static IEnumerable<TimeSpan> Hidden(TimeSpan taken, TimeSpan usual)
    {
        for (var left = taken - usual; left >= usual; left -= usual)
        {
            yield return left;
        }
    }
}

namespace Approvals.Web.Bench.Load;

/// <summary>What is told of several runs.</summary>
internal static class Sums
{
    /// <summary>Of an even number half-way between the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}

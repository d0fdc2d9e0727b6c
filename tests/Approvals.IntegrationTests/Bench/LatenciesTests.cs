using Approvals.Web.Bench.Load;

namespace Approvals.IntegrationTests.Bench;

public sealed class LatenciesTests
{
    /// <summary>A client that stood still for a second would have asked ninety-nine times more meanwhile.</summary>
    [Fact]
    public void A_stall_counts_as_often_as_it_kept_somebody_from_asking()
    {
        var taken = Enumerable.Repeat(TimeSpan.FromMilliseconds(10), 900).Append(TimeSpan.FromSeconds(1)).ToList();

        Latencies.Of(taken, corrected: false).Percentile(0.95).TotalMilliseconds.ShouldBe(10, 0.1);
        Latencies.Of(taken, corrected: true).Percentile(0.95).TotalMilliseconds.ShouldBe(500, 20);
    }

    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    public void A_percentile_is_one_of_those_that_were_taken(double share, double milliseconds) =>
        Latencies.Of(Enumerable.Range(1, 100).Select(n => TimeSpan.FromMilliseconds(n)), corrected: false)
            .Percentile(share).TotalMilliseconds.ShouldBe(milliseconds, 0.01);
}

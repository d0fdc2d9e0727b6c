using Approvals.Web.Bench.Load;

namespace Approvals.IntegrationTests.Bench;

/// <summary>The product and its reference are counted by one sum, over warm clients that all ask.</summary>
public sealed class LoopRunTests
{
    /// <summary>Warm after 200 and 300 ms, the one has asked all after 400 ms and the other after 700.</summary>
    private static readonly IReadOnlyList<Answered>[] Two = [Client(100, 100, 50, 50, 50, 50), Client(150, 150, 100, 100, 100, 100)];

    [Fact]
    public void Commands_are_counted_from_when_the_last_client_is_warm_until_the_first_has_asked_all() =>
        LoopRun.Of(Two, warming: 2).PerSecond.ShouldBe((2 + 1) / 0.1, 0.001);

    [Fact]
    public void What_made_a_client_warm_is_not_among_the_times() =>
        LoopRun.Of(Two, warming: 2).Latencies.Percentile(1).TotalMilliseconds.ShouldBe(100);

    [Fact]
    public void A_loop_without_warming_is_counted_from_its_first_command() =>
        LoopRun.Of([Client(100, 100)], warming: 0).PerSecond.ShouldBe(10, 0.001);

    [Fact]
    public void A_stall_is_corrected_beside_the_times_as_they_were_taken()
    {
        var run = LoopRun.Of([Client(10, 10, 10, 40)], warming: 0);

        run.Latencies.Percentile(0.75).TotalMilliseconds.ShouldBe(10);
        run.Corrected.Percentile(0.75).TotalMilliseconds.ShouldBe(30);
    }

    [Fact]
    public void Clients_that_never_asked_at_the_same_time_are_no_run() =>
        Should.Throw<NeverTogetherException>(() => LoopRun.Of([Client(10, 10), Client(100, 10)], warming: 1));

    [Fact]
    public async Task Whoever_is_warm_waits_for_the_others()
    {
        var warm = new CountdownEvent(3);

        await ClosedLoop.RunAsync(3, 2, 1, number =>
        {
            // The numbers go round: 3 to 5 are the second of each client, 6 to 8 what is measured.
            if (number is >= 3 and < 6)
            {
                warm.Signal();
            }

            (number < 6 || warm.IsSet).ShouldBeTrue();
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Nobody_waits_for_a_client_that_fails_before_it_is_warm() =>
        (await Should.ThrowAsync<InvalidOperationException>(() => ClosedLoop.RunAsync(
            3, 1, 1, number => number == 0 ? throw new InvalidOperationException("refused") : Task.CompletedTask))).Message.ShouldBe("refused");

    /// <summary>As pgbench of PostgreSQL 15 writes it, a file a thread, in pipeline mode too.</summary>
    [Fact]
    public void The_log_of_pgbench_tells_each_client_and_what_it_asked()
    {
        var clients = PgBench.Read(
        [
            "0 1 14617 0 1796031263 999543",
            "1 1 11588 0 1796031264 17",
            "0 2 7220 0 1796031264 6763",
        ]);

        clients.Select(c => c.Count).ShouldBe([2, 1]);
        var first = clients.First();
        first.Select(a => a.Took.TotalMicroseconds).ShouldBe([14617, 7220]);
        (first[1].Ended - first[0].Ended).TotalMicroseconds.ShouldBe(7220);
    }

    private static List<Answered> Client(params int[] milliseconds) =>
    [
        .. milliseconds.Select((took, at) => new Answered(
            TimeSpan.FromMilliseconds(milliseconds.Take(at + 1).Sum()), TimeSpan.FromMilliseconds(took))),
    ];
}

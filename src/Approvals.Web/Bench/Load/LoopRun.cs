namespace Approvals.Web.Bench.Load;

/// <summary>One command of a closed loop.</summary>
/// <param name="Ended">By the clock of its loop, wherever that begins.</param>
internal readonly record struct Answered(TimeSpan Ended, TimeSpan Took);

/// <summary>What a closed loop gave, the product's and the reference's by the same sum; what made a client warm is left out.</summary>
/// <param name="PerSecond">While every client asked and was warm: from when the last was warm until the first had asked all.</param>
/// <param name="Latencies">As long as each took.</param>
/// <param name="Corrected">Free of coordinated omission. Only where all that is asked costs alike: else what is dear looks like a stall.</param>
internal sealed record LoopRun(double PerSecond, Latencies Latencies, Latencies Corrected)
{
    /// <summary>Of this process, without the server's, a command.</summary>
    public TimeSpan Processor { get; init; }

    /// <param name="clients">What each client did, in its order.</param>
    /// <param name="warming">How many of those made it warm.</param>
    /// <exception cref="NeverTogetherException">There is no instant at which all of them are warm and ask.</exception>
    public static LoopRun Of(IReadOnlyCollection<IReadOnlyList<Answered>> clients, int warming)
    {
        var from = warming == 0 ? clients.Min(c => c[0].Ended - c[0].Took) : clients.Max(c => c[warming - 1].Ended);
        var until = clients.Min(c => c[^1].Ended);
        if (until <= from)
        {
            throw new NeverTogetherException();
        }

        var measured = clients.SelectMany(c => c.Skip(warming)).ToList();
        var taken = measured.Select(a => a.Took).ToList();
        return new LoopRun(
            measured.Count(a => a.Ended > from && a.Ended <= until) / (until - from).TotalSeconds,
            Latencies.Of(taken, corrected: false), Latencies.Of(taken, corrected: true));
    }
}

/// <summary>Of clients that are to ask side by side one had done before another was warm: such a run says nothing.</summary>
internal sealed class NeverTogetherException() : Exception("a client had asked all before another was warm");

using Xunit.Abstractions;

namespace Approvals.Tests.Simulation;

public sealed class SimulationTests(ITestOutputHelper output)
{
    [Fact]
    public void Look()
    {
        for (var seed = 1; seed < 6; seed++)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            var c = Campaign18.Play(seed);
            output.WriteLine($"seed {seed}: {clock.ElapsedMilliseconds} ms, now {c.World.Now}, refused {c.Played.Refused}, cases {c.World.Cases.Count()}, events {c.World.History.Count}, presses {c.Played.Presses.Length}, messages {c.World.Messages.Count}, notice {c.Notice.Stage}, signatures {c.Played.Presses.Where(p => p.Signature).DistinctBy(p => p.Sheet).Count()}");
            foreach (var l in c.Played.Left) output.WriteLine($"  left {c.World[l.Case].Workflow} {c.World[l.Case].Title} {l.Stage} {string.Join(',', l.MaySit)} {l.Why}");
            foreach (var s in c.World.Stuck) output.WriteLine($"  stuck {s}");
            if (seed == 1) foreach (var p in c.Played.Presses) output.WriteLine($"{p.At.AddHours(8):MM-dd HH:mm} {p.Act.By.Value} {c.Played.Behaviours[p.Act.By]} {c.World[p.Case].Workflow} {c.World[p.Case].Title} {p.Stage} {p.Act.Action} {p.Signature}");
        }
    }
}

using Approvals.Tests.House;
using Xunit.Abstractions;

namespace Approvals.Tests.Model;

/// <summary>Random sound definitions and random commands: the engine does what the rules, written down a second time, say.</summary>
[Trait("Part", "engine")]
public sealed class ModelTests(ITestOutputHelper output)
{
    /// <summary>As often at least each kind of command is permitted, and refused, in every 10,000 steps; what time and the
    /// directory do is never refused.</summary>
    private const int LeastOfEach = 10;

    [Fact]
    public void The_engine_does_what_the_model_says_and_its_replay_is_the_live_case()
    {
        var steps = int.TryParse(Environment.GetEnvironmentVariable("APPROVALS_STEPS"), out var given) ? given
            : LongRun.Times("engine", 50_000, 3_000_000);
        var first = LongRun.Seed("engine", 1);
        var run = new ModelRun(first, steps).Play();
        output.WriteLine($"{run}");
        run.Refused.Count.ShouldBeLessThanOrEqualTo(run.Processes / 50, "the generator draws what is sound");
        var least = LeastOfEach * steps / 10_000;
        foreach (var kind in Enum.GetValues<Kind>())
        {
            run.Tally.Of(kind, permitted: true).ShouldBeGreaterThanOrEqualTo(least, $"{kind} is hardly ever permitted");
            if (kind < Kind.Fire)
            {
                run.Tally.Of(kind, permitted: false).ShouldBeGreaterThanOrEqualTo(least, $"{kind} is hardly ever refused");
            }
        }
    }

    /// <summary>Its rules and what it remembers; every line counts that is neither blank nor a comment alone.</summary>
    [Fact]
    public void The_model_is_short_enough_to_be_checked_by_reading_it() =>
        SourceFiles.Under("tests/Approvals.Tests/Model", ".cs").Where(f => Path.GetFileName(f) is "NaiveModel.cs" or "Running.cs")
            .SelectMany(File.ReadLines).Select(l => l.Trim())
            .Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))
            .Count().ShouldBeLessThanOrEqualTo(300);

    [Fact]
    public void The_model_shares_nothing_with_the_engine() =>
        SourceFiles.Under("tests/Approvals.Tests/Model", ".cs")
            .Where(f => Path.GetFileName(f) is "NaiveModel.cs" or "Running.cs" or "Refused.cs" or "Process.cs" or "Attempt.cs"
                or "RandomProcess.cs")
            .SelectMany(File.ReadLines).ShouldAllBe(l => !l.Contains("Approvals.Engine", StringComparison.Ordinal));
}

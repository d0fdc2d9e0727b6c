using Xunit.Abstractions;

namespace Approvals.Tests.Model;

/// <summary>Random sound definitions and random commands: the engine does what the rules, written down a second time, say.</summary>
[Trait("Part", "engine")]
public sealed class ModelTests(ITestOutputHelper output)
{
    private const int StepsOfAGame = 60;
    private const int GamesOfAProcess = 4;

    private const Slices Now = Slices.None;

    [Fact]
    public void The_engine_does_what_the_model_says_and_its_replay_is_the_live_case()
    {
        var steps = int.TryParse(Environment.GetEnvironmentVariable("APPROVALS_STEPS"), out var given) ? given
            : LongRun.Times("engine", 100_000, 5_000_000);
        var first = LongRun.Seed("engine", 1);
        var (tally, refused, seed) = (new Tally(), new List<string>(), first);
        for (; tally.Steps < steps; seed++)
        {
            var game = new Game(seed, Now);
            if (game.Read() is not { } book)
            {
                refused.Add($"{seed}: {string.Join("; ", game.Faults)}");
                continue;
            }

            for (var round = 0; round < GamesOfAProcess; round++)
            {
                game.Play(book, round, StepsOfAGame, tally);
            }
        }

        output.WriteLine($"seeds {first} to {seed - 1}: {seed - first - refused.Count} processes, {refused.Count} drawn ones refused, "
            + $"{tally.Games} games, {tally.Steps} steps\n{tally}\n{string.Join('\n', refused.Take(40))}");
        refused.Count.ShouldBeLessThan((seed - first) / 10, "the generator draws what is sound");
    }
}

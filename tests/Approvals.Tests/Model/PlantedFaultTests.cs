using System.Security.Cryptography;
using Xunit.Abstractions;

namespace Approvals.Tests.Model;

/// <summary>
/// The model catches mistakes: each is made in a copy of the engine, which is put under a copy of these tests, and the model must
/// disagree with it there.
/// </summary>
[Trait("Part", "engine")]
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    /// <summary>Within so many steps, from whatever seed.</summary>
    private const int Steps = 100_000;

    [Fact]
    public void Each_stands_in_the_code_just_once()
    {
        PlantedFault.All.Length.ShouldBeGreaterThanOrEqualTo(20);
        PlantedFault.All.ShouldAllBe(f => f.Text().Split(f.Right, StringSplitOptions.None).Length == 2);
    }

    [Fact]
    public void The_model_catches_what_is_planted_in_the_engine() =>
        Some(LongRun.Times("engine", 1, PlantedFault.All.Length)).Where(f => !IsCaught(f)).Select(f => f.Rule).ToList().ShouldBeEmpty();

    /// <summary>So many, from any one on.</summary>
    private static IEnumerable<PlantedFault> Some(int count)
    {
        var all = PlantedFault.All;
        var first = RandomNumberGenerator.GetInt32(all.Length);
        return Enumerable.Range(first, count).Select(n => all[n % all.Length]);
    }

    private bool IsCaught(PlantedFault fault)
    {
        var first = LongRun.Seed("engine", 1);
        var story = PlantedEngine.Disagreement(fault, first, Steps);
        output.WriteLine($"{(story is null ? "MISSED" : "caught")} from seed {first} (APPROVALS_SEED={first} reruns it): {fault.Rule} {story?.Split('\n')[0]}");
        return story is not null;
    }
}

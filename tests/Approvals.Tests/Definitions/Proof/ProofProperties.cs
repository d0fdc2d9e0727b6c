using System.Text;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Tests.Cases;
using Xunit.Abstractions;

namespace Approvals.Tests.Definitions.Proof;

/// <summary>The proof and an explorer that plays every press agree on random editions.</summary>
[Trait("Part", "engine")]
public sealed class ProofProperties(ITestOutputHelper output)
{
    [Fact]
    public void What_is_refused_has_a_state_that_is_stuck_or_never_reached_and_what_is_passed_has_none()
    {
        var first = LongRun.Seed("engine", 1);
        var (sound, unsound, large) = (0, 0, 0);
        for (var seed = first; seed < first + LongRun.Times("engine", 1_000, 20_000); seed++)
        {
            var sketch = new RandomSketches(seed).Next();
            var faults = Faults(sketch);
            if (faults.Any(f => f.Contains("绕回自己", StringComparison.Ordinal)))
            {
                continue; // a circle that turns by itself: the explorer has no time in which it would
            }

            var explorer = new Explorer(sketch);
            var found = explorer.Explore();
            if (explorer.TooLarge)
            {
                large++;
                continue;
            }

            (found is null).ShouldBe(faults.Count == 0, $"seed {seed}: the explorer says {found ?? "sound"}; check says\n{string.Join('\n', faults)}\n{sketch}");
            sound += found is null ? 1 : 0;
            unsound += found is null ? 0 : 1;
        }

        output.WriteLine($"seeds from {first}: {sound} sound, {unsound} unsound, {large} too large");
        Math.Min(sound, unsound).ShouldBeGreaterThan(100);
    }

    private static IReadOnlyList<string> Faults(Sketch sketch)
    {
        try
        {
            BookReader.Read(sketch.Flows.Select(f => new DefinitionFile($"{f.Id}.yaml", Encoding.UTF8.GetBytes(sketch.Yaml(f))))
                .Append(new DefinitionFile("roles.yaml", Encoding.UTF8.GetBytes(Staff.RolesFile))));
            return [];
        }
        catch (FaultsException wrong)
        {
            return [.. wrong.Faults.Select(f => f.ToString())];
        }
    }
}

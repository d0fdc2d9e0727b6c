using System.Text;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Tests.Cases;
using Xunit.Abstractions;

namespace Approvals.Tests.Model;

/// <summary>Sound definitions, spoilt at random: check refuses what is stuck or never reached, and nothing else.</summary>
[Trait("Part", "engine")]
public sealed class UnsoundTests(ITestOutputHelper output)
{
    [Fact]
    public void Whatever_is_stuck_or_never_reached_is_refused_and_nothing_that_is_sound()
    {
        var (first, told) = (LongRun.Seed("engine", 1), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var seed = first; seed < first + LongRun.Times("engine", 700, 20_000); seed++)
        {
            var drawn = new RandomProcess(new Random(seed), Slices.All).Draw();
            if (Faults(drawn).Count > 0 || new Mutation(new Random(seed)).Of(drawn) is not var (what, spoilt))
            {
                continue;
            }

            var (fault, faults) = (new Exploration(spoilt).Fault(), Faults(spoilt));
            (faults.Count > 0).ShouldBe(
                fault is not null,
                $"seed {seed} (APPROVALS_SEED={seed} reruns it), {what}: the model says {fault ?? "sound"}, check says "
                    + $"{(faults.Count > 0 ? string.Join("; ", faults) : "sound")}\n\n{string.Join('\n', ProcessText.Of(spoilt))}");
            var kind = $"{what.Split(':')[0]}, {(fault is null ? "sound" : "refused")}";
            told[kind] = told.GetValueOrDefault(kind) + 1;
        }

        output.WriteLine($"seeds from {first}\n{string.Join('\n', told.Select(t => $"{t.Value,6} {t.Key}"))}");
        told.Where(t => t.Key.EndsWith("refused", StringComparison.Ordinal)).Select(t => t.Value).Count(n => n >= 5).ShouldBe(7);
    }

    private static IReadOnlyList<string> Faults(Process process)
    {
        try
        {
            BookReader.Read(ProcessText.Of(process).Append(Staff.RolesFile)
                .Select((text, no) => new DefinitionFile($"{no}.yaml", Encoding.UTF8.GetBytes(text))));
            return [];
        }
        catch (FaultsException refused)
        {
            return [.. refused.Faults.Select(f => f.ToString())];
        }
    }
}

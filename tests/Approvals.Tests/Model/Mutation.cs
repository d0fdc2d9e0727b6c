namespace Approvals.Tests.Model;

/// <summary>One thing of a drawn process spoilt, as a slip of the pen would.</summary>
internal sealed class Mutation(Random random)
{
    /// <summary>Null where the process has nothing of the kind to spoil.</summary>
    public (string What, Process Process)? Of(Process process)
    {
        // Who can sit is no matter here, nor where a parent stands: a way that only opens when nobody can sit is not counted on, nobody
        // is shut out, and no guard asks for the parent (ProofProperties has all of it).
        process = new Process([.. process.Flows.Select(f => f with
        {
            Stages =
            [
                .. f.Stages.Select(s => s with
                {
                    IfNobody = null,
                    NotSameAs = [],
                    Deeds = [.. s.Deeds.Select(d => d.When.Holds == Holds.ParentEnded ? d with { When = Ask.Always } : d)],
                }),
            ],
        })]);
        var flow = Any(process.Flows);
        return random.Next(7) switch
        {
            0 => InDeed(process, flow, "a way leads nowhere", (_, d) => d with { To = ["nowhere"] }),
            1 => InDeed(process, flow, "a way is gone", (_, _) => null),
            2 => InDeed(process, flow, "a way is bent", (s, d) =>
                d with { To = [Any([.. flow.Stages.Select(o => o.Id).Where(o => o != s.Id), "done"])] }),
            3 when flow.Stages.Length > 1 => CutOff(process, flow, random.Next(1, flow.Stages.Length)),
            4 => InStage(process, flow, "more signers than seats", s => s.Who is { Party: "", SameAs: "" }, s =>
                s with { Who = s.Who! with { AtLeast = 2, Roles = [.. s.Who.Roles.Take(1)] } }), // as just asked
            5 => InStage(
                process, flow, "a quorum above the seats", s => s is { Rule: SignRule.Ballot, Who: { Party: "", SameAs: "" } }, s =>
                s with { Ballot = (s.Ballot.For, 2, false, 1) }),
            6 when process.Flows.Length > 1 => Endless(process, process.Flows[^1]),
            _ => null,
        };
    }

    private (string, Process)? InDeed(Process process, Flow flow, string what, Func<Stage, Deed, Deed?> spoil)
    {
        // A stage keeps something that can be pressed, and that the consulted can say.
        var stages = flow.Stages.Where(s => s.Rule != SignRule.Ballot && s.Deeds.Count(d => d.Leads && !d.AtOnce) > 1);
        var plain = stages.SelectMany(s => s.Deeds
            .Where(d => d is { To.Length: 1, AnyEarlier: false, Way: WayOn.Rewalk, Recall: false, Does: Does.Nothing, AtOnce: false })
            .Select(d => (Stage: s, Deed: d))).ToList();
        if (plain.Count == 0)
        {
            return null;
        }

        var (stage, deed) = Any(plain);
        var deeds = stage.Deeds.Select(d => d == deed ? spoil(stage, d) : d).OfType<Deed>();
        return ($"{what}: {flow.Id} {stage.Id} {deed.Id}", With(process, flow, stage, stage with { Deeds = [.. deeds] }));
    }

    private (string, Process)? InStage(Process process, Flow flow, string what, Predicate<Stage> fits, Func<Stage, Stage> spoil)
    {
        var stages = flow.Stages.Where(s => fits(s)).ToList();
        if (stages.Count == 0)
        {
            return null;
        }

        var stage = Any(stages);
        return ($"{what}: {flow.Id} {stage.Id}", With(process, flow, stage, spoil(stage)));
    }

    /// <summary>Whatever led to the stage leads past it.</summary>
    private static (string, Process)? CutOff(Process process, Flow flow, int at)
    {
        var (lost, instead) = (flow.Stages[at].Id, at + 1 < flow.Stages.Length ? flow.Stages[at + 1].Id : "done");
        return flow.Stages.SelectMany(s => s.Deeds).Any(d => d.AnyEarlier) ? null
            : ($"a stage is cut off: {flow.Id} {lost}", With(process, flow, s => Bent(s, to => to == lost ? instead : to)));
    }

    /// <summary>Whatever led to an end begins anew.</summary>
    private static (string, Process)? Endless(Process process, Flow flow) => flow.Anywhere.Any(d => d.Leads) ? null
        : ($"no end: {flow.Id}", With(process, flow, s => Bent(s, to => flow.Ends.Contains(to) ? flow.Stages[0].Id : to)));

    private static Stage Bent(Stage stage, Func<string, string> bend) => stage with
    {
        AtEnd = stage.AtEnd is { } late ? bend(late) : null,
        Wait = stage.Wait is { } wait ? (wait.Until, bend(wait.To)) : null,
        Deeds = [.. stage.Deeds.Select(d => d with { To = [.. d.To.Select(bend).Distinct()] })],
    };

    private static Process With(Process process, Flow flow, Stage old, Stage stage) =>
        With(process, flow, s => s == old ? stage : s);

    private static Process With(Process process, Flow flow, Func<Stage, Stage> stage) =>
        new([.. process.Flows.Select(f => f != flow ? f : f with { Stages = [.. f.Stages.Select(stage)] })]);

    private T Any<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}

using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>What a case lacks because of how it begins: parties, recurrences, and an end to its own splitting.</summary>
internal static class BeginningSense
{
    /// <summary>With which no case begins, whatever it is about.</summary>
    private static readonly ImmutableArray<Party> Named =
        [Party.Countersigners, Party.Inspectors, Party.ConcernedDepartments, Party.Readers];

    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage stage) =>
        Seats(book, workflow, stage).Concat(Recurrence(book, workflow, stage)).Concat(Endless(book, workflow, stage))
            .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <summary>Whether a notice may stand above it, or is what it is about.</summary>
    public static bool HasNotice(WorkflowBook book, Workflow workflow) =>
        Lineage(book, workflow).Exists(w => !w.IsRequested && book.DoorsOf(w).Any());

    /// <summary>The definition and all whose cases may stand above its own.</summary>
    public static List<Workflow> Lineage(WorkflowBook book, Workflow workflow)
    {
        var lineage = new List<Workflow> { workflow };
        for (var at = 0; at < lineage.Count; at++)
        {
            lineage.AddRange(book.Workflows.Values.Where(w => w.MayOpen(lineage[at].Id)).Except(lineage).ToList());
        }

        return lineage;
    }

    /// <summary>Where alone sit members of a party that nobody ever names.</summary>
    private static IEnumerable<Flaw> Seats(WorkflowBook book, Workflow workflow, Stage stage)
    {
        var rules = stage.Signers?.Seats ?? [];
        var lineage = Lineage(book, workflow);
        if (rules.IsEmpty || stage.OnUnavailable is not null || !lineage.Exists(w => !w.Starts.IsEmpty)
            || rules.Any(rule => PartyOf(rule) is not { } party || MayBeNamed(book, workflow, lineage, party)))
        {
            yield break;
        }

        var missing = rules.Select(PartyOf).OfType<Party>().First();
        yield return new Flaw(
            $"要由 {Soundness.Spelt(missing)} 签批，却没有动作会点他们（name），也没有公文会带来他们，永远没有人能坐",
            "signers", Soundness.Spelt(missing));
    }

    private static Party? PartyOf(SeatRule rule) => rule switch
    {
        SeatRule.OfPeople people => people.Party,
        SeatRule.OfBodies bodies => bodies.Party,
        _ => null,
    };

    private static bool MayBeNamed(WorkflowBook book, Workflow workflow, List<Workflow> lineage, Party party)
    {
        var from = party switch
        {
            Party.FirstLeader => Party.ResponsibleLeaders,
            Party.SupportingDepartments => Party.ResponsibleDepartments,
            _ => party,
        };
        return from is Party.Drafter or Party.DraftingDepartment
            || (!Named.Contains(from) && HasNotice(book, workflow))
            || lineage.Exists(w => w.AllActions.SelectMany(a => a.Inputs).Any(i => i is Input.Naming naming && Gives(naming.Party, from)))
            || (from == Party.Readers && lineage.Exists(w => w.AllEffects.Any(e => e is Effect.Distribute)))
            || (from == Party.AssignedDepartment && book.Workflows.Values.Any(w => w.Stages
                .SelectMany(s => s.Splits).SelectMany(s => s.Ways).Any(s => s.Workflow == workflow.Id && s.Each is Each.BodyOf)));
    }

    /// <summary>The lead is one of the responsible; whoever are responsible may be those whom it concerns.</summary>
    private static bool Gives(Party named, Party wanted) => named == wanted
        || (named == Party.ResponsibleDepartments && wanted == Party.LeadDepartment);

    /// <summary>A duty has its days from the row of a notice.</summary>
    private static IEnumerable<Flaw> Recurrence(WorkflowBook book, Workflow workflow, Stage stage) =>
        (stage.ByException || stage.Terms.Any(t => t is Term.EveryOwn)) && !HasNotice(book, workflow)
            ? [new Flaw("要按事项自己的周期办（every: own、by_exception），本流程由人发起，没有周期可循", "deadline")]
            : [];

    /// <summary>Children that split off others as they begin, and these again.</summary>
    private static IEnumerable<Flaw> Endless(WorkflowBook book, Workflow workflow, Stage stage)
    {
        var path = new List<WorkflowId> { workflow.Id };
        if (stage.Splits.Where(s => s.When is null).Any(split => Turns(split)))
        {
            yield return new Flaw($"的拆分绕回自己：{string.Join(" → ", path)}，永远拆不完", "split");
        }

        bool Turns(Split split)
        {
            if (!book.Workflows.TryGetValue(split.Workflow, out var child))
            {
                return false; // told elsewhere
            }

            var seen = path.Contains(child.Id);
            path.Add(child.Id);
            var begins = split.At is { } at ? child.Stage(at) : child.Stages.FirstOrDefault();
            if ((seen && begins?.Id == stage.Id && child.Id == workflow.Id)
                || (!seen && (begins?.Splits.Where(s => s.When is null).Any(Turns) ?? false)))
            {
                return true;
            }

            path.RemoveAt(path.Count - 1);
            return false;
        }
    }
}

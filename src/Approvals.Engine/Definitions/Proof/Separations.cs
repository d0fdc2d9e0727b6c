using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Separation that people of one party cannot satisfy: a seat that is one human's, after that human voted where he must not.
/// Who holds which post, and who belongs to two parties, is not asked here (<c>check --unit</c> asks it).
/// </summary>
internal sealed class Separations
{
    private readonly WorkflowBook _book;
    private readonly ILookup<(WorkflowId, StageId), Bar> _bars;
    private readonly ILookup<WorkflowId, Fact.Voted> _followed;

    public Separations(WorkflowBook book)
    {
        _book = book;
        var bars = book.Workflows.Values.SelectMany(w => w.Stages.SelectMany(stage => Bars(w, stage))).ToList();
        _bars = bars.ToLookup(b => (b.Workflow, b.Stage));
        _followed = bars.Select(b => (b.Workflow, b.After))
            .Concat(bars.Where(b => b.After.Of is not null).Select(b => (Workflow: b.After.Of ?? default, After: b.After with { Of = null })))
            .Distinct().ToLookup(b => b.Workflow, b => b.After);
    }

    /// <summary>What cases of the definition must remember, for themselves or for their parents.</summary>
    public IEnumerable<Fact.Voted> FactsOf(Workflow workflow) => _followed[workflow.Id];

    /// <summary>Whether some seat of the stage can be taken by nobody now, and after which vote.</summary>
    public Fact.Voted? ShutBy(Workflow workflow, Stage stage, Func<Fact, bool> holds)
    {
        var shut = _bars[(workflow.Id, stage.Id)].Where(b => holds(b.After)).ToLookup(b => b.Rule);
        var rules = Enumerable.Range(0, stage.Signers?.Seats.Length ?? 0).ToList();
        return rules.Count > 0 && rules.TrueForAll(rule => shut[rule].Any()) ? shut[0].First().After : null;
    }

    /// <summary>What is forgotten where the members of a party are said anew: others may sit there now.</summary>
    public IEnumerable<Fact.Voted> Forgotten(Workflow workflow, Party named) => _bars
        .SelectMany(g => g).Where(b => b.Workflow == workflow.Id && b.Base == named).Select(b => b.After).Distinct();

    /// <summary>Parties of whom one member, or the only one, may be shut out.</summary>
    public IEnumerable<Party> PartiesOf(Workflow workflow) => _bars.SelectMany(g => g)
        .Where(b => (b.Workflow == workflow.Id || b.After.Of == workflow.Id) && b.After.How is Shutting.ByChance or Shutting.BySingle)
        .Select(b => b.Of).OfType<Party>();

    /// <summary>The rules as they are where one takes over another stage's seats.</summary>
    public static ImmutableArray<SeatRule> Rules(Workflow workflow, Stage stage)
    {
        var passed = new HashSet<StageId>();
        while (stage.Signers?.Seats is [SeatRule.SameAs same] && passed.Add(same.Stage) && workflow.Stage(same.Stage) is { } other)
        {
            stage = other;
        }

        return stage.Signers?.Seats ?? [];
    }

    private IEnumerable<Bar> Bars(Workflow workflow, Stage stage)
    {
        var rules = Rules(workflow, stage);
        foreach (var separation in stage.NotSameAs)
        {
            var (where, voted) = (separation.Of is { } id ? _book[id] : workflow, separation.Stage);
            if (where.Stage(voted) is not { } other || Rules(where, other) is not [var theirs]
                || theirs is not (SeatRule.OfPeople or SeatRule.OfPerson))
            {
                continue; // a post that somebody else may hold, or one of several
            }

            for (var rule = 0; rule < rules.Length; rule++)
            {
                var ours = rules[rule] as SeatRule.OfPeople;
                if (ours is not null && !IsSame(stage, separation) && !Stays(ours.Party, workflow, separation.Of))
                {
                    continue;
                }

                foreach (var how in How(rules[rule], theirs, other.Mode, alone: rules.Length == 1))
                {
                    // A seat handed on, or added, may have been another human's.
                    var sure = other.Hands.Transfer is null && other.AddSeats.IsEmpty;
                    yield return new Bar(
                        workflow.Id, stage.Id, rule, new Fact.Voted(separation.Of, voted, sure ? how : Shutting.ByChance),
                        ours is null || IsSame(stage, separation) ? null : Base(ours.Party),
                        ours is null ? null : Base(ours.Party));
                }
            }
        }
    }

    private static IEnumerable<Shutting> How(SeatRule ours, SeatRule theirs, Mode mode, bool alone) => (ours, theirs) switch
    {
        (SeatRule.OfPerson one, SeatRule.OfPerson other) => one.Name == other.Name ? [Shutting.ByAny] : [],
        (SeatRule.OfPeople some, SeatRule.OfPeople others) when Base(some.Party) == Base(others.Party) =>
            alone && (some == others || IsEveryone(some)) ? [Shutting.ByAny] : Covers(some, others, mode, alone),
        _ => [],
    };

    /// <summary>After which votes all of ours have voted there; or, where each has a seat of his own, perhaps one of them.</summary>
    private static IEnumerable<Shutting> Covers(SeatRule.OfPeople ours, SeatRule.OfPeople theirs, Mode mode, bool alone)
    {
        if (IsOne(ours.Party) && ours.Party == theirs.Party)
        {
            return [Shutting.ByAny];
        }

        IEnumerable<Shutting> all = IsEveryone(theirs) && mode is (Mode.All or Mode.Sequential or Mode.LeadLast)
            ? [Shutting.ByAll]
            : [];
        return all.Append(alone || IsOne(ours.Party) ? Shutting.ByChance : Shutting.BySingle);
    }

    private static bool IsEveryone(SeatRule.OfPeople rule) =>
        rule is { Choose: null, NoneFrom: null } && rule.Party == Base(rule.Party);

    private static bool IsOne(Party party) => party is Party.Drafter or Party.FirstLeader;

    internal static Party Base(Party party) => party == Party.FirstLeader ? Party.ResponsibleLeaders : party;

    /// <summary>The very seats of the stage where they must not have voted.</summary>
    private static bool IsSame(Stage stage, Separation separation) =>
        separation.Of is null && stage.Signers?.Seats is [SeatRule.SameAs same] && same.Stage == separation.Stage;

    /// <summary>
    /// Whether the party means the same people in both places: a row brings people of its own, and what a parent names anew
    /// its children see.
    /// </summary>
    private bool Stays(Party party, Workflow workflow, WorkflowId? child)
    {
        var named = Base(party);
        return child is { } id
            ? !Names(workflow, named) && !Names(_book[id], named) && !Ancestors(workflow).Any(w => Names(w, named))
                && !workflow.Stages.SelectMany(s => s.Splits).Any(s => s.Workflow == id && s.Ways.Any(w => w.Each is Each.Row))
            : !Ancestors(workflow).Any(w => Names(w, named));
    }

    private IEnumerable<Workflow> Ancestors(Workflow workflow) =>
        _book.Workflows.Values.Where(w => w.Id != workflow.Id && w.Below(_book).Contains(workflow.Id));

    private static bool Names(Workflow workflow, Party party) => workflow.AllActions
        .SelectMany(a => a.Inputs).OfType<Input.Naming>().Any(naming => naming.Party == party);

    /// <param name="Rule">Of the stage's rules, the one that is shut.</param>
    /// <param name="Base">The party whose renaming opens it again; null: nothing does.</param>
    /// <param name="Of">The party of the seat; null: a named person's.</param>
    private sealed record Bar(WorkflowId Workflow, StageId Stage, int Rule, Fact.Voted After, Party? Base, Party? Of);
}

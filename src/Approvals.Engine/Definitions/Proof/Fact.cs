using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>Something about one case that decides what may happen to it: true or false in every state of the proof.</summary>
internal abstract record Fact
{
    private Fact()
    {
    }

    /// <summary>Set when the case opens, for life: lead, part, lasting, urgent, and which recurrence it has.</summary>
    public sealed record Fixed(string Name) : Fact;

    public sealed record Frozen : Fact;

    public sealed record Suspended : Fact;

    /// <summary>A matter of the kind is open.</summary>
    public sealed record Open(string Kind) : Fact;

    /// <summary>The case has a due date of its own. For life.</summary>
    public sealed record Dated : Fact;

    /// <summary>That date is over.</summary>
    public sealed record Over : Fact;

    /// <summary>The stage has had a round whose seats another stage takes over.</summary>
    public sealed record Seated(StageId Stage) : Fact;

    /// <summary>Children of that definition were split off before.</summary>
    public sealed record SplitOff(WorkflowId Child) : Fact;

    /// <summary>The party has one member; else several. Set when it is named.</summary>
    public sealed record Single(Party Party) : Fact;

    /// <summary>A child of the definition has ended.</summary>
    public sealed record SomeEnded(WorkflowId Child) : Fact;

    /// <summary>The case's number of that name lies in that range of <see cref="Numbers"/>.</summary>
    public sealed record Valued(string Number, int Range) : Fact;

    /// <summary>In that stage (of a child, where one is named) those voted whom another stage shuts out.</summary>
    public sealed record Voted(WorkflowId? Of, StageId Stage, Shutting How) : Fact;
}

/// <summary>After which votes in one stage a seat of another is shut.</summary>
internal enum Shutting
{
    /// <summary>After any: whoever voted, a seat of the other stage is his.</summary>
    ByAny,

    /// <summary>Once all seats have voted.</summary>
    ByAll,

    /// <summary>After a vote of one who may be the human of the other seat.</summary>
    ByChance,

    /// <summary>After any, where the party has one member.</summary>
    BySingle,
}

/// <summary>The facts that the proof follows in cases of one definition: those that it asks about, each one bit.</summary>
internal sealed class Tracked
{
    /// <summary>More than these are left free: both values count as possible at any moment.</summary>
    private const int Most = 60;

    private readonly Dictionary<Fact, int> _places;
    private readonly HashSet<Party> _several;

    private Tracked(IEnumerable<Fact> facts, Numbers numbers, HashSet<Party> several)
    {
        (Numbers, _several) = (numbers, several);
        Facts = [.. facts.Distinct().Take(Most)];
        _places = Facts.Select((fact, at) => (fact, at)).ToDictionary(f => f.fact, f => f.at);
        Votes = Mask(fact => fact is Fact.Voted);
        Fixed = Mask(fact => fact is Fact.Fixed);
    }

    public ImmutableArray<Fact> Facts { get; }

    /// <summary>Numbers that conditions compare, and what they can be.</summary>
    public Numbers Numbers { get; }

    /// <summary>Those that are a case's for life.</summary>
    public ulong Fixed { get; }

    /// <summary>Of those who acted: the only facts that still matter once a case has ended.</summary>
    public ulong Votes { get; }

    private ulong Mask(Func<Fact, bool> fits) => Facts.Where(fits).Aggregate(0UL, (mask, fact) => mask | (1UL << _places[fact]));

    /// <summary>Null where it is not followed: either may be.</summary>
    public bool? Of(Fact fact, ulong bits) => _places.TryGetValue(fact, out var place) ? (bits >> place & 1) == 1 : null;

    public ulong With(ulong bits, Fact fact, bool value) => !_places.TryGetValue(fact, out var place) ? bits
        : value ? bits | (1UL << place)
        : bits & ~(1UL << place);

    /// <summary>Whether the party has one member; null where it is not followed.</summary>
    public bool? IsSingle(Party party, ulong bits) => _several.Contains(party) ? false : Of(new Fact.Single(party), bits);

    /// <summary>Where a stage asks for several members there are several.</summary>
    private static HashSet<Party> Several(Workflow workflow) => [.. workflow.Stages.Where(s => s.Signers is { AtLeast: > 1 })
        .SelectMany(s => Separations.Rules(workflow, s)).SelectMany(Gifts.PartiesOf).Select(Separations.Base)];

    /// <summary>
    /// Parties of which it matters whether they have one member or several: who voted may be the only one, or a vote does
    /// something before the round closes.
    /// </summary>
    private static IEnumerable<Fact> Sizes(Workflow workflow, Separations separations, HashSet<Party> several)
    {
        var acting = workflow.Stages.Where(s => s.Mode is not Mode.Any && s.Actions.Any(a => a.Effects.Any(e => e is Effect.Raise)
            || a.Inputs.Any(i => i is Input.Naming or Input.NamedDate or Input.Number)));
        var parties = acting.SelectMany(s => Separations.Rules(workflow, s)).SelectMany(Gifts.PartiesOf)
            .Concat(separations.PartiesOf(workflow)).Select(Separations.Base).Distinct();
        return parties.Where(party => !several.Contains(party) && !Rounds.IsOneBody(party)).Select(party => new Fact.Single(party));
    }

    /// <summary>Whether it asks for a day after the case's own due date.</summary>
    public static bool AsksLater(StageAction action) => action.Needs.Any(n => n is Input.Date { Later: true });

    /// <summary>It does itself, or what it opens does, which begins frozen where it is.</summary>
    private static bool AsksFrozen(WorkflowBook book, Workflow workflow, HashSet<WorkflowId> passed) => passed.Add(workflow.Id)
        && (workflow.Conditions().SelectMany(Truths.Atoms).Any(atom => atom is Expression.Holds { Fact: Definitions.Facts.Frozen })
            || workflow.AllActions.SelectMany(a => a.Effects).Select(Opened).OfType<WorkflowId>().Any(child => AsksFrozen(book, book[child], passed)));

    private static WorkflowId? Opened(Effect effect) => effect switch
    {
        Effect.OpenChild open => open.Workflow,
        Effect.Distribute distribute => distribute.Workflow,
        _ => null,
    };

    private static IEnumerable<Fact> Of(Expression atom) => atom switch
    {
        Expression.Holds { Fact: Definitions.Facts.Overdue } => [new Fact.Dated(), new Fact.Over()],
        Expression.Holds { Fact: Definitions.Facts.Suspended } => [new Fact.Suspended()],
        Expression.Holds { Fact: Definitions.Facts.Frozen } => [new Fact.Frozen()],
        Expression.Holds holds => [new Fact.Fixed(holds.Fact)],
        Expression.NoneOpen none => [new Fact.Open(none.Kind)],
        Expression.Weigh weigh => new[] { weigh.Left, weigh.Right }.OfType<Quantity.OpenMatters>().Select(of => new Fact.Open(of.Kind)),
        Expression.SomeEnded some => [new Fact.SomeEnded(some.Workflow)],
        Expression.SomeReached some => [new Fact.SomeEnded(some.Workflow)],
        _ => [],
    };

    public static Tracked In(WorkflowBook book, Workflow workflow, Separations separations)
    {
        var moves = workflow.Stages.Where(s => s.Ladder.Any(r => r is Rung.Move)).ToList();
        var effects = workflow.AllActions.SelectMany(a => a.Effects).ToList();
        var times = moves.SelectMany(stage => stage.Terms).SelectMany(IEnumerable<Fact> (term) => term switch
        {
            Term.Own => [new Fact.Dated()],
            Term.OfMatters of => [new Fact.Open(of.Kind)],
            _ => [],
        }).Concat(moves.Exists(s => s.UrgentDeadline is not null) ? [new Fact.Fixed(Definitions.Facts.Urgent)] : []);
        var later = workflow.Stages.SelectMany(s => s.Actions).Where(a => a.Leads).Concat(workflow.Standing.Select(s => s.Action))
            .Any(AsksLater) ? new Fact[] { new Fact.Dated() } : [];
        var frozen = AsksFrozen(book, workflow, []) ? new Fact[] { new Fact.Frozen() } : [];
        var stops = moves.Count > 0 && effects.Exists(e => e is Effect.Suspend) ? new Fact[] { new Fact.Suspended() } : [];
        var splits = workflow.Stages.SelectMany(s => s.Splits).SelectMany(s => s.Ways).Select(s => s.Each).OfType<Each.OpenMatter>()
            .Select(each => new Fact.Open(each.Kind));
        var again = workflow.Stages.SelectMany(s => s.Splits).Where(s => s.Again is not null).Select(s => new Fact.SplitOff(s.Workflow));
        var seats = workflow.Stages.SelectMany(s => s.Signers?.Seats ?? []).OfType<SeatRule.SameAs>().Select(s => s.Stage)
            .Concat(workflow.Stages.Where(s => s.Actions.Any(a => a.AnyEarlier)).SelectMany(workflow.EarlierThan))
            .Select(stage => new Fact.Seated(stage));
        var (numbers, several) = (Numbers.In(book, workflow), Several(workflow));
        return new Tracked(
            workflow.Conditions().SelectMany(Truths.Atoms).SelectMany(Of).Concat(frozen).Concat(times).Concat(later).Concat(stops).Concat(splits)
                .Concat(again).Concat(seats).Concat(separations.FactsOf(workflow)).Concat(numbers.Facts)
                .Concat(Sizes(workflow, separations, several)),
            numbers,
            several);
    }
}

internal static class WorkflowConditions
{
    public static IEnumerable<Expression> Conditions(this Workflow workflow) =>
        workflow.Stages.SelectMany(s => s.Conditions).Concat(workflow.Standing.Select(s => s.Action.When).OfType<Expression>());
}

using System.Collections.Immutable;
using System.Diagnostics;

namespace Approvals.Engine.Cases;

/// <summary>Rebuilds a case from its events, the same live and in replay.</summary>
public static class Evolution
{
    /// <exception cref="InvalidOperationException">The history is empty or does not begin with an opening.</exception>
    public static Case Replay(CaseId id, IEnumerable<CaseEvent> events) =>
        events.Aggregate((Case?)null, (@case, e) => Evolve(id, @case, e))
        ?? throw new InvalidOperationException($"case {id} has no history");

    public static Case Evolve(CaseId id, Case? @case, CaseEvent e) => e is CaseEvent.CaseOpened opened
        ? Open(id, opened)
        : Evolve(@case ?? throw new InvalidOperationException($"the history of case {id} does not begin with its opening"), e);

    public static Case Evolve(Case @case, CaseEvent e) => Moves.Follow(Next(@case, e), e) with { Version = @case.Version + 1 };

    private static Case Next(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.StageEntered entered => @case with { Stage = entered.Stage },
        CaseEvent.RoundOpened opened => @case with
        {
            Round = opened.Round,
            RoundIsOpen = true,
            Seats = opened.Seats,
            RoundStage = @case.RoundStage.SetItem(@case.Stage, opened.Seats),
            Time = @case.Time.Without(null).With(
                [.. opened.Seats.Where(s => s.DueOn is not null).Select(s => new SeatDue(s.No, s.DueOn!.Value, s.DueAt))],
                opened.At).With(opened.Clocks),
        },
        CaseEvent.VoteCast cast => @case with
        {
            Votes = @case.Votes.Add(new Vote(cast.Round, @case.Stage, cast.Seat, cast.Action, cast.Decider)
            {
                Target = cast.Target,
                Way = cast.Way,
                Opinion = @case.SeatAt(cast.Seat) is { Consulted: true },
            }),
            Time = @case.Time.Without(cast.Seat),
        },
        CaseEvent.ReportMade => @case,
        CaseEvent.RoundClosed => @case with { RoundIsOpen = false, Seats = [], Time = @case.Time.Without(null) },
        CaseEvent.PartyNamed named => @case with
        {
            Parties = named.Members == PartyMembers.None
                ? @case.Parties.Remove(named.Party)
                : @case.Parties.SetItem(named.Party, named.Members),
        },
        CaseEvent.Retitled retitled => @case with { Title = retitled.Title },
        CaseEvent.MatterRaised raised => @case with { Matters = @case.Matters.Add(raised.Matter) },
        CaseEvent.MattersSettled settled => @case with
        {
            Matters = [.. @case.Matters.Select(m => m.Kind == settled.Kind ? m with { Open = false } : m)],
        },
        CaseEvent.NumberTaken taken => @case with
        {
            Numbers = @case.Numbers.SetItem(
                taken.Purpose, @case.Numbers.GetValueOrDefault(taken.Purpose, []).Add(taken.Text)),
        },
        CaseEvent.Absorbed absorbed => @case with { Facts = @case.Facts.Union(absorbed.Facts ?? []) },
        CaseEvent.ContentFrozen => @case with { Facts = @case.Facts.Add(Definitions.Facts.Frozen) },
        CaseEvent.ContentPublished => @case with { Facts = @case.Facts.Add(Definitions.Facts.Published) },
        CaseEvent.ChildOpened child => @case with
        {
            Splits = @case.Splits.SetItem(child.Workflow, @case.Splits.GetValueOrDefault(child.Workflow) + 1),
        },
        CaseEvent.CaseEnded ended => @case with { Stage = ended.Ending, Ended = true },
        CaseEvent.RungFired or CaseEvent.DateSet or CaseEvent.DueOnMoved or CaseEvent.Suspended or CaseEvent.Resumed =>
            Timed(@case, e),
        CaseEvent.Recalled => @case with
        {
            Votes = Recalls.Open(@case) is { } vote ? @case.Votes.Replace(vote, vote with { TakenBack = true }) : @case.Votes,
        },
        CaseEvent.StraightBackSet or CaseEvent.StraightBackEnded or CaseEvent.StandingActDone
            or CaseEvent.HandedActDone or CaseEvent.Cancelled or CaseEvent.MergedInto
            or CaseEvent.ProductOrdered or CaseEvent.ProductMade => @case,
        CaseEvent.ScopeSet set => @case with { Scope = set.Scope },
        CaseEvent.Migrated migrated => CaseMigration.Apply(@case, migrated),
        CaseEvent.SeatOpened or CaseEvent.SeatAdded or CaseEvent.SeatFellSilent or CaseEvent.QuorumReached =>
            SeatChanges.Apply(@case, e),
        CaseEvent.MeasureTaken or CaseEvent.PeriodMet or CaseEvent.DutyExcepted or CaseEvent.DutyRestored => Measured(@case, e),
        CaseEvent.SeatTransferred or CaseEvent.SeatClaimed or CaseEvent.SeatReleased or CaseEvent.SeatSkipped
            or CaseEvent.SeatReassigned
            or CaseEvent.Nudged or CaseEvent.CopySent => HandedOver.Apply(@case, e),
        CaseEvent.CaseOpened => throw new InvalidOperationException($"case {@case.Id} is opened twice in its history"),
        _ => throw new UnreachableException($"an event of an unknown kind: {e.GetType().Name}"),
    };

    private static Case Timed(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.RungFired fired => @case with
        {
            Time = @case.Time with
            {
                Clocks = [.. @case.Time.Clocks.Select(c => c.Seat == fired.Seat ? Pass(c, fired) : c)],
            },
        },
        CaseEvent.DateSet set => @case with { Time = @case.Time with { Dates = @case.Time.Dates.SetItem(set.Name, set.On) } },
        CaseEvent.DueOnMoved moved => @case with
        {
            DueOn = moved.CaseDueOn ?? @case.DueOn,
            Time = @case.Time.With(moved.Seats, moved.At) with
            {
                Extensions = @case.Time.Extensions + (moved is { Why: DueCause.Extended, CaseDueOn: not null } ? 1 : 0),
            },
        },
        CaseEvent.Suspended suspended => @case with
        {
            Time = @case.Time with { Suspension = new Suspension(suspended.At, suspended.Inherited) },
        },
        CaseEvent.Resumed => @case with { Time = @case.Time with { Suspension = null } },
        _ => throw new UnreachableException(),
    };

    private static Case Measured(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.MeasureTaken taken => @case with { Measures = @case.Measures.SetItem(taken.Name, taken.Value) },
        CaseEvent.PeriodMet met => @case with
        {
            Time = (met.Next is { } next ? @case.Time.With([next], met.At) : @case.Time.Without(met.Seat)) with
            {
                Met = @case.Time.Met.SetItem(@case.Stage.Value, met.DueOn),
            },
        },
        CaseEvent.DutyExcepted excepted => @case with { Duty = @case.Duty?.With(new DutyException(excepted.On, excepted.To)) },
        CaseEvent.DutyRestored restored => @case with { Duty = @case.Duty?.Without(restored.On) },
        _ => throw new UnreachableException(),
    };

    private static SeatClock Pass(SeatClock clock, CaseEvent.RungFired fired) =>
        clock with { Passed = [.. clock.Passed.Concat(fired.Coalesced).Append(fired.Rung).Order()] };

    private static Case Open(CaseId id, CaseEvent.CaseOpened opened) => new(
        id,
        opened.Workflow,
        opened.BookHash,
        opened.Parent,
        opened.Key,
        opened.Title,
        Stage: default,
        Ended: false,
        Round: 0,
        RoundIsOpen: false,
        Seats: [],
        RoundStage: ImmutableDictionary<StageId, ImmutableArray<Seat>>.Empty,
        Votes: [],
        opened.Parties,
        opened.Facts,
        Matters: [],
        Numbers: ImmutableDictionary<string, ImmutableArray<string>>.Empty,
        Splits: ImmutableDictionary<WorkflowId, int>.Empty,
        opened.DueOn,
        Version: 1)
    {
        Time = CaseTime.None with { FirstDueOn = opened.DueOn, Dates = CaseTime.NoDates.AddRange(opened.Dates) },
        ParentRound = opened.ParentRound,
        Measures = opened.Measures is { } measures ? Measures.None.AddRange(measures) : Measures.None,
        Duty = opened.Duty,
    };
}

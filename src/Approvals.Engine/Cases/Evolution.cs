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

    public static Case Evolve(Case @case, CaseEvent e) => Next(@case, e) with { Version = @case.Version + 1 };

    private static Case Next(Case @case, CaseEvent e) => e switch
    {
        CaseEvent.StageEntered entered => @case with { Stage = entered.Stage },
        CaseEvent.RoundOpened opened => @case with
        {
            Round = opened.Round,
            RoundIsOpen = true,
            Seats = opened.Seats,
            RoundStage = @case.RoundStage.SetItem(@case.Stage, opened.Seats),
        },
        CaseEvent.VoteCast cast => @case with
        {
            Votes = @case.Votes.Add(new Vote(cast.Round, @case.Stage, cast.Seat, cast.Action, cast.Decider)),
        },
        CaseEvent.ReportMade => @case,
        CaseEvent.RoundClosed => @case with { RoundIsOpen = false, Seats = [] },
        CaseEvent.PartyNamed named => @case with
        {
            Parties = named.Members == PartyMembers.None
                ? @case.Parties.Remove(named.Party)
                : @case.Parties.SetItem(named.Party, named.Members),
        },
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
        CaseEvent.ContentFrozen => @case with { Facts = @case.Facts.Add(Definitions.Facts.Frozen) },
        CaseEvent.ChildOpened child => @case with
        {
            Splits = @case.Splits.SetItem(child.Workflow, @case.Splits.GetValueOrDefault(child.Workflow) + 1),
        },
        CaseEvent.CaseEnded ended => @case with { Stage = ended.Ending, Ended = true },
        CaseEvent.CaseOpened => throw new InvalidOperationException($"case {@case.Id} is opened twice in its history"),
        _ => throw new UnreachableException($"an event of an unknown kind: {e.GetType().Name}"),
    };

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
        Version: 1);
}

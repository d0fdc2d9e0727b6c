using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>A fact about a case. Stored forever: add a kind, never edit one.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(CaseOpened), "case-opened")]
[JsonDerivedType(typeof(StageEntered), "stage-entered")]
[JsonDerivedType(typeof(RoundOpened), "round-opened")]
[JsonDerivedType(typeof(VoteCast), "vote-cast")]
[JsonDerivedType(typeof(ReportMade), "report-made")]
[JsonDerivedType(typeof(RoundClosed), "round-closed")]
[JsonDerivedType(typeof(PartyNamed), "party-named")]
[JsonDerivedType(typeof(MatterRaised), "matter-raised")]
[JsonDerivedType(typeof(MattersSettled), "matters-settled")]
[JsonDerivedType(typeof(NumberTaken), "number-taken")]
[JsonDerivedType(typeof(ContentFrozen), "content-frozen")]
[JsonDerivedType(typeof(ChildOpened), "child-opened")]
[JsonDerivedType(typeof(CaseEnded), "case-ended")]
public abstract record CaseEvent
{
    private CaseEvent()
    {
    }

    /// <param name="BookHash">The edition of the definitions that the case keeps for life.</param>
    /// <param name="Key">What distinguishes it among its parent's children: a row's number, a body's id …</param>
    public sealed record CaseOpened(
        WorkflowId Workflow,
        string BookHash,
        CaseId? Parent,
        string Key,
        string Title,
        ImmutableDictionary<Party, PartyMembers> Parties,
        ImmutableSortedSet<string> Facts,
        DateOnly? DueOn) : CaseEvent;

    public sealed record StageEntered(StageId Stage) : CaseEvent;

    public sealed record RoundOpened(int Round, ImmutableArray<Seat> Seats) : CaseEvent;

    public sealed record VoteCast(int Round, SeatNo Seat, ActionId Action, Decider Decider, Said Said) : CaseEvent;

    /// <summary>Recorded, and the round goes on.</summary>
    public sealed record ReportMade(int Round, SeatNo Seat, ActionId Action, Decider Decider, Said Said) : CaseEvent;

    /// <summary>Seats that had not voted are released; the votes stay for the record.</summary>
    /// <param name="Outcome">Null when the stage's wait was fulfilled first.</param>
    public sealed record RoundClosed(int Round, ActionId? Outcome) : CaseEvent;

    public sealed record PartyNamed(Party Party, PartyMembers Members) : CaseEvent;

    public sealed record MatterRaised(Matter Matter) : CaseEvent;

    public sealed record MattersSettled(string Kind) : CaseEvent;

    /// <param name="Text">As printed: 临市中医党〔2021〕18号.</param>
    public sealed record NumberTaken(string Purpose, string Text) : CaseEvent;

    /// <summary>定稿.</summary>
    /// <param name="ContentHash">Of what was signed.</param>
    public sealed record ContentFrozen(string? ContentHash) : CaseEvent;

    public sealed record ChildOpened(CaseId Child, WorkflowId Workflow, string Key) : CaseEvent;

    public sealed record CaseEnded(StageId Ending) : CaseEvent;
}

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
[JsonDerivedType(typeof(ContentPublished), "content-published")]
[JsonDerivedType(typeof(ChildOpened), "child-opened")]
[JsonDerivedType(typeof(CaseEnded), "case-ended")]
[JsonDerivedType(typeof(RungFired), "rung-fired")]
[JsonDerivedType(typeof(DateSet), "date-set")]
[JsonDerivedType(typeof(DueOnMoved), "due-on-moved")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Recalled), "recalled")]
[JsonDerivedType(typeof(StraightBackSet), "straight-back-set")]
[JsonDerivedType(typeof(StraightBackEnded), "straight-back-ended")]
[JsonDerivedType(typeof(StandingActDone), "standing-act-done")]
[JsonDerivedType(typeof(HandedActDone), "handed-act-done")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(MergedInto), "merged-into")]
[JsonDerivedType(typeof(Absorbed), "absorbed")]
[JsonDerivedType(typeof(Migrated), "migrated")]
[JsonDerivedType(typeof(SeatOpened), "seat-opened")]
[JsonDerivedType(typeof(SeatAdded), "seat-added")]
[JsonDerivedType(typeof(SeatFellSilent), "seat-fell-silent")]
[JsonDerivedType(typeof(QuorumReached), "quorum-reached")]
[JsonDerivedType(typeof(MeasureTaken), "measure-taken")]
[JsonDerivedType(typeof(PeriodMet), "period-met")]
[JsonDerivedType(typeof(DutyExcepted), "duty-excepted")]
[JsonDerivedType(typeof(DutyRestored), "duty-restored")]
[JsonDerivedType(typeof(Retitled), "retitled")]
public abstract partial record CaseEvent
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
        DateOnly? DueOn,
        ImmutableSortedDictionary<string, DateOnly> Dates,
        int? ParentRound) : CaseEvent
    {
        /// <summary>Numbers with which it begins; null for none.</summary>
        public ImmutableSortedDictionary<string, decimal>? Measures { get; init; }

        public Duty? Duty { get; init; }
    }

    public sealed record StageEntered(StageId Stage) : CaseEvent;

    /// <param name="At">Rungs that would lie before it are not fired.</param>
    public sealed record RoundOpened(int Round, ImmutableArray<Seat> Seats, DateTimeOffset At) : CaseEvent
    {
        /// <summary>The press that opened it may be taken back; null where it may not.</summary>
        public Recallable? Recallable { get; init; }

        /// <summary>Seats whose time runs on as it ran before the press that was taken back; null where all begin anew.</summary>
        public ImmutableArray<SeatClock>? Clocks { get; init; }
    }

    public sealed record VoteCast(int Round, SeatNo Seat, ActionId Action, Decider Decider, Said Said) : CaseEvent
    {
        /// <summary>Where the voter chose to send it; null where there was nothing to choose.</summary>
        public StageId? Target { get; init; }

        /// <summary>How he chose that it comes on again; null where there was nothing to choose.</summary>
        public WayBack? Way { get; init; }

        /// <summary>What he saw and signed: SHA-256 in lower-case hex; null where the case has no text of its own.</summary>
        public string? ContentHash { get; init; }
    }

    /// <summary>Recorded, and the round goes on.</summary>
    public sealed record ReportMade(int Round, SeatNo Seat, ActionId Action, Decider Decider, Said Said) : CaseEvent;

    /// <summary>Seats that had not voted are released; the votes stay for the record.</summary>
    /// <param name="Outcome">Null when the stage's wait was fulfilled first.</param>
    public sealed record RoundClosed(int Round, ActionId? Outcome) : CaseEvent;

    public sealed record PartyNamed(Party Party, PartyMembers Members) : CaseEvent;

    /// <summary>What it is about is called otherwise, as its text was corrected.</summary>
    public sealed record Retitled(string Title) : CaseEvent;

    public sealed record MatterRaised(Matter Matter) : CaseEvent;

    public sealed record MattersSettled(string Kind) : CaseEvent;

    /// <param name="Text">As printed: 临市中医党〔2021〕18号.</param>
    public sealed record NumberTaken(string Purpose, string Text) : CaseEvent;

    /// <summary>定稿.</summary>
    /// <param name="ContentHash">Of what was signed.</param>
    public sealed record ContentFrozen(string? ContentHash) : CaseEvent;

    /// <summary>公开: the whole unit may read it.</summary>
    public sealed record ContentPublished : CaseEvent;

    public sealed record ChildOpened(CaseId Child, WorkflowId Workflow, string Key) : CaseEvent;

    public sealed record CaseEnded(StageId Ending) : CaseEvent;

    /// <summary>催办, 升级, or the end of the time: a rung of the stage's ladder fired.</summary>
    /// <param name="DueOn">The due date from which it was counted.</param>
    /// <param name="Coalesced">Rungs that were missed and are said by this one.</param>
    /// <param name="Told">Those to whom a message goes.</param>
    public sealed record RungFired(
        int Round, SeatNo Seat, int Rung, DateOnly DueOn, ImmutableArray<int> Coalesced, ImmutableArray<PersonId> Told) : CaseEvent;

    public sealed record DateSet(string Name, DateOnly On) : CaseEvent;

    /// <param name="CaseDueOn">The case's own due date from now on; null where it stays.</param>
    /// <param name="Seats">Those of the open round that are due at another time from now on.</param>
    public sealed record DueOnMoved(DueCause Why, DateOnly? CaseDueOn, ImmutableArray<SeatDue> Seats, DateTimeOffset At) : CaseEvent;

    /// <summary>挂起.</summary>
    public sealed record Suspended(DateTimeOffset At, bool Inherited) : CaseEvent;

    /// <summary>恢复. How much later everything is due stands in the event after.</summary>
    public sealed record Resumed(DateTimeOffset At) : CaseEvent;

    /// <summary>撤回: the press that opened the round was taken back; its vote is never counted again.</summary>
    public sealed record Recalled(int Round, PersonId By, string? Reason) : CaseEvent;

    /// <summary>退回 straight back: the next move onward goes to that stage.</summary>
    public sealed record StraightBackSet(StageId Address) : CaseEvent;

    /// <param name="Used">False: the case went another way, and stage by stage from there.</param>
    public sealed record StraightBackEnded(bool Used) : CaseEvent;

    /// <summary>Somebody did what may be done at any stage (撤销, 合并 …).</summary>
    public sealed record StandingActDone(int Round, ActionId Action, Decider Decider, Said Said) : CaseEvent;

    /// <summary>The same, done because another case handed it over.</summary>
    public sealed record HandedActDone(ActionId Action, CaseId From) : CaseEvent;

    /// <summary>撤销 from above: the case ends with its parent.</summary>
    public sealed record Cancelled(CaseId From) : CaseEvent;

    /// <summary>合并: the other case took over.</summary>
    public sealed record MergedInto(CaseId Case, string Title) : CaseEvent;

    /// <summary>合并: what that case left to be done is this one's from now on.</summary>
    public sealed record Absorbed(CaseId Case, string Title) : CaseEvent
    {
        /// <summary>What holds of this one too from now on; null for nothing new.</summary>
        public ImmutableSortedSet<string>? Facts { get; init; }
    }

    /// <summary>换版: it goes on in another edition, where it stood, under that edition's ids.</summary>
    /// <param name="Clocks">Of the seats that have not voted, by the words of the new edition.</param>
    public sealed record Migrated(
        string BookHash, ImmutableArray<StageMove> Stages, ImmutableArray<SeatClock> Clocks) : CaseEvent;

    /// <summary>The turn of a waiting seat has come; its time runs from now on.</summary>
    public sealed record SeatOpened(int Round, SeatNo Seat, DateOnly? DueOn, TimeOnly? DueAt, DateTimeOffset At) : CaseEvent;

    /// <summary>加签. One that was added before another makes that one wait.</summary>
    public sealed record SeatAdded(int Round, Seat Seat, DateTimeOffset At) : CaseEvent;

    /// <summary>Consulted, and its time is over: 未回复视为同意.</summary>
    public sealed record SeatFellSilent(int Round, SeatNo Seat) : CaseEvent;

    /// <summary>The signers have decided while others are still consulted; signers that had not voted are asked no more.</summary>
    public sealed record QuorumReached(int Round, ActionId Outcome) : CaseEvent;

    /// <summary>The case's number of that name, from now on.</summary>
    public sealed record MeasureTaken(string Name, decimal Value) : CaseEvent;

    /// <summary>What is due every period was done.</summary>
    /// <param name="DueOn">End of the period that it meets.</param>
    /// <param name="Next">When the seat is due next; null when nothing is due any more.</param>
    public sealed record PeriodMet(SeatNo Seat, DateOnly DueOn, SeatDue? Next, DateTimeOffset At) : CaseEvent;

    /// <summary>停诊 or 改期.</summary>
    /// <param name="On">The day on which the duty would have been held by its recurrence.</param>
    /// <param name="To">The day on which it is held instead; null when it is not.</param>
    public sealed record DutyExcepted(DateOnly On, DateOnly? To) : CaseEvent;

    /// <summary>Held after all on that day of the recurrence.</summary>
    public sealed record DutyRestored(DateOnly On) : CaseEvent;
}

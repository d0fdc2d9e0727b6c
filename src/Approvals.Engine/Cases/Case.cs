using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>People or bodies, in the official or the notice's order.</summary>
public sealed record PartyMembers(ImmutableArray<PersonId> People, ImmutableArray<BodyId> Bodies)
{
    public static PartyMembers None { get; } = new([], []);

    public static PartyMembers Of(params ImmutableArray<PersonId> people) => new(people, []);

    public static PartyMembers Of(params ImmutableArray<BodyId> bodies) => new([], bodies);

    public bool Equals(PartyMembers? other) =>
        other is not null && People.SequenceEqual(other.People) && Bodies.SequenceEqual(other.Bodies);

    public override int GetHashCode() => HashCode.Combine(People.Length, Bodies.Length);
}

/// <summary>Who may take a seat: a named person; a role in a body; or a role anywhere (body null).</summary>
public sealed record Sitter(PersonId? Person, BodyId? Body, RoleId? Role);

/// <summary>A seat (席位) of the open round. It is left by voting or by the round's close.</summary>
/// <param name="Body">The body whose seat it is; null for a person's or a role's.</param>
/// <param name="DueOn">Last day as it was given when the round opened, inclusive; how it runs is the clock's
/// (<see cref="SeatClock"/>).</param>
/// <param name="DueAt">With <paramref name="DueOn"/>: the minute of that day at which the time is over; null: 24:00.</param>
public sealed record Seat(
    SeatNo No, ImmutableArray<Sitter> Sitters, BodyId? Body, DateOnly? DueOn, TimeOnly? DueAt = null)
{
    /// <summary>征求意见: asked besides the signers; its vote is an opinion that nothing counts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Consulted { get; init; }

    /// <summary>牵头: where the lead signs last, it waits for all others.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Lead { get; init; }

    /// <summary>What its vote weighs in a 票签; null: one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Weight { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public SeatState State { get; init; }

    /// <summary>加签; null for a seat of the round's opening.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Addition? Added { get; init; }

    /// <summary>To whom it was handed (转办): while he serves he alone may act in it. Null: whom <see cref="Sitters"/> name.</summary>
    public PersonId? Holder { get; init; }

    /// <summary>Who took it for himself (认领): while he may sit, the others may not act in it.</summary>
    public PersonId? ClaimedBy { get; init; }

    /// <summary>Passed over (跳过): it is waited for no more, and has no vote.</summary>
    public bool Skipped { get; init; }

    /// <summary>Whoever pressed 催办 on it, each with the last day on which he did.</summary>
    public ImmutableArray<Nudge> Nudges { get; init; } = [];

    public bool Equals(Seat? other) =>
        other is not null && No == other.No && Body == other.Body && DueOn == other.DueOn && DueAt == other.DueAt
        && (Consulted, Lead, Weight, State) == (other.Consulted, other.Lead, other.Weight, other.State) && Added == other.Added
        && Holder == other.Holder && ClaimedBy == other.ClaimedBy && Skipped == other.Skipped
        && Sitters.SequenceEqual(other.Sitters) && Nudges.SequenceEqual(other.Nudges);

    public override int GetHashCode() => HashCode.Combine(No, Body, DueOn, Sitters.Length);
}

/// <summary>催办 by hand.</summary>
/// <param name="On">The office's day.</param>
public readonly record struct Nudge(PersonId By, DateOnly On);

/// <summary>Whose decision it is, and who wrote it down for him (代录) on which occasion.</summary>
public sealed record Decider(PersonId Person, PersonId? RecordedBy, string? Occasion)
{
    /// <summary>The absent one in whose place he acted (委托, “B 代 A”); null: he acted for himself.</summary>
    public PersonId? InPlaceOf { get; init; }

    /// <summary>Those who count as having acted where another must. Who only wrote it down does not.</summary>
    public IEnumerable<PersonId> Humans => InPlaceOf is { } principal ? [Person, principal] : [Person];
}

/// <summary>What came with a press.</summary>
/// <param name="Evidence">SHA-256 of the files, lower-case hex.</param>
public sealed record Said(string? Opinion, string? Reason, string? Report, DateOnly? Date, ImmutableArray<string> Evidence)
{
    public static Said Nothing { get; } = new(null, null, null, null, []);

    public bool Equals(Said? other) =>
        other is not null && Opinion == other.Opinion && Reason == other.Reason && Report == other.Report && Date == other.Date
        && Evidence.SequenceEqual(other.Evidence);

    public override int GetHashCode() => HashCode.Combine(Opinion, Reason, Report, Date, Evidence.Length);
}

public sealed record Vote(int Round, StageId Stage, SeatNo Seat, ActionId Action, Decider Decider)
{
    /// <summary>Where the voter chose to send it; null where there was nothing to choose.</summary>
    public StageId? Target { get; init; }

    /// <summary>How he chose that it comes on again; null where there was nothing to choose.</summary>
    public WayBack? Way { get; init; }

    /// <summary>征求意见: said by somebody consulted, whom nothing counts.</summary>
    public bool Opinion { get; init; }

    /// <summary>撤回: taken back, and never counted again.</summary>
    public bool TakenBack { get; init; }

    /// <summary>Whether whoever cast it has acted in its stage, so that where another must, he may not.</summary>
    public bool Binds => !Opinion && !TakenBack;
}

/// <summary>撤回: the press that opened the open round may be taken back, for nobody has acted on it.</summary>
/// <param name="Seat">Of the round before: whose vote it was.</param>
/// <param name="StraightBack">The address that the press used up or cleared; null where none was pending.</param>
public sealed record Recallable(SeatNo Seat, StageId? StraightBack)
{
    /// <summary>How the time ran of those seats of the round before that were still open: taken back, it runs on. Null where none did, or
    /// where the case has stood still meanwhile.</summary>
    public ImmutableArray<SeatClock>? Clocks { get; init; }

    public bool Equals(Recallable? other) => other is not null && Seat == other.Seat && StraightBack == other.StraightBack
        && (Clocks ?? []).SequenceEqual(other.Clocks ?? []);

    public override int GetHashCode() => HashCode.Combine(Seat, StraightBack);
}

/// <summary>Something opened by an action and settled by another: a gap (差距), a finding (问题).</summary>
/// <param name="No">From 1 in the case, over all kinds.</param>
public sealed record Matter(int No, string Kind, string Text, DateOnly? DueOn, BodyId? Body, PersonId RaisedBy, bool Open);

/// <summary>
/// A definition running about a subject (流程实例). In one stage at a time; the rounds, votes and matters of its whole life.
/// It is moved by <see cref="Decisions"/> alone and rebuilt by <see cref="Evolution"/> alone.
/// </summary>
/// <param name="Round">The latest round, from 1; 0 before any. Its seats are in <paramref name="Seats"/> while it is
/// open.</param>
/// <param name="RoundStage">The stage of the latest round of each stage, with its seats, for rules that look back.</param>
/// <param name="Splits">How often children of each definition were split off.</param>
/// <param name="Version">Number of events so far.</param>
public sealed record Case(
    CaseId Id,
    WorkflowId Workflow,
    string BookHash,
    CaseId? Parent,
    string Key,
    string Title,
    StageId Stage,
    bool Ended,
    int Round,
    bool RoundIsOpen,
    ImmutableArray<Seat> Seats,
    ImmutableDictionary<StageId, ImmutableArray<Seat>> RoundStage,
    ImmutableArray<Vote> Votes,
    ImmutableDictionary<Party, PartyMembers> Parties,
    ImmutableSortedSet<string> Facts,
    ImmutableArray<Matter> Matters,
    ImmutableDictionary<string, ImmutableArray<string>> Numbers,
    ImmutableDictionary<WorkflowId, int> Splits,
    DateOnly? DueOn,
    int Version)
{
    /// <summary>What time does to it.</summary>
    public CaseTime Time { get; init; } = CaseTime.None;

    /// <summary>Numbers (指标) by name, the latest of each.</summary>
    public ImmutableSortedDictionary<string, decimal> Measures { get; init; } = Cases.Measures.None;

    /// <summary>What recurs; null where nothing does.</summary>
    public Duty? Duty { get; init; }

    /// <summary>The parent's round in which it was opened; null for a case without parent.</summary>
    public int? ParentRound { get; init; }

    /// <summary>The stage to which its next move onward goes, because it was returned from there; null where none is pending.</summary>
    public StageId? StraightBack { get; init; }

    /// <summary>Null where nothing may be taken back.</summary>
    public Recallable? Recallable { get; init; }

    /// <summary>知悉范围 as it was said of this very case; null where nobody said one of it.</summary>
    public Scope? Scope { get; init; }

    /// <summary>The changes of edition that it has been through, the oldest first.</summary>
    public ImmutableArray<EditionMove> Moves { get; init; } = [];

    public SeatClock? ClockOf(SeatNo seat) => Time.Clocks.FirstOrDefault(c => c.Seat == seat);

    public Seat? SeatAt(SeatNo no) => RoundIsOpen ? Seats.FirstOrDefault(s => s.No == no) : null;

    /// <summary>Those who were told of it without a seat (抄送), each once, in the order in which they were.</summary>
    public ImmutableArray<PersonId> Copied { get; init; } = [];

    /// <summary>Whether nothing is waited for from the seat any more: it has its vote, or was passed over.</summary>
    public bool HasVoted(SeatNo seat) =>
        Votes.Any(v => v.Round == Round && v.Seat == seat) || Seats.Any(s => s.No == seat && s.Skipped);

    /// <summary>The seats that may be acted in now.</summary>
    public IEnumerable<Seat> OpenSeats =>
        RoundIsOpen ? Seats.Where(s => s.State == SeatState.Open && !HasVoted(s.No)) : [];

    public IEnumerable<Vote> VotesOfRound => Votes.Where(v => v.Round == Round);

    public IEnumerable<Matter> OpenMatters(string kind) => Matters.Where(m => m.Open && m.Kind == kind);

    public PartyMembers Party(Party party) => PartyIn(Parties, party);

    /// <summary>A party of a case or of its parent, the derived ones included.</summary>
    internal static PartyMembers PartyIn(ImmutableDictionary<Party, PartyMembers> parties, Party party) => party switch
    {
        Definitions.Party.FirstLeader =>
            PartyMembers.Of([.. PartyIn(parties, Definitions.Party.ResponsibleLeaders).People.Take(1)]),
        Definitions.Party.SupportingDepartments => PartyMembers.Of(
        [
            .. PartyIn(parties, Definitions.Party.ResponsibleDepartments).Bodies
                .Except(PartyIn(parties, Definitions.Party.LeadDepartment).Bodies),
        ]),
        _ => parties.GetValueOrDefault(party, PartyMembers.None),
    };
}

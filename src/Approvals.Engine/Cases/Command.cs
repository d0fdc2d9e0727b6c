using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Cases;

/// <summary>What may be asked of a case.</summary>
public abstract partial record CaseCommand
{
    private CaseCommand()
    {
    }

    /// <summary>Who presses; null for what the clock or another case asks.</summary>
    [JsonIgnore]
    public PersonId? Presser => this switch
    {
        Act act => act.By,
        AddSeat add => add.By,
        Transfer transfer => transfer.By,
        Claim claim => claim.By,
        Release release => release.By,
        Skip skip => skip.By,
        Nudge nudge => nudge.By,
        Copy copy => copy.By,
        Recall recall => recall.By,
        Restrict restrict => restrict.By,
        _ => null,
    };

    /// <summary>A press: one seat's action.</summary>
    /// <param name="Round">The round that the form was made for; another one open now refuses the press.</param>
    /// <param name="By">Who presses.</param>
    /// <param name="RecordedFor">Whose decision it is when the presser only records it (代录).</param>
    /// <param name="Occasion">Of a record: the paper, call or meeting in which it was made.</param>
    /// <param name="ContentHash">What the signer saw; null where nothing is signed.</param>
    /// <param name="Together">Actions of the stages after, cast by the same press (合并办理), in order.</param>
    public sealed record Act(
        int Round,
        SeatNo Seat,
        ActionId Action,
        PersonId By,
        PersonId? RecordedFor,
        string? Occasion,
        Inputs Inputs,
        string? ContentHash,
        ImmutableArray<ActionId> Together) : CaseCommand
    {
        public PersonId Decider => RecordedFor ?? By;

        /// <summary>The absent one in whose place the decider acts (委托). Null: for himself, or for the only one who would do.</summary>
        public PersonId? InPlaceOf { get; init; }
    }

    /// <summary>加签: whoever may act in the seat has another person sign before or after it.</summary>
    /// <param name="Round">As in <see cref="Act"/>.</param>
    public sealed record AddSeat(int Round, SeatNo Seat, Placing Place, PersonId Person, string Reason, PersonId By) : CaseCommand;

    /// <summary>Look again whether what the stage waits for has come. Harmless when it has not, or when asked twice.</summary>
    public sealed record Wake : CaseCommand;

    /// <summary>Fires whatever rungs of its seats are due now. Harmless when none is, or when asked twice.</summary>
    public sealed record Fire : CaseCommand;

    /// <summary>延期 was granted: due on that day from now on, if it is later than before.</summary>
    public sealed record Extend(DateOnly To) : CaseCommand;

    /// <summary>The official calendar of a year came: terms in working days are counted again.</summary>
    public sealed record Recount : CaseCommand;

    /// <summary>What the case is about was corrected: the party are those whom its text names now.</summary>
    public sealed record Restate(Party Party, PartyMembers Members) : CaseCommand;

    /// <summary>What the case is about was read wrongly: it is called so from now on.</summary>
    public sealed record Retitle(string Title) : CaseCommand;

    /// <summary>A child changed hands from one body to another (改派); the parent follows, and what is open below it.</summary>
    public sealed record Replace(BodyId Old, BodyId New) : CaseCommand;

    /// <summary>撤回: takes back the press that opened the round.</summary>
    /// <param name="Round">The round that the form was made for; another one open now refuses it.</param>
    public sealed record Recall(int Round, PersonId By, string? Reason) : CaseCommand;

    /// <summary>What another case hands over: no human asks for it here.</summary>
    [JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
    [JsonDerivedType(typeof(Cancel), "cancel")]
    [JsonDerivedType(typeof(Do), "do")]
    [JsonDerivedType(typeof(Absorb), "absorb")]
    [JsonDerivedType(typeof(Fold), "fold")]
    [JsonDerivedType(typeof(Reassign), "change-hands")]
    [JsonDerivedType(typeof(Rename), "rename-party")]
    [JsonDerivedType(typeof(Produced), "produced")]
    public abstract record Handed(CaseId From) : CaseCommand;

    /// <summary>撤销: the case ends, and everything below it.</summary>
    public sealed record Cancel(CaseId From) : Handed(From);

    /// <summary>One of the actions that may be handed over, done here.</summary>
    public sealed record Do(CaseId From, ActionId Action) : Handed(From);

    /// <summary>汇总: what a child came to is added to the number of that name.</summary>
    public sealed record Fold(CaseId From, string Name, decimal Value) : Handed(From);

    /// <summary>改派: what is that body's here, and below, is the other's from now on.</summary>
    public sealed record Reassign(CaseId From, BodyId Old, BodyId New) : Handed(From);

    /// <summary>Others were named for a party above; who has the old ones too has the new ones from now on.</summary>
    public sealed record Rename(CaseId From, Party Party, PartyMembers Old, PartyMembers New) : Handed(From);

    /// <summary>What was ordered has been made; it may come after the case has ended.</summary>
    /// <param name="Ordered">Place of the order in the case's history.</param>
    public sealed record Produced(CaseId From, int Ordered, Product What, string Sha256) : Handed(From);

    /// <summary>合并: takes over what a case that ends with it leaves to be done.</summary>
    public sealed record Absorb(CaseId From, string Title, MergedWork Work) : Handed(From);
}

/// <summary>What the form of an action brought.</summary>
public sealed record Inputs(Said Said, ImmutableDictionary<Party, PartyMembers> Named)
{
    public static Inputs None { get; } = new(Said.Nothing, ImmutableDictionary<Party, PartyMembers>.Empty);

    /// <summary>Named dates (日程).</summary>
    public ImmutableSortedDictionary<string, DateOnly> Dates { get; init; } = CaseTime.NoDates;

    /// <summary>Numbers (指标).</summary>
    public ImmutableSortedDictionary<string, decimal> Numbers { get; init; } = Measures.None;

    /// <summary>Days of the periodic duty.</summary>
    public ImmutableSortedDictionary<OccurrenceDay, DateOnly> Days { get; init; } =
        ImmutableSortedDictionary<OccurrenceDay, DateOnly>.Empty;

    /// <summary>Where a return goes, where the action lets choose.</summary>
    public StageId? Target { get; init; }

    /// <summary>How the case comes on again, where the action lets choose.</summary>
    public WayBack? Way { get; init; }

    /// <summary>The other case of a merger.</summary>
    public CaseId? Sibling { get; init; }
}

/// <summary>Everything outside the case that a decision may look at, read under the case's lock.</summary>
/// <param name="Now">The database's instant, UTC.</param>
/// <param name="Today">The office's calendar day of <paramref name="Now"/>.</param>
public sealed record Context(
    WorkflowBook Book, DateTimeOffset Now, DateOnly Today, WorkCalendar Calendar, UnitDirectory Directory, Grants Grants)
{
    public OfficeHours Hours { get; init; } = OfficeHours.Usual;
}

/// <summary>What the world hands over for this one decision.</summary>
/// <param name="Measured">Counted facts by name.</param>
/// <param name="Children">How many children of each definition stand where.</param>
/// <param name="ChildVotes">Who acted in which stage of the children; read only where a stage separates from it.</param>
/// <param name="Rows">The rows of the checklist, for a split.</param>
/// <param name="NextNumbers">The next free number of each register purpose.</param>
/// <param name="ContentHash">Of the subject as it stands; null where nothing is signed.</param>
public sealed record Grants(
    ImmutableDictionary<string, int> Measured,
    ImmutableArray<ChildCount> Children,
    ImmutableArray<ChildVote> ChildVotes,
    ParentState? Parent,
    ImmutableArray<ChildSeed> Rows,
    ImmutableDictionary<string, string> NextNumbers,
    string? ContentHash)
{
    public static Grants None { get; } = new(
        ImmutableDictionary<string, int>.Empty, [], [], null, [], ImmutableDictionary<string, string>.Empty, null);

    /// <summary>
    /// Open cases of the same definition below the same parent; for a decision only the one that the form names, and held by the
    /// same transaction.
    /// </summary>
    public ImmutableArray<Sibling> Siblings { get; init; } = [];

    /// <summary>The parts that are open below it, by body; read only for a case that is merged into another.</summary>
    public ImmutableArray<OpenPart> OpenParts { get; init; } = [];

    /// <summary>Those who may know of the case (知悉范围), its own scope or that of what it stands below; null: nothing restricts it.</summary>
    public ImmutableArray<PersonId>? Named { get; init; }

    /// <summary>The children's numbers; read only where the definition weighs them together.</summary>
    public ImmutableArray<ChildMeasures> ChildMeasures { get; init; } = [];
}

/// <summary>Another open case of the same definition and parent.</summary>
public sealed record Sibling(CaseId Id, string Title)
{
    /// <summary>Those who may know of it (知悉范围); null: nothing restricts it.</summary>
    public ImmutableArray<PersonId>? Named { get; init; }

    public bool Equals(Sibling? other) => other is not null && Id == other.Id && Title == other.Title
        && Named.HasValue == other.Named.HasValue && (Named ?? []).SequenceEqual(other.Named ?? []);

    public override int GetHashCode() => HashCode.Combine(Id, Title);
}

/// <summary>A body has an open child case of that definition.</summary>
public sealed record OpenPart(WorkflowId Workflow, BodyId Body, StageId Stage, string Title, DateOnly? DueOn, Duty? Duty);

public sealed record ChildCount(WorkflowId Workflow, StageId Stage, bool Ended, int Count);

/// <param name="Decider">Who acted there, or the absent one in whose place somebody did.</param>
public sealed record ChildVote(WorkflowId Workflow, StageId Stage, PersonId Decider);

public sealed record ParentState(
    WorkflowId Workflow, StageId Stage, bool Ended, ImmutableDictionary<Party, PartyMembers> Parties,
    ImmutableSortedSet<string> Facts, int Round, DateTimeOffset? SuspendedSince, DateOnly? DueOn)
{
    public static ParentState Of(Case @case) => new(
        @case.Workflow, @case.Stage, @case.Ended, @case.Parties, @case.Facts, @case.Round, @case.Time.Suspension?.Since,
        @case.DueOn);
}

/// <summary>What a new child begins with.</summary>
/// <param name="Key">Unique among the children of one split.</param>
public sealed record ChildSeed(
    string Key, string Title, ImmutableDictionary<Party, PartyMembers> Parties, ImmutableSortedSet<string> Facts,
    DateOnly? DueOn)
{
    /// <summary>Named dates (日程).</summary>
    public ImmutableSortedDictionary<string, DateOnly> Dates { get; init; } = CaseTime.NoDates;

    /// <summary>What it is about: the first matter of the new case; null where it needs none.</summary>
    public Matter? About { get; init; }

    /// <summary>Numbers (指标) with which it begins: what it is measured against.</summary>
    public ImmutableSortedDictionary<string, decimal> Measures { get; init; } = Cases.Measures.None;

    public Recurrence? Recurrence { get; init; }

    /// <summary>停诊 and 改期 that were recorded for it elsewhere already.</summary>
    public ImmutableArray<DutyException> Excepted { get; init; } = [];
}

/// <summary>The answer to a command.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>What happened. No events: nothing to do (a wake too early).</summary>
    public sealed record Permitted(ImmutableArray<CaseEvent> Events, ImmutableArray<Request> Requests, Case After) : Decision;

    public sealed record Refused(Refusal Why) : Decision;
}

/// <summary>What a decision asks of other cases. Carried out in the same transaction (open) or woken afterwards.</summary>
public abstract record Request
{
    private Request()
    {
    }

    public sealed record OpenChild(CaseId Child, WorkflowId Workflow, StageId? At, ChildSeed Seed) : Request;

    public sealed record WakeSelf : Request;

    public sealed record WakeParent : Request;

    /// <summary>All children that have not ended look again.</summary>
    public sealed record WakeChildren : Request;

    public sealed record ReplaceInParent(BodyId Old, BodyId New) : Request;

    public sealed record ExtendParent(DateOnly To) : Request;

    /// <summary>Handed to every child that has not ended, of that definition or (null) of any.</summary>
    public sealed record HandToChildren(WorkflowId? Workflow, CaseCommand.Handed Command) : Request;

    public sealed record HandToParent(CaseCommand.Handed Command) : Request;

    /// <summary>A file is to be made of the case as it stands once this is committed, outside of any transaction of a press.</summary>
    /// <param name="Ordered">Place of the order in the case's history.</param>
    public sealed record Produce(Product What, int Ordered, string? ContentHash) : Request;

    /// <summary>Decided in the same transaction: the receiver's row is held with the sender's.</summary>
    public sealed record HandToSibling(CaseId Case, CaseCommand.Handed Command) : Request;

    /// <summary>A message (系统消息) to each of them, once a rung and due date whatever is tried again.</summary>
    /// <param name="DueOn">The due date from which the rung was counted.</param>
    /// <param name="Days">Of the office from the due date to the day of <paramref name="NotBefore"/>; negative before it.</param>
    /// <param name="NotBefore">It waits until then: nobody is disturbed on a day off.</param>
    public sealed record Tell(
        MessageKind Kind, int Round, SeatNo Seat, int Rung, DateOnly DueOn, TimeOnly? DueAt, int Days,
        ImmutableArray<PersonId> To, DateTimeOffset NotBefore) : Request
    {
        public bool Equals(Tell? other) =>
            other is not null && (Kind, Round, Seat, Rung, DueOn, DueAt, Days, NotBefore)
                == (other.Kind, other.Round, other.Seat, other.Rung, other.DueOn, other.DueAt, other.Days, other.NotBefore)
            && To.SequenceEqual(other.To);

        public override int GetHashCode() => HashCode.Combine(Kind, Round, Seat, Rung, DueOn);
    }
}

/// <summary>What a message is for.</summary>
public enum MessageKind
{
    /// <summary>催办: to those whose work it is.</summary>
    Reminder,

    /// <summary>升级: to others, about work that is late.</summary>
    Escalation,
}

/// <summary>Why a command is not permitted. A value that a page puts into a sentence.</summary>
public abstract partial record Refusal
{
    private Refusal()
    {
    }

    /// <summary>The case has ended.</summary>
    public sealed record CaseEnded : Refusal;

    /// <summary>The form is older than the open round.</summary>
    public sealed record RoundIsOver : Refusal;

    public sealed record AlreadyVoted : Refusal;

    /// <summary>The person may not take this seat today.</summary>
    public sealed record NotYourAssignment : Refusal;

    /// <summary>The stage has no such action, or its role rule shuts the person out.</summary>
    public sealed record NotAllowedHere : Refusal;

    /// <summary>The same human already acted where another must.</summary>
    public sealed record SameHuman(StageId Stage) : Refusal;

    /// <summary>What is signed has changed since the form was made.</summary>
    public sealed record ContentChanged : Refusal;

    public sealed record Missing(Input Input) : Refusal;

    public sealed record NotYet(string Sentence) : Refusal;

    /// <summary>The next stage would have nobody to act in it.</summary>
    public sealed record NobodyToSign(StageId Stage) : Refusal;

    /// <summary>A case that would open below this one, or below that, would have nobody to act in its first stage.</summary>
    /// <param name="Title">Of the case that cannot begin.</param>
    public sealed record NobodyToBegin(WorkflowId Workflow, string Title) : Refusal;

    public sealed record MayNotRecord : Refusal;

    /// <summary>Nobody records the consent of others to what he drafted, or acted on where another must.</summary>
    public sealed record RecordsForOwnDraft : Refusal;

    /// <summary>轮候: others sign before this seat.</summary>
    public sealed record NotYourTurn : Refusal;

    /// <summary>The time to be heard is over, or the round is decided already.</summary>
    public sealed record NoLongerAsked : Refusal;

    /// <summary>The person holds no post today.</summary>
    public sealed record ServesNowhere : Refusal;

    /// <summary>As many seats as may be added to one round were added.</summary>
    public sealed record TooManyAdded(int Most) : Refusal;

    /// <summary>Somebody has acted on what the press opened, or the case has moved on by itself.</summary>
    public sealed record TooLateToRecall : Refusal;

    /// <summary>合并: the case stands where it gives out no parts, so what it took in would be nobody's work.</summary>
    public sealed record TakesInNothing(string Title, StageId Stage) : Refusal;

    /// <summary>Nobody records for a matter of his own department.</summary>
    public sealed record RecordsForOwnDepartment : Refusal;
}

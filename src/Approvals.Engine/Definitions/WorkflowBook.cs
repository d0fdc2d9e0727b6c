using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Engine.Definitions;

/// <summary>
/// All definitions of one edition, proved together and pinned together by one content hash: a case and its children never
/// see two editions of each other.
/// </summary>
/// <param name="Hash">SHA-256 of the files' names and bytes, in lower-case hex.</param>
public sealed record WorkflowBook(
    string Hash, ImmutableDictionary<RoleId, Role> Roles, ImmutableDictionary<WorkflowId, Workflow> Workflows)
{
    public Workflow this[WorkflowId id] => Workflows[id];

    /// <summary>The definition that starts on the occasion, and at which of its stages; null if no file names it.</summary>
    public (Workflow Workflow, StageId At)? StartingOn(Occasion occasion)
    {
        foreach (var workflow in Workflows.Values)
        {
            foreach (var start in workflow.Starts)
            {
                if (start.On == occasion)
                {
                    return (workflow, start.At);
                }
            }
        }

        return null;
    }

    /// <summary>Whether a post with this role carries the power.</summary>
    public bool Carries(RoleId role, Power power) => Roles.TryGetValue(role, out var known) && known.May.Contains(power);
}

/// <summary>What a person does to start a case from outside. Which definition answers is said in its YAML.</summary>
public enum Occasion
{
    /// <summary>在此起草: a text without number and date is handed in.</summary>
    Drafted,

    /// <summary>已印发: a notice that already has number, signature and date is registered.</summary>
    IssuedElsewhere,
}

/// <summary>What a role may do besides sitting in seats.</summary>
public enum Power
{
    /// <summary>Sees every case of the unit.</summary>
    SeeAll,

    /// <summary>Sees the cases of the body in which the role is held.</summary>
    SeeBody,

    /// <summary>Reads notices in, through either door.</summary>
    ReadIn,

    /// <summary>Rules on differences and edits the checklist before it is issued.</summary>
    KeepChecklist,

    /// <summary>Records a decision that another made on paper, by telephone or in a meeting (代录).</summary>
    RecordForOthers,
}

public sealed record Role(RoleId Id, string Title, ImmutableHashSet<Power> May);

/// <summary>One process (流程定义): its stages in the order in which they are meant to be walked.</summary>
public sealed record Workflow(
    WorkflowId Id, string Title, ImmutableArray<Start> Starts, ImmutableArray<Stage> Stages, ImmutableArray<Ending> Ends)
{
    /// <summary>Numbers with which a case of it may begin, or that are its parent's.</summary>
    public ImmutableArray<string> Numbers { get; init; } = [];

    /// <summary>Whether its cases follow a recurrence: only then a child takes its parent's.</summary>
    public bool Recurs => Stages.Any(s => s.ByException || s.Deadline is Term.EveryOwn);

    private readonly ImmutableDictionary<StageId, int> _places =
        Stages.Select(s => s.Id).Concat(Ends.Select(e => e.Id)).Select((id, place) => (id, place))
            .DistinctBy(p => p.id).ToImmutableDictionary(p => p.id, p => p.place);

    public Stage? Stage(StageId id) =>
        _places.TryGetValue(id, out var place) && place < Stages.Length ? Stages[place] : null;

    public bool IsEnd(StageId id) => Ends.Any(e => e.Id == id);

    public string TitleOf(StageId id) =>
        Stage(id)?.Title ?? Ends.FirstOrDefault(e => e.Id == id)?.Title ?? id.Value;

    /// <summary>
    /// Whether a case in <paramref name="now"/> stands at <paramref name="mark"/> or further on. Every end counts as
    /// furthest.
    /// </summary>
    public bool HasReached(StageId now, StageId mark) =>
        IsEnd(now) || (_places.TryGetValue(now, out var at) && _places.TryGetValue(mark, out var wanted) && at >= wanted);

    /// <summary>Whether the case's due date no longer runs: a stage that meets it has been reached.</summary>
    public bool HasMetDue(StageId now) => Stages.Any(s => s.Met && HasReached(now, s.Id));

    public bool Splits => Stages.Any(s => !s.Splits.IsEmpty);

    /// <summary>Whether it needs the rows of the checklist.</summary>
    public bool SplitsByRow => Stages.Any(stage => stage.Splits.Any(split => split.Each is Each.Row || split.Again?.Each is Each.Row));

    /// <summary>Whether a stage of it is shut to humans who acted in a child.</summary>
    public bool SeparatesFromChildren => Stages.Any(s => s.NotSameAs.Any(n => n.Of is not null));

    /// <summary>The purposes for which it takes numbers.</summary>
    public IEnumerable<string> Purposes => Stages.SelectMany(s => s.Actions.SelectMany(a => a.Effects).Concat(s.Wait?.Effects ?? []))
        .OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct();

    /// <summary>Whether its cases may be the parents of such children.</summary>
    public bool MayOpen(WorkflowId child) => Stages.Any(s => s.Opens.Any(o => o.Workflow == child));
}

public sealed record Start(Occasion On, StageId At);

public sealed record Ending(StageId Id, string Title);

/// <summary>
/// A stage (环节). It is left by its signers' actions, by <see cref="Wait"/> once its condition holds, or by both, whichever
/// comes first.
/// </summary>
/// <param name="DueAt">The minute of the last day at which the time is over; null: 24:00.</param>
/// <param name="Ladder">What happens by itself around the deadline, each in its order in the file: reminders, escalations,
/// and what follows when the time is over.</param>
/// <param name="Edits">What the case is about may still be edited here; elsewhere what was signed stays as it was seen.</param>
/// <param name="Met">The case's due date is met on entering: from here on it is not overdue, unless it goes back.</param>
/// <param name="Quiet">The seat stands open but is not put before anyone as waiting work.</param>
/// <param name="Together">May be done by the same press as the stage before, if its only seat is the same human's (合并办理).</param>
/// <param name="OnUnavailable">Where to go when nobody can sit; without it, entering such a stage is refused.</param>
public sealed record Stage(
    StageId Id,
    string Title,
    Signers? Signers,
    Mode Mode,
    ImmutableArray<StageAction> Actions,
    ImmutableArray<Separation> NotSameAs,
    Wait? Wait,
    ImmutableArray<Split> Splits,
    Term? Deadline,
    TimeOnly? DueAt,
    ImmutableArray<Rung> Ladder,
    bool Edits,
    bool Met,
    bool Quiet,
    bool Together,
    StageId? OnUnavailable)
{
    /// <summary>Who is asked besides the signers; null: nobody.</summary>
    public Consultation? Consult { get; init; }

    /// <summary>Where a seat may be added (加签); empty: nowhere.</summary>
    public ImmutableArray<Placing> AddSeats { get; init; } = [];

    /// <summary>按例外管理: every day of the case's recurrence counts as held unless an action records otherwise.</summary>
    public bool ByException { get; init; }

    /// <summary>Instead of <see cref="Deadline"/> while the case is urgent (特急).</summary>
    public Term? UrgentDeadline { get; init; }

    /// <summary>Every condition that stands in it.</summary>
    public IEnumerable<Expression> Conditions =>
        Actions.Select(a => a.When).Append(Wait?.Until).Concat(Splits.Select(s => s.When)).OfType<Expression>();

    /// <summary>What may be done with its open seats besides acting in them.</summary>
    public Hands Hands { get; init; } = Hands.None;

    public StageAction? Action(ActionId id) => Actions.FirstOrDefault(a => a.Id == id);

    /// <summary>Every stage or end to which it leads, whatever leads there.</summary>
    public IEnumerable<StageId> Targets => Actions.Select(a => a.To).Append(Wait?.To).Append(OnUnavailable).OfType<StageId>()
        .Concat(Ladder.OfType<Rung.Move>().Select(m => m.To)).Distinct();

    /// <summary>Every definition of which it opens children, and at which of its stages (null: the first).</summary>
    public IEnumerable<(WorkflowId Workflow, StageId? At)> Opens => Splits
        .SelectMany(s => s.Again is { } again ? new[] { s, again } : [s]).Select(s => (s.Workflow, s.At))
        .Concat(Actions.SelectMany(a => a.Effects).OfType<Effect.OpenChild>().Select(o => (o.Workflow, (StageId?)null)))
        .Concat(Ladder.OfType<Rung.Open>().Select(o => (o.Workflow, (StageId?)null)));
}

/// <param name="To">Null: the action is recorded and the round goes on (a report).</param>
/// <param name="By">Only holders of these roles among those who may sit; empty: all of them.</param>
/// <param name="AtOnce">Cast by one seat, it closes the round whatever the others say.</param>
/// <param name="ElseSay">What a page says while <paramref name="When"/> does not hold; without it the action is not
/// shown then.</param>
public sealed record StageAction(
    ActionId Id,
    string Title,
    StageId? To,
    ImmutableArray<Input> Needs,
    ImmutableArray<Input> Takes,
    Expression? When,
    string? ElseSay,
    ImmutableArray<RoleId> By,
    bool AtOnce,
    ImmutableArray<Effect> Effects)
{
    /// <summary>A report that meets the period (<see cref="Term.Every"/>): the seat is due at the end of the next one.</summary>
    public bool Fulfils { get; init; }

    /// <summary>What it asks for and what it accepts.</summary>
    public IEnumerable<Input> Inputs => Needs.Concat(Takes);

    /// <summary>抄送: those whom the rules would seat are told, and may read the case, once the action decides.</summary>
    public ImmutableArray<SeatRule> Copy { get; init; } = [];
}

/// <summary>
/// The humans who acted in that stage may not act here. <paramref name="Of"/> names a child's definition; null: this
/// one.
/// </summary>
public sealed record Separation(WorkflowId? Of, StageId Stage);

public sealed record Wait(Expression Until, StageId To, ImmutableArray<Effect> Effects);

/// <summary>Entering the stage opens children, one for each of <paramref name="Each"/>.</summary>
/// <param name="At">The child's first stage; null: the first of its list.</param>
/// <param name="Again">How to split when the stage is entered again; null: as the first time.</param>
public sealed record Split(WorkflowId Workflow, Each Each, StageId? At, Split? Again)
{
    /// <summary>Nothing opens where it does not hold.</summary>
    public Expression? When { get; init; }
}

/// <summary>What a split makes one child for.</summary>
public abstract record Each
{
    private Each()
    {
    }

    /// <summary>One child.</summary>
    public sealed record Once : Each;

    /// <summary>Every row of the checklist (清单) that the notice carries.</summary>
    public sealed record Row : Each;

    /// <summary>Every body of the party. An empty party falls back to the responsible departments.</summary>
    public sealed record BodyOf(Party Party) : Each;

    /// <summary>Every open matter of the kind.</summary>
    public sealed record OpenMatter(string Kind) : Each;
}

/// <summary>How long a seat has.</summary>
public abstract record Term
{
    private Term()
    {
    }

    /// <summary>The case's own due date.</summary>
    public sealed record Own : Term;

    /// <summary>So many days after entry, the day of entry not counted.</summary>
    public sealed record After(int Days, bool Working) : Term;

    /// <summary>So many hours after entry, nights and days off included (特急).</summary>
    public sealed record Hours(int Number) : Term;

    /// <summary>The case's date of that name; undated while nobody has set it.</summary>
    public sealed record OnDate(string Name) : Term;

    /// <summary>The latest date of the open matters of the kind.</summary>
    public sealed record OfMatters(string Kind) : Term;

    /// <summary>周期: the end of every so many days, weeks (Sunday), months …, from the one in which the seat opens.</summary>
    public sealed record Every(int Count, RecurrencePeriod Period) : Term;

    /// <summary>Every day on which the case's own recurrence falls; undated where it has none.</summary>
    public sealed record EveryOwn : Term;

    /// <summary>Whether the seat is due again and again.</summary>
    public bool IsPeriodic => this is Every or EveryOwn;
}

/// <summary>What an action or a wait does besides moving the case.</summary>
public abstract record Effect
{
    private Effect()
    {
    }

    /// <summary>Opens a matter from the vote's reason and date; applied when the vote is cast.</summary>
    public sealed record Raise(string Kind) : Effect;

    /// <summary>Settles all open matters of the kind; applied when the round closes.</summary>
    public sealed record Settle(string Kind) : Effect;

    /// <summary>Takes the next number of the unit's register for that purpose; applied when the round closes.</summary>
    public sealed record Allocate(string Purpose) : Effect;

    /// <summary>The text is final (定稿): nobody edits what the case is about any more; applied when the round closes.</summary>
    public sealed record Freeze : Effect;

    /// <summary>The body newly named for the party replaces the old one in the parent too (改派).</summary>
    public sealed record ReplaceInParent(Party Party) : Effect;

    /// <summary>A child case opens, about what the press said: its date is the child's, its reason stands in it as a matter.</summary>
    public sealed record OpenChild(WorkflowId Workflow) : Effect;

    /// <summary>延期: the parent is due at the vote's date, without one at the case's own; never earlier than before.</summary>
    public sealed record ExtendInParent : Effect;

    /// <summary>挂起: the clocks of the case and of all below it stand still.</summary>
    public sealed record Suspend : Effect;

    /// <summary>恢复: they run on, and every due date is as much later as they stood still.</summary>
    public sealed record Resume : Effect;

    /// <summary>停诊, 改期, or that a day is held after all: about the days that the press named.</summary>
    public sealed record Except(Excepting What) : Effect;
}

/// <summary>What an action asks for or accepts.</summary>
public abstract record Input
{
    private Input()
    {
    }

    public sealed record Reason : Input;

    public sealed record Report : Input;

    public sealed record Evidence : Input;

    /// <param name="Later">It must lie after the case's due date.</param>
    public sealed record Date(bool Later = false) : Input;

    /// <summary>Sets the case's date of that name (日程).</summary>
    /// <param name="Before">Another named date that must lie after it.</param>
    /// <param name="Ahead">It must lie after today: what would follow from an earlier one happens at once, for good.</param>
    public sealed record NamedDate(string Name, string Title, string? Before, bool Ahead = false) : Input;

    /// <summary>Sets the case's number of that name (指标); the latest counts.</summary>
    /// <param name="AtLeast">Inclusive.</param>
    /// <param name="AtMost">Inclusive.</param>
    public sealed record Number(string Name, string Title, string? Unit, decimal? AtLeast, decimal? AtMost) : Input;

    /// <summary>A day about the case's periodic duty.</summary>
    public sealed record Occurrence(OccurrenceDay Day, string Title) : Input;

    /// <summary>Names the members of a party.</summary>
    /// <param name="AtLeast">So many members, or it is not named.</param>
    /// <param name="Including">Every member that this party has must be among them.</param>
    public sealed record Naming(Party Party, int AtLeast = 1, Party? Including = null) : Input;
}

/// <summary>What may be recorded about a day of a duty that counts as held otherwise.</summary>
public enum Excepting
{
    /// <summary>停诊: it was or will not be held, and not on another day either.</summary>
    CalledOff,

    /// <summary>改期: on another day instead.</summary>
    Moved,

    /// <summary>It is held after all: what was recorded is taken back.</summary>
    Held,
}

/// <summary>Which days a form may name.</summary>
public enum OccurrenceDay
{
    /// <summary>One on which the duty is held.</summary>
    Held,

    /// <summary>One on which it is not held so far, and no holiday.</summary>
    Free,

    /// <summary>One on which it would be held if nothing had been recorded.</summary>
    Excepted,
}

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

    /// <summary>What somebody with those roles may begin by asking for it, in the order of the definitions' ids.</summary>
    public IEnumerable<(Workflow Workflow, Start Start)> RequestedBy(IReadOnlyCollection<RoleId> roles) => Workflows.Values
        .OrderBy(w => w.Id.Value, StringComparer.Ordinal)
        .SelectMany(w => w.Starts.Select(start => (Workflow: w, Start: start)))
        .Where(s => s.Start.On == Occasion.Requested && (s.Start.By.IsEmpty ? roles.Count > 0 : s.Start.By.Any(roles.Contains)));

    /// <summary>
    /// Where cases of the definition begin that nobody above opens: its starts; without any, and where no other definition
    /// opens it, its first stage.
    /// </summary>
    public IEnumerable<StageId> DoorsOf(Workflow workflow) =>
        workflow.Starts.IsEmpty && !Workflows.Values.Any(w => w.Id != workflow.Id && w.MayOpen(workflow.Id))
            ? [workflow.Stages[0].Id]
            : workflow.Starts.Select(s => s.At).Distinct();

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

    /// <summary>发起: somebody asks for something that needs no notice, by its title alone. Many definitions may start so.</summary>
    Requested,
}

/// <summary>What a role may do besides sitting in seats.</summary>
public enum Power
{
    /// <summary>Sees every case of the unit that is not restricted.</summary>
    SeeAll,

    /// <summary>Sees the work of the body in which the role is held.</summary>
    SeeBody,

    /// <summary>Sees the texts of the body in which the role is held while they are in the making.</summary>
    SeeDrafts,

    /// <summary>Takes files away (导出) of what he sees as his own or as all.</summary>
    TakeAway,

    /// <summary>登记: reads in a notice that was issued elsewhere.</summary>
    Register,

    /// <summary>起草: hands in the text of a notice.</summary>
    Draft,

    /// <summary>Compares a new list with everything that is being done.</summary>
    CompareLists,

    /// <summary>Is told where work stands still and which job failed (告警).</summary>
    ReadAlarms,

    /// <summary>限定范围: marks a matter and names who may see it.</summary>
    Restrict,

    /// <summary>Rules on differences and edits the checklist before it is issued.</summary>
    KeepChecklist,

    /// <summary>Records a decision that another made on paper, by telephone or in a meeting (代录).</summary>
    RecordForOthers,
}

public sealed record Role(RoleId Id, string Title, ImmutableHashSet<Power> May);

/// <summary>One process (流程定义): its stages in the order in which they are meant to be walked.</summary>
public sealed partial record Workflow(
    WorkflowId Id, string Title, ImmutableArray<Start> Starts, ImmutableArray<Stage> Stages, ImmutableArray<Ending> Ends)
{
    /// <summary>Numbers with which a case of it may begin, or that are its parent's.</summary>
    public ImmutableArray<string> Numbers { get; init; } = [];

    /// <summary>Whether its cases follow a recurrence: only then a child takes its parent's.</summary>
    public bool Recurs => Stages.Any(s => s.ByException || s.Terms.Any(t => t is Term.EveryOwn));

    private readonly ImmutableDictionary<StageId, int> _places =
        Stages.Select(s => s.Id).Concat(Ends.Select(e => e.Id)).Select((id, place) => (id, place))
            .DistinctBy(p => p.id).ToImmutableDictionary(p => p.id, p => p.place);

    public Stage? Stage(StageId id) =>
        _places.TryGetValue(id, out var place) && place < Stages.Length ? Stages[place] : null;

    public bool IsEnd(StageId id) => Ends.Any(e => e.Id == id);

    /// <summary>What may be done at any stage, in the order of the file.</summary>
    public ImmutableArray<StandingAction> Standing { get; init; } = [];

    /// <summary>Every action of it, wherever it may be pressed.</summary>
    public IEnumerable<StageAction> AllActions => Stages.SelectMany(s => s.Actions).Concat(Standing.Select(s => s.Action));

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

    /// <summary>Whether it opens a child for each row of the checklist.</summary>
    public bool SplitsByRow => Stages.Any(stage => stage.Splits.SelectMany(s => s.Ways).Any(s => s.Each is Each.Row));

    /// <summary>Whether a party is chosen among bodies; one that may be people or bodies, as its signers ask for it.</summary>
    public bool AsksBodies(Party party) => !Parties.HoldsPeople(party)
        || (Parties.HoldsBodies(party)
            && Stages.SelectMany(s => s.Signers?.Seats ?? []).OfType<SeatRule.OfBodies>().Any(rule => rule.Party == party));

    /// <summary>Whether its cases begin without a notice, because somebody asks for them.</summary>
    public bool IsRequested => Starts.Any(s => s.On == Occasion.Requested);

    /// <summary>Whether it needs the rows of the checklist: to split by them, or to tell whose work they are.</summary>
    public bool ReadsRows => SplitsByRow || AllEffects.Any(e => e is Effect.Distribute);

    /// <summary>Whether a stage of it is shut to humans who acted in a child.</summary>
    public bool SeparatesFromChildren => Stages.Any(s => s.NotSameAs.Any(n => n.Of is not null));

    /// <summary>The parties from whose bodies the stage takes nobody, itself or as the stage whose seats it has again.</summary>
    public ImmutableArray<Party> ShutOut(Stage stage) => ShutOut(stage.Signers?.Seats ?? []);

    /// <summary>The same of those rules.</summary>
    public ImmutableArray<Party> ShutOut(ImmutableArray<SeatRule> rules)
    {
        var (parties, walked) = (ImmutableArray.CreateBuilder<Party>(), new HashSet<StageId>());
        while (!rules.IsEmpty)
        {
            parties.AddRange(rules.OfType<SeatRule.OfPeople>().Select(rule => rule.NoneFrom).OfType<Party>());
            rules = rules.OfType<SeatRule.SameAs>().FirstOrDefault(same => walked.Add(same.Stage)) is { } again
                ? Stage(again.Stage)?.Signers?.Seats ?? [] : [];
        }

        return parties.ToImmutable();
    }

    /// <summary>What its conditions ask of its children together.</summary>
    public IEnumerable<Quantity.OfChildren> ChildSums => Stages.SelectMany(s => s.Conditions).Concat(Standing.Select(s => s.Action.When))
        .SelectMany(ChildSumSense.In);

    /// <summary>The purposes for which it takes numbers.</summary>
    public IEnumerable<string> Purposes => AllEffects.OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct();

    /// <summary>Whether its cases may be the parents of such children.</summary>
    public bool MayOpen(WorkflowId child) => Opens.Any(o => o.Workflow == child);

    /// <summary>Every definition of which it opens children, and at which of its stages (null: the first).</summary>
    public IEnumerable<(WorkflowId Workflow, StageId? At)> Opens => Stages.SelectMany(s => s.Opens).Concat(
        Standing.SelectMany(s => s.Action.Effects).SelectMany(Opened).Select(o => (o, (StageId?)null)));

    /// <summary>Everything that it does beside moving, wherever it is said.</summary>
    public IEnumerable<Effect> AllEffects =>
        AllActions.SelectMany(a => a.Effects).Concat(Stages.SelectMany(s => s.Wait?.Effects ?? []));

    internal static IEnumerable<WorkflowId> Opened(Effect effect) => effect switch
    {
        Effect.OpenChild open => [open.Workflow],
        Effect.Distribute distribute => [distribute.Workflow],
        _ => [],
    };
}

public sealed record Start(Occasion On, StageId At)
{
    /// <summary>Who may ask for it (<see cref="Occasion.Requested"/>); empty: whoever serves.</summary>
    public ImmutableArray<RoleId> By { get; init; } = [];
}

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

    /// <summary>How long a seat has; null: as long as it takes.</summary>
    public Term? Term(bool urgent) => urgent ? UrgentDeadline ?? Deadline : Deadline;

    /// <summary>Its terms, whichever of them runs.</summary>
    public IEnumerable<Term> Terms => new[] { Deadline, UrgentDeadline }.OfType<Term>();

    /// <summary>Every condition that stands in it.</summary>
    public IEnumerable<Expression> Conditions =>
        Actions.Select(a => a.When).Append(Wait?.Until).OfType<Expression>().Concat(Splits.SelectMany(s => s.Conditions));

    /// <summary>What may be done with its open seats besides acting in them.</summary>
    public Hands Hands { get; init; } = Hands.None;

    /// <summary>It is left only when every difference of the text is ruled on: here those who keep the checklist do that.</summary>
    public bool AsksForRulings => Actions.Any(a => a.When is { } guard && guard.Asks(Facts.OpenDifferences));

    public StageAction? Action(ActionId id) => Actions.FirstOrDefault(a => a.Id == id);

    /// <summary>
    /// Every stage or end that it names as its target, whatever leads there; the definition knows those that are
    /// found by running.
    /// </summary>
    public IEnumerable<StageId> Targets => Actions.Select(a => a.To).Append(Wait?.To).Append(OnUnavailable).OfType<StageId>()
        .Concat(Actions.SelectMany(a => a.OneOf))
        .Concat(Ladder.OfType<Rung.Move>().Select(m => m.To)).Distinct();

    /// <summary>Every definition of which it opens children, and at which of its stages (null: the first).</summary>
    public IEnumerable<(WorkflowId Workflow, StageId? At)> Opens => Splits
        .SelectMany(s => s.Ways).Select(s => (s.Workflow, s.At))
        .Concat(Actions.SelectMany(a => a.Effects).Concat(Wait?.Effects.OfType<Effect.Distribute>() ?? [])
            .SelectMany(Workflow.Opened).Select(o => (o, (StageId?)null)))
        .Concat(Ladder.OfType<Rung.Open>().Select(o => (o.Workflow, (StageId?)null)));
}

/// <param name="To">Null: the presser chooses, or the action is recorded and the round goes on (a report).</param>
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

    /// <summary>The presser chooses one of these stages (退回 with a choice).</summary>
    public ImmutableArray<StageId> OneOf { get; init; } = [];

    /// <summary>The presser chooses among the earlier stages in which the case has been and that have signers.</summary>
    public bool AnyEarlier { get; init; }

    /// <summary>How the case comes on again from where it is returned to.</summary>
    public WayBack Then { get; init; }

    /// <summary>撤回: who pressed it may take it back while nobody has acted on what it opened.</summary>
    public bool Recall { get; init; }

    /// <summary>Whether the presser chooses where it leads.</summary>
    public bool Chooses => AnyEarlier || !OneOf.IsEmpty;

    /// <summary>Whether it closes the round; what does not is a report.</summary>
    public bool Leads => To is not null || Chooses;

    /// <summary>
    /// Whether a round may close by it that nobody has signed (跳过): it leads on as it is, and nothing but the move is missing
    /// where nobody fills in its form, stands for what it does, or is the one who alone may press it.
    /// </summary>
    public bool MayGoUnsigned => To is not null && Needs.IsEmpty && Effects.IsEmpty && By.IsEmpty;
}

/// <summary>
/// The humans who acted in that stage may not act here. <paramref name="Of"/> names a child's definition; null: this
/// one.
/// </summary>
public sealed record Separation(WorkflowId? Of, StageId Stage);

public sealed record Wait(Expression Until, StageId To, ImmutableArray<Effect> Effects);

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

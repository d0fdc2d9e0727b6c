using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Simulation;

/// <summary>
/// An office in memory: its cases, moved by <see cref="Decisions"/> alone, with the transactions of the store. A press is one
/// transaction, with the children it opens; what it wakes is looked at afterwards, each receiver in a transaction of its own.
/// Given the same commands at the same instants it writes the same history as the store, row by row.
/// </summary>
public sealed class World(WorkflowBook book, UnitDirectory directory, WorkCalendar calendar, OfficeHours hours)
{
    /// <summary>As many receivers as the store looks at in one round.</summary>
    private const int RoundSize = 500;

    private const int MostRounds = 10_000;

    private readonly ImmutableDictionary<WorkflowId, ImmutableArray<string>> _purposes =
        book.Workflows.ToImmutableDictionary(w => w.Key, w => w.Value.Purposes.ToImmutableArray());

    private readonly ImmutableHashSet<WorkflowId> _weighing =
        [.. book.Workflows.Where(w => w.Value.ChildSums.Any(s => s.Name is not null)).Select(w => w.Key)];

    private readonly List<(CaseId Parent, int Occurrence)> _wakesChildren = [];
    private readonly List<(CaseId Parent, Asked Handed, WorkflowId? Of)> _handed = [];
    private WorldState _state = WorldState.Empty;
    private (DateOnly Day, UnitDirectory Directory)? _seated;

    public WorkflowBook Book => book;

    /// <summary>An official year may come meanwhile.</summary>
    public WorkCalendar Calendar { get; set; } = calendar;

    public OfficeHours Hours => hours;

    /// <summary>The instant, UTC. Only the caller moves it.</summary>
    public required DateTimeOffset Now { get; set; }

    public DateOnly Today => hours.DayOf(Now);

    /// <summary>Who holds what. What was set aside with another picture is tried again with the next look.</summary>
    public UnitDirectory Directory
    {
        get;
        set
        {
            field = value;
            _state = _state.ReleaseAll();
        }
    } = directory;

    public Subject Subject { get; set; } = Subject.Settled([]);

    /// <summary>A purpose without a register gives no number: an action that wants one fails.</summary>
    public ImmutableArray<Register> Registers { get; init; } = [];

    /// <summary>Told of every case that a transaction moved, once it stands.</summary>
    public Action<CaseId> Moved { get; set; } = _ => { };

    /// <summary>Told of every command that is given alone, before it is decided, with the case as it stood and what the decision looks at.</summary>
    public Action<Case, CaseCommand, Context> Asked { get; set; } = (_, _, _) => { };

    /// <summary>In the order in which they were opened.</summary>
    public IEnumerable<Case> Cases => _state.Order.Select(id => _state.Cases[id]);

    /// <summary>Every event of every case, in the order in which they came about.</summary>
    public ImmutableList<Recorded> History => _state.History;

    /// <summary>Every message that was written, in that order.</summary>
    public ImmutableList<Message> Messages => _state.Messages;

    /// <summary>Every file that was asked for, in that order. Nobody makes them here.</summary>
    public ImmutableList<(CaseId Case, Request.Produce Order)> Ordered => _state.Ordered;

    /// <summary>What was asked of a case and refused: one that ought to move and cannot.</summary>
    public IEnumerable<(CaseId Case, Refusal Why)> Stuck =>
        from asked in _state.Asked
        from one in asked.Value
        where one.Parked is not null
        select (asked.Key, one.Parked);

    public Case this[CaseId id] => _state.Cases[id];

    public IReadOnlyList<CaseEvent> EventsOf(CaseId id) => [.. History.Where(r => r.Case == id).Select(r => r.Event)];

    public IEnumerable<Case> ChildrenOf(CaseId id) => _state.Children.GetValueOrDefault(id, []).Select(child => _state.Cases[child]);

    /// <summary>Opens a case from outside, and settles what follows.</summary>
    public Refusal? Open(CaseId id, WorkflowId workflow, StageId? at, ChildSeed seed, PersonId? by = null)
    {
        var context = ContextOf(id, workflow, null);
        var why = Transact(() => Carry(id, Decisions.Open(id, workflow, at, null, seed, context), context, by));
        Settle();
        return why;
    }

    /// <summary>A press, or what the clock asks, and all that follows.</summary>
    public Refusal? Do(CaseId id, CaseCommand command)
    {
        var why = Commit(id, command);
        Settle();
        return why;
    }

    /// <summary>The command alone; what it wakes waits for <see cref="Settle"/>.</summary>
    public Refusal? Commit(CaseId id, CaseCommand command) => Transact(() =>
    {
        // What somebody did may be what was missing.
        var by = command.Presser;
        _state = by is null ? _state : _state.Release(id);
        return Decide(id, [command], by, ContextOf(this[id]));
    });

    /// <summary>
    /// What the pump does with the cases that are due: all are read, then each fires, as in one transaction; what they wake
    /// waits for <see cref="Settle"/>. Those that were refused come back with the reason.
    /// </summary>
    public ImmutableArray<(CaseId Case, Refusal Why)> CommitDue(IEnumerable<CaseId> due)
    {
        var parked = ImmutableArray.CreateBuilder<(CaseId, Refusal)>();
        foreach (var (id, context) in due.Select(id => (id, ContextOf(this[id]))).ToList())
        {
            if (Transact(() => Decide(id, [new CaseCommand.Fire()], by: null, context)) is { } why)
            {
                parked.Add((id, why));
            }
        }

        return parked.ToImmutable();
    }

    /// <summary>
    /// Looks until nothing waits: round by round, the receivers in the order of their ids, each with everything that was asked
    /// of it.
    /// </summary>
    public void Settle()
    {
        AskEmptySeats();
        for (var round = 0; _state.Waiting(RoundSize) is { Count: > 0 } waiting; round++)
        {
            if (round > MostRounds)
            {
                throw new InvalidOperationException("the cases wake each other without end");
            }

            waiting.ForEach(Look);
        }
    }

    /// <summary>Another day, or another picture of who holds what: seats that nobody can take any more are looked at.</summary>
    private void AskEmptySeats()
    {
        if (_seated is var (day, known) && day == Today && ReferenceEquals(known, Directory))
        {
            return;
        }

        _seated = (Today, Directory);
        foreach (var @case in Cases.Where(c => book[c.Workflow].Stage(c.Stage)?.OnUnavailable is not null).ToList())
        {
            if (Seating.StandsEmpty(@case, ContextOf(@case)))
            {
                Ask(@case.Id, new Asked(@case.Id, -@case.Version, null, null));
            }
        }
    }

    /// <summary>What a decision about the case may look at now.</summary>
    public Context ContextOf(Case @case) => ContextOf(@case.Id, @case.Workflow, @case.Parent);

    private Context ContextOf(CaseId id, WorkflowId workflow, CaseId? parentId)
    {
        var children = ChildrenOf(id).ToList();
        var grants = new Grants(
            parentId is null ? Subject.Measured : ImmutableDictionary<string, int>.Empty,
            [.. children.GroupBy(c => (c.Workflow, c.Stage, c.Ended))
                .Select(g => new ChildCount(g.Key.Workflow, g.Key.Stage, g.Key.Ended, g.Count()))],
            book[workflow].SeparatesFromChildren
                ? [.. children.SelectMany(c => c.Votes.Where(v => v.Binds).SelectMany(
                    v => v.Decider.Humans.Select(human => new ChildVote(c.Workflow, v.Stage, human))))]
                : [],
            parentId is { } known ? ParentState.Of(this[known]) : null,
            RowsFor(workflow),
            NextNumbers(workflow),
            parentId is null ? Subject.ContentHash : null)
        {
            Siblings = parentId is { } shared && book[workflow].Merges()
                ? [.. ChildrenOf(shared).Where(c => c.Id != id && c.Workflow == workflow && !c.Ended)
                    .Select(c => new Sibling(c.Id, c.Title) { Named = NamedIn(c.Id) })]
                : [],
            OpenParts = book[workflow].Merges()
                ? [.. children.Where(c => !c.Ended)
                    .SelectMany(c => c.Party(Party.AssignedDepartment).Bodies
                        .Select(body => new OpenPart(c.Workflow, body, c.Stage, c.Title, c.DueOn, c.Duty)))]
                : [],
            ChildMeasures = _weighing.Contains(workflow) ? ChildSums.Of(children) : [],
            Named = parentId is { } above ? NamedIn(above) : null,
        };
        return new Context(book, Now, Today, Calendar, Directory, grants) { Hours = hours };
    }

    /// <summary>知悉范围 of the case, its own or that of what it stands below.</summary>
    private ImmutableArray<PersonId>? NamedIn(CaseId id) =>
        this[id].Scope?.Named ?? (this[id].Parent is { } parent ? NamedIn(parent) : null);

    private ImmutableArray<ChildSeed> RowsFor(WorkflowId workflow) => book[workflow].ReadsRows ? Subject.Rows : [];

    private ImmutableDictionary<string, string> NextNumbers(WorkflowId workflow) =>
        _purposes[workflow].Select(RegisterFor).OfType<Register>()
            .ToImmutableDictionary(r => r.Purpose, r => _state.Numbers.TextOfNext(r, Today.Year));

    private Register? RegisterFor(string purpose) => Registers.FirstOrDefault(r => r.Purpose == purpose);

    /// <summary>All or nothing. Whom it wakes is written last, so that children opened in it are among them.</summary>
    private Refusal? Transact(Func<Refusal?> change)
    {
        var before = _state;
        var why = change();
        if (why is not null)
        {
            _state = before;
            _wakesChildren.Clear();
            _handed.Clear();
            return why;
        }

        foreach (var (parent, occurrence) in _wakesChildren)
        {
            foreach (var child in ChildrenOf(parent).Where(c => !c.Ended))
            {
                Ask(child.Id, new Asked(parent, occurrence, null, null));
            }
        }

        _wakesChildren.Clear();
        foreach (var (parent, handed, of) in _handed)
        {
            foreach (var child in ChildrenOf(parent).Where(c => !c.Ended && (of is null || c.Workflow == of)))
            {
                Ask(child.Id, handed);
            }
        }

        _handed.Clear();
        foreach (var id in _state.History.Skip(before.History.Count).Select(r => r.Case).Distinct().ToList())
        {
            Moved(id);
        }

        return null;
    }

    /// <summary>What cannot be done is set aside with its reason; asked anew, it is tried anew.</summary>
    private void Look(CaseId id)
    {
        var stood = _state;
        (_state, var taken) = _state.TakeAsked(id);
        if (Transact(() => Decide(id, Commands(taken), by: null, ContextOf(this[id]))) is { } why)
        {
            var blamed = HandOvers.Blamed(stood.Cases[id], taken, a => a.Handed as CaseCommand.Handed, ContextOf(stood.Cases[id]));
            _state = stood.Park(id, [.. blamed], why);
        }
    }

    /// <summary>
    /// Transfers in the order in which each sender made them, then new due dates, the earliest first, then what else was handed
    /// over, then one look.
    /// </summary>
    private static IEnumerable<CaseCommand> Commands(ImmutableList<Asked> taken) =>
    [
        .. taken.OrderByDescending(a => a.Occurrence).ThenBy(a => a.Sender.Value).Select(a => a.Handed).OfType<CaseCommand.Replace>(),
        .. taken.Select(a => a.Handed).OfType<CaseCommand.Extend>().OrderBy(e => e.To),
        .. taken.Where(a => a.Handed is CaseCommand.Handed).OrderBy(a => a.Sender.Value).ThenBy(a => a.Occurrence).ThenBy(a => a.Part)
            .Select(a => a.Handed).OfType<CaseCommand>(),
        new CaseCommand.Wake(),
    ];

    private Refusal? Decide(CaseId id, IEnumerable<CaseCommand> commands, PersonId? by, Context context)
    {
        if (commands.Take(2).ToList() is [var only])
        {
            Asked(this[id], only, context);
        }

        return Carry(id, Decisions.DecideAll(this[id], commands, context), context, by);
    }

    /// <summary>Takes a decision and opens the children it asks for, and theirs.</summary>
    private Refusal? Carry(CaseId id, Decision decision, Context context, PersonId? by)
    {
        if (decision is Decision.Refused refused)
        {
            return refused.Why;
        }

        var permitted = (Decision.Permitted)decision; // the family has two cases
        Write(id, permitted, by);
        foreach (var open in permitted.Requests.OfType<Request.OpenChild>())
        {
            var grants = Scoping.Below(permitted.After, context.Grants) with { Rows = RowsFor(open.Workflow) };
            var inside = context with { Grants = grants };
            if (Carry(open.Child, Decisions.Open(open.Child, open.Workflow, open.At, id, open.Seed, inside), inside, by) is { } why)
            {
                return why;
            }
        }

        foreach (var hand in permitted.Requests.OfType<Request.HandToSibling>())
        {
            if (Decide(hand.Case, [hand.Command], by, ContextOf(this[hand.Case])) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    private void Write(CaseId id, Decision.Permitted decision, PersonId? by)
    {
        if (decision.Events.IsEmpty)
        {
            return;
        }

        var seq = decision.After.Version - decision.Events.Length;
        _state = _state.Keep(
            decision.After, decision.Events.Select((e, at) => new Recorded(id, seq + at + 1, e, by, Now, Today)));
        foreach (var taken in decision.Events.OfType<CaseEvent.NumberTaken>())
        {
            // Without a register the decision would not have had a number.
            _state = _state with { Numbers = _state.Numbers.Take(RegisterFor(taken.Purpose)!, Today.Year) };
        }

        foreach (var (place, request) in decision.Requests.Index())
        {
            Ask(request, place + 1, decision.After);
        }
    }

    private void Ask(Request request, int part, Case from)
    {
        switch (request)
        {
            case Request.WakeSelf:
                Ask(from.Id, new Asked(from.Id, from.Version, null, null));
                break;
            case Request.WakeParent when from.Parent is { } parent:
                Ask(parent, new Asked(from.Id, from.Version, null, null));
                break;
            case Request.ReplaceInParent replace when from.Parent is { } parent:
                // Below zero, as in the store: another occurrence than the look that this version may ask for too.
                Ask(parent, new Asked(from.Id, -from.Version, new CaseCommand.Replace(replace.Old, replace.New), null));
                break;
            case Request.ExtendParent extend when from.Parent is { } parent:
                Ask(parent, new Asked(from.Id, int.MinValue + from.Version, new CaseCommand.Extend(extend.To), null));
                break;
            case Request.Tell tell:
                _state = _state with { Messages = _state.Messages.Add(new Message(from.Id, Now, tell)) };
                break;
            case Request.Produce produce:
                _state = _state with { Ordered = _state.Ordered.Add((from.Id, produce)) };
                break;
            case Request.HandToParent hand when from.Parent is { } parent:
                Ask(parent, new Asked(from.Id, from.Version, hand.Command, null) { Part = part });
                break;
            case Request.HandToChildren hand:
                _handed.Add((from.Id, new Asked(from.Id, from.Version, hand.Command, null) { Part = part }, hand.Workflow));
                break;
            case Request.WakeChildren:
                _wakesChildren.Add((from.Id, from.Version));
                break;
            case Request.OpenChild or Request.HandToSibling: // decided in this very transaction
            case Request.WakeParent or Request.ReplaceInParent or Request.ExtendParent or Request.HandToParent: // nobody is above
                break;
            default:
                throw new UnreachableException($"nobody carries out a {request.GetType().Name}");
        }
    }

    private void Ask(CaseId receiver, Asked asked) => _state = _state.Ask(receiver, asked);
}

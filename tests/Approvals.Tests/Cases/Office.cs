using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;

namespace Approvals.Tests.Cases;

/// <summary>
/// An office in memory: its cases, moved by <see cref="Decisions"/> alone. A press is one transaction, with the children it
/// opens; what it wakes is carried out afterwards, until nothing moves any more.
/// </summary>
internal sealed class Office(WorkflowBook book, UnitDirectory directory, DateOnly today)
{
    private const int MostWakes = 100_000;

    private readonly Queue<(CaseId Case, CaseCommand Command)> _afterwards = new();
    private ImmutableDictionary<CaseId, Life> _lives = ImmutableDictionary<CaseId, Life>.Empty;

    public WorkflowBook Book => book;

    public UnitDirectory Directory { get; set; } = directory;

    /// <summary>Nine in the morning, unless the clock is moved.</summary>
    public DateTimeOffset Now { get; set; } = new(today, new TimeOnly(1, 0), TimeSpan.Zero);

    public DateOnly Today => OfficeHours.Usual.DayOf(Now);

    public WorkCalendar Calendar { get; set; } = WorkCalendar.WithoutYears;

    /// <summary>Counted facts: the same for every case.</summary>
    public Dictionary<string, int> Measured { get; } =
        Facts.Counted.ToDictionary(name => name, _ => 0);

    public ImmutableArray<ChildSeed> Rows { get; set; } = [];

    public string? ContentHash { get; set; }

    /// <summary>Told after every step of every case.</summary>
    public Action<Case, IReadOnlyList<CaseEvent>> Moved { get; init; } = (_, _) => { };

    /// <summary>Wakes that were refused: a case that ought to move and cannot.</summary>
    public List<(CaseId Case, Refusal Why)> Stuck { get; } = [];

    public IEnumerable<Case> Cases => _lives.Values.OrderBy(l => l.Nth).Select(l => l.Case);

    public Case this[CaseId id] => _lives[id].Case;

    public IReadOnlyList<CaseEvent> EventsOf(CaseId id) => _lives[id].Events;

    public IEnumerable<Case> ChildrenOf(CaseId id) => Cases.Where(c => c.Parent == id);

    public Refusal? Open(CaseId id, WorkflowId workflow, StageId? at, ChildSeed seed) =>
        Transact(() => OpenOne(id, new Request.OpenChild(id, workflow, at, seed), parent: null));

    public Refusal? Do(CaseId id, CaseCommand command) => Transact(() => DoOne(id, command));

    /// <summary>What a decision about the case may look at now.</summary>
    public Context ContextOf(Case @case) => ContextOf(@case.Id, @case.Parent);

    private Context ContextOf(CaseId id, CaseId? parentId)
    {
        var children = ChildrenOf(id).ToList();
        var parent = parentId is { } known ? this[known] : null;
        var grants = new Grants(
            Measured.ToImmutableDictionary(),
            [.. children.GroupBy(c => (c.Workflow, c.Stage, c.Ended))
                .Select(g => new ChildCount(g.Key.Workflow, g.Key.Stage, g.Key.Ended, g.Count()))],
            [.. children.SelectMany(c => c.Votes.Select(v => new ChildVote(c.Workflow, v.Stage, v.Decider.Person)))],
            parent is null ? null : ParentState.Of(parent),
            Rows,
            Purposes().ToImmutableDictionary(purpose => purpose, purpose => $"{purpose} {NumbersTaken(purpose) + 1}"),
            ContentHash);
        return new Context(Book, Now, Today, Calendar, Directory, grants);
    }

    private IEnumerable<string> Purposes() => Book.Workflows.Values.SelectMany(w => w.Stages).SelectMany(s => s.Actions)
        .SelectMany(a => a.Effects).OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct();

    private int NumbersTaken(string purpose) =>
        Cases.Sum(c => c.Numbers.GetValueOrDefault(purpose, []).Length);

    private Refusal? Transact(Func<Refusal?> change)
    {
        var before = _lives;
        if (change() is { } refused)
        {
            _lives = before;
            _afterwards.Clear();
            return refused;
        }

        for (var wakes = 0; _afterwards.TryDequeue(out var next); wakes++)
        {
            var stood = _lives;
            if (wakes > MostWakes)
            {
                throw new InvalidOperationException("the cases wake each other without end");
            }

            if (DoOne(next.Case, next.Command) is { } why)
            {
                _lives = stood;
                Stuck.Add((next.Case, why));
            }
        }

        return null;
    }

    private Refusal? DoOne(CaseId id, CaseCommand command) =>
        Carry(id, Decisions.Decide(this[id], command, ContextOf(this[id])));

    private Refusal? OpenOne(CaseId id, Request.OpenChild open, CaseId? parent) =>
        Carry(id, Decisions.Open(id, open.Workflow, open.At, parent, open.Seed, ContextOf(id, parent)));

    private Refusal? Carry(CaseId id, Decision decision)
    {
        if (decision is Decision.Refused refused)
        {
            return refused.Why;
        }

        var permitted = (Decision.Permitted)decision; // the family has two cases
        var life = _lives.GetValueOrDefault(id) ?? new Life(permitted.After, [], _lives.Count);
        life = life with { Case = permitted.After, Events = life.Events.AddRange(permitted.Events) };
        _lives = _lives.SetItem(id, life);
        if (!permitted.Events.IsEmpty)
        {
            Moved(life.Case, life.Events);
        }

        foreach (var request in permitted.Requests)
        {
            if (CarryOut(life.Case, request) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    private Refusal? CarryOut(Case from, Request request)
    {
        switch (request)
        {
            case Request.OpenChild open:
                return OpenOne(open.Child, open, from.Id);
            case Request.WakeSelf:
                _afterwards.Enqueue((from.Id, new CaseCommand.Wake()));
                break;
            case Request.WakeParent when from.Parent is { } parent:
                _afterwards.Enqueue((parent, new CaseCommand.Wake()));
                break;
            case Request.WakeChildren:
                foreach (var child in ChildrenOf(from.Id).Where(c => !c.Ended))
                {
                    _afterwards.Enqueue((child.Id, new CaseCommand.Wake()));
                }

                break;
            case Request.ReplaceInParent replace when from.Parent is { } parent:
                _afterwards.Enqueue((parent, new CaseCommand.Replace(replace.Old, replace.New)));
                break;
            case Request.ExtendParent extend when from.Parent is { } parent:
                _afterwards.Enqueue((parent, new CaseCommand.Extend(extend.To)));
                break;
            case Request.Tell:
                break;
            default:
                throw new InvalidOperationException($"{request} asks something of a parent that is not there");
        }

        return null;
    }

    private sealed record Life(Case Case, ImmutableList<CaseEvent> Events, int Nth);
}

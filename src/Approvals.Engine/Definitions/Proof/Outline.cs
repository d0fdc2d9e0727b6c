using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>How a case of one definition moves, seen from afar: its stages and what it was given, every condition free.</summary>
/// <param name="Guard">What must hold of the children that somebody looks at; null: nothing.</param>
/// <param name="Cancels">Its children are cancelled.</param>
internal sealed record OutlineMove(int To, Expression? Guard, bool NewRound, Cause Cause, bool Cancels);

/// <param name="Fixed">Of its facts, those that it has for life.</param>
internal readonly record struct OutlineState(int Place, ulong Gifts, ulong Fixed);

/// <summary>
/// All definitions of an edition from afar, from every door: in which stages, and with what given to them, cases can stand.
/// It is the parent beside which a child is proved.
/// </summary>
internal sealed class Outline
{
    private readonly Scope _scope;
    private readonly Dictionary<WorkflowId, List<OutlineState>> _states = [];
    private readonly Dictionary<(WorkflowId, OutlineState), int> _numbers = [];
    private readonly Dictionary<WorkflowId, List<List<OutlineMove>>> _moves = [];
    private readonly Queue<(Workflow Workflow, int Number)> _ahead = new();

    public Outline(Scope scope)
    {
        _scope = scope;
        foreach (var workflow in scope.Book.Workflows.Values)
        {
            (_states[workflow.Id], _moves[workflow.Id]) = ([], []);
        }

        foreach (var workflow in scope.Book.Workflows.Values)
        {
            foreach (var birth in scope.Doors(workflow).SelectMany(door => Births.OutOfNothing(scope, workflow, door)))
            {
                Begin(workflow, birth);
            }
        }

        while (_ahead.TryDequeue(out var next))
        {
            Follow(next.Workflow, next.Number);
        }
    }

    public IReadOnlyList<OutlineState> StatesOf(WorkflowId workflow) => _states[workflow];

    public IReadOnlyList<OutlineMove> MovesOf(WorkflowId workflow, int state) => _moves[workflow][state];

    /// <summary>Every place at which a stage of the definition opens children.</summary>
    public IEnumerable<Site> SitesAt(Workflow workflow, Stage stage) => stage.Splits
        .SelectMany(s => s.Again is { } again ? new[] { s, again } : [s])
        .Select(s => new Site(s.Workflow, First(s.Workflow, s.At), Entering.BirthOf(s.Each), (s.Each as Each.OpenMatter)?.Kind))
        .Concat(stage.Actions.Concat(workflow.Standing.Where(s => s.MayBeDoneAt(stage.Id)).Select(s => s.Action))
            .SelectMany(a => a.Effects.OfType<Effect.OpenChild>()
            .Select(o => new Site(o.Workflow, First(o.Workflow, null), Birth.Press, Gifts: _scope.Gifts.Named(a)))))
        .Concat(stage.Ladder.OfType<Rung.Open>().Select(o => new Site(o.Workflow, First(o.Workflow, null), Birth.Rung)));

    private StageId First(WorkflowId child, StageId? at) => at ?? _scope.Book[child].Stages[0].Id;

    /// <summary>What a parent that stands so says of a fact; null where that is not known from afar.</summary>
    public bool? FixedIn(Workflow workflow, OutlineState state, Fact fact) =>
        fact is Fact.Fixed ? _scope.TrackedIn(workflow).Of(fact, state.Fixed)
        : fact is Fact.Frozen && !_scope.MayBeFrozen(workflow.Id) ? false
        : null;

    private void Follow(Workflow workflow, int number)
    {
        var state = _states[workflow.Id][number];
        var (place, gifts) = (state.Place, state.Gifts);
        if (Scope.HasEnded(workflow, place))
        {
            return;
        }

        var stage = workflow.Stages[place];
        for (var at = 0; at < stage.Actions.Length; at++)
        {
            var action = stage.Actions[at];
            foreach (var after in _scope.Gifts.After(action, gifts, report: !action.Leads).Select(g => g & _scope.Gifts.WantedIn(workflow.Id)))
            {
                var stays = !action.Leads || (!action.AtOnce && (stage.Mode is not Mode.Any || !stage.AddSeats.IsEmpty));
                var vote = new Cause(CauseKind.Vote, place, at);
                Move(workflow, number, stays ? [Number(workflow, state with { Gifts = after })] : [], action.When, vote, action.Effects);
                Leave(workflow, number, workflow.TargetsOf(stage, action), after, action.When, vote with { Kind = CauseKind.Press }, action.Effects);
            }
        }

        if (stage.Wait is { } wait)
        {
            Leave(workflow, number, [wait.To], gifts, wait.Until, new Cause(CauseKind.Wait, place), wait.Effects);
        }

        foreach (var move in stage.Ladder.OfType<Rung.Move>())
        {
            Leave(workflow, number, [move.To], gifts, null, new Cause(CauseKind.Deadline, place), []);
        }

        for (var at = 0; at < workflow.Standing.Length; at++)
        {
            var (standing, action) = (workflow.Standing[at], workflow.Standing[at].Action);
            if (standing.MayBeDoneAt(stage.Id))
            {
                var cause = new Cause(_scope.IsHanded(workflow, standing) ? CauseKind.Handed : CauseKind.Aside, place, at);
                foreach (var after in _scope.Gifts.After(action, gifts, report: false).Select(g => g & _scope.Gifts.WantedIn(workflow.Id)))
                {
                    if (action.To is { } to)
                    {
                        Leave(workflow, number, [to], after, action.When, cause, action.Effects);
                    }
                    else
                    {
                        Move(workflow, number, [Number(workflow, state with { Gifts = after })], action.When, cause, action.Effects);
                    }
                }
            }
        }

        foreach (var site in SitesAt(workflow, stage))
        {
            foreach (var birth in Births.Of(_scope, site, gifts, fact => FixedIn(workflow, state, fact)))
            {
                Begin(_scope.Book[site.Child], birth);
            }
        }
    }

    /// <summary>To the targets, and wherever a move onward may go straight back to from there.</summary>
    private void Leave(
        Workflow workflow, int number, IEnumerable<StageId> targets, ulong gifts, Expression? guard, Cause cause,
        ImmutableArray<Effect> effects)
    {
        var state = _states[workflow.Id][number];
        var stage = workflow.Stages[state.Place];
        foreach (var to in targets)
        {
            var onward = !workflow.IsEnd(to) && to != stage.Id && workflow.HasReached(to, stage.Id);
            foreach (var goal in onward ? workflow.AddressesAt(stage).Prepend(to).Distinct() : [to])
            {
                Move(workflow, number, Enter(workflow, goal, state with { Gifts = gifts }), guard, cause, effects);
            }
        }
    }

    private void Move(
        Workflow workflow, int number, IEnumerable<int> targets, Expression? guard, Cause cause, ImmutableArray<Effect> effects)
    {
        var state = _states[workflow.Id][number];
        if (!Truths.CanHold(guard, atom => atom is Expression.Holds holds ? FixedIn(workflow, state, new Fact.Fixed(holds.Fact)) : null))
        {
            return;
        }

        var cancels = effects.Any(e => e is Effect.CancelChildren);
        foreach (var to in targets)
        {
            var place = _states[workflow.Id][to].Place;
            var enters = place != _states[workflow.Id][number].Place || cause.Kind is CauseKind.Press or CauseKind.Wait or CauseKind.Deadline;
            var opens = enters && cause.Kind != CauseKind.Vote && !Scope.HasEnded(workflow, place)
                && workflow.Stages[place].Signers is not null;
            if (to != number || opens || cancels)
            {
                _moves[workflow.Id][number].Add(new OutlineMove(to, guard, opens, cause, cancels));
            }
        }
    }

    /// <summary>Where it may be after entering: there, or wherever it goes when nobody can sit there.</summary>
    private List<int> Enter(Workflow workflow, StageId to, OutlineState state)
    {
        var entered = new List<int>();
        var passed = new HashSet<StageId>();
        for (StageId? next = to; next is { } id && passed.Add(id);)
        {
            var place = _scope.PlaceOf(workflow, id);
            var stage = Scope.HasEnded(workflow, place) ? null : workflow.Stages[place];
            entered.Add(Number(workflow, state with { Place = place }));
            next = stage?.OnUnavailable;
        }

        return entered;
    }

    private void Begin(Workflow workflow, Birthday birth) =>
        Enter(workflow, birth.At, new OutlineState(0, birth.Gifts, birth.Bits & _scope.TrackedIn(workflow).Fixed));

    private int Number(Workflow workflow, OutlineState state)
    {
        if (!_numbers.TryGetValue((workflow.Id, state), out var number))
        {
            number = _states[workflow.Id].Count;
            _numbers[(workflow.Id, state)] = number;
            _states[workflow.Id].Add(state);
            _moves[workflow.Id].Add([]);
            _ahead.Enqueue((workflow, number));
        }

        return number;
    }
}

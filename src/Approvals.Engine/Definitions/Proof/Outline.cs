namespace Approvals.Engine.Definitions.Proof;

/// <summary>How a case of one definition moves, seen from afar: its stages and what it was given, every condition free.</summary>
/// <param name="Guard">What must hold of the children that somebody looks at; null: nothing.</param>
internal sealed record OutlineMove(int To, Expression? Guard, bool NewRound, Cause Cause);

/// <summary>
/// All definitions of an edition from afar, from every door: in which stages, and with what given to them, cases can stand.
/// It is the parent beside which a child is proved.
/// </summary>
internal sealed class Outline
{
    private readonly Scope _scope;
    private readonly Dictionary<WorkflowId, List<(int Place, ulong Gifts)>> _states = [];
    private readonly Dictionary<(WorkflowId, int Place, ulong Gifts), int> _numbers = [];
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
            foreach (var door in scope.Doors(workflow))
            {
                Enter(workflow, door, 0);
            }
        }

        while (_ahead.TryDequeue(out var next))
        {
            Follow(next.Workflow, next.Number);
        }
    }

    public IReadOnlyList<(int Place, ulong Gifts)> StatesOf(WorkflowId workflow) => _states[workflow];

    public IReadOnlyList<OutlineMove> MovesOf(WorkflowId workflow, int state) => _moves[workflow][state];

    /// <summary>Every place at which a stage of the definition opens children.</summary>
    public IEnumerable<Site> SitesAt(Stage stage) => stage.Splits
        .SelectMany(s => s.Again is { } again ? new[] { s, again } : [s])
        .Select(s => new Site(s.Workflow, First(s.Workflow, s.At), Entering.BirthOf(s.Each), (s.Each as Each.OpenMatter)?.Kind))
        .Concat(stage.Actions.SelectMany(a => a.Effects.OfType<Effect.OpenChild>()
            .Select(o => new Site(o.Workflow, First(o.Workflow, null), Birth.Press, Gifts: _scope.Gifts.Named(a)))))
        .Concat(stage.Ladder.OfType<Rung.Open>().Select(o => new Site(o.Workflow, First(o.Workflow, null), Birth.Rung)));

    private StageId First(WorkflowId child, StageId? at) => at ?? _scope.Book[child].Stages[0].Id;

    private void Follow(Workflow workflow, int number)
    {
        var (place, gifts) = _states[workflow.Id][number];
        if (Scope.HasEnded(workflow, place))
        {
            return;
        }

        var stage = workflow.Stages[place];
        for (var at = 0; at < stage.Actions.Length; at++)
        {
            var action = stage.Actions[at];
            foreach (var after in _scope.Gifts.After(action, gifts, report: action.To is null).Select(g => g & _scope.Gifts.WantedIn(workflow.Id)))
            {
                var stays = action.To is null || (!action.AtOnce && (stage.Mode is not Mode.Any || !stage.AddSeats.IsEmpty));
                Move(workflow, number, stays ? [Number(workflow, place, after)] : [], action.When, new Cause(CauseKind.Vote, place, at));
                Move(
                    workflow, number, action.To is { } to ? Enter(workflow, to, after) : [], action.When,
                    new Cause(CauseKind.Press, place, at));
            }
        }

        if (stage.Wait is { } wait)
        {
            Move(workflow, number, Enter(workflow, wait.To, gifts), wait.Until, new Cause(CauseKind.Wait, place));
        }

        foreach (var move in stage.Ladder.OfType<Rung.Move>())
        {
            Move(workflow, number, Enter(workflow, move.To, gifts), null, new Cause(CauseKind.Deadline, place));
        }

        foreach (var site in SitesAt(stage))
        {
            Enter(_scope.Book[site.Child], site.At, Births.GiftsOf(_scope, site, gifts));
        }
    }

    private void Move(Workflow workflow, int number, IEnumerable<int> targets, Expression? guard, Cause cause)
    {
        foreach (var to in targets)
        {
            var place = _states[workflow.Id][to].Place;
            var opens = cause.Kind != CauseKind.Vote && !Scope.HasEnded(workflow, place) && workflow.Stages[place].Signers is not null;
            if (to != number || opens)
            {
                _moves[workflow.Id][number].Add(new OutlineMove(to, guard, opens, cause));
            }
        }
    }

    /// <summary>Where it may be after entering: there, or wherever it goes when nobody can sit there.</summary>
    private List<int> Enter(Workflow workflow, StageId to, ulong gifts)
    {
        var entered = new List<int>();
        var passed = new HashSet<StageId>();
        for (StageId? next = to; next is { } id && passed.Add(id);)
        {
            var place = _scope.PlaceOf(workflow, id);
            var stage = Scope.HasEnded(workflow, place) ? null : workflow.Stages[place];
            entered.Add(Number(workflow, place, gifts));
            next = stage?.OnUnavailable;
        }

        return entered;
    }

    private int Number(Workflow workflow, int place, ulong gifts)
    {
        if (!_numbers.TryGetValue((workflow.Id, place, gifts), out var number))
        {
            number = _states[workflow.Id].Count;
            _numbers[(workflow.Id, place, gifts)] = number;
            _states[workflow.Id].Add((place, gifts));
            _moves[workflow.Id].Add([]);
            _ahead.Enqueue((workflow, number));
        }

        return number;
    }
}

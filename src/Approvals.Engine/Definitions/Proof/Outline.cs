namespace Approvals.Engine.Definitions.Proof;

/// <summary>How a case goes on, whatever its children and its own parent do.</summary>
/// <param name="Guard">What must hold besides, as far as it is about the children that somebody looks at; null: nothing.</param>
/// <param name="Cancels">Its children are cancelled.</param>
internal sealed record OutlineMove(int To, Expression? Guard, bool NewRound, Cause Cause, bool Cancels);

/// <summary>
/// All definitions of an edition, each case by itself, from every door: where cases can stand, and with what they open children.
/// What a condition asks of children, or of a parent, counts as free. It is the parent beside which a child is proved.
/// </summary>
internal sealed class Outline
{
    /// <summary>Beyond this the proof gives up, and says so.</summary>
    private const int MostStates = 30_000;

    private readonly Scope _scope;
    private readonly Dictionary<WorkflowId, Walking> _walkings = [];
    private readonly Dictionary<WorkflowId, List<Standing>> _states = [];
    private readonly Dictionary<(WorkflowId, Standing), int> _numbers = [];
    private readonly Dictionary<WorkflowId, List<List<OutlineMove>>> _moves = [];
    private readonly Dictionary<(WorkflowId Child, WorkflowId Parent), HashSet<(Birthday Birth, int Parent)>> _openings = [];
    private readonly Queue<(Workflow Workflow, int Number)> _ahead = new();

    public Outline(Scope scope)
    {
        _scope = scope;
        foreach (var workflow in scope.Book.Workflows.Values)
        {
            (_states[workflow.Id], _moves[workflow.Id]) = ([], []);
            _walkings[workflow.Id] = new Walking(scope, workflow);
        }

        foreach (var workflow in scope.Book.Workflows.Values)
        {
            foreach (var birth in scope.Book.DoorsOf(workflow).SelectMany(door => Births.OutOfNothing(scope, workflow, door)))
            {
                Begin(workflow, birth);
            }
        }

        while (_ahead.TryDequeue(out var next) && !TooLarge)
        {
            Follow(next.Workflow, next.Number);
        }
    }

    public bool TooLarge { get; private set; }

    public IReadOnlyList<Standing> StatesOf(WorkflowId workflow) => _states[workflow];

    public IReadOnlyList<OutlineMove> MovesOf(WorkflowId workflow, int state) => _moves[workflow][state];

    /// <summary>With what children of the definition begin below such a parent, and how the parent stands then.</summary>
    public IEnumerable<(Birthday Birth, int Parent)> Openings(WorkflowId child, WorkflowId parent) =>
        _openings.GetValueOrDefault((child, parent), []);

    /// <summary>What a case that stands so says to a condition; null for what is about others.</summary>
    public bool? Own(WorkflowId workflow, int state, Expression atom) => _walkings[workflow].Own(atom, _states[workflow][state]);

    private void Begin(Workflow workflow, Birthday birth)
    {
        foreach (var arrival in _walkings[workflow.Id].Entering.Enter(
            birth.At, new Standing(0, -1, -1, birth.Bits, birth.Gifts), (atom, at) => _walkings[workflow.Id].Own(atom, at), Around(workflow)))
        {
            Arrive(workflow, arrival);
        }
    }

    private void Follow(Workflow workflow, int number)
    {
        var walking = _walkings[workflow.Id];
        foreach (var step in walking.From(_states[workflow.Id][number], (atom, at) => walking.Own(atom, at), Around(workflow)))
        {
            var (to, arrival) = (Arrive(workflow, step.Arrival), step.Arrival);
            if (to != number || arrival.NewRound || arrival.Cancels)
            {
                _moves[workflow.Id][number].Add(new OutlineMove(to, step.Guard, arrival.NewRound, step.Cause, arrival.Cancels));
            }
        }
    }

    private int Arrive(Workflow workflow, Arrival arrival)
    {
        var number = Number(workflow, arrival.At);
        foreach (var site in arrival.Opens)
        {
            if (!_openings.TryGetValue((site.Child, workflow.Id), out var openings))
            {
                _openings[(site.Child, workflow.Id)] = openings = [];
            }

            foreach (var birth in Births.Of(
                _scope, site, arrival.At.Gifts, fact => _scope.TrackedIn(workflow).Of(fact, arrival.At.Bits) ?? NeverFrozen(workflow, fact)))
            {
                if (openings.Add((birth, number)))
                {
                    Begin(_scope.Book[site.Child], birth);
                }
            }
        }

        return number;
    }

    private bool? NeverFrozen(Workflow workflow, Fact fact) =>
        fact is Fact.Frozen && !_scope.MayBeFrozen(workflow.Id) ? false : null;

    /// <summary>What stands above may have been brought anything.</summary>
    private ulong Around(Workflow workflow) => _scope.Opened.Contains(workflow.Id) ? ulong.MaxValue : 0;

    private int Number(Workflow workflow, Standing state)
    {
        if (!_numbers.TryGetValue((workflow.Id, state), out var number))
        {
            number = _states[workflow.Id].Count;
            _numbers[(workflow.Id, state)] = number;
            _states[workflow.Id].Add(state);
            _moves[workflow.Id].Add([]);
            _ahead.Enqueue((workflow, number));
            TooLarge |= number > MostStates;
        }

        return number;
    }
}

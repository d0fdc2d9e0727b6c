using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <param name="View">The place of the view under which it can be walked; -1: any.</param>
/// <param name="Kid">The machine of the child that moved; -1: the case itself did.</param>
internal readonly record struct Edge(int View, int To, Cause Cause, int Kid)
{
    /// <summary>No way that the definition itself takes, or a child's own.</summary>
    public bool IsAside => Cause.Kind == CauseKind.Aside;
}

/// <summary>
/// Everything that a case of one definition, opened by a case of another (or by nobody), can come to with its children, for
/// every view that it can have of its parent. Exhaustive: every node is followed.
/// </summary>
internal sealed class Course
{
    /// <summary>Beyond this the proof gives up, and says so.</summary>
    private const int MostNodes = 60_000;

    private readonly Scope _scope;
    private readonly Walking _walking;
    private readonly Tracked _tracked;
    private readonly Func<WorkflowId, Machine> _machineOf;
    private readonly List<Config> _nodes = [];
    private readonly List<List<Edge>> _edges = [];
    private readonly Dictionary<Config, int> _numbers = [];
    private readonly Dictionary<Birthday, int[]> _entries = [];
    private readonly Dictionary<WorkflowId, int> _machineNumbers = [];

    private Course(Scope scope, Workflow workflow, Workflow? parent, Func<WorkflowId, Machine> machineOf, IEnumerable<View> views)
    {
        (_scope, Workflow, _machineOf) = (scope, workflow, machineOf);
        (_walking, _tracked) = (new Walking(scope, workflow), scope.TrackedIn(workflow));
        Sight = new Sight(scope, workflow, parent);
        Views = [.. views.Distinct()];
    }

    public Workflow Workflow { get; }

    public Sight Sight { get; }

    public ImmutableArray<View> Views { get; }

    public IReadOnlyList<Config> Nodes => _nodes;

    /// <summary>The machines of its children, as <see cref="Kid.Machine"/> numbers them.</summary>
    public List<(WorkflowId Workflow, Machine Machine)> Machines { get; } = [];

    public Walking Walking => _walking;

    public bool TooLarge { get; private set; }

    public IReadOnlyDictionary<Birthday, int[]> Entries => _entries;

    public IReadOnlyList<Edge> EdgesOf(int node) => _edges[node];

    /// <summary>Ended, and nothing below it is left.</summary>
    public bool IsGone(int node) => Scope.HasEnded(Workflow, _nodes[node].At.Stage) && _nodes[node].Kids.IsEmpty;

    public ulong FaceOf(int node) => Sight.FaceOf(_nodes[node].At, IsGone(node));

    /// <param name="machineOf">What stands for the children of a definition that this one opens.</param>
    public static Course Explore(
        Scope scope, Workflow workflow, Workflow? parent, Func<WorkflowId, Machine> machineOf, IEnumerable<View> views,
        IEnumerable<Birthday> births)
    {
        var course = new Course(scope, workflow, parent, machineOf, views);
        foreach (var birth in births.Distinct())
        {
            course._entries[birth] = [.. course.Views.SelectMany(view => course.Begin(birth, view)).Distinct()];
        }

        for (var node = 0; node < course._nodes.Count; node++)
        {
            if (course._nodes.Count > MostNodes)
            {
                course.TooLarge = true;
                break;
            }

            course.Follow(node);
        }

        return course;
    }

    /// <summary>What a condition finds in the case, its children, and its parent.</summary>
    /// <param name="at">Where the case itself stands; its children stand as in <paramref name="config"/>.</param>
    public bool? Known(Expression atom, Config config, Standing at, View view) => atom switch
    {
        Expression.EveryEnded or Expression.EveryReached => Every(atom, config),
        Expression.SomeEnded some => Some(atom, some.Workflow, config),
        Expression.SomeReached some => Some(atom, some.Workflow, config),
        _ => _walking.Own(atom, at) ?? Sight.Above(atom, view),
    };

    private IEnumerable<int> Begin(Birthday birth, View view)
    {
        var before = new Standing(0, -1, -1, birth.Bits, birth.Gifts);
        var unborn = new Config(before, []);
        return _walking.Entering.Enter(birth.At, before, (atom, at) => Known(atom, unborn, at, view), view.Gifts)
            .SelectMany(arrival => Arrive(unborn, arrival)).Select(Number).ToList();
    }

    private void Follow(int node)
    {
        var config = _nodes[node];
        var seen = new HashSet<Edge>();
        var looksUp = _walking.LooksUp(config.At.Stage);
        for (var view = 0; view < (looksUp ? Views.Length : 1); view++)
        {
            var sees = Views[view];
            foreach (var step in _walking.From(config.At, (atom, at) => Known(atom, config, at, sees), sees.Gifts))
            {
                foreach (var to in Arrive(config, step.Arrival))
                {
                    var edge = new Edge(looksUp ? view : -1, Number(to), step.Cause, -1);
                    if (edge.To != node || step.Cause.Action is not null)
                    {
                        seen.Add(edge);
                    }
                }
            }
        }

        foreach (var edge in KidsGoOn(node, config))
        {
            seen.Add(edge);
        }

        _edges[node].AddRange(seen);
    }

    private IEnumerable<Edge> KidsGoOn(int node, Config config)
    {
        foreach (var kid in config.Kids)
        {
            var machine = Machines[kid.Machine].Machine;
            foreach (var (state, aside) in machine.From(kid.State, machine.Sight.Of(config.At.Stage, config.At.Gifts, kid.Moved)))
            {
                var face = machine.FaceOf(state);
                var kids = config.Kids.Remove(kid);
                kids = machine.IsGone(state) ? kids : kids.Add(kid with { State = state });
                var bits = machine.Sight.VotesIn(face).Aggregate(config.At.Bits, (b, fact) => _tracked.With(b, fact, true));
                bits = Proof.Sight.HasEnded(face) ? _tracked.With(bits, new Fact.SomeEnded(Machines[kid.Machine].Workflow), true) : bits;
                var to = Number(new Config(config.At with { Bits = bits }, Config.Sorted(kids)));
                if (to != node)
                {
                    yield return new Edge(-1, to, new Cause(aside ? CauseKind.Aside : CauseKind.Child, config.At.Stage), kid.Machine);
                }
            }
        }
    }

    /// <summary>The case stands where the step leads, with its children and those that it opens there.</summary>
    private IEnumerable<Config> Arrive(Config from, Arrival arrival)
    {
        if (arrival.Cancels)
        {
            // Gone at once, with all below them, but for those that stay where they are.
            var staying = from.Kids.Where(k => Proof.Sight.Stays(Machines[k.Machine].Machine.FaceOf(k.State))).ToList();
            var ended = from.Kids.Except(staying).Select(k => Machines[k.Machine].Workflow).Distinct()
                .Aggregate(arrival.At.Bits, (bits, child) => _tracked.With(bits, new Fact.SomeEnded(child), true));
            var bits = Scope.HasEnded(Workflow, arrival.At.Stage) ? arrival.At.Bits : ended;
            (from, arrival) = (new Config(from.At, Config.Sorted(staying)), arrival with { At = arrival.At with { Bits = bits } });
        }

        IEnumerable<ImmutableArray<Kid>> kids =
        [
            arrival.NewRound && !from.Kids.IsEmpty
                ? Config.Sorted(from.Kids.Select(k => k with { Moved = Machines[k.Machine].Machine.Sight.UsesMoved }))
                : from.Kids,
        ];
        foreach (var site in arrival.Opens)
        {
            var machine = MachineFor(site.Child);
            var states = Births.Of(_scope, site, arrival.At.Gifts, fact => _tracked.Of(fact, arrival.At.Bits))
                .SelectMany(Machines[machine].Machine.Entries).Distinct().ToList();
            if (states.Count > 0 && Machines[machine].Machine.IsApart)
            {
                continue;
            }

            kids = kids.SelectMany(before => states.SelectMany(state => With(before, new Kid(machine, state, Moved: false)))).ToList();
        }

        return kids.Select(k => new Config(arrival.At, k));
    }

    private IEnumerable<ImmutableArray<Kid>> With(ImmutableArray<Kid> kids, Kid born)
    {
        var alike = kids.Where(k => k.Machine == born.Machine && k != born).ToList();
        if (Machines[born.Machine].Machine.IsGone(born.State))
        {
            return [kids];
        }

        return alike.Count < Config.MostAlike
            ? [Config.Sorted(kids.Add(born))]
            : alike.Select(dropped => Config.Sorted(kids.Remove(dropped).Add(born)));
    }

    private bool? Every(Expression atom, Config config)
    {
        bool? all = true;
        foreach (var kid in config.Kids)
        {
            var machine = Machines[kid.Machine].Machine;
            if (machine.IsFree && Machines[kid.Machine].Workflow == Proof.Sight.Asked(atom))
            {
                all = all == false ? false : null;
            }
            else if (machine.Sight.Below(atom, machine.FaceOf(kid.State)) == false)
            {
                all = false;
            }
        }

        return all;
    }

    /// <summary>One that has ended counts also after it is forgotten.</summary>
    private bool? Some(Expression atom, WorkflowId child, Config config)
    {
        if (_tracked.Of(new Fact.SomeEnded(child), config.At.Bits) == true)
        {
            return true;
        }

        bool? some = false;
        foreach (var kid in config.Kids.Where(k => Machines[k.Machine].Workflow == child))
        {
            var machine = Machines[kid.Machine].Machine;
            some = some == true || (!machine.IsFree && machine.Sight.Below(atom, machine.FaceOf(kid.State)) == true) ? true
                : machine.IsFree ? null
                : some;
        }

        return some;
    }

    private int MachineFor(WorkflowId child)
    {
        if (!_machineNumbers.TryGetValue(child, out var number))
        {
            number = Machines.Count;
            _machineNumbers[child] = number;
            Machines.Add((child, _machineOf(child)));
        }

        return number;
    }

    private int Number(Config config)
    {
        if (!_numbers.TryGetValue(config, out var number))
        {
            number = _nodes.Count;
            _numbers[config] = number;
            _nodes.Add(config);
            _edges.Add([]);
        }

        return number;
    }
}

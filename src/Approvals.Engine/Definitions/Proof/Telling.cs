namespace Approvals.Engine.Definitions.Proof;

/// <summary>A counterexample in words: how the case gets there, and why it does not get away.</summary>
internal sealed class Telling(Scope scope, Pairing pairing)
{
    private const string Arrow = " → ";

    /// <summary>A way that is longer is told by its last steps.</summary>
    private const int MostSteps = 12;

    private readonly Workflow _workflow = pairing.Course.Workflow;

    /// <summary>One fault for each stage in which cases are lost for good.</summary>
    public IEnumerable<Unsound> Traps()
    {
        var told = new HashSet<int>();
        foreach (var trap in pairing.Traps.OrderBy(t => t.Min()))
        {
            var node = trap.OrderBy(n => pairing.ConfigOf(n).At.Stage).ThenBy(n => n).First();
            var place = pairing.ConfigOf(node).At.Stage;
            if (told.Add(place))
            {
                yield return new Unsound(_workflow.Id, StageAt(place), Sentence(node, place, [.. trap]));
            }
        }
    }

    /// <summary>What a case of these stands at and waits for, as a parent's sentence names it.</summary>
    public string Where(int courseNode)
    {
        var config = pairing.Course.Nodes[courseNode];
        var title = $"“{Scope.TitleAt(_workflow, config.At.Stage)}”";
        return !Scope.HasEnded(_workflow, config.At.Stage) && _workflow.Stages[config.At.Stage] is { Wait: { } wait, Signers: null }
            ? $"{title}（等 {Words.Of(wait.Until)}）"
            : title;
    }

    private StageId StageAt(int place) =>
        place < _workflow.Stages.Length ? _workflow.Stages[place].Id : _workflow.Ends[place - _workflow.Stages.Length].Id;

    private string Sentence(int node, int place, HashSet<int> trap)
    {
        var title = Scope.TitleAt(_workflow, place);
        var facts = FactsThatMatter(node, place);
        var world = facts.Length == 0 ? "" : $"（当 {facts}）";
        var circle = Circle(node, trap);
        if (circle is not null)
        {
            return $"从环节“{title}”没有任何动作能走到结局{world}：{circle}";
        }

        var why = Obstacles(node).ToList();
        return $"从环节“{title}”没有任何动作能走到结局{world}：{Way(node)}，停在这里"
            + (why.Count == 0 ? "" : $"：{string.Join("；", why)}");
    }

    /// <summary>Named only where others at the same stage get away.</summary>
    private string FactsThatMatter(int node, int place)
    {
        var lost = pairing.Lost.ToHashSet();
        if (Enumerable.Range(0, pairing.Nodes.Count).All(n => lost.Contains(n) || pairing.ConfigIn(n)?.At.Stage != place))
        {
            return "";
        }

        var tracked = scope.TrackedIn(_workflow);
        return string.Join("、", tracked.Facts.Where(f => f is Fact.Fixed or Fact.Dated or Fact.Over or Fact.Single)
            .Select(f => Words.Of(f, tracked.Of(f, pairing.ConfigOf(node).At.Bits) == true)));
    }

    /// <summary>The shortest way of the case itself round to where it was; null where it cannot leave the stage.</summary>
    private string? Circle(int node, HashSet<int> trap)
    {
        var place = pairing.ConfigOf(node).At.Stage;
        var cameBy = new Dictionary<int, (int From, Pairing.Hop Hop)>();
        var ahead = new Queue<int>([node]);
        while (ahead.TryDequeue(out var at))
        {
            foreach (var hop in pairing.HopsOf(at).Where(h => trap.Contains(h.To) && !h.IsAside))
            {
                var turns = pairing.ConfigOf(at).At.Stage != place && pairing.ConfigOf(hop.To).At.Stage == place;
                if (turns || cameBy.TryAdd(hop.To, (at, hop)))
                {
                    if (turns)
                    {
                        var steps = new List<(int, Pairing.Hop)> { (at, hop) };
                        for (var back = at; back != node; back = cameBy[back].From)
                        {
                            steps.Insert(0, cameBy[back]);
                        }

                        return Scope.TitleAt(_workflow, place) + Steps(steps.Select(s => (pairing.ConfigOf(s.Item1), s.Item2))) + Arrow + "…";
                    }

                    ahead.Enqueue(hop.To);
                }
            }
        }

        return null;
    }

    private string Way(int node)
    {
        var way = pairing.WayTo(node);
        var steps = way.Skip(1).Select((step, at) => (pairing.ConfigOf(way[at].Node), step.Hop ?? default)).ToList();
        var cut = steps.Count > MostSteps ? "…" : Scope.TitleAt(_workflow, pairing.ConfigOf(way[0].Node).At.Stage);
        return cut + Steps(steps.TakeLast(MostSteps));
    }

    /// <summary>Stage by stage what was pressed; children and parent where they had to move in between.</summary>
    private string Steps(IEnumerable<(Config From, Pairing.Hop Hop)> steps) => string.Concat(steps.Select(step => step.Hop switch
    {
        { Kid: Pairing.OfParent } hop => $"{Arrow}（上级“{pairing.Parent?.Title}”走到“{ParentTitle(hop.To)}”）",
        { Kid: >= 0 and var kid } => $"{Arrow}（下级“{scope.Book[pairing.Course.Machines[kid].Workflow].Title}”往前走）",
        var hop => Own(hop.Cause, $"{Arrow}{Scope.TitleAt(_workflow, pairing.ConfigOf(hop.To).At.Stage)}"),
    }));

    private string Own(Cause cause, string goal) => cause.Kind switch
    {
        CauseKind.Press or CauseKind.Vote or CauseKind.Merged when _workflow.Stages[cause.Stage].Actions[cause.Action ?? 0] is var action =>
            Arrow + action.Title + (cause.Kind != CauseKind.Vote && action.Leads ? goal : ""),
        CauseKind.Aside or CauseKind.Handed => Arrow + _workflow.Standing[cause.Action ?? 0].Action.Title + goal,
        CauseKind.Recall => $"{Arrow}（撤回）{goal}",
        CauseKind.Heard => $"{Arrow}（征求意见已毕）{goal}",
        CauseKind.Skip => $"{Arrow}（跳过）{goal}",
        CauseKind.Wait => $"{Arrow}（等到）{goal}",
        CauseKind.Deadline => $"{Arrow}（到期）{goal}",
        CauseKind.Time => $"{Arrow}（过了到期日）",
        _ => "",
    };

    private string ParentTitle(int node) =>
        pairing.Parent is { } parent && pairing.ParentAt(node) is { } place ? Scope.TitleAt(parent, place) : "";

    /// <summary>What keeps it from leaving, exit by exit.</summary>
    private IEnumerable<string> Obstacles(int node)
    {
        var config = pairing.ConfigOf(node);
        if (Scope.HasEnded(_workflow, config.At.Stage))
        {
            foreach (var kid in config.Kids)
            {
                yield return Kid(kid);
            }

            yield break;
        }

        var stage = _workflow.Stages[config.At.Stage];
        if (stage.Wait is { } wait)
        {
            yield return $"在等 {Words.Of(wait.Until)}" + string.Concat(Others(node, wait.Until, config).Select(o => $"，{o}"));
        }

        if (config.At.Gravest >= stage.Actions.Length && stage.Actions[config.At.Gravest - stage.Actions.Length] is { To: { } goal } decided
            && _workflow.Stage(goal) is { } target
            && pairing.Course.Walking.Entering.WhyShut(target, config.At, pairing.ViewOf(node).Gifts) is { } shut)
        {
            yield return $"已经定了“{decided.Title}”，却去不了“{target.Title}”，因为{Words.Of(_workflow, scope, shut)}";
        }

        if (stage.Ladder.Any(r => r is Rung.Move) && pairing.Course.Walking.WhyNoTimeRuns(stage, config.At) is { } still)
        {
            yield return $"到期去向（on_deadline）不会发生，因为{still}";
        }

        foreach (var unpressed in Unpressed(node, config, stage))
        {
            yield return unpressed;
        }
    }

    /// <summary>Why each action that leads on is not pressed; none where the round has decided.</summary>
    private IEnumerable<string> Unpressed(int node, Config config, Stage stage)
    {
        bool? Known(Expression atom) => pairing.Course.Known(atom, config, config.At, pairing.ViewOf(node));
        for (var cast = 0; config.At.Gravest < stage.Actions.Length && cast < stage.Actions.Length; cast++)
        {
            if (stage.Actions[cast] is not { Leads: true } action)
            {
                continue;
            }

            if (action.When is { } when && !Truths.CanHold(when, Known))
            {
                yield return $"动作“{action.Title}”的条件 {Words.Of(when)} 不成立"
                    + string.Concat(Others(node, when, config).Select(o => $"，{o}"));
            }
            else if (pairing.Course.Walking.WhyUnpressed(action, config.At) is { } unpressed)
            {
                yield return $"动作“{action.Title}”{unpressed}";
            }
            else if (pairing.Course.Walking.WhyRefused(stage, cast, config.At, pairing.ViewOf(node).Gifts) is var (to, why))
            {
                yield return $"动作“{action.Title}”去不了“{_workflow.TitleOf(to)}”，因为{Words.Of(_workflow, scope, why)}";
            }
        }
    }

    /// <summary>Where the others stand for whom a condition asks.</summary>
    private IEnumerable<string> Others(int node, Expression condition, Config config)
    {
        var atoms = Truths.Atoms(condition).ToList();
        if (atoms.Exists(a => a is Expression.ParentEnded or Expression.ParentReached or Expression.ParentMovedOn))
        {
            yield return pairing.Parent is { } parent
                ? pairing.ParentAt(node) is { } place ? $"上级“{parent.Title}”却停在“{Scope.TitleAt(parent, place)}”{ParentWaits(parent, place)}" : ""
                : "可是没有上级";
        }

        var asked = atoms.Select(Sight.Asked).OfType<WorkflowId>().ToHashSet();
        foreach (var kid in config.Kids.Where(k => asked.Contains(pairing.Course.Machines[k.Machine].Workflow)))
        {
            yield return Kid(kid);
        }
    }

    private static string ParentWaits(Workflow parent, int place) =>
        place < parent.Stages.Length && parent.Stages[place].Wait is { } wait ? $"（等 {Words.Of(wait.Until)}）" : "";

    private string Kid(Kid kid)
    {
        var (workflow, machine) = pairing.Course.Machines[kid.Machine];
        return $"下级“{scope.Book[workflow].Title}”却停在{machine.Where(kid.State)}";
    }
}

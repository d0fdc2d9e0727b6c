using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Proves what <c>docs/decisions/0009</c> says, on its abstraction: every stage can be reached, and from every state that can
/// be reached an end can be reached, parents and children together. Asks for an edition whose names all lead somewhere.
/// </summary>
internal sealed class SoundnessProof
{
    private readonly Scope _scope;
    private readonly Outline _outline;
    private readonly Dictionary<(WorkflowId Child, WorkflowId? Parent), Machine?> _machines = [];
    private readonly Dictionary<WorkflowId, HashSet<int>> _reached = [];
    private readonly HashSet<(WorkflowId, int Stage, int Action)> _outcomes = [];
    private readonly List<Unsound> _faults = [];

    private SoundnessProof(WorkflowBook book)
    {
        _scope = new Scope(book);
        _outline = new Outline(_scope);
    }

    public static Judgement Of(WorkflowBook book)
    {
        var proof = new SoundnessProof(book);
        if (proof._outline.TooLarge)
        {
            return new Judgement([.. InOrder(book).Take(1).Select(w => TooLarge(w))], []);
        }

        foreach (var workflow in InOrder(book).Where(w => book.DoorsOf(w).Any()))
        {
            proof.Prove(workflow, null);
        }

        var faults = proof._faults.Concat(InOrder(book).SelectMany(proof.Unreached)).Concat(InOrder(book).SelectMany(w => Circles.In(proof._scope, w)));
        return new Judgement(
            [.. faults.Distinct().OrderBy(f => f.Workflow.Value, StringComparer.Ordinal)],
            [
                .. Doubts.Of(
                    book,
                    (workflow, place) => proof._reached.TryGetValue(workflow.Id, out var reached) && reached.Contains(place),
                    (workflow, place, action) => proof._outcomes.Contains((workflow.Id, place, action))),
            ]);
    }

    private static IEnumerable<Workflow> InOrder(WorkflowBook book) =>
        book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal);

    /// <summary>What stands for children of one definition below cases of another.</summary>
    private Machine MachineOf(Workflow child, Workflow parent)
    {
        if (!_machines.TryGetValue((child.Id, parent.Id), out var machine))
        {
            _machines[(child.Id, parent.Id)] = null; // below itself it stands for itself
            machine = Prove(child, parent);
            _machines[(child.Id, parent.Id)] = machine;
        }

        return machine ?? Machine.Free(new Sight(_scope, child, parent));
    }

    private Machine Prove(Workflow workflow, Workflow? parent)
    {
        var course = Course.Explore(
            _scope, workflow, parent, child => MachineOf(_scope.Book[child], workflow), Views(workflow, parent), BirthsOf(workflow, parent));
        if (course.TooLarge)
        {
            _faults.Add(TooLarge(workflow));
            return Machine.Free(course.Sight);
        }

        var pairing = Pairing.Of(_outline, course, parent);
        Note(pairing);
        var telling = new Telling(_scope, pairing);
        _faults.AddRange(telling.Traps());
        return pairing.Lost.IsEmpty && parent is not null ? Machine.Of(course, telling.Where, Afterwards(course, parent)) : Machine.Free(course.Sight);
    }

    private static Unsound TooLarge(Workflow workflow) =>
        new(workflow.Id, null, $"流程“{workflow.Title}”的情形太多，证明不完；请拆成几个流程，或少用一些条件");

    private IEnumerable<View> Views(Workflow workflow, Workflow? parent)
    {
        var sight = new Sight(_scope, workflow, parent);
        return parent is null ? [default] : _outline.StatesOf(parent.Id)
            .SelectMany(state => new[] { sight.Of(state.Stage, state.Gifts, false), sight.Of(state.Stage, state.Gifts, true) });
    }

    private HashSet<View> Afterwards(Course course, Workflow parent) => [.. _outline.StatesOf(parent.Id)
        .Where(state => Scope.HasEnded(parent, state.Stage)).Select(state => course.Sight.Of(state.Stage, state.Gifts, true))];

    private IEnumerable<Birthday> BirthsOf(Workflow workflow, Workflow? parent) => parent is null
        ? _scope.Book.DoorsOf(workflow).SelectMany(door => Births.OutOfNothing(_scope, workflow, door))
        : _outline.Openings(workflow.Id, parent.Id).Select(o => o.Birth);

    private void Note(Pairing pairing)
    {
        var workflow = pairing.Course.Workflow;
        if (!_reached.TryGetValue(workflow.Id, out var reached))
        {
            _reached[workflow.Id] = reached = [];
        }

        for (var node = 0; node < pairing.Nodes.Count; node++)
        {
            if (pairing.ConfigIn(node) is { } config)
            {
                reached.Add(config.At.Stage);
            }

            foreach (var hop in pairing.HopsOf(node))
            {
                if (hop is { Kid: -1, Cause: { Kind: CauseKind.Press or CauseKind.Heard or CauseKind.Merged, Action: { } action } })
                {
                    _outcomes.Add((workflow.Id, hop.Cause.Stage, action));
                }
            }
        }
    }

    private IEnumerable<Unsound> Unreached(Workflow workflow)
    {
        if (!_reached.TryGetValue(workflow.Id, out var reached))
        {
            yield return new Unsound(workflow.Id, null, $"流程“{workflow.Title}”永远不会开始：没有走得到的环节会开出它");
            yield break;
        }

        var cancelled = MoveSense.CancelledFromAbove(_scope.Book, workflow).ToHashSet();
        for (var place = 0; place < workflow.Stages.Length + workflow.Ends.Length; place++)
        {
            if (reached.Contains(place) || (place >= workflow.Stages.Length && cancelled.Contains(workflow.Ends[place - workflow.Stages.Length].Id)))
            {
                continue;
            }

            var (what, id) = place < workflow.Stages.Length
                ? ("环节", workflow.Stages[place].Id)
                : ("结局", workflow.Ends[place - workflow.Stages.Length].Id);
            yield return new Unsound(workflow.Id, id, $"{what}“{Scope.TitleAt(workflow, place)}”永远走不到：{WhyUnreached(workflow, id, reached)}");
        }
    }

    /// <summary>What would lead there, and why it never does.</summary>
    private string WhyUnreached(Workflow workflow, StageId id, HashSet<int> reached)
    {
        var leading = workflow.Stages.Where(s => workflow.TargetsOf(s).Contains(id) && s.Id != id).ToList();
        if (leading.Count == 0)
        {
            return "没有动作指向它";
        }

        var from = leading.Find(s => reached.Contains(_scope.PlaceOf(workflow, s.Id)));
        if (from is null)
        {
            return $"只有从“{leading[0].Title}”能来，而它自己也走不到";
        }

        var action = from.Actions.FirstOrDefault(a => workflow.TargetsOf(from, a).Contains(id));
        return action?.When is { } when ? $"“{from.Title}”的动作“{action.Title}”指向它，条件 {Words.Of(when)} 却从来不成立"
            : action is not null ? $"“{from.Title}”的动作“{action.Title}”指向它，那里却永远没有人能坐"
            : from.Wait is { } wait && wait.To == id ? $"“{from.Title}”等到 {Words.Of(wait.Until)} 才会来，而它从来不成立"
            : $"从“{from.Title}”永远来不了";
    }
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>What makes a case go along an arrow.</summary>
internal enum Cause
{
    /// <summary>Somebody's press.</summary>
    Action,

    /// <summary>A condition that comes true.</summary>
    Wait,

    /// <summary>The time is over.</summary>
    Deadline,

    /// <summary>Nobody can sit.</summary>
    Unavailable,
}

/// <summary>One way out of a stage.</summary>
/// <param name="From">The stage's place in the file, from 0.</param>
/// <param name="To">A stage's place, or, from the number of stages on, an end's.</param>
/// <param name="Labels">Titles of the actions, or the condition's sentence.</param>
internal sealed record FlowArrow(int From, int To, Cause Cause, ImmutableArray<string> Labels, ImmutableArray<ActionId> Actions)
{
    public string Label => string.Join('、', Labels);
}

/// <summary>Where cases begin, and why there.</summary>
internal sealed record FlowStart(int At, string Label);

/// <summary>A definition as nodes and arrows, before anything is placed.</summary>
internal sealed record FlowGraph(
    Workflow Workflow, ImmutableArray<FlowArrow> Arrows, ImmutableArray<FlowStart> Starts)
{
    public int Stages => Workflow.Stages.Length;

    /// <summary>Stages, and the ends to which a way leads; where a case ends only from any stage is told in words.</summary>
    public IEnumerable<int> Nodes => Enumerable.Range(0, Stages).Concat(Ends);

    public IEnumerable<int> Ends =>
        Enumerable.Range(Stages, Workflow.Ends.Length).Where(node => Arrows.Any(a => a.To == node));

    public bool IsEnd(int node) => node >= Stages;

    public string TitleOf(int node) => IsEnd(node) ? Workflow.Ends[node - Stages].Title : Workflow.Stages[node].Title;

    /// <summary>Every arrow once a (stage, target, cause): several actions that lead to one place are one arrow.</summary>
    public static FlowGraph Of(WorkflowBook book, Workflow workflow)
    {
        var places = workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id)).Index()
            .ToDictionary(p => p.Item, p => p.Index);
        var words = new FlowWords(book, workflow);
        var arrows = workflow.Stages.Index().SelectMany(s => Out(s.Index, s.Item, workflow, words))
            .GroupBy(a => (a.From, a.To, a.Cause))
            .Select(g => new FlowArrow(
                g.Key.From, places[g.Key.To], g.Key.Cause, [.. g.Select(a => a.Label).Distinct()],
                [.. g.Select(a => a.Action).OfType<ActionId>()]));
        return new FlowGraph(workflow, [.. arrows], [.. StartsOf(book, workflow, places)]);
    }

    /// <summary>The same with one arrow a (stage, target): enough where the cause is not drawn.</summary>
    public FlowGraph Merged() => this with
    {
        Arrows =
        [
            .. Arrows.GroupBy(a => (a.From, a.To)).Select(g => new FlowArrow(
                g.Key.From, g.Key.To, g.Min(a => a.Cause), [.. g.SelectMany(a => a.Labels).Distinct()],
                [.. g.SelectMany(a => a.Actions)])),
        ],
    };

    private static IEnumerable<(int From, StageId To, Cause Cause, string Label, ActionId? Action)> Out(
        int from, Stage stage, Workflow workflow, FlowWords words)
    {
        foreach (var action in stage.Actions)
        {
            // One line for a choice among all earlier stages: to the first of them, as its words say.
            foreach (var to in action.AnyEarlier ? workflow.EarlierThan(stage).Take(1) : workflow.TargetsOf(stage, action))
            {
                yield return (from, to, Cause.Action, action.AnyEarlier ? FlowWords.AnyEarlier(action.Title) : action.Title, action.Id);
            }
        }

        if (stage.Wait is { } wait)
        {
            yield return (from, wait.To, Cause.Wait, words.Condition(wait.Until), null);
        }

        foreach (var move in stage.Ladder.OfType<Rung.Move>())
        {
            yield return (from, move.To, Cause.Deadline, FlowWords.Over(move.When), null);
        }

        if (stage.OnUnavailable is { } instead)
        {
            yield return (from, instead, Cause.Unavailable, FlowWords.NobodyCan, null);
        }
    }

    private static IEnumerable<FlowStart> StartsOf(WorkflowBook book, Workflow workflow, Dictionary<StageId, int> places)
    {
        var outside = workflow.Starts.Select(s => (At: places[s.At], Label: FlowWords.Of(s.On)));
        var inside = book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal)
            .SelectMany(parent => parent.Stages.SelectMany(s => s.Opens).Where(o => o.Workflow == workflow.Id)
                .Select(o => (At: o.At is { } at ? places[at] : 0, Parent: parent.Title)))
            .GroupBy(o => o.At).Select(g => (At: g.Key, Label: FlowWords.OpenedBy(g.Select(o => o.Parent).Distinct())));
        return outside.Concat(inside).DefaultIfEmpty((At: 0, Label: "")).GroupBy(s => s.At).OrderBy(g => g.Key)
            .Select(g => new FlowStart(g.Key, string.Join('、', g.Select(s => s.Label).Distinct())));
    }
}

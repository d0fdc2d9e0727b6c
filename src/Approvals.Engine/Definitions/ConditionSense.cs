using Approvals.Engine.Definitions.Proof;

namespace Approvals.Engine.Definitions;

/// <summary>What a condition could never find out, wherever it stands.</summary>
internal static class ConditionSense
{
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Expression? condition) => condition is null ? []
        : Truths.Atoms(condition).Distinct().SelectMany(atom => Atom(book, workflow, atom))
            .Select(flaw => flaw with { Message = $"的条件{flaw.Message}" });

    private static IEnumerable<Flaw> Atom(WorkflowBook book, Workflow workflow, Expression atom) => atom switch
    {
        Expression.EveryEnded every => Children(book, workflow, every.Workflow, null),
        Expression.EveryReached every => Children(book, workflow, every.Workflow, every.Stage),
        Expression.SomeEnded some => Children(book, workflow, some.Workflow, null),
        Expression.SomeReached some => Children(book, workflow, some.Workflow, some.Stage),
        Expression.ParentEnded or Expression.ParentReached or Expression.ParentMovedOn when !ParentsOf(book, workflow).Any() =>
            ["提到上级，却没有流程会拆分出本流程"],
        Expression.ParentReached parent when !ParentsOf(book, workflow).Any(p => p.Stage(parent.Stage) is not null) =>
        [
            new Flaw($"提到上级流程里不存在的环节 {parent.Stage}", Word: parent.Stage.Value)
            {
                Known = [.. ParentsOf(book, workflow).SelectMany(p => p.Stages).Select(s => s.Id.Value)],
            },
        ],
        Expression.NoneOpen none => MatterSense.Unknown(workflow, [none.Kind]),
        // They are counted of the notice that the case itself is about: of no other there is a count.
        Expression.Compare compare when ParentsOf(book, workflow).Any(p => p.Id != workflow.Id) || workflow.IsRequested =>
            [new Flaw($"提到 {compare.Fact}，只有公文自己的流程才数得出它", Word: compare.Fact)],
        Expression.Known known => Number(workflow, known.Number),
        Expression.Weigh weigh => Quantity(book, workflow, weigh.Left).Concat(Quantity(book, workflow, weigh.Right)),
        _ => [],
    };

    private static IEnumerable<Flaw> Quantity(WorkflowBook book, Workflow workflow, Quantity quantity) => quantity switch
    {
        Definitions.Quantity.Named named => Number(workflow, named.Name),
        Definitions.Quantity.OpenMatters of => MatterSense.Unknown(workflow, [of.Kind]),
        Definitions.Quantity.OfChildren of => ChildSumSense.Of(book, workflow, of).Select(Flaw.FromString),
        Definitions.Quantity.TimesHeld when !workflow.Stages.Any(s => s.ByException) =>
            ["提到 held，本流程却没有按例外管理的环节（by_exception）"],
        _ => [],
    };

    private static IEnumerable<Flaw> Number(Workflow workflow, string name) => MeasureSense.Given(workflow) is var given && given.Contains(name)
        ? []
        : [new Flaw($"提到数目 {name}，没有动作会填它（number），也没有写在 numbers 里", Word: name) { Known = [.. given, .. Facts.Counted] }];

    private static IEnumerable<Flaw> Children(WorkflowBook book, Workflow workflow, WorkflowId child, StageId? stage)
    {
        if (!book.Workflows.TryGetValue(child, out var known))
        {
            yield return new Flaw($"提到没有定义的流程 {child}", Word: child.Value) { Known = Soundness.Definitions(book) };
        }
        else if (stage is { } at && known.Stage(at) is null && !known.IsEnd(at))
        {
            yield return new Flaw($"提到不存在的环节 {child}/{at}", Word: at.Value) { Known = Soundness.Places(known) };
        }
        else if (!workflow.MayOpen(child))
        {
            yield return new Flaw($"等待流程 {child}，本流程却从不拆分出它", Word: child.Value);
        }
    }

    private static IEnumerable<Workflow> ParentsOf(WorkflowBook book, Workflow child) =>
        book.Workflows.Values.Where(w => w.MayOpen(child.Id));
}

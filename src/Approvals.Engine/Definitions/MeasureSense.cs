using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>
/// Numbers that nobody gives, comparisons that mean nothing, and periodic duties that could never be met: what is wrong in a
/// stage's measures.
/// </summary>
internal static class MeasureSense
{
    /// <summary>Words of the language that a number cannot be called by.</summary>
    private static readonly ImmutableArray<string> Taken =
        [
            .. Facts.YesOrNo, .. Facts.Counted, "and", "or", "not", "every", "some", "parent", "none", "open", "known", "held",
            "number", "sum", "average", "lowest", "highest", "of", "in", "at",
        ];

    /// <summary>Days that a form must bring for what is recorded.</summary>
    private static readonly ImmutableDictionary<Excepting, ImmutableArray<OccurrenceDay>> Asked =
        ImmutableDictionary<Excepting, ImmutableArray<OccurrenceDay>>.Empty
            .Add(Excepting.CalledOff, [OccurrenceDay.Held])
            .Add(Excepting.Moved, [OccurrenceDay.Held, OccurrenceDay.Free])
            .Add(Excepting.Held, [OccurrenceDay.Excepted]);

    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage stage) =>
        Numbers(stage).Concat(stage.Conditions.SelectMany(e => Conditions(book, workflow, e)).Distinct()
                .Select(flaw => flaw with { Message = $"的条件{flaw.Message}" }))
            .Concat(Periodic(stage)).Concat(Exceptions(stage))
            .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <summary>Names that the definition's conditions may use.</summary>
    internal static ImmutableArray<string> Given(Workflow workflow) =>
    [
        .. workflow.Numbers, .. workflow.AllActions.SelectMany(a => a.Inputs).OfType<Input.Number>().Select(n => n.Name),
    ];

    private static IEnumerable<Flaw> Numbers(Stage stage)
    {
        foreach (var number in stage.Actions.SelectMany(a => a.Inputs).OfType<Input.Number>().Distinct())
        {
            if (Taken.Contains(number.Name))
            {
                yield return $"的数目不能叫 {number.Name}，这是条件里已有的词";
            }

            if (number.AtLeast > number.AtMost)
            {
                yield return $"的数目“{number.Title}”下限（at_least）比上限（at_most）还大";
            }
        }
    }

    private static IEnumerable<Flaw> Conditions(WorkflowBook book, Workflow workflow, Expression expression) => expression switch
    {
        Expression.And both => Conditions(book, workflow, both.Left).Concat(Conditions(book, workflow, both.Right)),
        Expression.Or either => Conditions(book, workflow, either.Left).Concat(Conditions(book, workflow, either.Right)),
        Expression.Not not => Conditions(book, workflow, not.Inner),
        Expression.Weigh weigh => Quantity(book, workflow, weigh.Left).Concat(Quantity(book, workflow, weigh.Right)),
        Expression.Known known => Number(workflow, known.Number),
        Expression.SomeEnded some => Children(book, workflow, some.Workflow, null),
        Expression.SomeReached some => Children(book, workflow, some.Workflow, some.Stage),
        _ => [],
    };

    private static IEnumerable<Flaw> Quantity(WorkflowBook book, Workflow workflow, Quantity quantity) => quantity switch
    {
        Definitions.Quantity.Named named => Number(workflow, named.Name),
        Definitions.Quantity.OpenMatters of when !Raises(workflow, of.Kind) => [new Flaw($"数的是事由 {of.Kind}，却没有动作会提出它（raise）", Word: of.Kind)],
        Definitions.Quantity.OfChildren of => ChildSumSense.Of(book, workflow, of).Select(Flaw.FromString),
        Definitions.Quantity.TimesHeld when !workflow.Stages.Any(s => s.ByException) =>
            ["提到 held，本流程却没有按例外管理的环节（by_exception）"],
        _ => [],
    };

    private static IEnumerable<Flaw> Number(Workflow workflow, string name) => Given(workflow) is var given && given.Contains(name)
        ? []
        : [new Flaw($"提到数目 {name}，没有动作会填它（number），也没有写在 numbers 里", Word: name) { Known = [.. given, .. Facts.Counted] }];

    private static bool Raises(Workflow workflow, string kind) => kind == workflow.Id.Value
        || workflow.Stages.SelectMany(s => s.Actions).SelectMany(a => a.Effects).Any(e => e is Effect.Raise raise && raise.Kind == kind);

    private static IEnumerable<Flaw> Children(WorkflowBook book, Workflow workflow, WorkflowId child, StageId? stage)
    {
        if (!book.Workflows.TryGetValue(child, out var known))
        {
            yield return new Flaw($"提到没有定义的流程 {child}", Word: child.Value) { Known = [.. book.Workflows.Keys.Select(k => k.Value)] };
        }
        else if (stage is { } at && known.Stage(at) is null && !known.IsEnd(at))
        {
            yield return new Flaw($"提到不存在的环节 {child}/{at}", Word: at.Value);
        }
        else if (!workflow.MayOpen(child))
        {
            yield return new Flaw($"等待流程 {child}，本流程却从不拆分出它", Word: child.Value);
        }
    }

    private static IEnumerable<Flaw> Periodic(Stage stage)
    {
        var fulfilling = stage.Actions.Where(a => a.Fulfils).ToList();
        foreach (var action in fulfilling.Where(a => a.Leads))
        {
            yield return new Flaw($"的动作“{action.Title}”完成一个周期（fulfils）就不能离开环节（to）", $"actions/{action.Id}");
        }

        var periodic = stage.Deadline is { IsPeriodic: true } || stage.UrgentDeadline is { IsPeriodic: true };
        if (periodic != fulfilling.Count > 0)
        {
            yield return periodic
                ? "按周期到期（every），却没有动作会完成一个周期（fulfils）"
                : "有动作完成一个周期（fulfils），时限却不是周期（deadline: {every: …}）";
        }

        if (stage is { UrgentDeadline: not null, Deadline: null })
        {
            yield return "写了特急的时限（urgent_deadline），却没有平时的时限（deadline）";
        }
    }

    private static IEnumerable<Flaw> Exceptions(Stage stage)
    {
        foreach (var action in stage.Actions)
        {
            foreach (var except in action.Effects.OfType<Effect.Except>())
            {
                if (action.Leads)
                {
                    yield return new Flaw($"的动作“{action.Title}”记停诊、改期（except）就不能离开环节（to）", $"actions/{action.Id}");
                }

                foreach (var day in Asked[except.What].Where(day => !action.Needs.Any(n => n is Input.Occurrence asked && asked.Day == day)))
                {
                    yield return new Flaw($"的动作“{action.Title}”要写明是哪一天（needs: [{{occurrence: {Soundness.Spelt(day)}}}]）", $"actions/{action.Id}");
                }
            }
        }

        if (!stage.ByException && (stage.Actions.Any(a => a.Effects.Any(e => e is Effect.Except))
            || stage.Actions.SelectMany(a => a.Inputs).Any(i => i is Input.Occurrence)))
        {
            yield return "记停诊、改期（occurrence、except），却不是按例外管理的环节（by_exception）";
        }
    }
}

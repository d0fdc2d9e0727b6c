using System.Collections.Immutable;
using Approvals.Engine.Cases;

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

    public static IEnumerable<Flaw> Of(Stage stage) =>
        Periodic(stage).Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <param name="stage">Null: it may be done at any stage.</param>
    /// <returns>Each with its path below the action.</returns>
    public static IEnumerable<Flaw> Of(Workflow workflow, Stage? stage, StageAction action) =>
        Numbers(action).Concat(Exceptions(workflow, stage, action));

    /// <summary>Names that the definition's conditions may use.</summary>
    internal static ImmutableArray<string> Given(Workflow workflow) =>
    [
        .. workflow.Numbers, .. workflow.AllActions.SelectMany(a => a.Inputs).OfType<Input.Number>().Select(n => n.Name),
    ];

    private static IEnumerable<Flaw> Numbers(StageAction action)
    {
        foreach (var number in action.Inputs.OfType<Input.Number>().Distinct())
        {
            if (Taken.Contains(number.Name))
            {
                yield return $"的数目不能叫 {number.Name}，这是条件里已有的词";
            }

            if (number.AtLeast > number.AtMost)
            {
                yield return $"的数目“{number.Title}”下限（at_least）比上限（at_most）还大";
            }
            else if (!Measures.MayBeGiven(number))
            {
                yield return $"的数目“{number.Title}”没有一个数可填：上下限（at_least、at_most）之间没有不超过 {Measures.MostDecimals} 位小数的数";
            }
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

    private static IEnumerable<Flaw> Exceptions(Workflow workflow, Stage? stage, StageAction action)
    {
        var excepts = action.Effects.OfType<Effect.Except>().ToList();
        if (excepts.Count > 0 && action.Leads)
        {
            yield return $"的动作“{action.Title}”记停诊、改期（except）就不能离开环节（to）";
        }

        var named = action.Needs.OfType<Input.Occurrence>().Select(o => o.Day).ToList();
        foreach (var day in excepts.SelectMany(e => Asked[e.What]).Except(named))
        {
            yield return $"的动作“{action.Title}”要写明是哪一天（needs: [{{occurrence: {Soundness.Spelt(day)}}}]）";
        }

        var days = action.Inputs.Any(i => i is Input.Occurrence);
        if (days && excepts.Count == 0)
        {
            yield return $"的动作“{action.Title}”问了是哪一天（occurrence），却不记停诊、改期（except），问了没有用处";
        }

        if ((excepts.Count > 0 || days) && !(stage?.ByException ?? workflow.Stages.Any(s => s.ByException)))
        {
            yield return "记停诊、改期（occurrence、except），却不是按例外管理的环节（by_exception）";
        }
    }
}

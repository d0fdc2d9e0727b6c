using Approvals.Engine.Cases;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>What may well be meant so, and is worth a look all the same.</summary>
internal static class Doubts
{
    /// <summary>After four years, in days, the months fall on all weekdays.</summary>
    private const int CalendarRound = 1461;

    private static readonly DateOnly SomeDay = new(2024, 1, 1);

    /// <param name="reached">Whether the stage (its place) is ever reached.</param>
    /// <param name="outcomes">Whether the action (its place) ever closes a round of the stage (its place).</param>
    public static IEnumerable<Unsound> Of(
        WorkflowBook book, Func<Workflow, int, bool> reached, Func<Workflow, int, int, bool> outcomes) =>
        book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal)
            .SelectMany(w => Idle(w, reached, outcomes).Concat(Twice(w)).Concat(DaysOff(w))).Concat(NeverBegun(book)).Concat(Unused(book));

    /// <summary>Where others say how they start, one that does not, and that nobody opens.</summary>
    private static IEnumerable<Unsound> NeverBegun(WorkflowBook book) => book.Workflows.Values.All(w => w.Starts.IsEmpty) ? []
        : book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal)
            .Where(w => w.Starts.IsEmpty && !book.Workflows.Values.Any(above => above.Id != w.Id && above.MayOpen(w.Id)))
            .Select(w => new Unsound(w.Id, null, "没有写从哪里开始（starts），也没有别的流程会拆分出它，永远不会开始"));

    /// <summary>An action that no vote can make the outcome, or a report that nobody can ever make.</summary>
    private static IEnumerable<Unsound> Idle(
        Workflow workflow, Func<Workflow, int, bool> reached, Func<Workflow, int, int, bool> outcomes)
    {
        for (var place = 0; place < workflow.Stages.Length; place++)
        {
            var stage = workflow.Stages[place];
            for (var at = 0; reached(workflow, place) && at < stage.Actions.Length; at++)
            {
                var action = stage.Actions[at];
                if (!outcomes(workflow, place, at))
                {
                    var never = action.Leads ? "永远不会成为结果" : "永远办不了";
                    yield return new Unsound(workflow.Id, stage.Id, $"环节“{stage.Title}”的动作“{action.Title}”{never}")
                    {
                        Path = $"actions/{action.Id}",
                    };
                }
            }
        }
    }

    /// <summary>What one human does, and then does again in the next stage.</summary>
    private static IEnumerable<Unsound> Twice(Workflow workflow)
    {
        foreach (var (place, stage) in workflow.Stages.Index())
        {
            foreach (var next in stage.Actions.Select(a => a.To).OfType<StageId>().Distinct().Select(workflow.Stage).OfType<Stage>())
            {
                if (workflow.Stages.IndexOf(next) > place && !next.Together
                    && OnlyOne(workflow, stage) is { } human && human == OnlyOne(workflow, next))
                {
                    yield return new Unsound(
                        workflow.Id, next.Id, $"环节“{next.Title}”和前面的“{stage.Title}”只能由同一个人办，同一个人要接连办两次")
                    {
                        Path = "signers",
                    };
                }
            }
        }
    }

    /// <summary>A period that ends on Saturdays and Sundays alone, whenever it begins: nobody is there on the day it is due.</summary>
    private static IEnumerable<Unsound> DaysOff(Workflow workflow) =>
        from stage in workflow.Stages
        where stage.Deadline is Term.Every every && Enumerable.Range(0, CalendarRound)
            .All(day => Periods.End(every, SomeDay.AddDays(day)).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        select new Unsound(workflow.Id, stage.Id, $"环节“{stage.Title}”的时限（deadline）只会落在星期六、星期日") { Path = "deadline" };

    /// <summary>Who alone can sit there, by a rule; null where several may.</summary>
    private static SeatRule? OnlyOne(Workflow workflow, Stage stage) => Separations.Rules(workflow, stage) switch
    {
        [SeatRule.OfPeople { Party: Party.Drafter or Party.FirstLeader } rule] => rule,
        [SeatRule.OfPerson person] => person,
        _ => null,
    };

    /// <summary>A role that is asked for nowhere, and may do nothing besides.</summary>
    private static IEnumerable<Unsound> Unused(WorkflowBook book)
    {
        var used = book.Workflows.Values.SelectMany(RolesIn).ToHashSet();
        return book.Roles.Values.Where(r => r.May.IsEmpty && !used.Contains(r.Id)).OrderBy(r => r.Id.Value, StringComparer.Ordinal)
            .Select(r => new Unsound(default, null, $"角色“{r.Title}”没有环节用到，也没有任何权限") { Role = r.Id });
    }

    private static IEnumerable<RoleId> RolesIn(Workflow workflow) => workflow.AllRules().SelectMany(RolesOf)
        .Concat(workflow.AllActions.SelectMany(a => a.By))
        .Concat(workflow.Stages.SelectMany(s => s.Hands.Transfer is { } handover ? handover.To : []));

    internal static IEnumerable<RoleId> RolesOf(SeatRule rule) => rule switch
    {
        SeatRule.OfRole role => [role.Role],
        SeatRule.OfPost post => [post.Role],
        SeatRule.OfBodies bodies => bodies.Roles.Concat(bodies.OrElse),
        _ => [],
    };
}

internal static class WorkflowRules
{
    /// <summary>Every rule that says who, whatever for.</summary>
    public static IEnumerable<SeatRule> AllRules(this Workflow workflow) => workflow.Stages
        .SelectMany(s => (s.Signers?.Seats ?? []).Concat(s.Ladder.OfType<Rung.Escalate>().SelectMany(e => e.To))
            .Concat(s.Consult?.Who ?? []).Concat(s.Hands.Rules))
        .Concat(workflow.AllActions.SelectMany(a => a.Copy)).Concat(workflow.AllEffects.OfType<Effect.Distribute>().SelectMany(d => d.To))
        .Concat(workflow.Standing.SelectMany(s => s.Signers?.Seats ?? []));
}

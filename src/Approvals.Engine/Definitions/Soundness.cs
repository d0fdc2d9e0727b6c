using System.Collections.Immutable;

namespace Approvals.Engine.Definitions;

/// <summary>Why a definition may not be published, and at which stage.</summary>
public sealed record Unsound(WorkflowId Workflow, StageId? Stage, string Message);

/// <summary>
/// Judges all definitions of an edition together: every name leads somewhere, every stage can be reached, and from every
/// stage an end can be reached. Guards count as free: whether one can ever hold is not asked here.
/// </summary>
public static class Soundness
{
    public static ImmutableArray<Unsound> Check(WorkflowBook book) =>
        [.. InOrder(book).SelectMany(w => Check(book, w)), .. Occasions(book)];

    private static IEnumerable<Workflow> InOrder(WorkflowBook book) =>
        book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal);

    private static IEnumerable<Unsound> Occasions(WorkflowBook book) => InOrder(book)
        .SelectMany(w => w.Starts.Select(start => (w.Id, start.On)))
        .GroupBy(start => start.On)
        .Where(same => same.Count() > 1)
        .Select(same => new Unsound(same.Last().Id, null, $"起因 {Spelt(same.Key)} 有两处开头，不知道从哪里开始"));

    private static IEnumerable<Unsound> Check(WorkflowBook book, Workflow workflow)
    {
        var names = Names(book, workflow).ToList();
        return names.Count > 0 ? names : Paths(book, workflow);
    }

    private static IEnumerable<Unsound> Names(WorkflowBook book, Workflow workflow)
    {
        foreach (var twice in workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))
            .GroupBy(id => id).Where(g => g.Count() > 1))
        {
            yield return new Unsound(workflow.Id, twice.Key, $"环节 {twice.Key} 写了两次");
        }

        foreach (var start in workflow.Starts.Where(s => workflow.Stage(s.At) is null))
        {
            yield return new Unsound(workflow.Id, null, $"starts 指向不存在的环节 {start.At}");
        }

        foreach (var message in MoveSense.OfWorkflow(book, workflow))
        {
            yield return new Unsound(workflow.Id, null, message);
        }

        foreach (var stage in workflow.Stages)
        {
            foreach (var message in Targets(workflow, stage).Concat(Seats(book, workflow, stage)).Concat(SeatSense.Of(stage))
                .Concat(Others(book, workflow, stage)).Concat(Matters(workflow, stage)).Concat(TimeSense.Of(book, workflow, stage))
                .Concat(MeasureSense.Of(book, workflow, stage)).Concat(VoteSense.Of(book, workflow, stage))
                .Concat(HandSense.Of(book, workflow, stage)).Concat(MoveSense.Of(workflow, stage)))
            {
                yield return new Unsound(workflow.Id, stage.Id, message);
            }
        }
    }

    private static IEnumerable<string> Targets(Workflow workflow, Stage stage)
    {
        foreach (var target in stage.Targets.Where(t => workflow.Stage(t) is null && !workflow.IsEnd(t)))
        {
            yield return $"环节“{stage.Title}”指向不存在的环节 {target}";
        }

        if (!workflow.TargetsOf(stage).Any())
        {
            yield return $"环节“{stage.Title}”没有任何出口：既没有离开它的动作，也不等待什么";
        }

        if ((stage.Signers is null) != stage.Actions.IsEmpty)
        {
            yield return $"环节“{stage.Title}”的签批人（signers）和动作（actions）要么都有，要么都没有";
        }
    }

    private static IEnumerable<string> Seats(WorkflowBook book, Workflow workflow, Stage stage)
    {
        var rules = stage.Signers?.Seats ?? [];
        var all = rules.Concat(stage.Ladder.OfType<Rung.Escalate>().SelectMany(e => e.To)).ToList();
        var roles = all.SelectMany(r => r switch
        {
            SeatRule.OfRole role => [role.Role],
            SeatRule.OfBodies bodies => bodies.Roles.Concat(bodies.OrElse),
            _ => Enumerable.Empty<RoleId>(),
        }).Concat(stage.Actions.SelectMany(a => a.By));
        foreach (var role in roles.Distinct().Where(r => !book.Roles.ContainsKey(r)))
        {
            yield return $"环节“{stage.Title}”用了没有定义的角色 {role}";
        }

        foreach (var same in all.OfType<SeatRule.SameAs>().Distinct().Where(s => workflow.Stage(s.Stage) is null))
        {
            yield return $"环节“{stage.Title}”的 same_as 指向不存在的环节 {same.Stage}";
        }

        // a rule has signers
        foreach (var people in rules.OfType<SeatRule.OfPeople>().Where(p => p.Choose < stage.Signers!.AtLeast))
        {
            yield return $"环节“{stage.Title}”只选 {people.Choose} 人，却要求至少 {stage.Signers!.AtLeast} 人"; // as above
        }
    }

    private static IEnumerable<string> Others(WorkflowBook book, Workflow workflow, Stage stage)
    {
        foreach (var separation in stage.NotSameAs)
        {
            if (!book.Workflows.TryGetValue(separation.Of ?? workflow.Id, out var other) || other.Stage(separation.Stage) is null)
            {
                var where = separation.Of is { } child ? $"{child}/{separation.Stage}" : separation.Stage.Value;
                yield return $"环节“{stage.Title}”的 not_same_as 指向不存在的环节 {where}";
            }
        }

        foreach (var (workflowOfChild, first) in stage.Opens)
        {
            if (!book.Workflows.TryGetValue(workflowOfChild, out var child))
            {
                yield return $"环节“{stage.Title}”要拆分出没有定义的流程 {workflowOfChild}";
            }
            else if (first is { } at && child.Stage(at) is null)
            {
                yield return $"环节“{stage.Title}”要从不存在的环节 {workflowOfChild}/{at} 开始";
            }
        }

        foreach (var message in stage.Conditions.SelectMany(e => Unknown(book, workflow, e)))
        {
            yield return $"环节“{stage.Title}”的条件{message}";
        }
    }

    internal static IEnumerable<string> Unknown(WorkflowBook book, Workflow workflow, Expression expression) => expression switch
    {
        Expression.And both => Unknown(book, workflow, both.Left).Concat(Unknown(book, workflow, both.Right)),
        Expression.Or either => Unknown(book, workflow, either.Left).Concat(Unknown(book, workflow, either.Right)),
        Expression.Not not => Unknown(book, workflow, not.Inner),
        Expression.EveryEnded every when !book.Workflows.ContainsKey(every.Workflow) => [$"提到没有定义的流程 {every.Workflow}"],
        Expression.EveryReached every when !Knows(book, every.Workflow, every.Stage) =>
            [$"提到不存在的环节 {every.Workflow}/{every.Stage}"],
        Expression.EveryEnded every when !workflow.MayOpen(every.Workflow) => [$"等待流程 {every.Workflow}，本流程却从不拆分出它"],
        Expression.EveryReached every when !workflow.MayOpen(every.Workflow) => [$"等待流程 {every.Workflow}，本流程却从不拆分出它"],
        Expression.ParentEnded or Expression.ParentReached or Expression.ParentMovedOn when !ParentsOf(book, workflow).Any() =>
            ["提到上级，却没有流程会拆分出本流程"],
        Expression.ParentReached parent when !ParentsOf(book, workflow).Any(p => p.Stage(parent.Stage) is not null) =>
            [$"提到上级流程里不存在的环节 {parent.Stage}"],
        _ => [],
    };

    private static bool Knows(WorkflowBook book, WorkflowId workflow, StageId stage) =>
        book.Workflows.TryGetValue(workflow, out var known) && (known.Stage(stage) is not null || known.IsEnd(stage));

    private static IEnumerable<Workflow> ParentsOf(WorkflowBook book, Workflow child) =>
        book.Workflows.Values.Where(w => w.MayOpen(child.Id));

    /// <summary>A kind that nothing raises is a misspelt one: its guard would hold for ever.</summary>
    private static IEnumerable<string> Matters(Workflow workflow, Stage stage)
    {
        var raised = workflow.AllActions.SelectMany(a => a.Effects).OfType<Effect.Raise>()
            .Select(r => r.Kind).Append(workflow.Id.Value).ToHashSet(); // a child that a press asked for has its own as a matter
        var conditions = stage.Conditions.SelectMany(Kinds);
        var effects = stage.Actions.SelectMany(a => a.Effects).Concat(stage.Wait?.Effects ?? []).OfType<Effect.Settle>()
            .Select(s => s.Kind);
        var splits = stage.Splits.Select(s => s.Each).OfType<Each.OpenMatter>().Select(e => e.Kind);
        var terms = stage.Deadline is Term.OfMatters of ? new[] { of.Kind } : [];
        return conditions.Concat(effects).Concat(splits).Concat(terms).Distinct().Where(kind => !raised.Contains(kind))
            .Select(kind => $"环节“{stage.Title}”提到事由 {kind}，却没有动作会提出它（raise）");
    }

    private static IEnumerable<string> Kinds(Expression expression) => expression switch
    {
        Expression.And both => Kinds(both.Left).Concat(Kinds(both.Right)),
        Expression.Or either => Kinds(either.Left).Concat(Kinds(either.Right)),
        Expression.Not not => Kinds(not.Inner),
        Expression.NoneOpen none => [none.Kind],
        _ => [],
    };

    internal static string Spelt<T>(T word)
        where T : struct, Enum => string.Concat($"{word}".Select((letter, at) =>
            char.IsUpper(letter) ? $"{(at > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static IEnumerable<Unsound> Paths(WorkflowBook book, Workflow workflow)
    {
        var next = workflow.Stages.ToDictionary(
            s => s.Id, s => workflow.TargetsOf(s).ToList());
        var entries = workflow.Starts.Select(s => s.At)
            .Concat(book.Workflows.Values.SelectMany(w => w.Opens)
                .Where(o => o.Workflow == workflow.Id).Select(o => o.At ?? workflow.Stages[0].Id))
            .Append(workflow.Stages[0].Id).ToList();
        var aside = workflow.Stages.ToDictionary(s => s.Id, s => workflow.StandingTargetsOf(s));
        // Straight back it comes only to where it has been: by that way no stage is reached that another does not reach.
        var first = workflow.Stages.ToDictionary(s => s.Id, s => s.Targets.Concat(s.Actions.SelectMany(a => workflow.TargetsOf(s, a))));
        var reached = Walk(entries, id => first.GetValueOrDefault(id, []).Concat(aside.GetValueOrDefault(id, [])));
        foreach (var stage in workflow.Stages.Where(s => !reached.Contains(s.Id)))
        {
            yield return new Unsound(workflow.Id, stage.Id, $"环节“{stage.Title}”永远走不到：没有动作指向它");
        }

        var back = next.SelectMany(n => n.Value.Select(to => (to, from: n.Key))).ToLookup(p => p.to, p => p.from);
        var ending = Walk(workflow.Ends.Select(e => e.Id), id => back[id]);
        foreach (var stage in workflow.Stages.Where(s => !ending.Contains(s.Id)))
        {
            yield return new Unsound(workflow.Id, stage.Id, $"从环节“{stage.Title}”没有任何动作能走到结局");
        }

        reached.UnionWith(MoveSense.CancelledFromAbove(book, workflow));
        foreach (var end in workflow.Ends.Where(e => !reached.Contains(e.Id)))
        {
            yield return new Unsound(workflow.Id, end.Id, $"结局“{end.Title}”永远走不到：没有动作指向它");
        }

        foreach (var unsound in Circles(workflow))
        {
            yield return unsound;
        }
    }

    /// <summary>Waits are level-triggered: stages that wait their way round to themselves would never come to rest.</summary>
    private static IEnumerable<Unsound> Circles(Workflow workflow)
    {
        foreach (var stage in workflow.Stages)
        {
            var path = new List<StageId> { stage.Id };
            while (workflow.Stage(path[^1])?.Wait is { } wait && path.Count <= workflow.Stages.Length)
            {
                path.Add(wait.To);
                if (wait.To == stage.Id)
                {
                    yield return new Unsound(
                        workflow.Id, stage.Id, $"环节“{stage.Title}”的等待绕回自己：{string.Join(" → ", path)}，条件成立时永远停不下来");
                    break;
                }
            }
        }
    }

    private static HashSet<StageId> Walk(IEnumerable<StageId> from, Func<StageId, IEnumerable<StageId>> next)
    {
        var seen = new HashSet<StageId>();
        var queue = new Queue<StageId>(from);
        while (queue.TryDequeue(out var id))
        {
            if (seen.Add(id))
            {
                foreach (var n in next(id))
                {
                    queue.Enqueue(n);
                }
            }
        }

        return seen;
    }
}

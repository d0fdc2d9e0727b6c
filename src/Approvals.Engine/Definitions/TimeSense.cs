namespace Approvals.Engine.Definitions;

/// <summary>Ladders that could never do what they say.</summary>
internal static class TimeSense
{
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, Stage stage) =>
        Ladder(stage).Concat(TooEarly(stage)).Concat(Circle(workflow, stage, urgent: false).Concat(Circle(workflow, stage, urgent: true)).Take(1))
            .Concat(Dates(book, stage.Terms.OfType<Term.OnDate>().Select(on => on.Name)))
            .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <summary>What an action says of dates, and of its parent's time.</summary>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, StageAction action) =>
        Dates(book, action.Inputs.OfType<Input.NamedDate>().Select(d => d.Before).OfType<string>())
            .Concat(action.Inputs.OfType<Input.NamedDate>().SelectMany(date => BeforeItself(book, date))).Concat(Parents(book, workflow, action));

    private static IEnumerable<Flaw> Ladder(Stage stage)
    {
        if (stage.Deadline is not null && stage.Signers is null)
        {
            yield return new Flaw("写了时限（deadline），却没有人要在这里办事（signers）", "deadline");
        }

        if (stage is { DueAt: not null, Deadline: null or Term.Hours })
        {
            yield return new Flaw("写了到期的时刻（due_time），却没有按天数的时限（deadline）", "due_time");
        }

        // Whoever is consulted has a time of his own, and may be reminded in it.
        if (stage.Deadline is null && stage.Ladder.Any(r => r is not Rung.Silence && (r is not Rung.Remind || stage.Consult is null)))
        {
            yield return "写了催办、升级或到期去向，却没有时限（deadline）";
        }

        foreach (var twice in stage.Ladder.GroupBy(r => (r.GetType(), r.When)).Where(g => g.Count() > 1 && g.First() is Rung.Remind))
        {
            yield return new Flaw($"的催办在同一时刻写了两次：{Spelt(twice.Key.When)}", "remind");
        }

        foreach (var move in stage.Ladder.OfType<Rung.Move>())
        {
            foreach (var late in stage.Ladder.Where(r => r is not (Rung.Move or Rung.Silence) && IsAfter(r.When, move.When)))
            {
                yield return new Flaw($"在到期转走以后还要催办或升级（{Spelt(late.When)}），永远不会发生", late is Rung.Remind ? "remind" : "escalate");
            }
        }
    }

    /// <summary>Surely after, whatever the calendar: only like is compared with like, and days with the end of the time.</summary>
    private static bool IsAfter(Offset a, Offset b) => a.Unit == b.Unit
        ? a.Amount > b.Amount
        : b == Offset.AtDeadline && a.Amount > 0;

    /// <summary>Working days may be many days of the calendar; of those nothing is said.</summary>
    private static IEnumerable<Flaw> TooEarly(Stage stage)
    {
        var (length, unit) = stage.Deadline switch
        {
            Term.Hours hours => (hours.Number, OffsetUnit.Hours),
            Term.After { Working: false } days => (days.Days, OffsetUnit.Days),
            _ => (int.MaxValue, OffsetUnit.Days),
        };
        return stage.Ladder.Where(r => r is Rung.Remind && r.When.Unit == unit && -(long)r.When.Amount > length)
            .Select(r => new Flaw($"的时限还没有开始就要催办（{Spelt(r.When)}），永远不会发生", "remind"));
    }

    /// <summary>
    /// A time that may be over on entering moves the case on at once; stages that hand it on to each other in a circle would
    /// never come to rest.
    /// </summary>
    private static IEnumerable<Flaw> Circle(Workflow workflow, Stage stage, bool urgent)
    {
        var path = new List<StageId> { stage.Id };
        while (workflow.Stage(path[^1]) is { } here && here.Ladder.OfType<Rung.Move>().FirstOrDefault() is { } move
            && MayBeOver(here.Term(urgent), move.When) && path.Count <= workflow.Stages.Length)
        {
            path.Add(move.To);
            if (move.To == stage.Id)
            {
                yield return new Flaw($"的到期去向（on_deadline）绕回自己：{string.Join(" → ", path)}，时限一过就永远停不下来", "on_deadline");
                yield break;
            }
        }
    }

    /// <summary>Whether the moment may have come when the stage is entered. A working day is a day at least.</summary>
    private static bool MayBeOver(Term? term, Offset when) => term switch
    {
        Term.Own or Term.OnDate or Term.OfMatters => true,
        Term.After after => when.Amount <= 0 && (when.Unit == OffsetUnit.Hours ? after.Days == 0 : after.Days + when.Amount <= 0),
        Term.Hours hours => when.Amount <= 0 && (when.Unit != OffsetUnit.Hours || hours.Number + when.Amount <= 0),
        _ => false,
    };

    private static IEnumerable<Flaw> Dates(WorkflowBook book, IEnumerable<string> names)
    {
        var set = book.Workflows.Values.SelectMany(w => w.AllActions)
            .SelectMany(a => a.Inputs).OfType<Input.NamedDate>().Select(d => d.Name).ToHashSet(StringComparer.Ordinal);
        return names.Distinct().Where(name => !set.Contains(name))
            .Select(name => new Flaw($"提到日程 {name}，却没有动作会填它（date）", Word: name) { Known = [.. set] });
    }

    /// <summary>Dates of that name are one for a case and those below it, whichever form asks for them.</summary>
    private static IEnumerable<Flaw> BeforeItself(WorkflowBook book, Input.NamedDate date)
    {
        var later = book.Workflows.Values.SelectMany(w => w.AllActions).SelectMany(a => a.Inputs).OfType<Input.NamedDate>()
            .Where(d => d.Before is not null).ToLookup(d => d.Name, d => d.Before, StringComparer.Ordinal);
        var (after, ahead) = (new HashSet<string>(StringComparer.Ordinal), new Stack<string>(date.Before is { } first ? [first] : []));
        while (ahead.TryPop(out var next))
        {
            if (after.Add(next))
            {
                foreach (var further in later[next].OfType<string>())
                {
                    ahead.Push(further);
                }
            }
        }

        return after.Contains(date.Name) ? [$"的日程“{date.Title}”要早于它自己（before），没有日子可填"] : [];
    }

    private static IEnumerable<Flaw> Parents(WorkflowBook book, Workflow workflow, StageAction action) =>
        action.Effects.Any(e => e is Effect.ExtendInParent) && !book.Workflows.Values.Any(w => w.MayOpen(workflow.Id))
            ? [new Flaw("要给上级延期（extend_parent），却没有流程会拆分出本流程", Word: "extend_parent")]
            : [];

    private static string Spelt(Offset when) => when.Unit switch
    {
        OffsetUnit.Days => $"{when.Amount:+0;-0;0}d",
        OffsetUnit.Workdays => $"{when.Amount} workdays",
        _ => $"{when.Amount:+0;-0;0}h",
    };
}

using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>合并: what the one case leaves to be done, and what the other makes of it.</summary>
internal sealed partial class Steps
{
    /// <summary>
    /// The bodies are responsible too from now on. Where the stage is split by body, each has what it had to do of the other case
    /// as a part of its own, under that case's title and due when it was due there, or with this case where that is earlier; what
    /// recurs goes on, and so do open matters. Refused where it can give out none.
    /// </summary>
    public Refusal? TakeOver(CaseCommand.Absorb absorb)
    {
        if (!Definition.TakesIn(Case.Stage))
        {
            return new Refusal.TakesInNothing(Case.Title, Case.Stage);
        }

        var work = absorb.Work;
        Add(new CaseEvent.Absorbed(absorb.From, absorb.Title)
        {
            Facts = work.Facts.Contains(Facts.Lasting) && !Case.Facts.Contains(Facts.Lasting) ? [Facts.Lasting] : null,
        });
        var own = Seating.Members(Party.ResponsibleDepartments, Case, _context);
        ImmutableArray<BodyId> added = [.. work.Departments.Except(own.Bodies)];
        if (!added.IsEmpty)
        {
            Add(new CaseEvent.PartyNamed(Party.ResponsibleDepartments, own with { Bodies = own.Bodies.AddRange(added) }));
        }

        foreach (var matter in work.Matters)
        {
            Add(new CaseEvent.MatterRaised(matter with { No = Case.Matters.Length + 1 }));
        }

        foreach (var part in work.Parts)
        {
            if (BeginningOf(part) is { } at)
            {
                OpenChild(part.Workflow, TakenIn(part, work, own.Bodies), at);
            }
        }

        return null;
    }

    /// <summary>What this case leaves to be done, now that it is merged into another.</summary>
    private MergedWork LeftToBeDone(CaseCommand.Act act)
    {
        var departments = Seating.Members(Party.ResponsibleDepartments, Case, _context).Bodies;
        ImmutableArray<MergedPart> open =
        [
            .. _context.Grants.OpenParts.Select(p => new MergedPart(p.Workflow, p.Body, p.Stage, p.Title, Due(p.DueOn), p.Duty)),
        ];
        var others =
            from workflow in Definition.DividesInto()
            from body in departments
            where !open.Any(p => p.Workflow == workflow && p.Body == body)
            select new MergedPart(
                workflow, body, Case.Splits.ContainsKey(workflow) ? _context.Book[workflow].Ends[0].Id : null, Case.Title,
                Due(Case.DueOn), Duty: null);
        return new MergedWork(
            departments, [.. open, .. others], [.. Case.Matters.Where(m => m.Open && m.Kind != Case.Workflow.Value)], Case.Facts)
        {
            Reason = act.Inputs.Said.Reason ?? "",
            By = act.Decider,
        };

        DateOnly? Due(DateOnly? on) => on is { } day && Case.Time.Suspension is { } suspension
            ? Days.After(day, Stops.Stood(suspension.Since, _context)) : on;
    }

    /// <summary>The furthest of the stages at which the split begins such a part that it has reached already; null: it gives out none.</summary>
    private StageId? BeginningOf(MergedPart part)
    {
        var child = _context.Book[part.Workflow];
        List<StageId> beginnings =
        [
            .. (Definition.Stage(Case.Stage)?.Splits ?? [])
                .Where(s => s.Workflow == part.Workflow && s.Each is Each.BodyOf)
                .SelectMany(s => new[] { s.At, s.Again is { } again ? again.At : s.At })
                .Select(at => at ?? child.Stages[0].Id).Distinct()
                .OrderBy(at => child.Stages.Select(s => s.Id).ToList().IndexOf(at)),
        ];
        return beginnings.Count == 0 ? null
            : beginnings.Where(at => part.Reached is { } reached && child.HasReached(reached, at)).Append(beginnings[0]).MaxBy(beginnings.IndexOf);
    }

    private ChildSeed TakenIn(MergedPart part, MergedWork work, ImmutableArray<BodyId> own)
    {
        var due = part.DueOn is { } on && (Case.DueOn is not { } here || on < here) ? on : Case.DueOn;
        var seed = PartOf(part.Body);
        return seed with
        {
            // A second part of the same body is no successor of its first.
            Key = own.Contains(part.Body) ? $"{seed.Key}.{Case.Splits.GetValueOrDefault(part.Workflow)}" : seed.Key,
            Title = part.Title,
            DueOn = due,
            Facts = work.Facts.Contains(Facts.Urgent) ? seed.Facts.Add(Facts.Urgent) : seed.Facts,
            Recurrence = part.Duty?.Recurrence,
            Excepted = [.. (part.Duty?.Exceptions ?? []).Where(e => e.On >= _context.Today || e.To >= _context.Today)],
            About = new Matter(1, part.Workflow.Value, work.Reason, due, part.Body, work.By, Open: true),
        };
    }
}

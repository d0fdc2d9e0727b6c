using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Units;

/// <summary>A notice made ready to be played in a unit: the world, and the case with which it begins.</summary>
/// <param name="Strangers">Names of the checklist that nobody in the unit bears: with them it cannot be played.</param>
public sealed record CampaignPlay(World World, Opening Opening, ImmutableArray<(int Row, string Name)> Strangers)
{
    /// <summary>Half past eight, when people begin.</summary>
    private static readonly TimeOnly Begins = new(8, 30);

    /// <param name="from">The first day.</param>
    /// <param name="finish">The last of the named dates.</param>
    /// <param name="start">The definition that starts, and its stage; null: the notice's own door.</param>
    /// <param name="opening">When the office opens; null: at the usual hour.</param>
    public static CampaignPlay Of(
        NoticeDraft draft, UnitFile unit, WorkflowBook book, WorkCalendar calendar, DateOnly from, DateOnly finish,
        (WorkflowId Workflow, StageId? At)? start = null, TimeOnly? opening = null)
    {
        var directory = unit.ToDirectory();
        var rows = new CampaignRows(unit, from);
        draft = draft with { Title = TwinNotice.Write(draft.Title ?? "", unit, from) };
        var hours = new OfficeHours(TimeZoneInfo.FindSystemTimeZoneById(unit.Zone), opening ?? OfficeHours.Usual.Opening);
        var days = draft.IssuedOn is { } issued ? from.DayNumber - issued.DayNumber : 0;
        var world = new World(book, directory, calendar, hours)
        {
            Now = hours.At(from, Begins),
            Subject = Subject.Settled(rows.Rows(draft, NamedDates.DueOfUndated(book, finish, calendar), days)),
            Registers = RegistersOf(unit, book),
        };
        // Through a door of its own the form asks for the dates; a definition in the middle finds them set.
        var dates = start is null ? CaseTime.NoDates : NamedDates.Of(book, finish, calendar);
        return new CampaignPlay(world, Open(draft, world, rows, start ?? Door(draft, book), dates), rows.Strangers(draft));
    }

    /// <summary>A purpose for which the unit keeps no register takes numbers of its short name: nothing is kept of them.</summary>
    private static ImmutableArray<Register> RegistersOf(UnitFile unit, WorkflowBook book)
    {
        var kept = unit.Registers.Where(r => r is { KeptHere: true, For: not null })
            .Select(r => new Register(r.For ?? "", r.Symbol, r.First, r.FirstYear)).ToList();
        var purposes = book.Workflows.Values.SelectMany(w => w.Stages)
            .SelectMany(s => s.Actions.SelectMany(a => a.Effects).Concat(s.Wait?.Effects ?? []))
            .OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct();
        return
        [
            .. kept,
            .. purposes.Where(purpose => kept.TrueForAll(r => r.Purpose != purpose))
                .Select(purpose => new Register(purpose, unit.ShortName, 1, null)),
        ];
    }

    private static (WorkflowId Workflow, StageId? At) Door(NoticeDraft draft, WorkflowBook book)
    {
        var (workflow, at) = book.StartingOn(draft is { Number: not null, IssuedOn: not null } ? Occasion.IssuedElsewhere : Occasion.Drafted)
            ?? throw new InvalidOperationException("no definition says that it starts with a notice");
        return (workflow.Id, at);
    }

    /// <summary>By the first person in official order who may read notices in; the id follows from the notice alone.</summary>
    private static Opening Open(
        NoticeDraft draft, World world, CampaignRows rows, (WorkflowId Workflow, StageId? At) start,
        ImmutableSortedDictionary<string, DateOnly> dates)
    {
        var posts = world.Directory.People.Values.OrderBy(p => p.Order)
            .SelectMany(p => world.Directory.PostsOf(p.Id, world.Today).Where(post => world.Book.Carries(post.Role, Power.KeepChecklist)));
        var parties = ImmutableDictionary<Party, PartyMembers>.Empty.Add(
            Party.ResponsibleLeaders,
            PartyMembers.Of([.. world.Subject.Rows.SelectMany(r => r.Parties[Party.ResponsibleLeaders].People).Distinct()
                .OrderBy(p => world.Directory.People[p].Order)]));
        var drafter = posts.FirstOrDefault();
        if (drafter is not null)
        {
            parties = parties.Add(Party.Drafter, PartyMembers.Of(drafter.Person))
                .Add(Party.DraftingDepartment, PartyMembers.Of(drafter.Body));
        }

        var seed = new ChildSeed(
            "", draft.Title ?? "", rows.Host is { } host ? parties.Add(Party.HostDepartment, PartyMembers.Of(host)) : parties,
            UrgencyMark.IsUrgent(draft) ? [Facts.Urgent] : [], null)
        {
            Dates = dates,
        };
        return new Opening(
            CaseId.Derive(world.Today, $"simulation/{draft.Number}/{draft.Title}"), start.Workflow, start.At, seed,
            drafter?.Person ?? default);
    }
}

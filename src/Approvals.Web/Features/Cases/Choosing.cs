using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Whom a form lets choose when an action names a party, and whom it proposes.</summary>
internal static class Choosing
{
    public static InputOffer For(Input.Naming naming, bool required, Looked looked)
    {
        var party = naming.Party;
        var (kind, choices) = party switch
        {
            Party.Countersigners when looked.Workflow.AsksBodies(party) => (InputKind.Bodies, Bodies(looked)),
            Party.Drafter or Party.FirstLeader => (InputKind.Person, People(looked)),
            Party.Countersigners or Party.ResponsibleLeaders or Party.Inspectors or Party.Readers => (InputKind.People, People(looked)),
            Party.LeadDepartment or Party.AssignedDepartment or Party.HostDepartment or Party.DraftingDepartment =>
                (InputKind.Body, Bodies(looked)),
            Party.ConcernedDepartments => (InputKind.Bodies, Owners(looked)),
            Party.ResponsibleDepartments or Party.SupportingDepartments or Party.Addressees or Party.ConsultedDepartments =>
                (InputKind.Bodies, Bodies(looked)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var title = Texts.Acting.Named(party, looked.Workflow);
        return new InputOffer(party.ToString(), kind, naming.Title ?? title, required, choices, Proposed(naming, looked))
        {
            // What is usually said of a party is not said where it is something else.
            Hint = naming.Title is null && title != Texts.Acting.CountersigningBodies ? Texts.Acting.Hint(party) : null,
        };
    }

    /// <summary>The day that the case has; else a proposal that reaches to the end of the year, where all of it lies ahead.</summary>
    public static InputOffer For(Input.NamedDate named, bool required, Looked looked)
    {
        var offer = new InputOffer(InputNames.Of(named), InputKind.Date, named.Title, required, [], null);
        if (looked.Case.Time.Dates.TryGetValue(named.Name, out var known))
        {
            return offer with { Value = Texts.Machine(known) };
        }

        var context = looked.Context;
        var proposed = NamedDates.Of(context.Book, new DateOnly(context.Today.Year, 12, 31), context.Calendar);
        return proposed.Values.All(day => day > context.Today)
            ? offer with { Value = Texts.Machine(proposed[named.Name]), Hint = Texts.Acting.ProposedDay }
            : offer;
    }

    /// <summary>
    /// What stands in the case already; else, for those whose remit is touched, the leaders named in the checklist. Whoever must
    /// be among them is.
    /// </summary>
    private static string? Proposed(Input.Naming naming, Looked looked)
    {
        var party = naming.Party;
        var known = looked.Case.Party(party);
        if (known == PartyMembers.None && party == Party.Countersigners)
        {
            known = looked.Case.Party(looked.Workflow.AsksBodies(party) ? Party.ResponsibleDepartments : Party.ResponsibleLeaders);
        }

        var must = Seating.MustInclude(naming, looked.Case, looked.Context);
        var values = known.People.Union(must.People).Select(p => p.Value)
            .Concat(known.Bodies.Union(must.Bodies).Select(b => b.Value)).ToList();
        return values.Count == 0 ? null : string.Join(',', values);
    }

    /// <summary>By the body in which they hold their first post, task forces first: an inspectors' group is one.</summary>
    internal static ImmutableArray<Choice> People(Looked looked)
    {
        var (directory, today) = (looked.Context.Directory, looked.Context.Today);
        return
        [
            .. directory.People.Values
                .Select(p => (Person: p, Body: Grouped(p, directory, today)))
                .Where(p => p.Body is not null)
                .OrderBy(p => p.Body!.Order).ThenBy(p => p.Person.Order) // nulls are filtered above
                .Select(p => Names.Choice(p.Person.Id, directory) with { Group = p.Body!.Name }),
        ];
    }

    private static Body? Grouped(Person person, UnitDirectory directory, DateOnly today) => directory.PostsOf(person.Id, today)
        .Select(post => directory.Bodies.GetValueOrDefault(post.Body)).OfType<Body>()
        .OrderBy(b => b.Kind == BodyKind.TaskForce ? 0 : 1).ThenBy(b => b.Order).FirstOrDefault();

    private static ImmutableArray<Choice> Bodies(Looked looked) =>
    [
        .. looked.Context.Directory.Bodies.Values
            .Where(b => b.From <= looked.Context.Today && (b.Until is not { } last || looked.Context.Today <= last))
            .OrderBy(b => b.Kind).ThenBy(b => b.Order)
            .Select(b => new Choice($"{b.Id.Value}", b.Name, Texts.Kind(b.Kind))),
    ];

    private static ImmutableArray<Choice> Owners(Looked looked) =>
    [
        .. looked.Case.Party(Party.ResponsibleDepartments).Bodies
            .Select(id => looked.Context.Directory.Bodies.GetValueOrDefault(id)).OfType<Body>()
            .Select(b => new Choice($"{b.Id.Value}", b.Name)),
    ];
}

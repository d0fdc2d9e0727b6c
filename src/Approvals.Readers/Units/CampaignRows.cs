using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Units;

/// <summary>
/// The checklist of a notice as the rows of a campaign in one unit, before any store and with nobody to ask: names are those
/// of the unit, or of whom its people and bodies stand for.
/// </summary>
public sealed class CampaignRows
{
    private readonly UnitFile _unit;
    private readonly NameBook _names;
    private readonly DateOnly _on;
    private readonly Dictionary<string, PersonId> _people;
    private readonly Dictionary<string, BodyId> _bodies;

    /// <param name="on">The day of which the names are.</param>
    public CampaignRows(UnitFile unit, DateOnly on)
    {
        (_unit, _names, _on) = (unit, unit.ToNameBook(), on);
        _people = unit.People.Select((p, at) => (p.StandsFor, Id: new PersonId(at + 1))).Where(p => p.StandsFor is not null)
            .ToDictionary(p => p.StandsFor ?? "", p => p.Id);
        _bodies = unit.Bodies.Select((b, at) => (b.StandsFor, Id: new BodyId(at + 1))).Where(b => b.StandsFor is not null)
            .ToDictionary(b => b.StandsFor ?? "", b => b.Id);
    }

    /// <summary>主办科室, where the unit names one.</summary>
    public BodyId? Host => _unit.Host is { } host ? Body(host) : null;

    /// <summary>Names of the checklist that nobody in the unit bears, with the number of their row; none twice.</summary>
    public ImmutableArray<(int Row, string Name)> Strangers(NoticeDraft draft) =>
    [
        .. draft.Items.SelectMany(item => item.Leaders.Where(n => Person(n) is null)
            .Concat(item.Departments.Where(n => Body(n) is null)).Select(n => (item.No, n))).DistinctBy(s => s.n),
    ];

    /// <param name="dueOfUndated">For rows that name no day.</param>
    /// <param name="days">So many days later than written: the notice is played at another time.</param>
    public ImmutableArray<ChildSeed> Rows(NoticeDraft draft, DateOnly dueOfUndated, int days) =>
        [.. draft.Items.Select(item => Row(item, item.Due?.AddDays(days) ?? dueOfUndated))];

    private ChildSeed Row(NoticeItem item, DateOnly due)
    {
        var departments = Answering(item.Departments).ToImmutableArray();
        var lead = Answering(item.Lead).Where(departments.Contains).Concat(departments).Take(1);
        return new ChildSeed(
            $"{item.No}",
            item.Title,
            ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.ResponsibleLeaders, PartyMembers.Of([.. item.Leaders.Select(Person).OfType<PersonId>().Distinct()]))
                .Add(Party.ResponsibleDepartments, PartyMembers.Of(departments))
                .Add(Party.LeadDepartment, PartyMembers.Of([.. lead])),
            [],
            due)
        {
            Recurrence = ItemDuty.Of(item),
        };
    }

    /// <summary>A collective owner gives way to the body that answers for all.</summary>
    private IEnumerable<BodyId> Answering(ImmutableArray<string> names)
    {
        var directory = _unit.ToDirectory();
        return names.Select(Body).OfType<BodyId>().Select(id => directory.Bodies[id].AnsweredBy ?? id).Distinct();
    }

    private PersonId? Person(string name) =>
        _names.PersonCalled(name) ?? (_people.TryGetValue(name, out var id) ? id : null);

    private BodyId? Body(string name) =>
        _names.BodyCalled(name, _on) ?? (_bodies.TryGetValue(name, out var id) ? id : null);
}

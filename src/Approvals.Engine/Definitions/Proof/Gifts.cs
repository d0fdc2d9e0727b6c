using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// What actions bring to a case and its children inherit: parties with which no case is born, and named dates. One bit
/// each, over the whole edition.
/// </summary>
internal sealed class Gifts
{
    /// <summary>More than these count as brought.</summary>
    private const int Most = 60;

    private static readonly ImmutableArray<Party> Unborn = [Party.Countersigners, Party.Inspectors, Party.ConcernedDepartments, Party.Readers];

    private readonly Dictionary<object, ulong> _masks = [];
    private readonly Dictionary<WorkflowId, ulong> _wanted;

    public Gifts(WorkflowBook book)
    {
        // What no action of the edition names, a case has from elsewhere.
        var named = book.Workflows.Values.SelectMany(w => w.AllActions).SelectMany(a => a.Inputs)
            .Select(input => input is Input.Naming naming ? naming.Party : (object?)(input as Input.NamedDate)?.Name).ToHashSet();
        foreach (var wanted in book.Workflows.Values.SelectMany(Wants).Where(named.Contains).Distinct())
        {
            _masks[wanted] = _masks.Count < Most ? 1UL << _masks.Count : 0;
        }

        _wanted = book.Workflows.Values.ToDictionary(w => w.Id, w => w.Below(book)
            .Aggregate(0UL, (mask, id) => mask | book[id].Mask(this)));
        Parties = _masks.Where(m => m.Key is Party).Aggregate(0UL, (mask, m) => mask | m.Value);
    }

    /// <summary>Those that are parties: a case without one looks at its parent's.</summary>
    public ulong Parties { get; }

    public ulong Of(Party party) => _masks.GetValueOrDefault(party);

    public ulong Of(string date) => _masks.GetValueOrDefault(date);

    /// <summary>Those about which the definition, or one below it, asks.</summary>
    public ulong WantedIn(WorkflowId workflow) => _wanted[workflow];

    public static IEnumerable<object> Wants(Workflow workflow) => workflow.Stages
        .SelectMany(s => s.Signers?.Seats ?? []).SelectMany(PartiesOf).Where(p => Unborn.Contains(p)).Cast<object>()
        .Concat(workflow.Stages.Where(s => s.Ladder.Any(r => r is Rung.Move)).SelectMany(s => s.Terms).OfType<Term.OnDate>()
            .Select(t => t.Name));

    public static IEnumerable<Party> PartiesOf(SeatRule rule) => rule switch
    {
        SeatRule.OfBodies bodies => [bodies.Party],
        SeatRule.OfPeople people => [people.Party],
        _ => [],
    };

    /// <summary>Parties that the form of the action surely names.</summary>
    public ulong Named(StageAction action) =>
        action.Needs.OfType<Input.Naming>().Aggregate(0UL, (mask, naming) => mask | Of(naming.Party));

    /// <summary>What the case has after the form of an action: what it must bring it brings, what it may it may.</summary>
    public IEnumerable<ulong> After(StageAction action, ulong gifts, bool report)
    {
        // A report sets dates, and names nobody.
        ulong Bring(IEnumerable<Input> inputs) => inputs.Aggregate(0UL, (mask, input) => mask | (input switch
        {
            Input.Naming naming when !report => Of(naming.Party),
            Input.NamedDate date => Of(date.Name),
            _ => 0,
        }));
        var (must, may) = (Bring(action.Needs), Bring(action.Takes));

        // Whom a return concerns is said anew by every action that asks for it: said by none, it is said no more.
        var dropped = may & Of(Party.ConcernedDepartments);
        yield return (gifts & ~dropped) | must;
        if ((may & ~gifts) != 0 || dropped != 0)
        {
            yield return gifts | must | may;
        }
    }
}

internal static class WorkflowGifts
{
    public static ulong Mask(this Workflow workflow, Gifts gifts) => Gifts.Wants(workflow)
        .Aggregate(0UL, (mask, wanted) => mask | (wanted is Party party ? gifts.Of(party) : gifts.Of((string)wanted)));

    /// <summary>The definition itself and all that its cases may have below them.</summary>
    public static IReadOnlyCollection<WorkflowId> Below(this Workflow workflow, WorkflowBook book)
    {
        var below = new HashSet<WorkflowId>();
        var ahead = new Stack<Workflow>([workflow]);
        while (ahead.TryPop(out var next))
        {
            if (below.Add(next.Id))
            {
                foreach (var (child, _) in next.Opens)
                {
                    ahead.Push(book[child]);
                }
            }
        }

        return below;
    }
}

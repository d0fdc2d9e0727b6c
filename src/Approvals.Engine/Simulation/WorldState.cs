using System.Collections.Immutable;
using Approvals.Engine.Cases;

namespace Approvals.Engine.Simulation;

/// <summary>Everything that a transaction may change. Immutable: undoing one is keeping the picture from before it.</summary>
/// <param name="Order">The cases in the order of their opening.</param>
/// <param name="Asked">What waits for a look, and what was set aside, by receiver in the order of ids.</param>
internal sealed record WorldState(
    ImmutableDictionary<CaseId, Case> Cases,
    ImmutableList<CaseId> Order,
    ImmutableDictionary<CaseId, ImmutableList<CaseId>> Children,
    ImmutableList<Recorded> History,
    ImmutableSortedDictionary<CaseId, ImmutableList<Asked>> Asked,
    ImmutableList<Message> Messages,
    NumbersTaken Numbers)
{
    /// <summary>The files that were asked for.</summary>
    public ImmutableList<(CaseId Case, Request.Produce Order)> Ordered { get; init; } = [];

    /// <summary>Ids as the database orders them.</summary>
    private static readonly IComparer<CaseId> ById = Comparer<CaseId>.Create((a, b) => a.Value.CompareTo(b.Value));

    public static WorldState Empty { get; } = new(
        ImmutableDictionary<CaseId, Case>.Empty,
        [],
        ImmutableDictionary<CaseId, ImmutableList<CaseId>>.Empty,
        [],
        ImmutableSortedDictionary.Create<CaseId, ImmutableList<Asked>>(ById),
        [],
        NumbersTaken.None);

    public List<CaseId> Waiting(int atMost) =>
        [.. Asked.Where(a => a.Value.Exists(one => one.Parked is null)).Select(a => a.Key).Take(atMost)];

    public WorldState Keep(Case @case, IEnumerable<Recorded> rows)
    {
        var kept = this with { Cases = Cases.SetItem(@case.Id, @case), History = History.AddRange(rows) };
        if (Cases.ContainsKey(@case.Id))
        {
            return kept;
        }

        return kept with
        {
            Order = Order.Add(@case.Id),
            Children = @case.Parent is { } parent
                ? Children.SetItem(parent, Children.GetValueOrDefault(parent, []).Add(@case.Id))
                : Children,
        };
    }

    public WorldState Ask(CaseId receiver, Asked asked) => With(receiver, Asked.GetValueOrDefault(receiver, []).Add(asked));

    /// <summary>Every look, set aside or not, and what was handed over and is not set aside.</summary>
    public (WorldState Without, ImmutableList<Asked> Taken) TakeAsked(CaseId receiver)
    {
        var all = Asked.GetValueOrDefault(receiver, []);
        var taken = all.FindAll(a => a.Handed is null || a.Parked is null);
        return (With(receiver, all.RemoveRange(taken)), taken);
    }

    public WorldState Park(CaseId receiver, ImmutableList<Asked> tried, Refusal why) => With(
        receiver,
        Asked.GetValueOrDefault(receiver, []).ConvertAll(a => tried.Contains(a) ? a with { Parked = why } : a));

    public WorldState Release(CaseId receiver) => With(
        receiver, Asked.GetValueOrDefault(receiver, []).ConvertAll(a => a with { Parked = null }));

    public WorldState ReleaseAll() => Asked.Keys.Aggregate(this, (state, receiver) => state.Release(receiver));

    private WorldState With(CaseId receiver, ImmutableList<Asked> asked) => this with
    {
        Asked = asked.IsEmpty ? Asked.Remove(receiver) : Asked.SetItem(receiver, asked),
    };
}

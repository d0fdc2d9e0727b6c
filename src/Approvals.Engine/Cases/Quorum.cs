using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Whether the votes of a round suffice, and by which action it closes.</summary>
public abstract record Quorum
{
    private Quorum()
    {
    }

    /// <summary>Votes are missing.</summary>
    public sealed record Pending : Quorum;

    /// <summary>All of them were passed over: nobody is left to sign, and nobody has.</summary>
    public sealed record Unsigned : Quorum;

    /// <param name="AtOnce">The round closes now, whoever is still asked.</param>
    public sealed record Decided(StageAction Outcome, bool AtOnce) : Quorum;

    /// <summary>
    /// Looked at vote by vote: what one of them decided, no later one changes. Consulted seats and those passed over do not count;
    /// added ones are counted with all others.
    /// </summary>
    /// <param name="votes">Of this round, in the order in which they were cast.</param>
    public static Quorum Of(Workflow workflow, Stage stage, ImmutableArray<Seat> seats, IEnumerable<Vote> votes)
    {
        var round = new Counting(workflow, stage, [.. seats.Where(Counts)], seats.Any(s => s.Skipped));
        if (round.Seats.IsEmpty)
        {
            return new Unsigned();
        }

        var cast = new List<Cast>();
        foreach (var vote in votes)
        {
            if (round.Seats.FirstOrDefault(s => s.No == vote.Seat) is { } seat && stage.Action(vote.Action) is { } action)
            {
                cast.Add(new Cast(seat, action, vote.Target ?? action.To));
                if (round.After(cast) is { } decided)
                {
                    return decided;
                }
            }
        }

        return new Pending();
    }

    /// <summary>The weight for and against in a 票签 so far, and what is needed.</summary>
    public static Tally Count(Mode.Ballot ballot, ImmutableArray<Seat> seats, IEnumerable<Vote> votes)
    {
        var signing = seats.Where(Counts).ToDictionary(s => s.No, s => s.Weight ?? 1);
        var cast = votes.Where(v => signing.ContainsKey(v.Seat)).ToLookup(v => v.Action == ballot.For, v => signing[v.Seat]);
        var total = signing.Values.Sum();
        return new Tally(cast[true].Sum(), cast[false].Sum(), Need(ballot, total, seats.Any(s => s.Skipped)), total);
    }

    /// <summary>Whether those who are left could still decide the round; in a 票签, whether it could still pass.</summary>
    /// <param name="gone">Seats that have no vote, and that nobody can take any more.</param>
    internal static bool IsWithinReach(
        Stage stage, ImmutableArray<Seat> seats, IEnumerable<Vote> votes, IReadOnlyCollection<SeatNo> gone)
    {
        var (there, missing) = (seats.Where(Counts).ToList(), seats.Where(s => Counts(s) && gone.Contains(s.No)).ToList());
        var opening = there.Count(s => s.Added is null);
        return stage.Mode switch
        {
            Mode.Ballot ballot => Count(ballot, seats, votes) is var tally
                && tally.Total - tally.Against - missing.Sum(s => s.Weight ?? 1) >= tally.Need,
            Mode.Any => missing.TrueForAll(s => s.Added is null) && (opening == 0 || missing.Count < opening),
            Mode.All or Mode.Sequential or Mode.LeadLast => missing.Count == 0,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Where votes that were needed are waited for no more, all that are left suffice.</summary>
    private static int Need(Mode.Ballot ballot, int total, bool someSkipped) =>
        someSkipped ? Math.Min(ballot.Need.Of(total), total) : ballot.Need.Of(total);

    private static bool Counts(Seat seat) => !seat.Consulted && !seat.Skipped;

    /// <param name="To">Where it leads, as the action or the presser says.</param>
    private sealed record Cast(Seat Seat, StageAction Action, StageId? To);

    private sealed record Counting(Workflow Workflow, Stage Stage, ImmutableArray<Seat> Seats, bool SomeSkipped)
    {
        public Decided? After(List<Cast> cast)
        {
            var last = cast[^1];
            if (last.Action.AtOnce || (Stage.Mode is Mode.Sequential && last.To is { } to && Workflow.LeadsBack(Stage, to)))
            {
                return new Decided(last.Action, AtOnce: true);
            }

            return Outcome(cast) is { } outcome ? new Decided(outcome, AtOnce: false) : null;
        }

        private StageAction? Outcome(List<Cast> cast) => Stage.Mode switch
        {
            // Whoever was added is heard, too; alone where those of the opening were passed over.
            Mode.Any when cast.Exists(c => c.Seat.Added is null) == Seats.Any(s => s.Added is null)
                && Seats.All(s => s.Added is null || cast.Exists(c => c.Seat.No == s.No)) => Gravest(cast.Select(c => c.Action)),
            Mode.All or Mode.Sequential or Mode.LeadLast when cast.Count == Seats.Length => Gravest(cast.Select(c => c.Action)),
            Mode.Any or Mode.All or Mode.Sequential or Mode.LeadLast => null,
            Mode.Ballot ballot => Outcome(ballot, cast),
            _ => throw new UnreachableException(),
        };

        private StageAction? Outcome(Mode.Ballot ballot, List<Cast> cast)
        {
            var others = cast.Where(c => c.Action.Id != ballot.For).ToList();
            var total = Weight(Seats);
            var need = Need(ballot, total, SomeSkipped);
            return Weight(cast.Except(others).Select(c => c.Seat)) >= need ? Stage.Action(ballot.For)
                : total - Weight(others.Select(c => c.Seat)) < need ? Gravest(others.Select(c => c.Action))
                : null;
        }

        private static int Weight(IEnumerable<Seat> seats) => seats.Sum(s => s.Weight ?? 1);

        private StageAction? Gravest(IEnumerable<StageAction> cast) => cast.MaxBy(Stage.Actions.IndexOf);
    }
}

/// <summary>A 票签 so far, by weight.</summary>
public sealed record Tally(int For, int Against, int Need, int Total);

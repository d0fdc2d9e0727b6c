using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What a round's seats are besides who may take them: how they weigh, who leads, who is only consulted.</summary>
internal static class Beside
{
    /// <summary>The seats of a new round.</summary>
    /// <param name="consulted">Whom the rules of the consultation would seat, without those whom nobody could answer for.</param>
    public static ImmutableArray<Seat> Complete(
        Stage stage, ImmutableArray<Seat> signing, IEnumerable<(ImmutableArray<Sitter> Sitters, BodyId? Body)> consulted, Case @case,
        Context context)
    {
        signing =
        [
            .. signing.Select(s => s with
            {
                Lead = stage.Mode is Mode.LeadLast && Leads(s, @case, context),
                Weight = Weight(stage.Mode, s.Sitters, s.Body, @case, context),
            }),
        ];
        return Turns.Begin(stage.Mode, [.. signing, .. Asked(stage, signing, consulted, @case, context)]);
    }

    /// <summary>What the vote weighs in a 票签: the most that a party of his, or of his body, gives it. Null: one.</summary>
    public static int? Weight(Mode mode, ImmutableArray<Sitter> sitters, BodyId? body, Case @case, Context context) =>
        mode is Mode.Ballot ballot
            ? ballot.Weights.Where(w => Belongs(w.Key, sitters, body, @case, context)).Max(w => (int?)w.Value) is { } weight and not 1
                ? weight : null
            : null;

    private static bool Leads(Seat seat, Case @case, Context context) =>
        Belongs(Party.LeadDepartment, seat.Sitters, seat.Body, @case, context)
        || Belongs(Party.FirstLeader, seat.Sitters, seat.Body, @case, context);

    private static bool Belongs(Party party, ImmutableArray<Sitter> sitters, BodyId? body, Case @case, Context context)
    {
        var members = Seating.Members(party, @case, context);
        return (body is { } of && members.Bodies.Contains(of))
            || sitters.Any(s => s.Person is { } person && members.People.Contains(person));
    }

    /// <summary>One human, one seat: who signs, or whose body signs, is not consulted besides.</summary>
    private static IEnumerable<Seat> Asked(
        Stage stage, ImmutableArray<Seat> signing, IEnumerable<(ImmutableArray<Sitter> Sitters, BodyId? Body)> consulted, Case @case,
        Context context)
    {
        var due = Terms.Due(stage, consulted: true, @case, context);
        var seats = ImmutableArray.CreateBuilder<Seat>();
        foreach (var (sitters, body) in consulted)
        {
            var seat = new Seat(new SeatNo(signing.Length + seats.Count), sitters, body, due?.On, due?.At) { Consulted = true };
            if (!signing.Concat(seats).Any(s => Overlaps(s, seat, context)))
            {
                seats.Add(seat);
            }
        }

        return seats;
    }

    private static bool Overlaps(Seat one, Seat other, Context context) =>
        (one.Body is { } body && other.Body is { } asked && context.Directory.Answering(body) == context.Directory.Answering(asked))
        || one.Sitters.SequenceEqual(other.Sitters)
        || one.Sitters.Any(s => s.Person is { } person && Seating.MaySit(other, person, context.Directory, context.Today));
}

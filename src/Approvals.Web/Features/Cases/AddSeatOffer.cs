using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>
/// 加签: the form by which who signs has another person sign before or after him. Posted to <c>/add-seat</c> with case, round,
/// seat, key, back, place, person and reason.
/// </summary>
/// <param name="Key">Idempotency key of this form.</param>
/// <param name="Places">Where the stage lets a seat be added; at least one.</param>
/// <param name="People">Those who serve today and have no seat of their own in the round.</param>
public sealed record AddSeatOffer(
    string Anchor, Guid CaseId, int Round, int Seat, string Key, string Back, ImmutableArray<Placing> Places,
    ImmutableArray<Choice> People)
{
    public Placing Place { get; init; } = Placing.Before;

    /// <summary>What was typed before and refused.</summary>
    public string? Person { get; init; }

    public string? Reason { get; init; }

    /// <summary>Why it was refused just now.</summary>
    public string? Problem { get; init; }

    /// <summary>Null where the stage adds no seats, or the person may not do it from this seat now.</summary>
    public static AddSeatOffer? Of(Looked looked, CurrentUser user, Seat seat, string back)
    {
        var (@case, context) = (looked.Case, looked.Context);
        var places = looked.Workflow.Stage(@case.Stage)?.AddSeats ?? [];
        if (places.IsEmpty || seat.Consulted
            || Rounds.JudgeAdder(@case, new CaseCommand.AddSeat(@case.Round, seat.No, places[0], default, "?", user.Person.Id), context)
                is not null)
        {
            return null;
        }

        var seated = @case.Seats.SelectMany(s => s.Sitters).Select(s => s.Person).OfType<PersonId>().Append(user.Person.Id)
            .Select(p => $"{p.Value}").ToHashSet(StringComparer.Ordinal);
        return new AddSeatOffer(
            $"add-{@case.Id}-{seat.No.Value}", @case.Id.Value, @case.Round, seat.No.Value, Offers.NewKey(), back, places,
            Choosing.People(looked).RemoveAll(c => seated.Contains(c.Value)))
        {
            Place = places[0],
        };
    }
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Approvals.Engine.Cases;

[JsonDerivedType(typeof(SeatTransferred), "seat-transferred")]
[JsonDerivedType(typeof(SeatClaimed), "seat-claimed")]
[JsonDerivedType(typeof(SeatReleased), "seat-released")]
[JsonDerivedType(typeof(SeatSkipped), "seat-skipped")]
[JsonDerivedType(typeof(SeatReassigned), "seat-reassigned")]
[JsonDerivedType(typeof(Nudged), "nudged")]
[JsonDerivedType(typeof(CopySent), "copy-sent")]
public abstract partial record CaseEvent
{
    /// <summary>转办. The seat keeps its number, body and clock; a claim on it is lifted.</summary>
    /// <param name="To">Null: handed back to those whose seat it is.</param>
    /// <param name="By">Who handed it on, for himself or in the place of whoever is away.</param>
    public sealed record SeatTransferred(int Round, SeatNo Seat, PersonId? To, Decider By, string Reason) : CaseEvent;

    /// <summary>认领. No vote, no signature.</summary>
    public sealed record SeatClaimed(int Round, SeatNo Seat, PersonId By) : CaseEvent;

    /// <summary>放回.</summary>
    public sealed record SeatReleased(int Round, SeatNo Seat, PersonId By) : CaseEvent;

    /// <summary>跳过: the seat is waited for no more.</summary>
    public sealed record SeatSkipped(int Round, SeatNo Seat, PersonId By, string Reason) : CaseEvent;

    /// <summary>改派: the open seat is another's from now on. It keeps its number and its clock; whoever held or claimed it does not.</summary>
    public sealed record SeatReassigned(int Round, SeatNo Seat, ImmutableArray<Sitter> Sitters, BodyId? Body) : CaseEvent
    {
        public bool Equals(SeatReassigned? other) => other is not null && (Round, Seat, Body) == (other.Round, other.Seat, other.Body)
            && Sitters.SequenceEqual(other.Sitters);

        public override int GetHashCode() => HashCode.Combine(Round, Seat, Body, Sitters.Length);
    }

    /// <summary>催办 by hand. It changes nothing but the record.</summary>
    /// <param name="On">The office's day.</param>
    /// <param name="Told">Those who may act in the seat.</param>
    public sealed record Nudged(int Round, SeatNo Seat, PersonId By, DateOnly On, ImmutableArray<PersonId> Told) : CaseEvent;

    /// <summary>抄送: they are told of the case and may read it from now on.</summary>
    /// <param name="By">Null: the stage says so on entering.</param>
    public sealed record CopySent(int Round, StageId Stage, ImmutableArray<PersonId> To, PersonId? By) : CaseEvent;
}

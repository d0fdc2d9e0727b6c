using System.Collections.Immutable;

namespace Approvals.Engine.Cases;

public abstract partial record CaseCommand
{
    /// <summary>转办.</summary>
    /// <param name="To">Null: back to those whose seat it is.</param>
    /// <param name="InPlaceOf">As for <see cref="Act"/>.</param>
    public sealed record Transfer(
        int Round, SeatNo Seat, PersonId By, PersonId? To, string? Reason, PersonId? InPlaceOf = null) : CaseCommand;

    /// <summary>认领. Harmless where it is his already.</summary>
    public sealed record Claim(int Round, SeatNo Seat, PersonId By) : CaseCommand;

    /// <summary>放回. Harmless where nobody has claimed it.</summary>
    public sealed record Release(int Round, SeatNo Seat, PersonId By) : CaseCommand;

    /// <summary>跳过.</summary>
    public sealed record Skip(int Round, SeatNo Seat, PersonId By, string? Reason) : CaseCommand;

    /// <summary>催办. Harmless the second time on one day.</summary>
    public sealed record Nudge(int Round, SeatNo Seat, PersonId By) : CaseCommand;

    /// <summary>抄送 by hand.</summary>
    public sealed record Copy(int Round, SeatNo Seat, PersonId By, ImmutableArray<PersonId> To) : CaseCommand
    {
        public bool Equals(Copy? other) =>
            other is not null && (Round, Seat, By) == (other.Round, other.Seat, other.By) && To.SequenceEqual(other.To);

        public override int GetHashCode() => HashCode.Combine(Round, Seat, By, To.Length);
    }
}

public abstract partial record Refusal
{
    /// <summary>One of those who may sit has claimed the seat: the others wait until it is put back.</summary>
    public sealed record ClaimedBy(PersonId Person) : Refusal;

    /// <summary>Several are away for whom he might act here: the form says for whom.</summary>
    public sealed record ForWhom : Refusal;

    /// <summary>One human, one seat a round: he has another already.</summary>
    public sealed record HasAnotherSeat(PersonId Person) : Refusal;

    /// <summary>He who would take over the seat acted where another must.</summary>
    public sealed record ActedBefore(PersonId Person, StageId Stage) : Refusal;

    /// <summary>He belongs to one of the bodies from which the stage takes nobody: neither for himself nor for another.</summary>
    public sealed record OfShutOutBody(PersonId Person) : Refusal;

    /// <summary>He does not hold what whoever takes over the seat must hold.</summary>
    public sealed record NotQualified(PersonId Person) : Refusal;
}

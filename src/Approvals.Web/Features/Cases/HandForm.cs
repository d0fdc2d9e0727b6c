using System.Collections.Immutable;

namespace Approvals.Web.Features.Cases;

/// <summary>What may be done with an open seat besides acting in it.</summary>
public enum HandKind
{
    /// <summary>转办.</summary>
    Transfer,

    /// <summary>交还: what was handed to him goes back to whose it was.</summary>
    HandBack,

    /// <summary>收回: what was handed to another goes back to whose it was.</summary>
    TakeBack,

    /// <summary>认领.</summary>
    Claim,

    /// <summary>放回.</summary>
    Release,

    /// <summary>抄送.</summary>
    Copy,

    /// <summary>催办.</summary>
    Nudge,

    /// <summary>跳过.</summary>
    Skip,
}

/// <summary>One small form for one open seat. Posted to <c>/act/hand</c> with case, round, seat, key, back, kind, for, who and
/// in.Reason.</summary>
/// <param name="Title">What the button says.</param>
/// <param name="Seat">As words; null where the panel around it says whose seat it is.</param>
/// <param name="People">To choose from; empty where nobody is chosen.</param>
/// <param name="Key">Idempotency key of this form.</param>
/// <param name="InPlaceOf">For whom of the absent; empty where for himself.</param>
public sealed record HandForm(
    HandKind Kind, string Title, string? Seat, Guid CaseId, int Round, int SeatNo, ImmutableArray<Choice> People, string Key,
    string Back, string InPlaceOf)
{
    public bool NeedsReason => Kind is HandKind.Transfer or HandKind.HandBack or HandKind.TakeBack or HandKind.Skip;

    /// <summary>Several may be ticked; otherwise one is chosen.</summary>
    public bool Many => Kind is HandKind.Copy;

    /// <summary>Nothing is asked: one button.</summary>
    public bool Bare => People.IsEmpty && !NeedsReason;

    public string Id => $"hand-{Kind}-{CaseId:N}-{SeatNo}-{InPlaceOf}";
}

using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Notices;

/// <summary>The two ways in (1A: D10 or D1).</summary>
public enum Door
{
    /// <summary>已印发: number, signature and date are there; the handler is <c>Elsewhere</c>.</summary>
    Elsewhere,

    /// <summary>在此起草: the handler is <c>Here</c>.</summary>
    Here,
}

/// <summary>公文: the list and the two doors.</summary>
/// <param name="Doors">By which this person may bring a notice in; the others are not drawn.</param>
/// <param name="Problem">Why the last file was refused, at which door.</param>
/// <param name="Key">Idempotency key of the upload forms.</param>
public sealed record NoticesView(
    ImmutableArray<NoticeRow> Rows, Paging? Paging, ImmutableArray<Door> Doors, string Key, DoorProblem? Problem)
{
    public bool MayAdd => !Doors.IsEmpty;

    /// <summary>He keeps the words in which notices are read.</summary>
    public bool KeepsWords { get; init; }

    /// <summary>What was pasted and refused: it stays in the box.</summary>
    public PastedProblem? Pasted { get; init; }
}

/// <param name="Page">The web page of the same words.</param>
public sealed record PastedProblem(string? Words, string? Page, string Sentence)
{
    /// <summary>Why it should be taken as it is, as typed.</summary>
    public string? Reason { get; init; }
}

public sealed record DoorProblem(Door Door, string Sentence)
{
    /// <summary>Why it should be taken as it is, as typed.</summary>
    public string? Reason { get; init; }
}

/// <param name="Number">发文字号; null while it has none.</param>
/// <param name="Stage">Title of the current stage.</param>
/// <param name="Progress">What is half done, as words; null when nothing is.</param>
public sealed record NoticeRow(
    string Href, string? Number, string Title, string Issuer, DateOnly? IssuedOn, string Stage, string? Progress, LampView? Lamp);

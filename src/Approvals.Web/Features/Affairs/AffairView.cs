using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Features.Affairs;

/// <summary>办事: what this person may begin, and what he may see of what others began.</summary>
/// <param name="Key">Idempotency key of the form.</param>
public sealed record AffairsView(ImmutableArray<AffairDoor> Doors, ImmutableArray<AffairLine> Lines, Paging? Paging, string Key)
{
    /// <summary>Why it did not begin; what was chosen and typed stays.</summary>
    public string? Problem { get; init; }

    public string? Kind { get; init; }

    public string? Title { get; init; }
}

/// <param name="Way">Its stages, as words: what will become of it.</param>
public sealed record AffairDoor(string Id, string Title, string Way);

/// <param name="About">What it is, who began it, and when.</param>
public sealed record AffairLine(string Href, string Title, string About, string Stage, bool Ended);

/// <summary>One thing that somebody began, and all below it.</summary>
/// <param name="Kind">The definition's title.</param>
/// <param name="Content">What the one who began it wrote last; null while he has written nothing.</param>
/// <param name="Next">What comes when nothing waits for this person, one sentence; null when something does.</param>
/// <param name="Parts">Those of departments, where it was split.</param>
/// <param name="Stuck">Why it, or a part, cannot go on by itself; null when nothing is wrong.</param>
public sealed record AffairView(
    Guid Id,
    string Kind,
    string Title,
    string Stage,
    string AskedBy,
    DateOnly AskedOn,
    string? Content,
    ImmutableArray<Attachment> Files,
    StageRail Rail,
    ImmutableArray<ActPanel> Panels,
    ImmutableArray<WaitingFor> Waiting,
    string? Next,
    ImmutableArray<RoundView> Rounds,
    ImmutableArray<SeatTime> Time,
    ImmutableArray<AsideView> Asides,
    ImmutableArray<BranchView> Parts,
    ImmutableArray<MeasureView> Measures,
    ImmutableArray<StoryEntry> Story,
    string? Stuck);

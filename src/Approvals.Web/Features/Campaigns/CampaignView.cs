using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Products;

namespace Approvals.Web.Features.Campaigns;

/// <summary>专题活动: where it stands and what opens its next stage.</summary>
/// <param name="Host">主办科室.</param>
/// <param name="Gate">What is missing before the next stage may open, each a sentence; empty when nothing is.</param>
/// <param name="Inspectors">Names with departments; empty before they are named.</param>
/// <param name="Report">The closing report; null before the end, and for those who do not see the whole campaign.</param>
/// <param name="Stuck">Why it cannot go on by itself; null when nothing is wrong.</param>
public sealed record CampaignView(
    Guid Id,
    string Title,
    Link Notice,
    string Host,
    DateOnly OpenedOn,
    DateOnly? EndsOn,
    StageRail Rail,
    int Items,
    ImmutableArray<LampCount> Lamps,
    ImmutableArray<StageCount> Stages,
    ImmutableArray<BodyRow> Bodies,
    ImmutableArray<string> Gate,
    ImmutableArray<ActPanel> Panels,
    ImmutableArray<WaitingFor> Waiting,
    ImmutableArray<string> Inspectors,
    Attachment? Report,
    string LedgerHref,
    ImmutableArray<StoryEntry> Story,
    string? Stuck)
{
    /// <summary>日程: its named dates, and what opens on them by itself.</summary>
    public ImmutableArray<DateLine> Dates { get; init; } = [];

    /// <summary>How the time of its own seats runs.</summary>
    public ImmutableArray<SeatTime> Time { get; init; } = [];

    /// <summary>What was made of it, as far as the reader may have it.</summary>
    public ImmutableArray<ProductLink> Products { get; init; } = [];

    /// <summary>What was opened aside here, what the reader decides first.</summary>
    public ImmutableArray<AsideView> Asides { get; init; } = [];
}

/// <param name="Href">The ledger, filtered by this lamp.</param>
public sealed record LampCount(LampView Lamp, int Count, string Href);

/// <param name="Title">A stage of the items' definition.</param>
/// <param name="Href">The ledger, filtered by this stage.</param>
public sealed record StageCount(string Title, int Count, string Href);

/// <summary>What one department still owes; in the official order, never a ranking.</summary>
public sealed record BodyRow(string Name, int Open, int Overdue, string Href);

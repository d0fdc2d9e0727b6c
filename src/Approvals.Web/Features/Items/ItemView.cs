using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Notices;

namespace Approvals.Web.Features.Items;

/// <summary>事项: its whole story in one look.</summary>
/// <param name="Source">The place in the notice that it was read from.</param>
/// <param name="Plan">The annex's own words.</param>
/// <param name="DeadlineWords">The text's own words; null when it has none.</param>
/// <param name="TargetOn">目标日, when the due date is no workday.</param>
/// <param name="Standing">长期坚持: no due date.</param>
/// <param name="Moved">The original date and how often it was moved, one sentence; null when never.</param>
/// <param name="Stuck">Why it, or a department's part, cannot go on by itself; null when nothing is wrong.</param>
/// <param name="Next">What comes when nothing waits for this person, one sentence; null when something does.</param>
public sealed record ItemView(
    Guid Id,
    string No,
    string Title,
    Link Campaign,
    Link Source,
    LampView Lamp,
    string Stage,
    string Plan,
    string? Standard,
    string? DeadlineWords,
    DateOnly? DueOn,
    DateOnly? TargetOn,
    bool Standing,
    string? Moved,
    ImmutableArray<string> Leaders,
    string LeadDepartment,
    ImmutableArray<string> OtherDepartments,
    StageRail Rail,
    ImmutableArray<PointView> Points,
    ImmutableArray<ActPanel> Panels,
    ImmutableArray<WaitingFor> Waiting,
    string? Next,
    ImmutableArray<BranchView> Branches,
    ImmutableArray<IssueView> Issues,
    ImmutableArray<StoryEntry> Story,
    string? Stuck)
{
    /// <summary>中止, since when; null while its time runs.</summary>
    public string? Stopped { get; init; }

    /// <summary>What other notices change of it: what the clerk accepted, carried out or for the office to act on.</summary>
    public ImmutableArray<ListChangeView> ListChanges { get; init; } = [];

    /// <summary>How the time of the item's own seats runs; the branches' stands with them.</summary>
    public ImmutableArray<SeatTime> Time { get; init; } = [];

    /// <summary>How the seats stand where several are asked.</summary>
    public ImmutableArray<RoundView> Rounds { get; init; } = [];

    /// <summary>What was opened aside here (延期申请 …), what the reader decides first.</summary>
    public ImmutableArray<AsideView> Asides { get; init; } = [];

    /// <summary>例行任务, as long as they run.</summary>
    public ImmutableArray<DutyView> Duties { get; init; } = [];

    /// <summary>指标, the latest of each.</summary>
    public ImmutableArray<MeasureView> Measures { get; init; } = [];
}

/// <summary>One department's part.</summary>
/// <param name="Anchor">Element id: an inbox card may lead straight here.</param>
/// <param name="Lead">牵头.</param>
/// <param name="State">The branch's stage, or that it has ended.</param>
/// <param name="LastReport">As typed; null when none is.</param>
public sealed record BranchView(
    string Anchor, string Body, bool Lead, string State, LampView Lamp, string? WaitsFor, string? LastReport,
    DateOnly? ReportedOn,
    ImmutableArray<Attachment> Evidence)
{
    public ImmutableArray<SeatTime> Time { get; init; } = [];
}

/// <summary>What was found wanting: a gap (缺口) found by oneself, or a finding (问题) of the inspectors.</summary>
/// <param name="Kind">As words.</param>
/// <param name="OrderNumber">整改通知 number; null for a gap.</param>
/// <param name="State">As words: 未整改, 已整改待复验 …</param>
public sealed record IssueView(
    string Kind, string Text, string FoundBy, DateOnly FoundOn, string? OrderNumber, DateOnly? DueOn, string State,
    LampView Lamp);

/// <param name="Notice">Which notice says so.</param>
public sealed record ListChangeView(string Notice, ImmutableArray<string> Sentences, DateTimeOffset At);

using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Products;

namespace Approvals.Web.Features.Notices;

/// <summary>One notice beside its items.</summary>
/// <param name="Origin">Which door it came through, one sentence.</param>
/// <param name="Original">The uploaded file.</param>
/// <param name="Campaigns">What it started; empty before it is issued.</param>
/// <param name="MayEdit">False: differences and items are shown as they stand, without forms.</param>
/// <param name="Leaders">All leaders to choose from, in the official order.</param>
/// <param name="Departments">All bodies to choose from, grouped by kind, in the official order.</param>
/// <param name="Stuck">Why it cannot go on by itself; null when nothing is wrong.</param>
public sealed record NoticeView(
    Guid Id,
    string Title,
    string? Number,
    string Origin,
    Attachment Original,
    ImmutableArray<HeadField> Head,
    ImmutableArray<DocumentBlock> Document,
    StageRail Rail,
    ImmutableArray<ActPanel> Panels,
    ImmutableArray<WaitingFor> Waiting,
    ImmutableArray<DifferenceView> Differences,
    ImmutableArray<RowView> Rows,
    ImmutableArray<Link> Campaigns,
    ImmutableArray<StoryEntry> Story,
    bool MayEdit,
    ImmutableArray<Choice> Leaders,
    ImmutableArray<Choice> Departments,
    string? Stuck)
{
    /// <summary>How the time of the stage's seats runs; empty where it has no deadline.</summary>
    public ImmutableArray<SeatTime> Time { get; init; } = [];

    /// <summary>How the seats stand where several are asked.</summary>
    public ImmutableArray<RoundView> Rounds { get; init; } = [];

    /// <summary>What was made of it.</summary>
    public ImmutableArray<ProductLink> Products { get; init; } = [];

    public int Ruled => Differences.Count(d => d.Ruling is not null);

    public int Confirmed => Rows.Count(r => r.Confirmed is not null);
}

/// <summary>发文机关, 发文字号, 成文日期 … with the place in the text that says so.</summary>
/// <param name="Anchor">Of the document block; null when the text does not say it.</param>
public sealed record HeadField(string Title, string? Value, string? Anchor);

public enum BlockKind
{
    /// <summary>发文机关标志, drawn red.</summary>
    RedHead,

    /// <summary>发文字号.</summary>
    DocumentNumber,

    Title,

    /// <summary>主送.</summary>
    Addressees,

    /// <summary>一、</summary>
    Heading,

    /// <summary>（一）</summary>
    Subheading,

    Text,

    /// <summary>署名 and 成文日期.</summary>
    Signature,

    /// <summary>附件 mark.</summary>
    AnnexMark,

    /// <summary>Has rows; the first is the heading.</summary>
    Table,

    /// <summary>版记: 抄送, 印发机关, 印发日期.</summary>
    Imprint,
}

/// <summary>A piece of text; marked when a difference stands on it.</summary>
/// <param name="DifferenceNo">The difference to rule on; null on plain text.</param>
public sealed record TextRun(string Text, int? DifferenceNo = null);

/// <param name="Anchor">Element id, unique on the page: p1, p2 …</param>
public sealed record DocumentBlock(string Anchor, BlockKind Kind, ImmutableArray<TextRun> Runs, ImmutableArray<DocumentRow> Rows);

/// <param name="Cells">Each cell is its lines, each line its runs.</param>
public sealed record DocumentRow(string Anchor, ImmutableArray<ImmutableArray<ImmutableArray<TextRun>>> Cells);

/// <summary>差异: something that a person must rule on; nothing is repaired in silence.</summary>
/// <param name="Kind">As words: 正文与附件不一致.</param>
/// <param name="Sides">The wordings side by side; one where there is nothing to compare.</param>
/// <param name="Rulings">The rulings that fit this kind.</param>
/// <param name="Ruling">Null while it is open.</param>
/// <param name="Version">Comes back as the form field <c>version</c>: an edit of an older one is refused.</param>
/// <param name="Key">Idempotency key of this form.</param>
public sealed record DifferenceView(
    int No, string Kind, string Sentence, ImmutableArray<DifferenceSide> Sides, ImmutableArray<RulingChoice> Rulings,
    RulingView? Ruling, string Version, string Key, string? Note, string? Problem);

/// <param name="Place">正文三（五）, 附件第5项.</param>
/// <param name="Runs">The wording; what differs is marked by its difference's number.</param>
public sealed record DifferenceSide(string Place, string? Anchor, ImmutableArray<TextRun> Runs);

/// <param name="NeedsNote">The ruling is refused without a note.</param>
public sealed record RulingChoice(string Value, string Title, bool NeedsNote);

public sealed record RulingView(string Title, string? Note, string By, DateTimeOffset At);

/// <summary>One item of the checklist, editable until it is split.</summary>
/// <param name="Version">As in <see cref="DifferenceView"/>.</param>
/// <param name="Plan">The annex's own words.</param>
/// <param name="Anchor">Of the document row or block it was read from.</param>
/// <param name="LeadDepartment">Value among the departments; null: the first named.</param>
/// <param name="DeadlineWords">The text's own words: 6月前; null when it has none.</param>
/// <param name="DeadlineRule">How the date was proposed, one sentence.</param>
/// <param name="MustConfirm">The proposed date is a guess of low confidence and says so.</param>
/// <param name="TargetOn">目标日: the workday before, when the due date is none.</param>
/// <param name="Standing">长期坚持: no due date.</param>
/// <param name="Missing">Sentences: what is still to be filled before it can be confirmed.</param>
/// <param name="Confirmed">Null while it is open.</param>
/// <param name="ItemHref">The item that it became; null before issuing.</param>
public sealed record RowView(
    string No,
    string Title,
    string Plan,
    string Anchor,
    ImmutableArray<Named> Leaders,
    ImmutableArray<Named> Departments,
    string? LeadDepartment,
    string? DeadlineWords,
    string? DeadlineRule,
    bool MustConfirm,
    DateOnly? DueOn,
    DateOnly? TargetOn,
    bool Standing,
    string? Standard,
    ImmutableArray<PointView> Points,
    ImmutableArray<string> Missing,
    ImmutableArray<FieldProblem> Problems,
    RowConfirmed? Confirmed,
    string? ItemHref,
    string Version,
    string Key)
{
    /// <summary>What recurs, as the form sends it back; null where nothing does.</summary>
    public RecurrenceView? Recurs { get; init; }

    public bool Leads(Named department) =>
        department.Value == (LeadDepartment ?? Departments.FirstOrDefault()?.Value);

    public IEnumerable<FieldProblem> About(string field) => Problems.Where(p => p.Field == field);
}

/// <param name="Value">Id in the directory; null when the directory does not know the name.</param>
/// <param name="Note">集体名称，由门诊办归口汇总; null where nothing is to say.</param>
public sealed record Named(string? Value, string Name, string? Note);

/// <param name="Value">As the engine writes it.</param>
/// <param name="Words">每周二、周五 8:00–12:00.</param>
/// <param name="Kept">The clerk keeps it: an item of it is managed as 例行任务.</param>
public sealed record RecurrenceView(string Value, string Words, bool Kept);

/// <summary>要点.</summary>
/// <param name="Kind">As words: 一次性, 周期 …</param>
/// <param name="When">Deadline words, date or recurrence, as words; null when the text has none.</param>
public sealed record PointView(string Text, string Kind, string? When);

public sealed record RowConfirmed(string By, DateTimeOffset At);

/// <summary>What <c>_Names</c> draws: chosen names and a folded list to choose from.</summary>
/// <param name="Row">Set where one of the names leads.</param>
public sealed record NamesField(
    string Field, string Title, string Id, ImmutableArray<Named> Named, RowView? Row, ImmutableArray<Choice> Choices,
    ImmutableArray<FieldProblem> Problems);

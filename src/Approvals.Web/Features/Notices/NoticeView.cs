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

    /// <summary>The columns of its tables as they were understood.</summary>
    public ImmutableArray<HeadView> Heads { get; init; } = [];

    /// <summary>Idempotency key of the form for the columns.</summary>
    public string HeadsKey { get; init; } = "";

    /// <summary>改抬头; null where it is not his to edit.</summary>
    public HeadForm? HeadForm { get; init; }

    /// <summary>增加事项; null where it is not his to edit.</summary>
    public AddingView? Adding { get; init; }

    /// <summary>What was taken away and may be brought back.</summary>
    public ImmutableArray<RemovedView> Removed { get; init; } = [];

    /// <summary>Why what was typed into a row was refused that is not there to be edited any more; null: nothing was.</summary>
    public string? Lost { get; init; }

    /// <summary>A long list has one row at a time open for editing; null: every row is.</summary>
    public string? OnlyRow { get; init; }

    /// <summary>Whether the row is drawn with its form.</summary>
    public bool Edits(RowView row) => MayEdit && row.SameAs is null && (OnlyRow is null || OnlyRow == row.No);

    /// <summary>Nothing in it is new work: split, it opens no campaign.</summary>
    public bool OpensNothing => MayEdit && Rows.All(r => r.SameAs is not null);

    /// <summary>What was made of it.</summary>
    public ImmutableArray<ProductLink> Products { get; init; } = [];

    public int Ruled => Differences.Count(d => d.Ruling is not null);

    public int Confirmed => Rows.Count(r => r.Confirmed is not null || r.SameAs is not null);
}

/// <summary>发文机关, 发文字号, 成文日期 … with the place in the text that says so.</summary>
/// <param name="Anchor">Of the document block; null when the text does not say it.</param>
public sealed record HeadField(string Title, string? Value, string? Anchor)
{
    /// <summary>What was read, where it was corrected.</summary>
    public CorrectionView? Correction { get; init; }
}

/// <summary>The head as a form.</summary>
/// <param name="Came">It came issued: number and dates are its own.</param>
/// <param name="Proposed">No title was read: the one shown is to be confirmed.</param>
public sealed record HeadForm(
    string Title, string Number, string Issuer, string Addressees, DateOnly? IssuedOn, DateOnly? PrintedOn, string Cc, bool Came,
    bool Proposed, string Version, string Key, ImmutableArray<FieldProblem> Problems)
{
    public bool IsOpen => Proposed || !Problems.IsEmpty;

    public IEnumerable<FieldProblem> About(string field) => Problems.Where(p => p.Field == field);
}

/// <summary>A row that is not there yet.</summary>
/// <param name="Found">The difference whose sentence fills the form; null: it is blank.</param>
public sealed record AddingView(RowView Row, int? Found, bool IsOpen);

/// <summary>A row that was taken away.</summary>
/// <param name="Key">Idempotency key of the form that brings it back.</param>
/// <param name="Restored">Who brought it back, and when; null while it is away.</param>
public sealed record RemovedView(
    string No, string Title, string Reason, string By, DateTimeOffset At, string Key, (string By, DateTimeOffset At)? Restored);

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

/// <param name="Anchor">Element id, unique on the page: p1, p2 …</param>
/// <param name="Line">Null in a table.</param>
public sealed record DocumentBlock(string Anchor, BlockKind Kind, PaperLine? Line, ImmutableArray<DocumentRow> Rows);

public sealed record DocumentRow(string Anchor, ImmutableArray<DocumentCell> Cells);

public sealed record DocumentCell(string Anchor, ImmutableArray<PaperLine> Lines);

/// <summary>差异: something that a person must rule on; nothing is repaired in silence.</summary>
/// <param name="Kind">As words: 正文与附件不一致.</param>
/// <param name="Sides">The wordings side by side; one where there is nothing to compare.</param>
/// <param name="Rulings">The rulings that fit this kind.</param>
/// <param name="Ruling">Null while it is open.</param>
/// <param name="Version">Comes back as the form field <c>version</c>: an edit of an older one is refused.</param>
/// <param name="Key">Idempotency key of this form.</param>
public sealed record DifferenceView(
    int No, string Kind, string Sentence, ImmutableArray<DifferenceSide> Sides, ImmutableArray<RulingChoice> Rulings,
    RulingView? Ruling, string Version, string Key, string? Note, string? Problem)
{
    /// <summary>The sentence may be listed as an item (列为事项).</summary>
    public bool CanBeListed { get; init; }
}

/// <param name="Place">正文三（五）, 附件第5项.</param>
public sealed record DifferenceSide(string Place, string? Anchor, string Text);

/// <param name="NeedsNote">The ruling is refused without a note.</param>
public sealed record RulingChoice(string Value, string Title, bool NeedsNote);

public sealed record RulingView(string Title, string? Note, string By, DateTimeOffset At);

/// <summary>One item of the checklist, editable until it is split.</summary>
/// <param name="Version">As in <see cref="DifferenceView"/>.</param>
/// <param name="Plan">The annex's own words.</param>
/// <param name="Anchor">Of the document row or block it was read from; empty where a person added it.</param>
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
    /// <summary>要点 as the form shows them, one a line; empty where the plan is the only one.</summary>
    public string PointLines { get; init; } = "";

    /// <summary>What it can be parted into (拆分); none where it says one thing.</summary>
    public ImmutableArray<string> Pieces { get; init; } = [];

    /// <summary>What was refused just now of parting, joining or taking it away.</summary>
    public RowMoreTyped? More { get; init; }

    /// <summary>Who added it, and from what; null where it was read.</summary>
    public string? Origin { get; init; }

    /// <summary>What recurs, as the form sends it back; null where nothing does.</summary>
    public RecurrenceView? Recurs { get; init; }

    /// <summary>Address of the live item that does this work already: the row opens no second one.</summary>
    public string? SameAs { get; init; }

    /// <summary>更正: what was read otherwise, with who changed it.</summary>
    public ImmutableArray<CorrectionView> Corrections { get; init; } = [];

    /// <summary>Where each value stands; nothing for what the text does not say.</summary>
    public RowAnchors Anchors { get; init; } = new(null, null, null, null, null);

    public bool Leads(Named department) =>
        department.Value == (LeadDepartment ?? Departments.FirstOrDefault()?.Value);

    public IEnumerable<FieldProblem> About(string field) => Problems.Where(p => p.Field == field);
}

/// <summary>拆分, 合并 or 删除 of a row as it was typed, and why it was refused.</summary>
public sealed record RowMoreTyped
{
    public string Title { get; init; } = "";

    public ImmutableSortedSet<string> Pieces { get; init; } = [];

    public string? SplitProblem { get; init; }

    /// <summary>Number of the row that it was to be joined with.</summary>
    public string? Into { get; init; }

    public string? MergeProblem { get; init; }

    public string Reason { get; init; } = "";

    public string? RemoveProblem { get; init; }
}

/// <summary>Places of a row's values in the document.</summary>
/// <param name="Body">The passage of the body that says the same.</param>
public sealed record RowAnchors(string? Title, string? Plan, string? Deadline, string? Standard, string? Body);

/// <param name="Value">Id in the directory; null when the directory does not know the name.</param>
/// <param name="Note">集体名称，由门诊办归口汇总; null where nothing is to say.</param>
public sealed record Named(string? Value, string Name, string? Note)
{
    /// <summary>Where the text names it; null where a person added it.</summary>
    public string? Anchor { get; init; }

    /// <summary>What the clerk is asked of it; null where it is plain who is meant.</summary>
    public MeansQuestion? Asks { get; init; }
}

/// <summary>Who is meant by a name that the directory does not have, or that stands for many.</summary>
/// <param name="Sentence">The question.</param>
/// <param name="Hint">What the answer does, or who the many are.</param>
/// <param name="Choices">Values that the form sends back as <c>means</c>.</param>
/// <param name="Chosen">What the unit's vocabulary says already; null where it says nothing.</param>
public sealed record MeansQuestion(string Sentence, string Hint, ImmutableArray<Choice> Choices, string? Chosen);

/// <summary>A head of a checklist's column, and what it was taken for; null: nobody knows.</summary>
public sealed record HeadView(string Text, string? Column, string? Anchor);

/// <summary>A value that was read otherwise.</summary>
public sealed record CorrectionView(string Sentence, string By, DateTimeOffset At);

/// <param name="Value">As the engine writes it.</param>
/// <param name="Words">每周二、周五 8:00–12:00.</param>
/// <param name="Kept">The clerk keeps it: an item of it is managed as 例行任务.</param>
public sealed record RecurrenceView(string Value, string Words, bool Kept);

/// <summary>要点.</summary>
/// <param name="Kind">As words: 一次性, 周期 …</param>
/// <param name="When">Deadline words, date or recurrence, as words; null when the text has none.</param>
/// <param name="Anchor">Where it stands; <paramref name="WhenAnchor"/>: where its deadline words do.</param>
public sealed record PointView(string Text, string Kind, string? When, string? Anchor = null, string? WhenAnchor = null);

public sealed record RowConfirmed(string By, DateTimeOffset At);

/// <summary>What <c>_RowFields</c> draws: the values of a row, to be corrected or written.</summary>
/// <param name="Id">With which the ids of its fields begin.</param>
/// <param name="IsNew">The row is not there yet.</param>
public sealed record RowFields(NoticeView Notice, RowView Row, string Id, bool IsNew);

/// <summary>What <c>_Names</c> draws: chosen names and a folded list to choose from.</summary>
/// <param name="Row">Set where one of the names leads.</param>
public sealed record NamesField(
    string Field, string Title, string Id, ImmutableArray<Named> Named, RowView? Row, ImmutableArray<Choice> Choices,
    ImmutableArray<FieldProblem> Problems);

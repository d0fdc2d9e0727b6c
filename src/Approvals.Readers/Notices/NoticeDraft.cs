using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>
/// What a notice says, as read: nothing is repaired and nothing is decided. Dates are null where the text does not say.
/// Its JSON is described by docs/notice.schema.json.
/// </summary>
public sealed record NoticeDraft
{
    /// <summary>发文字号 as it stands, wrong brackets included; null in a draft that has none yet.</summary>
    public required string? Number { get; init; }

    public required string? Issuer { get; init; }

    public required string? Title { get; init; }

    /// <summary>All who issue it; one, but of a joint notice.</summary>
    public ImmutableArray<string> Issuers { get; init; } = [];

    /// <summary>文种, as the title ends; null where it ends otherwise.</summary>
    public string? DocumentKind { get; init; }

    /// <summary>紧急程度 (特急, 加急), as it stands.</summary>
    public string? Urgency { get; init; }

    /// <summary>密级 or 内部, as it stands with its period.</summary>
    public string? Secrecy { get; init; }

    /// <summary>主送.</summary>
    public required ImmutableArray<string> Addressees { get; init; }

    /// <summary>成文日期.</summary>
    public required DateOnly? IssuedOn { get; init; }

    /// <summary>印发日期.</summary>
    public required DateOnly? PrintedOn { get; init; }

    /// <summary>抄送.</summary>
    public required ImmutableArray<string> Cc { get; init; }

    /// <summary>Name of the plan that the notice wraps (印发《…》), as the plan's own heading has it.</summary>
    public required string? PlanTitle { get; init; }

    /// <summary>Annexes by their headings.</summary>
    public required ImmutableArray<string> Annexes { get; init; }

    public required ImmutableArray<NoticeSection> Sections { get; init; }

    public required ImmutableArray<NoticeItem> Items { get; init; }

    /// <summary>差异 and doubts: the clerk rules on each, known by its key.</summary>
    public required ImmutableArray<NoticeFinding> Findings { get; init; }

    public required NoticeSources Sources { get; init; }

    /// <summary>How the values of the head were read.</summary>
    public ImmutableArray<ValueReading> Readings { get; init; } = [];

    /// <summary>The heads of its tables' columns, each once.</summary>
    public ImmutableArray<ReadHead> Heads { get; init; } = [];

    /// <summary>The extracted text that every span points into.</summary>
    public required ImmutableArray<SourceLine> Text { get; init; }
}

/// <summary>Where the values of the head stand.</summary>
public sealed record NoticeSources(
    SourceSpan? Number, SourceSpan? Issuer, SourceSpan? Title, SourceSpan? Addressees, SourceSpan? IssuedOn,
    SourceSpan? PrintedOn, SourceSpan? Cc, SourceSpan? PlanTitle)
{
    public SourceSpan? Urgency { get; init; }

    public SourceSpan? Secrecy { get; init; }

    /// <summary>In the order of the annexes.</summary>
    public ImmutableArray<SourceSpan> Annexes { get; init; } = [];
}

/// <summary>The rule that read a value, and how far it may be trusted.</summary>
/// <param name="Value">The key of the value in the JSON: title, departments …</param>
/// <param name="Confidence">0…1.</param>
public sealed record ValueReading(string Value, string Rule, double Confidence);

/// <summary>A head of a table's column as it stands.</summary>
/// <param name="Column">What it was taken for (title, plan, departments …; other: of no use here); null where nobody knows.</param>
public sealed record ReadHead(string Text, string? Column, SourceSpan Source);

/// <param name="Level">1 for 一、 2 for （一） 3 for 1. 4 for （1） 5 for ① 6 for 一是.</param>
/// <param name="Implied">The paragraph bears no number, but stands where the numbering has its gap.</param>
public sealed record NoticeSection(
    int Level, int No, bool Implied, string Heading, string Text, SourceSpan Source, ImmutableArray<NoticeSection> Children);

/// <summary>One row of the checklist (清单).</summary>
/// <param name="Departments">All that are named, in their order.</param>
/// <param name="Lead">Only those that the text calls 牵头; "first named" is applied at registration.</param>
/// <param name="Due">Proposed last day: the last of its points' (design 9).</param>
/// <param name="MustConfirm">A person confirms the proposed date, or says one where there is none.</param>
/// <param name="BodySource">The passage of the body that this row was collated with.</param>
public sealed record NoticeItem(
    int No, string Title, string Plan, ImmutableArray<string> Leaders, ImmutableArray<string> Departments,
    ImmutableArray<string> Lead, ImmutableArray<string> Support, string? DeadlineText, DateOnly? Due, bool MustConfirm,
    string? Recurrence, double Confidence, SourceSpan Source, ImmutableArray<NoticePoint> Points,
    ItemSources Sources, SourceSpan? BodySource)
{
    /// <summary>What it stands under: a group row, the headings over it parted by /.</summary>
    public string? Group { get; init; }

    /// <summary>完成标准, where the text gives it apart from the plan.</summary>
    public string? Standard { get; init; }

    /// <summary>How its values were read.</summary>
    public ImmutableArray<ValueReading> Readings { get; init; } = [];
}

public sealed record ItemSources(
    SourceSpan? Title, SourceSpan? Plan, SourceSpan? Leaders, SourceSpan? Departments, SourceSpan? Deadline)
{
    public SourceSpan? Standard { get; init; }

    /// <summary>The heading or the row right over it.</summary>
    public SourceSpan? Group { get; init; }

    /// <summary>Of those who lead or support alone, where they stand apart from the other departments.</summary>
    public SourceSpan? Lead { get; init; }

    public SourceSpan? Support { get; init; }
}

/// <summary>要点: one of the separate things that an item promises.</summary>
/// <param name="Rule">Id of the deadline rule that read <paramref name="DeadlineText"/>; null where no rule does.</param>
/// <param name="DueTime">Null when the day ends at 24:00.</param>
/// <param name="Target">目标日: the workday before a due day off.</param>
/// <param name="RecurrenceTime">08:00-12:00, where the words give a time of day.</param>
/// <param name="DeadlineSource">Where the deadline words stand; in the body, where the checklist drops them.</param>
public sealed record NoticePoint(
    string Text, PointKind Kind, string? DeadlineText, DateOnly? Due, TimeOnly? DueTime, DateOnly? Target, bool MustConfirm,
    string? Recurrence, string? RecurrenceTime, PointMeasure? Measure, string? Rule, SourceSpan Source,
    SourceSpan? DeadlineSource, double Confidence)
{
    /// <summary>Telephone numbers that it publishes.</summary>
    public ImmutableArray<string> Phones { get; init; } = [];

    /// <summary>In the order of the numbers.</summary>
    public ImmutableArray<SourceSpan> PhoneSources { get; init; } = [];

    /// <summary>The words of <see cref="Measure"/>.</summary>
    public SourceSpan? MeasureSource { get; init; }
}

public enum PointKind
{
    /// <summary>一次性.</summary>
    OneOff,

    /// <summary>设施.</summary>
    Facility,

    /// <summary>制度机制.</summary>
    Mechanism,

    /// <summary>常年.</summary>
    YearRound,

    /// <summary>周期.</summary>
    Periodic,

    /// <summary>指标.</summary>
    Measure,

    /// <summary>作风.</summary>
    Conduct,
}

/// <summary>A measure hidden in the words: 全覆盖 is 100 %; 减少 is a trend that needs a baseline.</summary>
/// <param name="Value">Null for a trend.</param>
public sealed record PointMeasure(string Phrase, decimal? Value, string? Unit, bool NeedsBaseline)
{
    /// <summary>基数: where one stood before, where the table says it (上年完成, 现状值).</summary>
    public decimal? Baseline { get; init; }
}

/// <summary>A difference or a doubt. Its key stays the same while the wordings stay the same.</summary>
/// <param name="Item">The row it concerns, null for the notice itself.</param>
/// <param name="Message">One Chinese sentence that shows both wordings.</param>
/// <param name="Other">The other side, where two passages differ: the body's.</param>
public sealed record NoticeFinding(
    string Key, FindingKind Kind, int? Item, string Message, string? BodyText, string? AnnexText, SourceSpan Source,
    SourceSpan? Other);

/// <summary>Spelled in lower kebab case in JSON; add a kind, never rename one.</summary>
public enum FindingKind
{
    TitleDiffers,
    AnnexTitleDiffers,
    ItemTitleDiffers,
    WordsChanged,
    WordsDropped,
    WordsAdded,
    DateAdded,
    DateDropped,
    DateChanged,
    ItemNotInBody,
    BodyNotInAnnex,
    NumberingGap,
    NumberingRepeat,
    TruncatedSentence,
    OwnerNotResponsible,
    BodyNameDiffers,
    CollectiveOwner,
    UnknownName,
    NoOwner,
    NoDate,
    DatePast,
    DateOnDayOff,
    DateOrder,
    UnpairedMark,
    WrongBracket,
    MissingFullStop,
    NoItems,

    /// <summary>9000万小时, 降到2896, 139、2万.</summary>
    ImpossibleFigure,

    /// <summary>Two documents in one file.</summary>
    JoinedDocuments,

    /// <summary>An owner who was the unit's and is no longer.</summary>
    DepartedName,

    /// <summary>6月10日（星期四） that is another day of the week.</summary>
    WeekdayDiffers,

    /// <summary>Nothing by which to see that it is done.</summary>
    NoMeasure,

    /// <summary>A mark of urgency or secrecy that is written wrongly: 加及, 密秘.</summary>
    MisspeltMark,

    /// <summary>A sentence with a day, or with whose work it is, that no item holds.</summary>
    SentenceWithoutItem,
}

using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>One task as it stands in a row or a passage, before dates are read and the body is compared.</summary>
internal sealed record Entry(
    int No, int? WrittenNo, Passage Title, Passage Plan, Passage Leaders, Passage Deadline, Owners Owners, SourceSpan Source)
{
    /// <summary>完成标准, where the text has it apart from the plan.</summary>
    public Passage Measure { get; init; } = Passage.Empty;

    /// <summary>整改目标, where it is no part of the plan: reached or not, it is one of the points.</summary>
    public Passage Goal { get; init; } = Passage.Empty;

    /// <summary>The value in it that is aimed at, where it is one.</summary>
    public Passage Aim { get; init; } = Passage.Empty;

    /// <summary>Where one stood before, and what both values are counted in, where columns of their own say so.</summary>
    public Passage Baseline { get; init; } = Passage.Empty;

    public Passage Unit { get; init; } = Passage.Empty;

    /// <summary>What is due at the end of each span of time that a column of its own stands for (一季度, 下半年).</summary>
    public ImmutableArray<Stage> Stages { get; init; } = [];

    /// <summary>What it stands under: a group row, the headings over it.</summary>
    public string? Group { get; init; }

    /// <summary>The heading or the row right over it.</summary>
    public SourceSpan? GroupSource { get; init; }

    public required EntryRule Rule { get; init; }

    /// <summary>The words of <see cref="Deadline"/> in the sentence that they were found in.</summary>
    public (DeadlinePhrase Phrase, Passage Sentence)? Said { get; init; }

    /// <summary>The deadline's column was known by its cells alone: somebody must say that it is one.</summary>
    public bool AsksDeadline { get; init; }

    /// <summary>The number is that of another list (原序号).</summary>
    public bool CitesNumber { get; init; }

    /// <summary>The number reaches down from the row before.</summary>
    public bool SharesNumber { get; init; }

    /// <summary>The deadline or the owners are those of the group that it stands under.</summary>
    public bool InheritsDeadline { get; init; }

    public bool InheritsOwners { get; init; }

    public ItemSources Sources => new(
        Title.Whole, Plan.Whole, Leaders.Whole ?? Owners.Places.Leaders, Owners.Places.Departments ?? Owners.Source, Deadline.Whole)
    {
        Standard = Measure.Whole,
        Group = GroupSource,
        Lead = Owners.Places.Lead,
        Support = Owners.Places.Support,
    };

    /// <summary>Title and plan, as they are compared with the body.</summary>
    public string Whole => Title.Text + Plan.Text;

    /// <summary>
    /// With the leaders, the departments and the day of what it stands under, or of what speaks of all, where it has none of its own.
    /// </summary>
    public Entry Under(OwnerClause over)
    {
        var dated = Deadline.Length == 0 && over.Deadline.Length > 0 && !HasDay(Whole);
        return this with
        {
            Owners = Owners.Under(over.Owners),
            Deadline = dated ? over.Deadline : Deadline,
            InheritsDeadline = InheritsDeadline || dated,
            InheritsOwners = InheritsOwners || (Owners.Departments.IsEmpty && !over.Owners.Departments.IsEmpty),
        };
    }

    /// <summary>A part with a date of its own, or with a leader alone, is the work of whom its text names.</summary>
    public static Entry WithActor(Entry part) =>
        part.Owners.Departments.IsEmpty && ProseActors.Of(part.Plan).Owners is { IsEmpty: false } who && (part.Owners.IsEmpty || who.Leaders.IsEmpty)
            ? part with { Owners = part.Owners.With(who) } : part;

    /// <summary>Whether a text names a day itself; how long a thing may take is none.</summary>
    public static bool HasDay(string text) =>
        DeadlineRules.Find(text).Any(p => Items.IsDated(p.Text) && !DeadlineRules.IsSpan(p.RuleId));

    /// <summary>
    /// Numbers as written where they go up, none comes twice and few rows have none: those get the numbers after the last. Else
    /// counted through.
    /// </summary>
    public static ImmutableArray<Entry> Number(ImmutableArray<Entry> entries)
    {
        var written = entries.Select(e => e.WrittenNo).OfType<int>().ToList();
        if (entries.Any(e => e.WrittenNo is null && e.Rule != EntryRule.Row) || 2 * written.Count <= entries.Length
            || written.Zip(written.Skip(1)).Any(pair => pair.Second <= pair.First))
        {
            return [.. entries.Select((e, at) => e with { No = at + 1 })];
        }

        var next = written[^1];
        return [.. entries.Select(e => e with { No = e.WrittenNo ?? ++next })];
    }
}

/// <param name="When">The words of the head.</param>
internal sealed record Stage(Passage When, Passage Text);

/// <summary>What read an entry, with how far to trust it. Ids are kept with the draft.</summary>
/// <param name="Id">row, bracket, label, sentence or phase.</param>
internal sealed record EntryRule(string Id, double Confidence)
{
    /// <summary>A row of a table with known heads.</summary>
    public static EntryRule Row { get; } = new("row", .95);

    /// <summary>A row that was laid under its columns by its looks.</summary>
    public static EntryRule LaidRow { get; } = new("row-laid", .8);

    /// <summary>Work with （责任单位：…） at its end.</summary>
    public static EntryRule Bracket { get; } = new("bracket", .9);

    /// <summary>Work with 责任单位：… beside it.</summary>
    public static EntryRule Label { get; } = new("label", .9);

    /// <summary>A sentence whose subject is the actor.</summary>
    public static EntryRule Sentence { get; } = new("sentence", .6);

    /// <summary>A part with nothing but its dates.</summary>
    public static EntryRule Phase { get; } = new("phase", .4);
}

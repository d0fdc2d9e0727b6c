using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>How a careful clerk reads a document. README.md beside the documents says what was judged, and how.</summary>
/// <param name="Skip">Fields that a careful clerk could not say from the document; they are not scored.</param>
/// <param name="TitleWithin">Where given, a reading may be longer than the title, but no longer than this.</param>
internal sealed record ExpectedNotice(
    string Layout, string About, ImmutableArray<string> Skip, string? Number, ImmutableArray<string> Issuers, string? Title,
    string? TitleWithin, ImmutableArray<string> Addressees, string? IssuedOn, string? PrintedOn, ImmutableArray<string> Cc,
    ImmutableArray<ExpectedItem> Items, ImmutableArray<ExpectedFinding> Findings)
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>What a later look at the document said; a reading that does not state one of these is not judged by it.</summary>
    public string? Urgency { get; init; }

    /// <summary>An empty text, here and in the next ones: the document has none.</summary>
    public string? Secrecy { get; init; }

    public string? PlanTitle { get; init; }

    public ImmutableArray<string> Annexes { get; init; }

    /// <summary>一、 and （一） with their headings, in order; … where the heading runs on, nothing where there is none.</summary>
    public ImmutableArray<string> Sections { get; init; }

    /// <summary>The heading or row right over items, with their positions from 1; items that no group has stand under none.</summary>
    public ImmutableDictionary<string, ImmutableArray<int>>? Groups { get; init; }

    /// <summary>Telephones by the position of their item; the others publish none.</summary>
    public ImmutableDictionary<int, ImmutableArray<string>>? Phones { get; init; }

    /// <summary>完成标准 by the position of its item, where the text gives it apart from the plan.</summary>
    public ImmutableDictionary<int, string>? Standards { get; init; }

    public static ExpectedNotice Parse(byte[] json) =>
        JsonSerializer.Deserialize<ExpectedNotice>(json, _options) ?? throw new JsonException("null");

    public bool Judges(string field) => Skip.IsDefault || !Skip.Contains(field);
}

/// <summary>Names and parts of the deadline words may hold alternatives, parted by |.</summary>
internal sealed record ExpectedItem(
    int No, string Title, string? TitleWithin, ImmutableArray<string> Leaders, ImmutableArray<string> Departments,
    ImmutableArray<string> Lead, ImmutableArray<string> Support, string? DeadlineText, string? Due, bool MustConfirm,
    string? Recurrence, ImmutableArray<ExpectedPoint> Points, ImmutableArray<string> Skip)
{
    public bool Judges(string field) => Skip.IsDefault || !Skip.Contains(field);
}

/// <param name="Kind">"?" where a careful clerk could not say.</param>
/// <param name="Measure">An object, null for none, "?" where a careful clerk could not say.</param>
internal sealed record ExpectedPoint(string Text, string Kind, JsonElement? Measure, string? Due, string? Recurrence)
{
    public const string Unsaid = "?";

    public bool JudgesMeasure => Measure is not { ValueKind: JsonValueKind.String };

    public ReadMeasure? AsMeasure => Measure is { ValueKind: JsonValueKind.Object } measure
        ? measure.Deserialize<ReadMeasure>(JsonSerializerOptions.Web)
        : null;
}

/// <param name="Kind">May hold alternatives, parted by |.</param>
/// <param name="Item">Position of the expected item, from 1; null for the notice itself.</param>
/// <param name="AnyItem">The finding may be given to the notice or to any item.</param>
/// <param name="Optional">Neither missed when it is absent nor wrong when it is there.</param>
internal sealed record ExpectedFinding(string Kind, int? Item, bool AnyItem = false, bool Optional = false);

/// <summary>The parts of the reader's JSON that are scored.</summary>
internal sealed record ReadNotice(
    string? Number, string? Issuer, ImmutableArray<string> Issuers, string? Title, ImmutableArray<string> Addressees,
    string? IssuedOn, string? PrintedOn, ImmutableArray<string> Cc, ImmutableArray<ReadItem> Items,
    ImmutableArray<ReadFinding> Findings)
{
    public string? Urgency { get; init; }

    public string? Secrecy { get; init; }

    public string? PlanTitle { get; init; }

    public ImmutableArray<string> Annexes { get; init; } = [];

    public ImmutableArray<ReadSection> Sections { get; init; } = [];

    public ReadSources Sources { get; init; } = new();

    public ImmutableArray<ReadLine> Text { get; init; } = [];

    /// <summary>The words behind a place; none where it ends before it begins.</summary>
    public string At(SourceSpan span) => span.EndLine < span.Line ? "" : string.Concat(Enumerable.Range(span.Line, span.EndLine - span.Line + 1).Select(line =>
        Text[line].Text[(line == span.Line ? span.Start : 0)..(line == span.EndLine ? span.End : Text[line].Text.Length)]));

    public static ReadNotice Parse(byte[] json) =>
        JsonSerializer.Deserialize<ReadNotice>(json, JsonSerializerOptions.Web) ?? throw new JsonException("null");

    /// <summary>Joint issuers stand in a list of their own, or in one text parted by blanks or marks.</summary>
    public IEnumerable<string> AllIssuers => !Issuers.IsDefaultOrEmpty
        ? Issuers
        : (Issuer ?? "").Split(['、', '，', ',', ' ', '　', '\n', ';', '；'], StringSplitOptions.RemoveEmptyEntries);
}

internal sealed record ReadItem(
    int No, string Title, string? Plan, ImmutableArray<string> Leaders, ImmutableArray<string> Departments,
    ImmutableArray<string> Lead, ImmutableArray<string> Support, string? DeadlineText, string? Due, bool MustConfirm,
    string? Recurrence, ImmutableArray<ReadPoint> Points)
{
    public string? Group { get; init; }

    public string? Standard { get; init; }

    public ReadSources Sources { get; init; } = new();
}

internal sealed record ReadPoint(string Text, string Kind, string? Due, string? Recurrence, ReadMeasure? Measure)
{
    public ImmutableArray<string> Phones { get; init; } = [];

    public SourceSpan? Source { get; init; }

    public SourceSpan? DeadlineSource { get; init; }
}

internal sealed record ReadSection(int Level, int No, string Heading, string Text, ImmutableArray<ReadSection> Children)
{
    public IEnumerable<ReadSection> WithBelow => Children.SelectMany(c => c.WithBelow).Prepend(this);
}

internal sealed record ReadLine(string Text);

/// <summary>Places by the key of the value that stands there: one, several, or none where the reader knows none.</summary>
internal sealed class ReadSources : Dictionary<string, JsonElement>
{
    public IEnumerable<SourceSpan> Of(string value) => !TryGetValue(value, out var place) ? [] : place.ValueKind switch
    {
        JsonValueKind.Object => [Span(place)],
        JsonValueKind.Array => place.EnumerateArray().Where(p => p.ValueKind == JsonValueKind.Object).Select(Span),
        _ => [],
    };

    private static SourceSpan Span(JsonElement place) =>
        place.Deserialize<SourceSpan>(JsonSerializerOptions.Web) ?? throw new JsonException("null");
}

internal sealed record ReadMeasure(decimal? Value, string? Unit, bool NeedsBaseline);

internal sealed record ReadFinding(string Kind, int? Item, string? Message);

using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

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
    string? Recurrence, ImmutableArray<ReadPoint> Points);

internal sealed record ReadPoint(string Text, string Kind, string? Due, string? Recurrence, ReadMeasure? Measure);

internal sealed record ReadMeasure(decimal? Value, string? Unit, bool NeedsBaseline);

internal sealed record ReadFinding(string Kind, int? Item, string? Message);

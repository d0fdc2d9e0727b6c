using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Engine.Cases;

namespace Approvals.Tests.Cases;

/// <summary>A case as text, so that two of them can be compared by what they say and not by reference.</summary>
internal static class CaseText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Of(Case @case) => JsonSerializer.Serialize(
        new
        {
            @case.Id,
            Workflow = @case.Workflow.Value,
            @case.BookHash,
            @case.Parent,
            @case.Key,
            @case.Title,
            Stage = @case.Stage.Value,
            @case.Ended,
            @case.Round,
            @case.RoundIsOpen,
            @case.Seats,
            RoundStage = Sorted(@case.RoundStage, id => id.Value),
            @case.Votes,
            Parties = Sorted(@case.Parties, party => $"{party}"),
            @case.Facts,
            @case.Matters,
            Numbers = Sorted(@case.Numbers, purpose => purpose),
            Splits = Sorted(@case.Splits, id => id.Value),
            @case.DueOn,
            @case.Version,
            @case.Time,
            @case.Measures,
            @case.Duty,
            @case.ParentRound,
            StraightBack = @case.StraightBack?.Value,
            @case.Recallable,
            @case.Moves,
            @case.Copied,
        },
        Options);

    /// <summary>Events through JSON and back, as a store would keep them.</summary>
    public static ImmutableArray<CaseEvent> Stored(IEnumerable<CaseEvent> events) =>
        // what was just written reads
        [.. events.Select(e => JsonSerializer.Deserialize<CaseEvent>(JsonSerializer.Serialize(e))!)];

    /// <summary>The properties that <see cref="Of"/> shows are all that a case has.</summary>
    public static IEnumerable<string> Shown(Case @case) =>
        JsonDocument.Parse(Of(@case)).RootElement.EnumerateObject().Select(p => p.Name);

    public static void ReplayIsLive(Case live, IReadOnlyList<CaseEvent> events) =>
        Of(Evolution.Replay(live.Id, Stored(events)))
            .ShouldBe(Of(live), $"a replay of {events.Count} events is not the live case");

    private static SortedDictionary<string, TValue> Sorted<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> map, Func<TKey, string> name)
        where TKey : notnull => new(map.ToDictionary(p => name(p.Key), p => p.Value), StringComparer.Ordinal);
}

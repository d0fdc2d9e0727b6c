using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Engine.Cases;

namespace Approvals.Tests.Cases;

/// <summary>A case as text, so that two of them can be compared by what they say and not by reference.</summary>
internal static class CaseText
{
    private static readonly JsonSerializerOptions Lines = OptionsOf(indented: true);
    private static readonly JsonSerializerOptions OneLine = OptionsOf(indented: false);

    public static string Of(Case @case) => JsonSerializer.Serialize(Parts(@case), Lines);

    /// <summary>Told line by line only where they differ.</summary>
    public static void ShouldBeTheSame(Case one, Case other, string message)
    {
        if (!Bytes(one).AsSpan().SequenceEqual(Bytes(other)))
        {
            Of(one).ShouldBe(Of(other), message);
        }
    }

    private static byte[] Bytes(Case @case) => JsonSerializer.SerializeToUtf8Bytes(Parts(@case), OneLine);

    private static JsonSerializerOptions OptionsOf(bool indented) => new()
    {
        WriteIndented = indented,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private static object Parts(Case @case) => new
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
        @case.Scope,
        @case.Moves,
        @case.Copied,
    };

    /// <summary>Events through JSON and back, as a store would keep them.</summary>
    public static ImmutableArray<CaseEvent> Stored(IEnumerable<CaseEvent> events) =>
        // what was just written reads
        [.. events.Select(e => JsonSerializer.Deserialize<CaseEvent>(JsonSerializer.Serialize(e))!)];

    /// <summary>The properties that <see cref="Of"/> shows are all that a case has.</summary>
    public static IEnumerable<string> Shown(Case @case) =>
        JsonDocument.Parse(Of(@case)).RootElement.EnumerateObject().Select(p => p.Name);

    public static void ReplayIsLive(Case live, IReadOnlyList<CaseEvent> events) =>
        ShouldBeTheSame(
            Evolution.Replay(live.Id, Stored(events)), live, $"a replay of {events.Count} events is not the live case");

    private static SortedDictionary<string, TValue> Sorted<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> map, Func<TKey, string> name)
        where TKey : notnull => new(map.ToDictionary(p => name(p.Key), p => p.Value), StringComparer.Ordinal);
}

using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Approvals.Engine;
using Approvals.Engine.Cases;

namespace Approvals.Web.Store.Cases;

/// <summary>How events and the small structured columns are written. Stored forever: only ever extended.</summary>
public static class CaseJson
{
    public static JsonSerializerOptions Options { get; } = Make();

    public static byte[] Bytes(CaseEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, Options);

    /// <exception cref="JsonException">The bytes are no event that this program knows.</exception>
    public static CaseEvent Event(ReadOnlySpan<byte> bytes) =>
        JsonSerializer.Deserialize<CaseEvent>(bytes, Options) ?? throw new JsonException("a stored event is null");

    /// <summary>The event's kind as stored: the discriminator of its type.</summary>
    public static string KindOf(CaseEvent e) => Kinds[e.GetType()];

    /// <summary>A command as the key's body has it: which it is, and all that it says.</summary>
    public static string Text(CaseCommand command) =>
        $"{command.GetType().Name} {JsonSerializer.Serialize(command, command.GetType(), Options)}";

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new JsonException($"a stored {typeof(T).Name} is null");

    private static ImmutableDictionary<Type, string> Kinds { get; } = typeof(CaseEvent)
        .GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>()
        .ToImmutableDictionary(a => a.DerivedType, a => a.TypeDiscriminator as string ?? a.DerivedType.Name);

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter());
        options.Converters.Add(new NumberConverter<PersonId>(n => new PersonId(n), id => id.Value));
        options.Converters.Add(new NumberConverter<BodyId>(n => new BodyId(n), id => id.Value));
        options.Converters.Add(new NumberConverter<SeatNo>(n => new SeatNo(n), no => no.Value));
        options.Converters.Add(new WordConverter<RoleId>(w => new RoleId(w), id => id.Value));
        options.Converters.Add(new WordConverter<WorkflowId>(w => new WorkflowId(w), id => id.Value));
        options.Converters.Add(new WordConverter<StageId>(w => new StageId(w), id => id.Value));
        options.Converters.Add(new WordConverter<ActionId>(w => new ActionId(w), id => id.Value));
        options.Converters.Add(new WordConverter<CaseId>(w => new CaseId(Guid.ParseExact(w, "N")), id => id.ToString()));
        return options;
    }

    private sealed class NumberConverter<T>(Func<int, T> make, Func<T, int> value) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            make(reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, T id, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value(id));
    }

    private sealed class WordConverter<T>(Func<string, T> make, Func<T, string> value) : JsonConverter<T>
        where T : notnull
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            make(reader.GetString() ?? "");

        public override void Write(Utf8JsonWriter writer, T id, JsonSerializerOptions options) =>
            writer.WriteStringValue(value(id));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            make(reader.GetString() ?? "");

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T id, JsonSerializerOptions options) =>
            writer.WritePropertyName(value(id));
    }
}

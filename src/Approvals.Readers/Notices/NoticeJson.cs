using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Approvals.Readers.Notices;

/// <summary>
/// The JSON of docs/notice.schema.json: camelCase, dates YYYY-MM-DD, kinds in lower kebab case, Chinese as it is.
/// </summary>
public static class NoticeJson
{
    /// <summary>For whoever keeps drafts or parts of them as JSON.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static void Write(NoticeDraft draft, Stream stream) => JsonSerializer.Serialize(stream, draft, Options);

    public static NoticeDraft Read(Stream stream) =>
        JsonSerializer.Deserialize<NoticeDraft>(stream, Options) ?? throw new JsonException("The JSON holds no draft.");

    /// <summary>The spelling of a kind in JSON, pages and stored rulings.</summary>
    public static string NameOf(FindingKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Approvals.Web.CommandLine;

/// <summary>What <c>--json</c> prints: one document, Chinese as it is.</summary>
internal static class Json
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

using System.Text;
using System.Text.Json;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

public sealed class NoticeJsonTests
{
    private static readonly JsonElement _schema = JsonDocument.Parse(
        File.ReadAllText(RepositoryFiles.PathOf("docs/notice.schema.json"))).RootElement;

    [Fact]
    public void It_has_the_shape_that_the_schema_describes()
    {
        foreach (var draft in new[] { SampleNotice.FromDocx, SampleNotice.FromTxt, SampleNotice.Read(
            SampleNotice.Txt.Replace("2021年6月2日", "")) })
        {
            Check(JsonDocument.Parse(Json(draft)).RootElement, _schema, "$");
        }
    }

    [Fact]
    public void Every_kind_of_finding_and_point_is_in_the_schema()
    {
        var kinds = _schema.GetProperty("$defs").GetProperty("finding").GetProperty("properties").GetProperty("kind")
            .GetProperty("enum");
        kinds.EnumerateArray().Select(k => k.GetString()).ShouldBe(Enum.GetValues<FindingKind>().Select(NoticeJson.NameOf));
        _schema.GetProperty("$defs").GetProperty("point").GetProperty("properties").GetProperty("kind").GetProperty("enum")
            .GetArrayLength().ShouldBe(Enum.GetValues<PointKind>().Length);
    }

    [Fact]
    public void Chinese_stands_in_it_as_it_is() => Json(SampleNotice.FromTxt).ShouldContain("\"number\": \"绍市中医党〔2021〕18号\"");

    [Fact]
    public void A_draft_read_back_is_the_same()
    {
        var json = Json(SampleNotice.FromDocx);
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        Json(NoticeJson.Read(stream)).ShouldBe(json);
    }

    [Fact]
    public void The_print_for_people_shows_items_and_findings()
    {
        using var writer = new StringWriter();
        NoticeText.Write(SampleNotice.FromDocx, writer);
        var text = writer.ToString();
        text.ShouldContain("绍市中医党〔2021〕18号");
        SampleNotice.FromDocx.Findings.ShouldAllBe(f => text.Contains(f.Message, StringComparison.Ordinal));
        SampleNotice.FromDocx.Items.ShouldAllBe(i => text.Contains(i.Title, StringComparison.Ordinal));
    }

    private static string Json(NoticeDraft draft)
    {
        using var stream = new MemoryStream();
        NoticeJson.Write(draft, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>As much of JSON Schema as our file uses.</summary>
    private static void Check(JsonElement value, JsonElement schema, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(value, _schema.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]), path);
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            Check(value, choices[value.ValueKind == JsonValueKind.Null ? 1 : 0], path);
        }

        if (schema.TryGetProperty("type", out var type))
        {
            var allowed = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(t => t.GetString()).ToList()
                : [type.GetString()];
            (allowed.Contains(TypeOf(value)) || (TypeOf(value) == "integer" && allowed.Contains("number"))).ShouldBeTrue(path);
        }

        if (schema.TryGetProperty("enum", out var options))
        {
            options.EnumerateArray().Select(o => o.GetString()).ShouldContain(value.GetString(), path);
        }

        if (schema.TryGetProperty("pattern", out var pattern) && value.ValueKind == JsonValueKind.String)
        {
            value.GetString()!.ShouldMatch(pattern.GetString()!, path);
        }

        Members(value, schema, path);
    }

    private static void Members(JsonElement value, JsonElement schema, string path)
    {
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (element, i) in value.EnumerateArray().Select((e, i) => (e, i)))
            {
                Check(element, items, $"{path}[{i}]");
            }
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (schema.TryGetProperty("required", out var required))
        {
            value.EnumerateObject().Select(p => p.Name)
                .ShouldBe(required.EnumerateArray().Select(r => r.GetString()!), ignoreOrder: true, path);
        }

        foreach (var property in value.EnumerateObject())
        {
            var described = schema.TryGetProperty("properties", out var known)
                && known.TryGetProperty(property.Name, out var own) ? own
                : schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object
                    ? others : default;
            if (described.ValueKind == JsonValueKind.Object)
            {
                Check(property.Value, described, $"{path}.{property.Name}");
            }
        }
    }

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => value.GetRawText().Contains('.', StringComparison.Ordinal) ? "number" : "integer",
    };
}

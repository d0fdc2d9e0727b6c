using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Approvals.Tests.Definitions;

/// <summary>docs/workflow.schema.json and the parser speak one language: what editors complete is what check accepts.</summary>
public sealed partial class SchemaTests
{
    private static readonly string Text = File.ReadAllText(RepositoryFiles.PathOf("docs/workflow.schema.json"));
    /// <summary>Rows of the page's tables that tell of a key of something inside; an example with a colon is the whole of that.</summary>
    private static readonly Dictionary<string, string> InsideOf = new()
    {
        ["stage.at"] = "split",
        ["stage.when"] = "split",
        ["stage.at_least"] = "signers/properties/at_least",
        ["workflow.roles"] = "roles/properties/roles",
        ["action.needs"] = "input",
    };

    private static readonly JsonObject Definitions = JsonNode.Parse(Text)!["$defs"]!.AsObject(); // a schema of ours has them
    private static readonly JsonSchema Whole = JsonSchema.FromText(Text);
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs/definitions.md"));

    public static TheoryData<string> Shipped => [.. Directory.GetFiles(RepositoryFiles.PathOf("workflows"), "*.yaml").Select(p => Path.GetFileName(p))];

    public static TheoryData<string> Maps => [.. SchemaProbes.Keys.Select(k => k.Map).Distinct()];

    public static TheoryData<string> Lists => [.. SchemaProbes.Words.Select(w => w.List)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_shipped_definition_is_valid(string file) =>
        ShouldBeValid(Whole, Json(File.ReadAllText(RepositoryFiles.PathOf(Path.Combine("workflows", file)))), file);

    [Fact]
    public void Every_file_on_the_page_is_valid()
    {
        var files = Complete().Matches(Page);
        files.Count.ShouldBe(5);
        foreach (Match file in files)
        {
            ShouldBeValid(Whole, Json(file.Groups[2].Value), file.Groups[1].Value);
        }
    }

    /// <summary>A row of a table: its keys, and an example that is a value or the key with its value.</summary>
    [Theory]
    [InlineData("## A file", "workflow")]
    [InlineData("## A stage", "stage")]
    [InlineData("## An action", "action")]
    public void Every_example_of_a_key_is_valid(string heading, string map)
    {
        var section = Page[Page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n## ")[0];
        var tried = 0;
        var key = "";
        foreach (Match row in Row().Matches(section))
        {
            key = row.Groups[1].Length > 0 ? row.Groups[1].Value : key;
            var example = row.Groups[2].Value;
            var (named, inside) = (example.StartsWith($"{key}:", StringComparison.Ordinal), InsideOf.GetValueOrDefault($"{map}.{key}"));
            var whole = inside is not null && !named && example.Contains(':', StringComparison.Ordinal);
            var text = whole || named ? example : $"{key}: {example}";
            ShouldBeValid(
                At(named || inside is null ? $"{map}/properties/{key}" : inside), whole ? Json(text) : Json(text)[key], text);
            tried++;
        }

        tried.ShouldBeGreaterThan(5);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void The_parser_and_the_schema_know_the_same_keys(string map)
    {
        var asked = SchemaProbes.Keys.Where(k => k.Map == map).SelectMany(k => SchemaProbes.KeysAt(k.Place).Except(k.Elsewhere)).Distinct();

        asked.Order().ShouldBe(Find(map)["properties"]!.AsObject().Select(p => p.Key).Order());
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_parser_and_the_schema_know_the_same_words(string list)
    {
        var asked = SchemaProbes.Words.Where(w => w.List == list).SelectMany(w => SchemaProbes.WordsAt(w.Place)).Distinct();

        asked.Order().ShouldBe(WordsOf(Find(list)).Distinct().Order());
    }

    [Fact]
    public void Every_map_and_list_of_the_schema_is_asked_of_the_parser()
    {
        var probed = SchemaProbes.Keys.Select(k => k.Map).Concat(SchemaProbes.Words.Select(w => w.List)).ToHashSet();
        var all = Definitions.Where(d => d.Value!["enum"] is not null || d.Value["properties"] is not null).Select(d => d.Key);

        all.Where(name => !probed.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_key_is_described()
    {
        var silent = Definitions.SelectMany(d => Below(d.Value)).OfType<JsonObject>().SelectMany(d => d["properties"]?.AsObject().ToArray() ?? [])
            .Where(p => p.Value!["description"] is null && Referred(p.Value)["description"] is null).Select(p => p.Key);

        silent.ShouldBeEmpty();
    }

    [Fact]
    public void The_words_of_conditions_are_told() =>
        Approvals.Engine.Definitions.Facts.YesOrNo.Concat(Approvals.Engine.Definitions.Facts.Counted)
            .Where(fact => !Definitions["condition"]!["description"]!.GetValue<string>().Contains(fact, StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("term", "{stages: [{deadline: <>}]}", "own", "1 workday", "3 days", "4 hours", "-1 day", "3  days", "3 weeks", "days", "99999 days")]
    [InlineData("distance", "{stages: [{remind: [<>]}]}", "-3d", "0d", "+1d", "-2h", "3", "3w", "d", "12345d")]
    [InlineData("length", "{stages: [{escalate: [{to: {role: a}, after: <>}]}]}", "1 workday", "2 hours", "0d", "own", "1 year")]
    [InlineData("period", "{stages: [{deadline: {every: <>}}]}", "own", "1 day", "2 weeks", "1 quarter", "0 days", "1 hour", "week")]
    [InlineData("stage/properties/due_time", "{stages: [{due_time: '<>'}]}", "17:00", "00:00", "24:00", "7:00", "noon")]
    public void The_parser_and_the_schema_agree_on_times(string type, string place, params string[] values)
    {
        foreach (var value in values)
        {
            At(type).Evaluate(JsonSerializer.SerializeToElement(value)).IsValid.ShouldBe(SchemaProbes.Accepts(place, value), value);
        }
    }

    [Theory]
    [InlineData("stages: [{id: a, title: A, signer: {role: b}}]")]
    [InlineData("stages: [{id: a, title: A, signers: {role: b, people: inspectors}}]")]
    [InlineData("stages: [{id: a, title: A, mode: most}]")]
    [InlineData("stages: [{id: a, title: A, quiet: sometimes}]")]
    public void What_the_language_does_not_know_is_not_valid(string stages) =>
        Whole.Evaluate(Element(Json($"{{apiVersion: approvals/1, workflow: w, title: W, ends: [{{id: e, title: E}}], {stages}}}")))
            .IsValid.ShouldBeFalse();

    private static void ShouldBeValid(JsonSchema schema, JsonNode? value, string what)
    {
        var result = schema.Evaluate(Element(value), new EvaluationOptions { OutputFormat = OutputFormat.List });
        result.IsValid.ShouldBeTrue(what + "\n" + string.Join('\n', (result.Details ?? [])
            .Where(d => d.Errors is { Count: > 0 }).Select(d => $"{d.InstanceLocation} {string.Join(' ', d.Errors!.Values)}")));
    }

    /// <summary>A part of the schema, as a schema.</summary>
    private static JsonSchema At(string place) =>
        JsonSchema.FromText(new JsonObject { ["$ref"] = $"#/$defs/{place}", ["$defs"] = Definitions.DeepClone() }.ToJsonString());

    private static JsonNode Find(string place) => place.Split('/').Aggregate((JsonNode)Definitions, (node, step) =>
        (int.TryParse(step, CultureInfo.InvariantCulture, out var at) ? node[at] : node[step]) ?? throw new KeyNotFoundException(place));

    private static JsonNode Referred(JsonNode node) =>
        node["$ref"]?.GetValue<string>() is { } path ? Find(path["#/$defs/".Length..]) : node;

    private static IEnumerable<JsonNode?> Below(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => Below(p.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Below),
        _ => [],
    };

    /// <summary>The words that may stand there, and the keys where a map may stand instead.</summary>
    private static IEnumerable<string> WordsOf(JsonNode node) =>
        (node["enum"]?.AsArray().Select(v => v!.GetValue<string>()) ?? [])
            .Concat(node["anyOf"]?.AsArray().SelectMany(n => WordsOf(Referred(n!))) ?? [])
            .Concat(node["$ref"] is null && node["minProperties"] is not null ? node["properties"]!.AsObject().Select(p => p.Key) : []);

    private static JsonElement Element(JsonNode? node) => JsonSerializer.SerializeToElement(node);

    private static JsonNode Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Json(stream.Documents[0].RootNode)!; // a document has a root
    }

    /// <summary>As an editor sees it: plain true, false and whole numbers are no strings.</summary>
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(p => KeyValuePair.Create(((YamlScalarNode)p.Key).Value ?? "", Json(p.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" or "false" } flag => flag.Value == "true",
        YamlScalarNode { Style: ScalarStyle.Plain } scalar when int.TryParse(scalar.Value, CultureInfo.InvariantCulture, out var number) => number,
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };

    [GeneratedRegex(@"```yaml\n# file: (\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Complete();

    [GeneratedRegex(@"^\| (?:`([a-zA-Z_]+)`(?:, `[a-z_]+`)*)? ?\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

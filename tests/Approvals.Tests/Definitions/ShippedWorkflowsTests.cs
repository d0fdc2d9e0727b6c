using System.Text.Json.Nodes;
using Approvals.Readers.Definitions;
using YamlDotNet.RepresentationModel;

namespace Approvals.Tests.Definitions;

public sealed class ShippedWorkflowsTests
{
    /// <summary>Words that no shipped definition needs to say, and why.</summary>
    private static readonly string[] Unsaid =
    [
        "any", "rewalk", // what is meant where nothing is said
        "person", // names somebody of one house: the example of docs/definitions.md does
        "to_parent", // StandingTests hands up; what is shipped hands down
    ];

    [Fact]
    public void Every_key_and_word_of_the_language_is_used_by_a_shipped_definition()
    {
        var language = JsonNode.Parse(File.ReadAllText(RepositoryFiles.PathOf("docs/workflow.schema.json")))!; // a schema of ours
        var said = Directory.GetFiles(RepositoryFiles.PathOf("workflows"), "*.yaml").SelectMany(Said).ToHashSet();

        WordsOf(language["$defs"]).Distinct().Except(said).Except(Unsaid).ShouldBeEmpty();
    }

    [Fact]
    public void The_shipped_definitions_are_sound_together() =>
        Shipped.Book.Workflows.Count.ShouldBe(19);

    private static IEnumerable<string> WordsOf(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(p => p.Key switch
        {
            "properties" => p.Value!.AsObject().SelectMany(k => WordsOf(k.Value).Prepend(k.Key)), // keys of a map
            "enum" => p.Value!.AsArray().Select(w => w!.ToString()), // words of a list
            _ => WordsOf(p.Value),
        }),
        JsonArray list => list.SelectMany(WordsOf),
        _ => [],
    };

    private static IEnumerable<string> Said(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        return stream.Documents[0].AllNodes.OfType<YamlScalarNode>().SelectMany(n => (n.Value ?? "").Split(' ')).ToList();
    }
}

/// <summary>The definitions as they stand in <c>workflows/</c>.</summary>
internal static class Shipped
{
    public static string Root { get; } = FindRoot();

    public static Approvals.Engine.Definitions.WorkflowBook Book { get; } = BookReader.Read(
        Directory.GetFiles(Path.Combine(Root, "workflows"), "*.yaml")
            .Select(path => new DefinitionFile(Path.GetFileName(path), File.ReadAllBytes(path))));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Approvals.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("tests run outside the project");
        }

        return folder;
    }
}

using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Tests.Definitions;

/// <summary>docs/definitions.md is true: its files read, and it knows every word of the language.</summary>
public sealed partial class DefinitionsPageTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs/definitions.md"));

    [Fact]
    public void The_edition_on_the_page_is_sound() =>
        BookReader.Read(Files()).Workflows.Count.ShouldBe(4);

    public static TheoryData<string> Examples => [.. PageExamples.In(Page).Select(e => e.Told)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_sound_where_it_belongs(string told) =>
        BookReader.Check(PageExamples.In(Page).First(e => e.Told == told).Edition).Faults.Select(f => f.ToString()).ShouldBeEmpty();

    [Fact]
    public void The_page_names_every_word_of_the_language()
    {
        var words = Spelling.All<Party>().Concat(Spelling.All<Occasion>()).Concat(Spelling.All<Power>())
            .Concat(["any", "all", "sequential", "lead_last", "votes_for", "need", "weights"])
            .Concat(["consult", "who", "silent_after", "add_seats", "before", "after"])
            .Concat(Spelling.All<WayBack>())
            .Concat(Facts.YesOrNo).Concat(Facts.Counted)
                .Concat(["once", "row", "body_of", "open_matter", "own", "workdays", "of"])
            .Concat(["transfer", "claim", "copy", "copy_by_hand", "nudge", "skip", "in", "person"])
            .Concat(["raise", "settle", "allocate", "replace_in_parent", "reason", "report", "evidence", "date"])
            .Concat(["any_earlier", "sibling", "cancel", "merge", "hand", "to_parent", "to_children", "handed", "except", "cancelled"])
            .Concat(["produce", "distribute", "publish"]).Concat(Spelling.All<Product>()).Concat(Spelling.All<Excepting>()).Concat(Spelling.All<OccurrenceDay>())
            .Concat(["number", "sum", "average", "lowest", "highest", "least", "most"])
            .Concat(["numbers", "some", "known", "held", "every", "day", "week", "month", "quarter", "year"]);

        words.Where(word => !Regex.IsMatch(Page, $@"`[^`]*\b{word}\b[^`]*`")).ShouldBeEmpty();
    }

    [Fact]
    public void The_page_names_every_key_that_the_shipped_definitions_use() =>
        Directory.GetFiles(RepositoryFiles.PathOf("workflows"), "*.yaml").SelectMany(Keys).Distinct()
            .Where(
                key => !Page.Contains($"`{key}", StringComparison.Ordinal) && !Page.Contains($"{key}:", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void The_page_is_short() => Page.Split('\n').Length.ShouldBeLessThan(400);

    [Fact]
    public void The_mapping_on_the_page_names_stages_that_the_edition_on_it_has()
    {
        var text = Regex.Match(Page, "```yaml\n(# how what runs goes on\n.*?)```", RegexOptions.Singleline).Groups[1].Value;
        var book = BookReader.Read(Files());
        var renamed = BookReader.Read(Files().Select(f => f with
        {
            Bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(f.Bytes.Span).Replace("id: work", "id: carrying-out", StringComparison.Ordinal)),
        }));

        MigrationReader.Read("page", text).Map.Between(book, renamed).Workflows.Count.ShouldBe(2);
    }

    private static IEnumerable<DefinitionFile> Files() => Complete().Matches(Page)
        .Select(m => new DefinitionFile(m.Groups[1].Value, Encoding.UTF8.GetBytes(m.Groups[2].Value)));

    private static IEnumerable<string> Keys(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(path)));
        return Keys(stream.Documents[0].RootNode, ids: false);
    }

    /// <summary>Below <c>actions</c>, <c>at_any_stage</c> and <c>roles</c> the first keys are ids.</summary>
    private static IEnumerable<string> Keys(YamlNode node, bool ids) => node switch
    {
        YamlMappingNode map => map.Children.SelectMany(pair =>
        {
            var key = ((YamlScalarNode)pair.Key).Value ?? "";
            var below = Keys(pair.Value, key is "actions" or "at_any_stage" || (key == "roles" && pair.Value is YamlMappingNode));
            return ids ? below : below.Prepend(key);
        }),
        YamlSequenceNode list => list.Children.SelectMany(child => Keys(child, ids: false)),
        _ => [],
    };

    [GeneratedRegex(@"```yaml\n# file: (\S+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Complete();
}

using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Readers.Pictures;
using Approvals.Tests.Definitions;

namespace Approvals.Tests.Pictures;

public sealed partial class MermaidTextTests
{
    [Fact]
    public void The_picture_in_the_readme_is_the_definition() =>
        Block().Match(File.ReadAllText(RepositoryFiles.PathOf("README.md"))).Groups[1].Value
            .ShouldBe(MermaidText.Write(Shipped.Book, Shipped.Book[new WorkflowId("item")]));

    [Fact]
    public void Every_stage_every_way_and_every_end_is_in_it()
    {
        foreach (var workflow in Drawings.Shipped)
        {
            var text = MermaidText.Write(Shipped.Book, workflow);
            text.ShouldStartWith("stateDiagram-v2\n");
            var targets = workflow.Stages.SelectMany(s => s.Targets).ToHashSet();
            workflow.Stages.Select(s => s.Title).Concat(workflow.Ends.Where(e => targets.Contains(e.Id)).Select(e => e.Title))
                .ShouldAllBe(t => text.Contains($"\"{t}\" as "));
            Way().Count(text).ShouldBe(workflow.Stages.Sum(s => s.Targets.Concat(
                s.Actions.Where(a => a.AnyEarlier).Select(_ => workflow.EarlierThan(s).First())).Distinct().Count()));
        }
    }

    [Fact]
    public void Marks_of_mermaid_in_a_title_are_only_letters()
    {
        var plain = Drawings.Plain(1, 1);
        var odd = plain with { Stages = [plain.Stages[0] with { Title = "初审: \"甲\"; #1" }] };

        MermaidText.Write(Shipped.Book, odd).ShouldContain("state \"初审#58; #quot;甲#quot;#59; #35;1\" as s1");
    }

    [GeneratedRegex(@"```mermaid\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^    s\d+ --> s\d+", RegexOptions.Multiline)]
    private static partial Regex Way();
}

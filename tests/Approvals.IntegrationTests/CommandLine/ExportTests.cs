using System.Xml.Linq;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.CommandLine;

/// <summary><c>approvals export</c>, as a process where it writes a document.</summary>
public sealed class ExportTests
{
    [Theory]
    [InlineData("bpmn")]
    [InlineData("svg")]
    public async Task A_definition_comes_out_as_one_document_and_nothing_else(string form)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(["export", form, "notice"]);
        code.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        XDocument.Parse(output).ToString().ShouldContain("会签");
    }

    [Fact]
    public async Task It_can_be_written_into_a_file_the_same()
    {
        var file = Path.Combine(TestCluster.NewFolder(), "notice.mmd");
        var (code, output, errors) = await Verb.RunAsync("export", "mermaid", "notice", "-o", file);
        code.ShouldBe(0, errors);
        output.ShouldBeEmpty();

        var (_, printed, _) = await ServerProcess.RunAsync(["export", "mermaid", "notice"]);
        (await File.ReadAllTextAsync(file)).ShouldBe(printed);
    }

    [Fact]
    public async Task An_unknown_definition_is_wrong_usage_and_the_known_ones_are_named()
    {
        var (code, output, errors) = await Verb.RunAsync("export", "bpmn", "notices");
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("notice、");
    }

    [Fact]
    public async Task A_folder_of_ones_own_is_read_and_an_unsound_one_refused()
    {
        var folder = TestCluster.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "a.yaml"), "apiVersion: approvals/1\nworkflow: a\ntitle: 甲\nstages: []\n");
        var (code, output, errors) = await Verb.RunAsync("export", "svg", "a", "--workflows", folder);
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("a.yaml:1:");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_in_one_sentence()
    {
        var (code, output, errors) = await Verb.RunAsync("export", "svg", "notice", "-o", "/nowhere/at/all.svg");
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.Trim().Split('\n').ShouldHaveSingleItem();
    }
}

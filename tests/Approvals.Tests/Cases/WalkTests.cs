using System.Text;
using Approvals.Engine;
using Approvals.Readers.Definitions;
using Approvals.Tests.Definitions;
using Xunit.Abstractions;

namespace Approvals.Tests.Cases;

public sealed class WalkTests(ITestOutputHelper output)
{
    private const int MostSignatures = 40;

    [Fact]
    public void The_ten_rows_of_the_notice_walk_from_the_draft_to_the_campaigns_end()
    {
        var office = TwinStaff.Office(Shipped.Book, words: null);
        var walk = new Walk(office, words: null);

        walk.ToTheEnd().Stage.Value.ShouldBe("done");

        office.Stuck.ShouldBeEmpty();
        office.Cases.Where(c => !c.Ended).Select(c => (c.Title, c.Stage.Value)).ShouldBe([("第9项", "kept-up")]);
        output.WriteLine($"signatures: {walk.Signatures}, of which inspectors' {walk.ByInspectors}");
        walk.Signatures.ShouldBeLessThanOrEqualTo(MostSignatures);
        (walk.Signatures, walk.ByInspectors).ShouldBe((31, 6), "10 items and 1 part by head and leader; 3 batches of 销号");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20210602)]
    [InlineData(77)]
    public void The_same_walk_knows_no_word_of_the_office_and_minds_no_second_check(int seed)
    {
        output.WriteLine($"seed {seed}");
        var files = Directory.GetFiles(RepositoryFiles.PathOf("workflows"), "*.yaml")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal);
        files["notice.yaml"] = RandomWords.WithSecondCheck(files["notice.yaml"]);
        var words = RandomWords.Rename(seed, files);
        var book = BookReader.Read(words.Files.Select(f => new DefinitionFile(f.Key, Encoding.UTF8.GetBytes(f.Value))));
        var notice = book[new WorkflowId(words.Workflow("notice"))];
        notice.Stages.Length.ShouldBe(Shipped.Book[new WorkflowId("notice")].Stages.Length + 1);
        var office = TwinStaff.Office(book, words);

        new Walk(office, words).ToTheEnd().Stage.Value.ShouldBe(words.Stage("done"));

        office.Stuck.ShouldBeEmpty();
        office.Cases.SelectMany(c => c.Votes).ShouldContain(v => v.Stage.Value == words.Stage("checking-twice"));
    }

    [Fact]
    public void The_posts_of_a_unit_file_get_the_new_roles_and_nothing_else_of_it_changes()
    {
        const string Unit = "unit: 某院   # 演示\nposts:\n  - {person: 甲, body: 乙, role: head}   # head\n";
        var words = RandomWords.Rename(3, new Dictionary<string, string>
        {
            ["roles.yaml"] = "roles:\n  head: {title: 负责人}\n",
            ["unit.yaml"] = Unit,
        });

        words.Files["unit.yaml"].ShouldBe(Unit.Replace("role: head", $"role: {words.Role("head")}", StringComparison.Ordinal));
        words.Map.Count.ShouldBe(2);
    }

    [Fact]
    public void No_old_id_and_no_old_title_survives_the_renaming()
    {
        var files = Directory.GetFiles(RepositoryFiles.PathOf("workflows"), "*.yaml")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal);
        var words = RandomWords.Rename(5, files);
        var book = BookReader.Read(words.Files.Select(f => new DefinitionFile(f.Key, Encoding.UTF8.GetBytes(f.Value))));
        foreach (var workflow in Shipped.Book.Workflows.Values)
        {
            var renamed = book[new WorkflowId(words.Workflow(workflow.Id.Value))];
            renamed.Title.ShouldNotBe(workflow.Title);
            foreach (var (stage, old) in renamed.Stages.Zip(workflow.Stages))
            {
                stage.Id.Value.ShouldBe(words.Stage(old.Id.Value));
                stage.Title.ShouldNotBe(old.Title);
                stage.Actions.Select(a => a.Id.Value).ShouldBe(old.Actions.Select(a => words.Action(a.Id.Value)));
            }
        }

        book.Roles.Keys.Select(r => r.Value).Intersect(Shipped.Book.Roles.Keys.Select(r => r.Value)).ShouldBeEmpty();
    }
}

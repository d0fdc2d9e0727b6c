using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.IntegrationTests.Cases;

/// <summary>A running case keeps its edition, whatever is asked of new ones since.</summary>
public sealed class EditionTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>No way leads to the second stage: today nobody could publish this.</summary>
    private const string Unsound = """
        apiVersion: approvals/1
        workflow: old
        title: 旧流程
        stages:
          - {id: one, title: 一, signers: {people: drafter}, actions: {go: {title: 办, to: over}}}
          - {id: lost, title: 二, signers: {people: drafter}, actions: {go: {title: 办, to: over}}}
        ends:
          - {id: over, title: 办结}
        """;

    [Fact]
    public async Task A_published_edition_is_read_without_being_proved_again_and_never_another()
    {
        var office = await Office.OpenAsync(store);
        DefinitionFile[] files = [new("old.yaml", System.Text.Encoding.UTF8.GetBytes(Unsound))];
        Should.Throw<FaultsException>(() => BookReader.Read(files));
        var hash = BookReader.ReadPublished(files).Hash;
        await KeepAsync(office, hash, files[0]);
        var other = new string('0', hash.Length);
        await KeepAsync(office, other, files[0]);

        (await ReadAsync(office, hash)).Workflows.Keys.ShouldBe([new WorkflowId("old")]);
        await Should.ThrowAsync<InvalidOperationException>(() => ReadAsync(office, other));
    }

    [Fact]
    public async Task What_is_not_sound_is_not_published_and_nothing_of_it_is_kept()
    {
        var office = await Office.OpenAsync(store);
        var folder = TestCluster.NewFolder();
        await File.WriteAllTextAsync(Path.Combine(folder, "old.yaml"), Unsound + "\n# never published");
        var editions = new Editions(folder);

        (await Should.ThrowAsync<FaultsException>(() => editions.PublishAsync(store.Database, office.Unit, CancellationToken.None)))
            .Message.ShouldContain("old.yaml:6:");

        (await office.QueryAsync<string>("SELECT hash FROM edition")).ShouldNotContain(editions.Current.Hash);
    }

    private Task KeepAsync(Office office, string hash, DefinitionFile file) => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            """
            INSERT INTO edition (unit_id, hash) VALUES (@unit, @hash);
            INSERT INTO edition_file (unit_id, hash, name, content) VALUES (@unit, @hash, @name, @content)
            """,
            new { unit = office.Unit.Value, hash, name = file.Name, content = file.Bytes.ToArray() }),
        CancellationToken.None);

    private Task<WorkflowBook> ReadAsync(Office office, string hash) => store.Database.ReadInUnitAsync(
        office.Unit,
        (connection, _) => office.Editions.GetAsync(connection, office.Unit, hash, CancellationToken.None),
        CancellationToken.None);
}

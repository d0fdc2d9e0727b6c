using System.Globalization;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Bench;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Hosting;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Verify;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Bench;

/// <summary>What the bench measures over is what the product would have written itself.</summary>
public sealed class ProvinceTests(ITestOutputHelper output)
{
    private const string WronglyRead = """
        SELECT count(*) FILTER (WHERE c.ended AND m.read_at IS NULL), count(*) FILTER (WHERE NOT c.ended AND m.read_at IS NOT NULL)
        FROM message m
        JOIN flow_case c ON c.unit_id = m.unit_id AND c.opened_month = m.subject_month AND c.case_id = m.subject_id
        """;

    private const string ReadInEvery = """
        SELECT count(DISTINCT m.unit_id)
        FROM message m
        JOIN outbox o ON o.unit_id = m.unit_id AND o.key = m.key AND o.subject_id = m.subject_id AND o.sent_at <= m.created_at
        WHERE m.read_at IS NOT NULL
        """;

    private const string Running = """
        SELECT count(*) FILTER (WHERE NOT ended AND due_on < @Today),
               count(*) FILTER (WHERE NOT ended AND due_on BETWEEN @Today AND @Today + 3),
               count(*) FILTER (WHERE NOT ended AND due_on > @Today + 3),
               count(DISTINCT title)
        FROM flow_case
        WHERE parent_id <> root_id
        """;

    private static readonly ProvinceSize Few = new(Units: 3, Years: 1, Closed: 60, Open: 30, [(1, 100)]);

    [Fact]
    public async Task In_a_generated_province_every_chain_is_whole_every_row_is_what_its_history_says_and_every_rule_holds()
    {
        await using var server = await BenchServer.StartAsync(CancellationToken.None);
        await using var office = await BenchOffice.OpenAsync(server, "province", CancellationToken.None);
        var size = new ProvinceSize(Units: 2, Years: 2, Closed: 6_000, Open: 1_500, [(2, 80), (6, 20)]);
        var written = await new Province(server, office).WriteAsync(size, CancellationToken.None);
        output.WriteLine($"{written}");
        // The ones that were played and a notice or two more or less.
        written.Closed.ShouldBeInRange(size.Closed, size.Closed * 5 / 4);
        written.Open.ShouldBeInRange(size.Open, size.Open * 5 / 4);
        // Of two units one is twice the other.
        written.Largest.ShouldBeInRange(size.Closed * 3 / 5, size.Closed * 4 / 5);
        var (ended, running) = await server.AskAsync<(long, long)>(WronglyRead);
        (ended, running).ShouldBe((0, 0), "who has nothing more to do has read what he was told, and nobody else");
        (await server.AskAsync<long>(ReadInEvery)).ShouldBe(size.Units, "units with messages that went out and were read");
        var (late, soon, later, titles) = await server.AskAsync<(long, long, long, long)>(Running, new { office.Today });
        late.ShouldBePositive("running items that are late");
        soon.ShouldBePositive("running items that are due within days");
        later.ShouldBePositive("running items that have time");
        titles.ShouldBeGreaterThan(20, "what items are about");

        var database = office.Database;
        var units = (await database.UnitsAsync(CancellationToken.None)).Where(u => written.Units.Contains(u.Id)).ToList();
        units.Count.ShouldBe(size.Units);
        foreach (var unit in units)
        {
            var audited = await new CaseAudit(database).AuditAsync(unit, CancellationToken.None);
            output.WriteLine($"{unit.Id}: {audited.Cases} cases, {audited.Events} events");
            audited.First.ShouldBeNull($"{unit.Id}: {audited.First}");
            audited.Cases.ShouldBeGreaterThan(0);
            (await new StoreCheck(database).RunAsync(unit.Id, CancellationToken.None)).Where(b => b.Rule.Fault).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Of_a_folder_that_holds_something_else_nothing_is_touched()
    {
        var folder = TestCluster.NewFolder();
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "passwords.json"), "an office's own");

        Should.Throw<OfficeException>(() => ProvinceOffice.FolderFor(folder, Few)).Message.ShouldContain("请换一个空文件夹");

        Directory.GetFileSystemEntries(folder).Select(Path.GetFileName).ShouldBe(["passwords.json"]);
        (await File.ReadAllTextAsync(Path.Combine(folder, "passwords.json"))).ShouldBe("an office's own");
    }

    [Fact]
    public async Task A_province_that_is_kept_is_found_again_and_one_that_was_not_written_to_its_end_is_not_measured()
    {
        var effort = new Effort(Quick: true, TextWriter.Null) { Kept = TestCluster.NewFolder(), Province = Few };
        var first = await LookAsync();
        first.Units.ShouldBe(Few.Units);

        (await LookAsync()).ShouldBe(first, "the very same, when it was written and how long that took included");
        var whole = Path.Combine(effort.Kept, "province.txt");
        var lines = await File.ReadAllLinesAsync(whole);
        lines[1] = first.Today.AddDays(-40).ToString("O", CultureInfo.InvariantCulture);
        await File.WriteAllLinesAsync(whole, lines);
        (await LookAsync()).Today.ShouldBe(first.Today.AddDays(-40), "one that was written forty days ago is on its day");
        (await Should.ThrowAsync<OfficeException>(() => LookAsync(effort with { Province = Few with { Open = 60 } }))).Message.ShouldContain("另一种规模");

        File.Delete(whole);
        (await Should.ThrowAsync<OfficeException>(() => LookAsync())).Message.ShouldContain("请换一个空文件夹");

        async Task<(string About, DateOnly Today, long Units)> LookAsync(Effort? other = null)
        {
            await using var server = await BenchServer.StartAsync(CancellationToken.None);
            var province = await server.ProvinceAsync(other ?? effort, CancellationToken.None);
            return (province.About, province.Office.Today, await province.Server.AskAsync<long>("SELECT count(DISTINCT unit_id) FROM case_event"));
        }
    }
}

using Approvals.Web.Bench.Ground;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Verify;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Bench;

/// <summary>What the bench measures over is what the product would have written itself.</summary>
public sealed class ProvinceTests(ITestOutputHelper output)
{
    [Fact]
    public async Task In_a_generated_province_every_chain_is_whole_every_row_is_what_its_history_says_and_every_rule_holds()
    {
        await using var server = await BenchServer.StartAsync(CancellationToken.None);
        await using var office = await BenchOffice.OpenAsync(server, "province", CancellationToken.None);
        var size = new ProvinceSize(Units: 2, Years: 2, Closed: 6_000, Open: 1_500, [(2, 80), (6, 20)]);
        var written = await new Province(server, office).WriteAsync(size, CancellationToken.None);
        output.WriteLine(new ProvinceOffice(office, written).About);
        // The ones that were played and a notice or two more or less.
        written.Closed.ShouldBeInRange(size.Closed, size.Closed * 5 / 4);
        written.Open.ShouldBeInRange(size.Open, size.Open * 5 / 4);

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
}

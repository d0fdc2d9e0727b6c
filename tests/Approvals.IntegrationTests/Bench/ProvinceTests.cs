using Approvals.Web.Bench;
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
        var province = await server.ProvinceAsync(new Effort(Quick: true), CancellationToken.None);
        output.WriteLine(province.About);
        province.Written.Closed.ShouldBeGreaterThan(0);
        province.Written.Open.ShouldBeGreaterThan(0);

        var database = province.Office.Database;
        var units = (await database.UnitsAsync(CancellationToken.None)).Where(u => province.Written.Units.Contains(u.Id)).ToList();
        units.Count.ShouldBe(ProvinceSize.Small.Units);
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

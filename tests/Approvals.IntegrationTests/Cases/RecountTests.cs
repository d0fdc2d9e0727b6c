using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Cases;

/// <summary>The official calendar of a year comes after work of that year was begun.</summary>
public sealed class RecountTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>Thursday before the national holiday; Friday 8 October is the next working day, by the notice alone.</summary>
    private static readonly DateTimeOffset Eve = new(2021, 9, 30, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Working_days_are_counted_again_once_when_the_year_is_loaded()
    {
        await store.SetClockAsync(Eve);
        var informed = await Office.OpenAsync(store);
        var office = informed.Knowing(year => year.Year != 2021);
        await new Recounts(store.Database, office.Deciding, office.Calendar).CatchUpAsync(office.Unit, CancellationToken.None);
        var notice = await office.IssuedAsync(rows: 1);
        var branches = (await office.TreeAsync(notice)).ToList();
        (await DueAsync(office, branches)).Distinct().ShouldBe([new DateOnly(2021, 10, 4)], "weekends and fixed holidays alone");

        var recounts = new Recounts(store.Database, informed.Deciding, informed.Calendar);
        (await recounts.CatchUpAsync(informed.Unit, CancellationToken.None)).ShouldBeGreaterThan(0);

        (await DueAsync(informed, branches)).Distinct().ShouldBe([new DateOnly(2021, 10, 8)]);
        (await informed.QueryAsync<DateTime>("SELECT DISTINCT due_at FROM timer WHERE due_at < 'infinity'")).ShouldBe(
            [new DateTime(2021, 10, 8, 0, 0, 0)], "the first reminder of 签收 goes when the office opens that day");
        (await recounts.CatchUpAsync(informed.Unit, CancellationToken.None)).ShouldBe(0, "a second start finds nothing new");
        await informed.ProveAsync();
    }

    private static async Task<IEnumerable<DateOnly>> DueAsync(Office office, IEnumerable<CaseId> cases)
    {
        var due = new List<DateOnly>();
        foreach (var id in cases)
        {
            due.AddRange((await office.LookAsync(id)).Case.Time.Clocks.Select(c => c.DueOn));
        }

        return due;
    }
}

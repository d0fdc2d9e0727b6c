using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Features.Ledger;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// The inbox and the ledger over the province, as their pages put them together, counts included: random people of random units,
/// filters, sorts and last pages.
/// </summary>
internal static class PageItems
{
    private const double Milliseconds = 50;
    private const int Clients = 2;

    private const int Beyond = 1000;

    public static Task<Measured> InboxAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        MeasureAsync("inbox", server, effort, (office, random) => Task.FromResult(Inbox(office, random)), cancellation);

    public static Task<Measured> LedgerAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        MeasureAsync("ledger", server, effort, LedgerAsync, cancellation);

    /// <param name="ask">What somebody at random will ask for, known before it is measured.</param>
    private static async Task<Measured> MeasureAsync(
        string name, BenchServer server, Effort effort, Func<ProvinceOffice, Random, Task<Func<Task>>> ask, CancellationToken cancellation)
    {
        var province = await server.ProvinceAsync(effort, cancellation);
        var (warm, total, looked) = effort.Quick ? (40, 120, 10) : (200, 1000, 30);
        var pages = new List<Func<Task>>();
        for (var number = 0; number < total; number++)
        {
            pages.Add(await ask(province, new Random(number)));
        }

        // As many at a time as are measured: each has a connection that knows its statements.
        await ClosedLoop.RunAsync(Clients, 0, warm / Clients, number => pages[number]());
        var run = await ClosedLoop.RunAsync(Clients, 0, total / Clients, number => pages[number]());
        var profile = await Profile.OfAsync(
            server, looked, () => ClosedLoop.RunAsync(1, 0, looked, number => pages[number]()), cancellation);
        var (p50, p95) = (run.Latencies.Percentile(0.5).TotalMilliseconds, run.Latencies.Percentile(0.95).TotalMilliseconds);
        return new Measured(
            Milliseconds / p95, run.Latencies.Percentile(0.99),
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: p50 {p50:0.0} ms, p95 {p95:0.0} ms of {total} pages, {Clients} at a time; {province.About}"),
                .. profile,
            ]);
    }

    private static Func<Task> Inbox(ProvinceOffice province, Random random)
    {
        var (somebody, page) = (province.Somebody(random), random.Next(4) == 0 ? Beyond : 1);
        return () => province.Office.Service<InboxService>().LookAsync(somebody, page, CancellationToken.None);
    }

    /// <summary>Every fourth asks for its last page.</summary>
    private static async Task<Func<Task>> LedgerAsync(ProvinceOffice province, Random random)
    {
        var sort = (SortBy)random.Next(4);
        var query = new LedgerQuery(
            null,
            random.Next(4) == 0 ? province.Departments[random.Next(province.Departments.Length)].Value : null,
            null, null,
            random.Next(4) == 0 ? Enum.GetValues<LampColour>()[random.Next(4)] : null,
            random.Next(8) == 0 ? "工作1" : null,
            sort, 1);
        var (ledger, somebody) = (province.Office.Service<LedgerService>(), province.Somebody(random));
        if (random.Next(4) == 0)
        {
            var total = (await ledger.LookAsync(query, somebody, CancellationToken.None)).Paging.Total;
            query = query with { Page = Math.Max(1, (total + LedgerQuery.PageSize - 1) / LedgerQuery.PageSize) };
        }

        return () => ledger.LookAsync(query, somebody, CancellationToken.None);
    }
}

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

    public static Task<Measured> InboxAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        MeasureAsync("inbox", server, effort, (office, random) => ShowInboxAsync(office, random), cancellation);

    public static Task<Measured> LedgerAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        MeasureAsync("ledger", server, effort, (office, random) => ShowLedgerAsync(office, random), cancellation);

    private static async Task<Measured> MeasureAsync(
        string name, BenchServer server, Effort effort, Func<ProvinceOffice, Random, Task> show, CancellationToken cancellation)
    {
        var province = await server.ProvinceAsync(effort, cancellation);
        var warm = new Random(1);
        for (var turn = 0; turn < (effort.Quick ? 40 : 200); turn++)
        {
            await show(province, warm);
        }

        var total = effort.Quick ? 120 : 1000;
        var run = await ClosedLoop.RunAsync(Clients, total, number => show(province, new Random(number)));
        var looked = effort.Quick ? 10 : 30;
        var profile = await Profile.OfAsync(
            server, looked, () => ClosedLoop.RunAsync(1, looked, number => show(province, new Random(number))), cancellation);
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

    private static async Task ShowInboxAsync(ProvinceOffice province, Random random) =>
        await province.Office.Service<InboxService>().LookAsync(
            province.Somebody(random), random.Next(4) == 0 ? 1000 : 1, CancellationToken.None);

    private static async Task ShowLedgerAsync(ProvinceOffice province, Random random)
    {
        var sort = (SortBy)random.Next(4);
        var query = new LedgerQuery(
            null,
            random.Next(4) == 0 ? province.Departments[random.Next(province.Departments.Length)].Value : null,
            null, null,
            random.Next(4) == 0 ? Enum.GetValues<LampColour>()[random.Next(4)] : null,
            random.Next(8) == 0 ? "工作1" : null,
            sort, 1);
        var ledger = province.Office.Service<LedgerService>();
        var view = await ledger.LookAsync(query, province.Somebody(random), CancellationToken.None);
        if (random.Next(4) == 0)
        {
            await ledger.LookAsync(query with { Page = 1000 }, province.Somebody(random), CancellationToken.None);
        }

        GC.KeepAlive(view);
    }
}

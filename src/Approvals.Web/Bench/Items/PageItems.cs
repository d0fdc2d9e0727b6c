using Approvals.Engine;
using System.Collections.Immutable;
using System.Globalization;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Features.Ledger;
using Approvals.Web.Features.Shared;

namespace Approvals.Web.Bench.Items;

/// <summary>
/// The inbox and the ledger over the province, with all that their pages ask the database for, the counts of the bar included: random
/// people of random units, filters, sorts and last pages.
/// </summary>
internal static class PageItems
{
    /// <summary>What somebody will ask for at random, known before it is measured.</summary>
    private delegate Task<Func<Task>> AskAtRandom(ProvinceOffice province, CurrentUser somebody, Random random);

    private const double Milliseconds = 50;
    private const int Clients = 2;

    public static Task<Measured> InboxAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        MeasureAsync("inbox", server, effort, InboxAsync, cancellation);

    public static Task<Measured> LedgerAsync(BenchServer server, Effort effort, CancellationToken cancellation) =>
        MeasureAsync("ledger", server, effort, LedgerAsync, cancellation);

    private static async Task<Measured> MeasureAsync(
        string name, BenchServer server, Effort effort, AskAtRandom ask, CancellationToken cancellation)
    {
        var province = await server.ProvinceAsync(effort, cancellation);
        var (warm, total, looked) = effort.Quick ? (20, 80, 8) : (200, 1000, 30);
        var pages = await PagesAsync(province, ask, 0, total, _ => true);
        // Other pages, of each unit that is measured one at least: nobody's first visit is.
        var units = pages.Select(p => p.Unit).ToHashSet();
        var before = (Math.Max(warm, units.Count) + Clients - 1) / Clients * Clients;
        var warming = await PagesAsync(province, ask, total, before, unit => units.Remove(unit) || units.Count == 0);
        // As many at a time as are measured: each has a connection that knows its statements.
        await ClosedLoop.RunAsync(Clients, 0, before / Clients, number => warming[number].Look());
        var run = await ClosedLoop.RunAsync(Clients, 0, total / Clients, number => pages[number].Look());
        var (p50, p95) = (run.Latencies.Percentile(0.5).TotalMilliseconds, run.Latencies.Percentile(0.95).TotalMilliseconds);
        await effort.TellAsync($"{name}: p50 {p50:0.0} ms, p95 {p95:0.0} ms of {total} pages, {Clients} at a time, {before} before; {province.About}");
        await Profile.TellAsync(
            effort, province.Server, looked, () => ClosedLoop.RunAsync(1, 0, looked, number => pages[number].Look()), cancellation);
        return new Measured(Milliseconds / p95, run.Latencies.Percentile(0.99));
    }

    /// <summary>So many pages, each of a seed of its own, whose unit is wanted.</summary>
    private static async Task<(UnitId Unit, Func<Task> Look)[]> PagesAsync(
        ProvinceOffice province, AskAtRandom ask, int seed, int count, Predicate<UnitId> wanted)
    {
        var askers = new List<(CurrentUser Somebody, Random Random)>();
        for (; askers.Count < count; seed++)
        {
            var random = new Random(seed);
            var somebody = province.Somebody(random);
            if (wanted(somebody.Unit.Id))
            {
                askers.Add((somebody, random));
            }
        }

        var pages = new (UnitId, Func<Task>)[count];
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = Clients },
            async (number, _) => pages[number] =
                (askers[number].Somebody.Unit.Id, await ask(province, askers[number].Somebody, askers[number].Random)));
        return pages;
    }

    private static async Task<Func<Task>> InboxAsync(ProvinceOffice province, CurrentUser somebody, Random random)
    {
        var (inbox, alarms) = (province.Office.Service<InboxService>(), province.Office.Service<Features.Alarms.Alarms>());
        var page = 1;
        if (AsksForLast(random))
        {
            var first = await inbox.LookAsync(somebody, 1, CancellationToken.None);
            page = first.Paging is { } paging ? LastPage(first.Waiting, paging.Last) : 1;
        }

        return async () =>
        {
            await inbox.LookAsync(somebody, page, CancellationToken.None);
            await alarms.ShownToAsync(somebody, CancellationToken.None);
            await BarAsync(province.Office, somebody);
        };
    }

    private static async Task<Func<Task>> LedgerAsync(ProvinceOffice province, CurrentUser somebody, Random random)
    {
        var ledger = province.Office.Service<LedgerService>();
        var query = await FilteredAsync(ledger, somebody, random);
        if (AsksForLast(random))
        {
            var total = (await ledger.LookAsync(query, somebody, CancellationToken.None)).Paging.Total;
            query = query with { Page = LastPage(total, LedgerQuery.PageSize) };
        }

        return async () =>
        {
            await ledger.LookAsync(query, somebody, CancellationToken.None);
            await BarAsync(province.Office, somebody);
        };
    }

    /// <summary>
    /// Every field of the page, some often and some seldom. Who chooses has seen what there is to choose from: the page without a filter.
    /// </summary>
    private static async Task<LedgerQuery> FilteredAsync(LedgerService ledger, CurrentUser somebody, Random random)
    {
        var query = new LedgerQuery(
            null, null, null, null, random.Next(4) == 0 ? Enum.GetValues<LampColour>()[random.Next(4)] : null,
            random.Next(8) == 0 ? InventedNotice.Sought[random.Next(InventedNotice.Sought.Length)] : null, (SortBy)random.Next(4), 1);
        var (campaign, body, person, stage) = (random.Next(6) == 0, random.Next(4) == 0, random.Next(8) == 0, random.Next(8) == 0);
        if (!campaign && !body && !person && !stage)
        {
            return query;
        }

        var choices = (await ledger.LookAsync(query with { Lamp = null, Text = null }, somebody, CancellationToken.None)).Filter;
        return query with
        {
            Campaign = campaign && Any(choices.Campaigns) is { } of ? Guid.Parse(of) : null,
            Body = body && Any(choices.Bodies) is { } department ? int.Parse(department, CultureInfo.InvariantCulture) : null,
            Person = person && Any(choices.People) is { } leader ? int.Parse(leader, CultureInfo.InvariantCulture) : null,
            Stage = stage ? Any(choices.Stages) : null,
        };

        string? Any(ImmutableArray<Choice> among) => among.IsEmpty ? null : among[random.Next(among.Length)].Value;
    }

    private static bool AsksForLast(Random random) => random.Next(4) == 0;

    private static int LastPage(int total, int size) => Math.Max(1, (total + size - 1) / size);

    private static Task BarAsync(BenchOffice office, CurrentUser somebody) =>
        BarFilter.CountsAsync(office.Database, office.Editions.Current, somebody, CancellationToken.None);
}

using System.Net;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// kill -9 of the server at seeded moments of a walk: nothing lost, nothing doubled. Rerun one with
/// <c>APPROVALS_SEED=…</c>.
/// </summary>
[Trait("Part", "faults")]
public sealed class KilledServerTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int PressesOfAWalk = 25;

    [Fact]
    public async Task Killed_at_any_moment_the_server_has_lost_nothing_and_doubles_nothing()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("APPROVALS_SEED"), out var given) ? given
            : RandomNumberGenerator.GetInt32(int.MaxValue);
        output.WriteLine($"APPROVALS_SEED={seed}");
        var taste = new Random(seed);
        var points = Enumerable.Range(0, PressesOfAWalk).OrderBy(_ => taste.Next()).Take(LongRun.Times("faults", 10, 20))
            .ToHashSet();
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var people = await HttpOffice.OpenAsync(store, office.Unit);
        var server = await store.StartProcessAsync();
        people.Address = server.Address;
        var notice = await office.DraftAsync();
        var (done, killed, acknowledged) = (new List<Press>(), 0, 0);
        while (await NextAsync(office, notice) is { } press)
        {
            var key = office.NewKey();
            if (points.Contains(done.Count))
            {
                var pressing = TryAsync(people, press, key);
                await Task.Delay(taste.Next(60));
                await server.KillAsync();
                killed++;
                acknowledged += await pressing ? 1 : 0;
                server = await store.StartProcessAsync();
                people.Address = server.Address;
            }

            // The same form again: done now, or answered as it was.
            (await people.PressAsync(press, key)).ShouldBe(HttpStatusCode.Redirect, $"seed {seed}, press {done.Count}: {press}");
            done.Add(press);
            (await OccurrencesAsync(office, press)).ShouldBe(1, $"seed {seed}, press {done.Count}: {press}");
            done.Count.ShouldBeLessThan(200, $"seed {seed}");
        }

        await server.DisposeAsync();
        output.WriteLine($"{done.Count} presses, {killed} kills, {acknowledged} of those presses had been acknowledged");
        killed.ShouldBe(points.Count);
        (await office.TreeAsync(notice)).ShouldBeEmpty($"seed {seed}");
        (await VotesAsync(office, notice)).ShouldBe(done.Count);
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await office.ProveAsync();
    }

    /// <summary>What was waked for is done by the server alone, also what a killed one left behind.</summary>
    private async Task<Press?> NextAsync(Office office, CaseId notice)
    {
        await using var look = new NpgsqlConnection(store.AdminConnection);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await look.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT EXISTS (SELECT FROM wake WHERE parked IS NULL)", cancellationToken: limit.Token)))
        {
        }

        return await Walk.NextAsync(office, notice);
    }

    /// <summary>Whether the person was told that it is done.</summary>
    private static async Task<bool> TryAsync(HttpOffice people, Press press, string key)
    {
        try
        {
            return await people.PressAsync(press, key) == HttpStatusCode.Redirect;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<int> OccurrencesAsync(Office office, Press press) =>
        (await CastAsync(office, press.Case)).Count(v => v.Round == press.Act.Round && v.Seat == press.Act.Seat);

    private static async Task<int> VotesAsync(Office office, CaseId notice)
    {
        var all = 0;
        foreach (var id in await office.TreeAsync(notice, endedToo: true))
        {
            all += (await CastAsync(office, id)).Count;
        }

        return all;
    }

    private static async Task<List<CaseEvent.VoteCast>> CastAsync(Office office, CaseId id) =>
    [
        .. (await office.QueryAsync<byte[]>(
            "SELECT payload FROM case_event WHERE case_id = @id AND kind = 'vote-cast'", new { id = id.Value }))
            .Select(payload => CaseJson.Event(payload)).OfType<CaseEvent.VoteCast>(),
    ];
}

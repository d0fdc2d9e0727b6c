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

    private readonly List<Press> _done = [];
    private readonly Dictionary<Kill, int> _kills = [];

    private enum Kill
    {
        /// <summary>Before any answer came.</summary>
        Unanswered,

        /// <summary>Once the person had been told that it is done.</summary>
        Acknowledged,
    }

    [Fact]
    public async Task Killed_at_any_moment_the_server_has_lost_nothing_and_doubles_nothing()
    {
        var seed = Seeds.Given();
        output.WriteLine($"APPROVALS_SEED={seed}");
        var taste = new Random(seed);
        var points = Enumerable.Range(0, PressesOfAWalk).OrderBy(_ => taste.Next()).Take(LongRun.Times("faults", 10, 22))
            .ToHashSet();
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var people = await HttpOffice.OpenAsync(store, office.Unit);
        var server = await store.StartProcessAsync();
        people.Address = server.Address;
        var notice = await office.DraftAsync();
        while (await NextAsync(office, notice) is { } press)
        {
            var (key, about) = (office.NewKey(), $"APPROVALS_SEED={seed}, press {_done.Count}: {press}");
            if (points.Contains(_done.Count))
            {
                // Every other kill waits for the answer; the others come before, while or after it is written.
                var moment = _kills.Values.Sum() % 2 == 0 ? (int?)null : taste.Next(60);
                server = await KilledAsync(server, office, people, (press, key), moment, about);
            }
            else
            {
                (await people.PressAsync(press, key)).ShouldBeTrue(about);
                (await people.ToldAsync(press)).ShouldBe(Told.Done, about);
            }

            _done.Add(press);
            (await OccurrencesAsync(office, press)).ShouldBe(1, about);
            _done.Count.ShouldBeLessThan(200, about);
        }

        await server.DisposeAsync();
        output.WriteLine($"{_done.Count} presses, kills: {string.Join(", ", _kills.Select(k => $"{k.Value} {k.Key}"))}");
        _kills.Values.Sum().ShouldBe(points.Count);
        _kills[Kill.Acknowledged].ShouldBeGreaterThanOrEqualTo(points.Count / 2);
        (await office.TreeAsync(notice)).ShouldBeEmpty($"APPROVALS_SEED={seed}");
        (await VotesAsync(office, notice)).ShouldBe(_done.Count);
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
        await office.ProveAsync();
    }

    /// <summary>
    /// Presses, kills the server, starts it again. What was acknowledged must stand before anything is sent again; then
    /// the same form is sent again, and has one effect in all.
    /// </summary>
    /// <param name="moment">Milliseconds after the press; null: as soon as it is answered.</param>
    private async Task<ServerProcess> KilledAsync(
        ServerProcess server, Office office, HttpOffice people, (Press Press, string Key) sent, int? moment, string about)
    {
        // Signed in before, so that the moment falls into the press.
        await people.PageAsync(people.LoginOf(sent.Press.Act.By), "/sign-out");
        var pressing = TryAsync(people, sent.Press, sent.Key);
        await (moment is { } wait ? Task.Delay(wait) : pressing);
        await server.KillAsync();
        var answered = await pressing;
        var next = await store.StartProcessAsync();
        people.Address = next.Address;
        if (answered)
        {
            (await people.ToldAsync(sent.Press)).ShouldBe(Told.Done, about);
        }

        var before = await OccurrencesAsync(office, sent.Press);
        before.ShouldBeInRange(answered ? 1 : 0, 1, $"{(answered ? "acknowledged" : "unanswered")}, {about}");
        (await people.PressAsync(sent.Press, sent.Key)).ShouldBeTrue(about);
        var told = await people.ToldAsync(sent.Press);
        (told == Told.DoneBefore || (before == 0 && told == Told.Done)).ShouldBeTrue($"{told} with {before} before, {about}");
        var kill = answered ? Kill.Acknowledged : Kill.Unanswered;
        _kills[kill] = _kills.GetValueOrDefault(kill) + 1;
        return next;
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

    /// <summary>Whether an answer came.</summary>
    private static async Task<bool> TryAsync(HttpOffice people, Press press, string key)
    {
        try
        {
            return await people.PressAsync(press, key);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<int> OccurrencesAsync(Office office, Press press) =>
        (await CastAsync(office, press.Case)).Count(v =>
            v.Round == press.Act.Round && v.Seat == press.Act.Seat && v.Action == press.Act.Action);

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

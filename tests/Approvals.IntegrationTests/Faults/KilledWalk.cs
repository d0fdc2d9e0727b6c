using System.Diagnostics;
using System.Globalization;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Faults;

/// <summary>A notice from its draft to its end by people at their browsers, while the server is killed under their hands.</summary>
internal sealed class KilledWalk(Office office, KilledServer server, int seed)
{
    /// <summary>All kills fall into the first presses, where every kind of stage is met.</summary>
    private const int FirstPresses = 25;
    private const int MostPresses = 200;
    private const int MostMessages = 150;

    private static readonly Moment[] Moments = Enum.GetValues<Moment>();

    private readonly Random _taste = new(seed);
    private readonly List<Press> _done = [];
    private readonly List<(TimeSpan All, TimeSpan Start)> _kills = [];

    /// <summary>What was done so far.</summary>
    public string Story => $"APPROVALS_SEED={seed}: {_done.Count} presses, {_kills.Count} kills";

    /// <summary>How long a kill took with all that was asked after it, and of that the start, the median of each.</summary>
    public string Medians()
    {
        return string.Create(CultureInfo.InvariantCulture, $"{Median(k => k.All):F1} s, of it the start {Median(k => k.Start):F1} s");

        double Median(Func<(TimeSpan All, TimeSpan Start), TimeSpan> of) =>
            _kills.Select(of).Order().ElementAt(_kills.Count / 2).TotalSeconds;
    }

    /// <param name="kills">As many of each moment, or one more or less.</param>
    public async Task ToTheEndAsync(int kills)
    {
        var points = Enumerable.Range(0, FirstPresses).OrderBy(_ => _taste.Next()).Take(kills).ToHashSet();
        var notice = await server.DraftAsync();
        while (await NextAsync(notice) is { } press)
        {
            var about = $"{Story}: {press}";
            await (points.Contains(_done.Count) ? KilledAsync(notice, press, about) : DoneAsync(press, office.NewKey(), about));
            _done.Add(press);
            (await OccurrencesAsync(press)).ShouldBe(1, about);
            _done.Count.ShouldBeLessThan(MostPresses, about);
        }

        _kills.Count.ShouldBe(kills, Story);
        await server.FilesMadeAsync();
        await SettledAsync(); // their cases are told of them
        // A kill is no failure of what was being made.
        (await AsksAsync("SELECT EXISTS (SELECT FROM product WHERE failed > 0)")).ShouldBeFalse(Story);
        (await office.TreeAsync(notice)).ShouldBeEmpty(Story);
        var votes = 0;
        foreach (var id in await office.TreeAsync(notice, endedToo: true))
        {
            votes += (await CastAsync(id)).Count;
        }

        votes.ShouldBe(_done.Count, $"{Story}: nobody asked for more\n{await server.Invariants.StoryAsync(notice)}");
    }

    private async Task DoneAsync(Press press, string key, string about)
    {
        (await server.People.PressAsync(press, key)).ShouldBeTrue(about);
        (await server.People.ToldAsync(press)).ShouldBe(Told.Done, about);
    }

    /// <summary>
    /// What was acknowledged must stand before anything is sent again; then the same form is sent again, and has one effect
    /// in all.
    /// </summary>
    private async Task KilledAsync(CaseId notice, Press press, string about)
    {
        var (key, moment, watch) = (office.NewKey(), Moments[_kills.Count % Moments.Length], Stopwatch.StartNew());
        var answered = await server.KillAsync(press, key, moment, _taste.Next(1, MostMessages));
        about = $"{moment}, {(answered ? "acknowledged" : "unanswered")}, {about}";
        if (answered)
        {
            (await server.People.ToldAsync(press)).ShouldBe(Told.Done, about);
        }

        var before = await OccurrencesAsync(press);
        var (least, most) = moment switch
        {
            Moment.BeforeCommit => (0, 0),
            Moment.AfterCommit => (1, 1),
            _ => (answered ? 1 : 0, 1),
        };
        before.ShouldBeInRange(least, most, about);
        await server.Invariants.HoldAsync(notice, about);
        (await server.People.PressAsync(press, key)).ShouldBeTrue(about);
        var told = await server.People.ToldAsync(press);
        told.ShouldBe(before == 0 ? Told.Done : Told.DoneBefore, about);
        await SettledAsync();
        await server.Invariants.HoldAsync(notice, about);
        _kills.Add((watch.Elapsed, server.Started));
    }

    /// <summary>What was waked for is done by the server alone, also what a killed one left behind.</summary>
    private async Task<Press?> NextAsync(CaseId notice)
    {
        await SettledAsync();
        return await Cases.Walk.NextAsync(office, notice);
    }

    private Task SettledAsync() =>
        Until.TrueAsync(() => AsksAsync("SELECT NOT EXISTS (SELECT FROM wake WHERE parked IS NULL)"), () => Story);

    private async Task<bool> AsksAsync(string sql) => (await office.QueryAsync<bool>(sql)).Single();

    private async Task<int> OccurrencesAsync(Press press) => (await CastAsync(press.Case)).Count(v =>
        v.Round == press.Act.Round && v.Seat == press.Act.Seat && v.Action == press.Act.Action);

    private async Task<List<CaseEvent.VoteCast>> CastAsync(CaseId id) =>
    [
        .. (await office.QueryAsync<byte[]>(
            "SELECT payload FROM case_event WHERE case_id = @id AND kind = 'vote-cast'", new { id = id.Value }))
            .Select(payload => CaseJson.Event(payload)).OfType<CaseEvent.VoteCast>(),
    ];
}

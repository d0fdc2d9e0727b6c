using System.Diagnostics;
using System.Globalization;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Faults;

/// <summary>A notice from its draft to its end by people at their browsers, while the server is killed under their hands.</summary>
internal sealed class KilledWalk(Office office, KilledServer server, int seed)
{
    /// <summary>All kills fall into the first presses, where every kind of stage is met.</summary>
    private const int FirstPresses = 25;
    private const int MostPresses = 200;
    private const int MostMessages = 150;

    private static readonly Moment[] All = Enum.GetValues<Moment>();

    private readonly Random _taste = new(seed);
    private readonly List<Moment> _left = [];
    private readonly List<Moment> _met = [];
    private readonly List<Press> _done = [];
    private readonly List<(TimeSpan All, TimeSpan Start, TimeSpan Proof)> _kills = [];

    /// <summary>What was done so far.</summary>
    public string Story => $"APPROVALS_SEED={seed}: {_done.Count} presses, {_kills.Count} kills";

    /// <summary>How often it was killed at which moment.</summary>
    public string Moments => string.Join(", ", _met.CountBy(m => m).OrderBy(m => m.Key).Select(m => $"{m.Value} {m.Key}"));

    /// <summary>How long a kill took with all that was asked after it, and of that the start and the proof beside it, the median of each.</summary>
    public string Medians()
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Median(k => k.All):F1} s, of it the start {Median(k => k.Start):F1} s, beside it the proof {Median(k => k.Proof):F1} s");

        double Median(Func<(TimeSpan All, TimeSpan Start, TimeSpan Proof), TimeSpan> of) =>
            _kills.Select(of).Order().ElementAt(_kills.Count / 2).TotalSeconds;
    }

    /// <param name="kills">As many of each moment, or one more or less, as long as there are timers.</param>
    public async Task ToTheEndAsync(int kills)
    {
        var notice = await server.DraftAsync();
        await server.Invariants.TellingAsync(() => ToTheEndAsync(notice, kills), () => notice);
    }

    private async Task ToTheEndAsync(CaseId notice, int kills)
    {
        var points = Enumerable.Range(0, FirstPresses).OrderBy(_ => _taste.Next()).Take(kills).ToHashSet();
        _left.AddRange(Enumerable.Range(0, kills).Select(no => All[no % All.Length]).OrderBy(_ => _taste.Next()));
        while (await NextAsync(notice) is { } press)
        {
            var about = $"{Story}: {press}";
            await (points.Contains(_done.Count) ? KilledAsync(press, about) : DoneAsync(press, office.NewKey(), about));
            _done.Add(press);
            (await OccurrencesAsync(press)).ShouldBe(1, about);
            _done.Count.ShouldBeLessThan(MostPresses, about);
        }

        _kills.Count.ShouldBe(kills, Story);
        _met.Count(m => m >= Moment.BeforeFired).ShouldBePositive($"{Story}: none at a timer's time");
        await server.FilesMadeAsync();
        await RestsAsync(); // their cases are told of them
        // A kill is no failure of what was being made.
        (await AsksAsync("SELECT EXISTS (SELECT FROM product WHERE failed > 0)")).ShouldBeFalse(Story);
        (await office.TreeAsync(notice)).ShouldBeEmpty(Story);
        var votes = 0;
        foreach (var id in await office.TreeAsync(notice, endedToo: true))
        {
            votes += (await CastAsync(id)).Count;
        }

        votes.ShouldBe(_done.Count, $"{Story}: nobody asked for more");
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0], Story);
        await server.Invariants.HoldAtRestAsync(Story);
        await office.ProveAsync();
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
    private async Task KilledAsync(Press press, string about)
    {
        var (key, moment, watch) = (office.NewKey(), await NextMomentAsync(), Stopwatch.StartNew());
        var (answered, due) = await server.KillAsync(press, key, moment, _taste.Next(1, MostMessages), $"{moment}, {about}");
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
        (await server.People.PressAsync(press, key)).ShouldBeTrue(about);
        var told = await server.People.ToldAsync(press);
        told.ShouldBe(before == 0 ? Told.Done : Told.DoneBefore, about);
        await RestsAsync();
        // What a killed one held is not yet another's to make, and the clock has gone on by days: files are asked for at the walk's end.
        await server.Invariants.HoldAtRestAsync(about, due, but: "files-are-made");
        _kills.Add((watch.Elapsed, server.Started, server.Proved));
    }

    /// <summary>
    /// One of those that are left: one at a timer's time where a timer comes soon, for not every stage has one. Where none comes any more,
    /// a moment of chance is met in its place.
    /// </summary>
    private async Task<Moment> NextMomentAsync()
    {
        var comes = await server.NextTimeAsync() is not null;
        var next = _left.FindIndex(m => m >= Moment.BeforeFired == comes);
        next = next < 0 && comes ? 0 : next;
        _met.Add(next < 0 ? Moment.AtRandom : _left[next]);
        _left.RemoveAt(Math.Max(next, 0));
        return _met[^1];
    }

    /// <summary>What was waked for is done by the server alone, also what a killed one left behind.</summary>
    private async Task<Press?> NextAsync(CaseId notice)
    {
        await RestsAsync();
        return await Cases.Walk.NextAsync(office, notice);
    }

    private Task RestsAsync() => server.Invariants.RestsAsync(() => Story);

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

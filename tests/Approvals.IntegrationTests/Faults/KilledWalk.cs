using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Faults;

/// <summary>A notice from its draft to its end by people at their browsers, while the server is killed under their hands.</summary>
internal sealed class KilledWalk(Office office, KilledServer server, Random taste, string seed)
{
    /// <summary>Most kills of one walk fall into its first presses, where every kind of stage is met.</summary>
    private const int FirstPresses = 25;
    private const int MostOfAWalk = 20;
    private const int MostPresses = 200;
    private const int MostMessages = 150;

    private readonly List<Press> _done = [];

    /// <param name="kills">Of all walks; this one ends them as soon as there were so many.</param>
    /// <returns>How many presses it took.</returns>
    public async Task<int> ToTheEndAsync(int kills)
    {
        var points = Enumerable.Range(0, FirstPresses).OrderBy(_ => taste.Next())
            .Take(Math.Min(MostOfAWalk, kills - server.Killed)).ToHashSet();
        var notice = await office.DraftAsync();
        while (await NextAsync(notice) is { } press)
        {
            var about = $"{seed}, kill {server.Killed}, press {_done.Count}: {press}";
            await (points.Contains(_done.Count) ? KilledAsync(notice, press, about) : DoneAsync(press, office.NewKey(), about));
            _done.Add(press);
            (await OccurrencesAsync(press)).ShouldBe(1, about);
            _done.Count.ShouldBeLessThan(MostPresses, about);
        }

        (await office.TreeAsync(notice)).ShouldBeEmpty(seed);
        var votes = 0;
        foreach (var id in await office.TreeAsync(notice, endedToo: true))
        {
            votes += (await CastAsync(id)).Count;
        }

        votes.ShouldBe(_done.Count, $"{seed}: nobody asked for more\n{await server.Invariants.StoryAsync(notice)}");
        return _done.Count;
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
        var moments = Enum.GetValues<Moment>();
        var (key, moment) = (office.NewKey(), moments[server.Killed % moments.Length]);
        var answered = await server.KillAsync(press, key, moment, taste.Next(1, MostMessages));
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
    }

    /// <summary>What was waked for is done by the server alone, also what a killed one left behind.</summary>
    private async Task<Press?> NextAsync(CaseId notice)
    {
        await SettledAsync();
        return await Cases.Walk.NextAsync(office, notice);
    }

    private async Task SettledAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await office.QueryAsync<bool>("SELECT EXISTS (SELECT FROM wake WHERE parked IS NULL)")).Single())
        {
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    private async Task<int> OccurrencesAsync(Press press) => (await CastAsync(press.Case)).Count(v =>
        v.Round == press.Act.Round && v.Seat == press.Act.Seat && v.Action == press.Act.Action);

    private async Task<List<CaseEvent.VoteCast>> CastAsync(CaseId id) =>
    [
        .. (await office.QueryAsync<byte[]>(
            "SELECT payload FROM case_event WHERE case_id = @id AND kind = 'vote-cast'", new { id = id.Value }))
            .Select(payload => CaseJson.Event(payload)).OfType<CaseEvent.VoteCast>(),
    ];
}

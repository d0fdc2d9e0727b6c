using System.Globalization;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Tests;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>An hour of work at one server: its memory does not grow, nothing is lost, nothing is done twice.</summary>
[Trait("Part", "soak")]
public sealed class SoakTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>The first third of the beats fills caches and pools; the last must not be above the middle one by more.</summary>
    private const double MostGrowth = 1.15;

    /// <summary>Fewer show nothing of growth.</summary>
    private const int EnoughToJudge = 15;

    private static readonly bool InDepth = LongRun.Of("soak");
    private static readonly string Kept = RepositoryFiles.PathOf("artifacts/soak/beats.txt");

    /// <summary>Those of an hour that a run before this one did not come to.</summary>
    private static readonly int Beats = InDepth ? 60 - (File.Exists(Kept) ? File.ReadAllLines(Kept).Length % 60 : 0) : 3;
    private static readonly TimeSpan Length = InDepth ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(4);

    [Fact]
    public async Task Hour_after_hour_nothing_is_lost_nothing_is_done_twice_and_memory_stays_flat()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var people = await HttpOffice.OpenAsync(store, office.Unit);
        await using var server = await store.StartProcessAsync();
        people.Address = server.Address;
        var soak = new Soak(office, people, server);
        var beats = new List<Beat>();
        await foreach (var beat in soak.BeatAsync(Beats, Length))
        {
            beats.Add(beat);
            Tell(beat);
        }

        beats.Count.ShouldBe(Beats);
        soak.Done.ShouldNotBeEmpty();
        await StandOnceAsync(office, soak);
        await new Invariants(store.Database, office).HoldAsync(soak.Notices.First(), "after the soak");
        await office.ProveAsync();
        Growth(beats, b => b.Median, "median of a press");
        var growth = Growth(beats, b => b.Memory, "memory");
        (beats.Count < EnoughToJudge || growth < MostGrowth).ShouldBeTrue($"memory grew by {growth:F2}");
    }

    /// <summary>Each acknowledged press is one vote, and there is no vote that nobody pressed for.</summary>
    private static async Task StandOnceAsync(Office office, Soak soak)
    {
        var cast = (await office.QueryAsync<(Guid Case, byte[] Payload)>("SELECT case_id, payload FROM case_event WHERE kind = 'vote-cast'"))
            .Select(e => (e.Case, Vote: CaseJson.Event(e.Payload))).Where(e => e.Vote is CaseEvent.VoteCast)
            .Select(e => (e.Case, ((CaseEvent.VoteCast)e.Vote).Round, ((CaseEvent.VoteCast)e.Vote).Seat)).ToList();
        cast.Distinct().Count().ShouldBe(cast.Count);
        cast.ToHashSet().SetEquals(soak.Done.Select(p => (p.Case.Value, p.Act.Round, p.Act.Seat))).ShouldBeTrue();
    }

    /// <summary>The median of the last third over that of the middle one.</summary>
    private double Growth(List<Beat> beats, Func<Beat, double> of, string name)
    {
        var third = beats.Count / 3;
        var growth = Median(beats[(2 * third)..]) / Median(beats[third..(2 * third)]);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, the last third over the middle one: {growth:F2}"));
        return growth;

        double Median(List<Beat> some) => some.Select(of).Order().ElementAt(some.Count / 2);
    }

    private void Tell(Beat beat)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{beat.No}: {beat.Presses} presses, {beat.Memory:F0} MB, median {beat.Median:F0} ms, slowest of a hundred {beat.Slow:F0} ms");
        output.WriteLine(line);
        if (InDepth)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Kept)!);
            File.AppendAllLines(Kept, [line]);
        }
    }
}

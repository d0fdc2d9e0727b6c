using System.Globalization;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Tests;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>
/// Work at one server, in depth an hour in one go: its memory does not grow, nor what a press costs the database, nothing is lost,
/// nothing is done twice.
/// </summary>
[Trait("Part", "soak")]
public sealed class SoakTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>The first third of the beats fills caches and pools; the median of the last must not be above that of the middle one by more.</summary>
    private const double MostGrowth = 1.10;

    private static readonly bool InDepth = LongRun.Of("soak");

    /// <summary>For reading while it runs; nothing of it counts for another run.</summary>
    private static readonly string Kept = RepositoryFiles.PathOf("artifacts/soak/beats.txt");
    private static readonly int Beats = InDepth ? 60 : 3;
    private static readonly TimeSpan Length = InDepth ? TimeSpan.FromMinutes(1) : TimeSpan.FromSeconds(4);

    [Fact]
    public async Task For_an_hour_nothing_is_lost_nothing_is_done_twice_and_memory_and_the_work_of_a_press_stay_flat()
    {
        if (InDepth)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Kept)!); // it has a folder
            File.Delete(Kept);
        }

        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var people = await HttpOffice.OpenAsync(store, office.Unit);
        await using var server = await store.StartProcessAsync();
        people.Address = server.Address;
        await using var soak = new Soak(store, office, people, server);
        var beats = new List<Beat>();
        await foreach (var beat in soak.BeatAsync(Beats, Length))
        {
            beats.Add(beat);
            Tell(beat);
        }

        beats.Count.ShouldBe(Beats);
        soak.Done.ShouldNotBeEmpty();
        await StandOnceAsync(office, soak);
        var invariants = new Invariants(store.Database, office);
        await invariants.RestsAsync(() => "the server does not come to rest after the soak");
        await invariants.TellingAsync(() => invariants.HoldAtRestAsync("after the soak"), () => null);
        await invariants.TellingAsync(office.ProveAsync, () => null);
        Growth(beats, b => b.Median, "median of a press in ms");
        Growth(beats, b => b.Transactions, "transactions a press");
        var (memory, buffers) = (Growth(beats, b => b.Memory, "memory in MB"), Growth(beats, b => b.Buffers, "buffers a press"));
        if (InDepth)
        {
            memory.ShouldBeLessThan(MostGrowth, "memory grows");
            buffers.ShouldBeLessThan(MostGrowth, "a press costs the database more and more");
        }
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

    /// <summary>The median of the last third over that of the middle one; all three are printed.</summary>
    private double Growth(List<Beat> beats, Func<Beat, double> of, string name)
    {
        var third = beats.Count / 3;
        var (first, middle, last) = (Median(beats[..third]), Median(beats[third..(2 * third)]), Median(beats[(2 * third)..]));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}, the median of each third: {first:F1}, {middle:F1}, {last:F1}; the last over the middle one {last / middle:F2}"));
        return last / middle;

        double Median(List<Beat> some) => some.Select(of).Order().ElementAt(some.Count / 2);
    }

    private void Tell(Beat beat)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{beat.No}: {beat.Presses} presses, {beat.Memory:F0} MB, median {beat.Median:F0} ms, slowest of a hundred {beat.Slow:F0} ms, "
            + $"{beat.Buffers:F0} buffers and {beat.Transactions:F1} transactions a press");
        output.WriteLine(line);
        if (InDepth)
        {
            File.AppendAllLines(Kept, [line]);
        }
    }
}

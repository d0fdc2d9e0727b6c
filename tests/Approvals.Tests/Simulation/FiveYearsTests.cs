using Approvals.Engine.Cases;
using Approvals.Tests.Cases;
using Xunit.Abstractions;

namespace Approvals.Tests.Simulation;

/// <summary>
/// Five years under everything that goes wrong in them: nothing lost, nothing doubled, and of what is open it is known why.
/// <c>--long seeds</c> plays a thousand, and goes on where it stopped.
/// </summary>
[Trait("Part", "seeds")]
public sealed class FiveYearsTests(ITestOutputHelper output)
{
    [Fact]
    public void In_five_years_of_leavers_outages_and_doubled_deliveries_nothing_is_lost_and_nothing_doubled()
    {
        var progress = SeedsPlayed.Of("five-years", LongRun.Times("seeds", 1, 1_000));
        foreach (var seed in progress.Left())
        {
            var years = FiveYears.Play(seed);
            Hold(years, $"APPROVALS_SEED={seed}");
            progress.Done(
                $"{seed}: {years.World.Cases.Count()} cases, {years.World.Cases.Count(c => c.Ended)} ended, {years.World.History.Count} events, {years.Presses} presses, "
                + $"{years.World.Messages.Count} messages, {years.Left} posts left, {years.Renamed} renamed, {years.Lost} mornings lost, {years.Doubled} doubled");
        }

        foreach (var line in progress.Lines)
        {
            output.WriteLine(line);
        }
    }

    private static void Hold(FiveYears years, string about)
    {
        var world = years.World;
        years.Twice.ShouldBeEmpty(about);
        var events = world.History.ToLookup(r => r.Case, r => r.Event);
        foreach (var @case in world.Cases)
        {
            CaseText.ReplayIsLive(@case, [.. events[@case.Id]]);
            var rungs = events[@case.Id].OfType<CaseEvent.RungFired>().ToList();
            rungs.DistinctBy(r => (r.Round, r.Seat, r.Rung, r.DueOn)).Count().ShouldBe(rungs.Count, $"{about}: a rung fired twice in {@case.Id}");
        }

        // Every post is held again: what was set aside for want of somebody has gone on.
        world.Stuck.Select(s => $"{s.Case} {s.Why}").ShouldBeEmpty(about);
        foreach (var @case in world.Cases.Where(c => !c.Ended))
        {
            KnownWhy(world, @case).ShouldBeTrue($"{about}: {@case.Workflow} {@case.Id} waits in {@case.Stage} for nobody");
            @case.Time.Clocks.Select(c => Ladders.Next(@case, c.Seat, world.Book, world.Calendar, world.Hours)?.At)
                .ShouldAllBe(at => at == null || at > world.Now, $"{about}: a reminder of {@case.Id} was missed");
        }
    }

    /// <summary>Somebody may act, or it waits for what lies below it, or all whom it names have left and the office is told.</summary>
    private static bool KnownWhy(Approvals.Engine.Simulation.World world, Case @case) =>
        !@case.RoundIsOpen || world.ChildrenOf(@case.Id).Any(c => !c.Ended)
        || @case.OpenSeats.Any(s => !Seating.Candidates(s, world.Directory, world.Today).IsEmpty)
        || Seating.StandsEmpty(@case, world.ContextOf(@case));
}

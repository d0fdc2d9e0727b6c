using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Whatever is pressed and however time goes on: each open, dated, not suspended assignment has one timer, everything else
/// has none, and the timer holds what the engine says comes next.
/// </summary>
[Trait("Part", "store")]
public sealed class TimerWalkTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    /// <summary>From what stands open in the rounds, not from the columns that the constraint is made of.</summary>
    private const string Mismatched = """
        WITH open_seat AS (
          SELECT c.case_id, s.seat_no
          FROM flow_case c
          JOIN seat s ON s.unit_id = c.unit_id AND s.opened_month = c.opened_month AND s.case_id = c.case_id AND s.round = c.round
          WHERE c.round_open AND NOT c.ended AND c.suspended_at IS NULL AND NOT EXISTS (
            SELECT FROM vote v WHERE v.case_id = s.case_id AND v.round = s.round AND v.seat_no = s.seat_no)
        ), wanted AS (
          SELECT o.case_id, o.seat_no
          FROM open_seat o
          JOIN assignment a ON a.case_id = o.case_id AND a.seat_no = o.seat_no
          WHERE a.due_on IS NOT NULL
        )
        (SELECT 'no timer', case_id, seat_no FROM wanted EXCEPT SELECT 'no timer', case_id, seat_no FROM timer)
        UNION ALL
        (SELECT 'a timer', case_id, seat_no FROM timer EXCEPT SELECT 'a timer', case_id, seat_no FROM wanted)
        """;

    private const string Held = """
        SELECT case_id, seat_no, rung, nullif(due_at, 'infinity') AS due_at
        FROM timer
        """;

    [Fact]
    public async Task Any_sequence_of_presses_and_hours_leaves_what_is_due_with_one_timer_and_all_else_with_none()
    {
        var seed = Seeds.Given();
        output.WriteLine($"APPROVALS_SEED={seed}");
        var taste = new Random(seed);
        var now = new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);
        await store.SetClockAsync(now);
        var office = await Office.OpenAsync(store);
        var timers = TimeOffice.TimersOf(store, office);
        var notice = await office.IssuedAsync();
        var (presses, fired, times) = (0, 0, LongRun.Times("store", 60, 600));
        while (presses < times)
        {
            var about = $"APPROVALS_SEED={seed}, after {presses} presses, {now:u}";
            if (taste.Next(4) == 0)
            {
                now = now.AddHours(taste.Next(1, 60));
                await store.SetClockAsync(now);
                fired += (await timers.PassAsync(office)).Fired;
                (await office.QueryAsync<int>("SELECT seat_no FROM timer WHERE due_at <= office_now() AND parked IS NULL"))
                    .ShouldBeEmpty(about);
            }
            else if (await Cases.Walk.AnyAsync(office, notice, taste) is { } press)
            {
                if (press.Title == "中止" && taste.Next(4) > 0)
                {
                    continue; // pressed as often as all else, it would let no time pass for anybody
                }

                presses++;
                (await office.SendAsync(press) is Answer.Done or Answer.Refused(Refusal.NobodyToSign)).ShouldBeTrue($"{about}: {press}");
                await AgreesAsync(office, about + ", before anybody was waked");
                await office.Waker.SettleAsync(office.Unit, default);
            }
            else
            {
                notice = await office.IssuedAsync();
            }

            await AgreesAsync(office, about);
        }

        output.WriteLine($"{presses} presses, {fired} cases in which time did something");
        if (LongRun.Of("store"))
        {
            // A short walk may suspend everything at its very beginning.
            fired.ShouldBeGreaterThan(0);
        }

        await office.ProveAsync();
    }

    private static async Task AgreesAsync(Office office, string about)
    {
        (await office.QueryAsync<(string, Guid, int)>(Mismatched)).ShouldBeEmpty(about);
        var held = (await office.QueryAsync<(Guid Case, int Seat, int? Rung, DateTime? At)>(Held)).ToList();
        var looked = await office.Cases.LookAsync(
            office.Unit, [.. held.Select(h => new Engine.CaseId(h.Case)).Distinct()], default);
        var wanted =
            from one in looked
            from clock in one.Case.Time.Clocks
            let next = Ladders.Next(one.Case, clock.Seat, one.Context.Book, one.Context.Calendar, one.Context.Hours)
            select (one.Case.Id.Value, clock.Seat.Value, next?.No, next?.At.UtcDateTime);
        held.ShouldBe(wanted, ignoreOrder: true, about);
    }
}

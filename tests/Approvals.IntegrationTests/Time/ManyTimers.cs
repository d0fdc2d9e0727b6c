using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Time;

/// <summary>Issued notices whose departments have not 签收: a timer each, all due at 08:00 of the next day.</summary>
internal static class ManyTimers
{
    public static readonly DateTimeOffset Issued = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    /// <summary>08:00 of Tuesday, the first reminder's time.</summary>
    public static readonly DateTimeOffset Due = new(2026, 9, 8, 0, 0, 0, TimeSpan.Zero);

    private const int RowsOfANotice = 1000;

    private const string IsDue = "due_at <= office_now()";

    /// <summary>Who is to be told, from posts and open seats alone.</summary>
    private const string Candidates = """
        SELECT DISTINCT a.case_id, p.person_id
        FROM assignment a
        JOIN assignment_sitter s ON s.case_id = a.case_id AND s.seat_no = a.seat_no
        JOIN post p ON p.body_id = s.body_id AND p.role = s.role AND p.valid_from <= @day AND (p.valid_to IS NULL OR p.valid_to >= @day)
        JOIN flow_case c ON c.case_id = a.case_id AND c.workflow = 'branch'
        """;

    private const string Told = """
        SELECT subject_id, recipient
        FROM message
        WHERE kind = 'reminder'
        """;

    /// <summary>Opens so many rows' branches at least; how many timers there are.</summary>
    public static async Task<int> OpenAsync(TestDatabase store, Office office, int timers)
    {
        while (await CountAsync(store, "due_at = '2026-09-08T00:00Z'") is var have && have < timers)
        {
            // Seven branches come from four rows.
            await office.IssuedAsync(Math.Clamp((timers - have) * 4 / 7, 4, RowsOfANotice));
        }

        return await CountAsync(store, "due_at = '2026-09-08T00:00Z'");
    }

    public static Task<int> DueAsync(TestDatabase store) => CountAsync(store, IsDue);

    public static async Task<List<CaseEvent.RungFired>> FiredAsync(Office office) =>
    [
        .. (await office.QueryAsync<byte[]>("SELECT payload FROM case_event WHERE kind = 'rung-fired'"))
            .Select(payload => CaseJson.Event(payload)).Cast<CaseEvent.RungFired>(),
    ];

    /// <summary>Every timer's first rung fired once; each of its people has one message, and nobody else any.</summary>
    public static async Task FiredOnceAsync(TestDatabase store, Office office, int timers, string about)
    {
        var fired = (await office.QueryAsync<(Guid Case, byte[] Payload)>(
            "SELECT case_id, payload FROM case_event WHERE kind = 'rung-fired'"))
            .Select(e => (e.Case, Event: (CaseEvent.RungFired)CaseJson.Event(e.Payload)))
            .Select(e => (e.Case, e.Event.Round, e.Event.Seat, e.Event.Rung, e.Event.DueOn)).ToList();
        fired.Count.ShouldBe(timers, about);
        fired.Distinct().Count().ShouldBe(timers, about);
        fired.ShouldAllBe(f => f.Rung == 0 && f.DueOn == new DateOnly(2026, 9, 8));

        var told = (await office.QueryAsync<(Guid, int)>(Told)).ToList();
        var wanted = (await office.QueryAsync<(Guid, int)>(Candidates, new { day = new DateOnly(2026, 9, 8) })).ToList();
        told.Distinct().Count().ShouldBe(told.Count, about);
        told.ToHashSet().SetEquals(wanted).ShouldBeTrue($"{told.Count} told, {wanted.Count} to be told, {about}");
        (await CountAsync(store, "due_at <= office_now() OR parked IS NOT NULL")).ShouldBe(0, about);
    }

    public static async Task SoundAsync(TestDatabase store, Office office)
    {
        (await new StoreCheck(store.Database).RunAsync(office.Unit, default)).ShouldBeEmpty();
        await office.ProveAsync();
        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(0);
    }

    /// <summary>Everything that may leave now has left.</summary>
    public static Task SentAsync(TestDatabase store) => Until.LeftAsync(
        store.AdminConnection, "SELECT count(*)::int FROM outbox WHERE sent_at IS NULL AND not_before <= office_now()");

    /// <summary>No more than so many are still to fire.</summary>
    public static Task DueAsync(TestDatabase store, int left) =>
        Until.LeftAsync(store.AdminConnection, $"SELECT count(*)::int FROM timer WHERE {IsDue}", left);

    private static Task<int> CountAsync(TestDatabase store, string which) =>
        TimeOffice.CountAsync(store, $"SELECT count(*)::int FROM timer WHERE {which}");
}

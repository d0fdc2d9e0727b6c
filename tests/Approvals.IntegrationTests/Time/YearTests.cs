using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Walk;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>A year of the campaign in the real store, moved by the office's clock: what was sent is what was promised.</summary>
public sealed class YearTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Waiting = """
        SELECT c.case_id, c.workflow, c.stage, a.seat_no, c.title, b.name, (a.since AT TIME ZONE 'Asia/Shanghai')::date
        FROM assignment a
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        JOIN seat s ON s.unit_id = a.unit_id AND s.opened_month = a.opened_month AND s.case_id = a.case_id AND s.round = a.round
          AND s.seat_no = a.seat_no
        LEFT JOIN body b ON b.unit_id = s.unit_id AND b.body_id = s.body_id
        WHERE NOT a.quiet
        ORDER BY c.opened_at, c.title, c.workflow, b.name, a.seat_no
        """;

    private const string Sent = """
        SELECT m.kind, p.name, m.payload, m.created_at
        FROM message m
        JOIN person p ON p.unit_id = m.unit_id AND p.person_id = m.recipient
        """;

    private readonly TestDatabase _store = new();

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Over_holidays_and_outages_what_was_sent_in_a_year_is_what_the_definitions_promise()
    {
        var (office, notice, presses) = await PlayAsync();

        var history = await WalkHistory.ReadAsync(_store, office.Unit, notice);
        var spans = SeatSpans.Of(history, office.BodyNames);
        var promised = new NaivePromise(Path.Combine(AppContext.BaseDirectory, "workflows")).Of(spans).ToList();

        Fired(history, office).ShouldBe(promised.GroupBy(r => r.Of.Case).ToDictionary(
            g => g.Key,
            g => string.Join('\n', g.Select(r => Line(r.Fired, r.Of.Round, r.Of.Seat, r.No, r.Due, r.Coalesced, r.Told)))), ignoreOrder: true);
        var sent = await SentAsync(office, spans);
        sent.ShouldBe(Messages(promised).Order(StringComparer.Ordinal));
        WorkOpenedByLateness(history, promised);
        await office.ProveAsync();
        output.WriteLine(
            $"{presses} presses by habit, {history.Lines.Count} cases, {history.Count} events, {promised.Count} rungs, {sent.Count} messages, "
            + $"{promised.Count(r => r.Coalesced.Length > 0)} reminders that stand for missed ones");
        promised.ShouldContain(r => r.Coalesced.Length > 0);
        promised.Where(r => r.Kind == "escalation").GroupBy(r => (r.Of, r.Fired)).ShouldContain(
            g => g.Count() > 1, "escalations that an outage held up come each by itself");
        promised.ShouldContain(r => r.Told.Contains("施晨曦"), "who came in spring is told what comes after");
    }

    private async Task<(Office Office, CaseId Notice, int Presses)> PlayAsync()
    {
        await _store.SetClockAsync(Nine(YearScript.Begin));
        var office = await Office.OpenAsync(_store);
        var notice = CaseId.Derive(YearScript.Begin, "a year of the campaign");
        await office.RegisterAsync(notice, YearScript.Rows);
        var divide = await office.PressOfAsync(notice, "拆分下达");
        var dates = CaseTime.NoDates.Add("checks", YearScript.Checks).Add("finish", YearScript.Finish);
        await office.DoAsync(divide with { Act = divide.Act with { Inputs = divide.Act.Inputs with { Dates = dates } } });

        var signal = new WakeSignal();
        var pump = new Pump(
            new Timers(_store.Database, office.Deciding, signal), signal, NullLogger<Pump>.Instance);
        var sender = new Sender(_store.Database, signal, NullLogger<Sender>.Instance);
        var presses = 0;
        for (var day = YearScript.Begin.AddDays(1); day <= YearScript.End; day = day.AddDays(1))
        {
            if (!YearScript.IsOut(day))
            {
                await _store.SetClockAsync(NaivePromise.Eight(day));
                await RunAsync(office, pump, sender);
                if (YearScript.OnceOn(day) is { } once)
                {
                    await PressOnceAsync(office, notice, once);
                }

                presses += NaiveDays.IsWorked(day) ? await PressAsync(office, day) : 0;
            }
        }

        return (office, notice, presses);
    }

    /// <summary>What is pressed on that one day.</summary>
    private async Task PressOnceAsync(Office office, CaseId notice, (string Workflow, string Title, string Action) once)
    {
        foreach (var id in await office.TreeAsync(notice))
        {
            var looked = await office.LookAsync(id);
            if ((looked.Case.Workflow.Value, looked.Case.Title) == (once.Workflow, once.Title))
            {
                await _store.SetClockAsync(Nine(NaivePromise.DayOf(await _store.ClockAsync())));
                await office.DoAsync(Cases.Walk.All(looked, office).Last(p => p.Title == once.Action));
                return;
            }
        }

        throw new InvalidOperationException($"nowhere to press {once}");
    }

    private static async Task RunAsync(Office office, Pump pump, Sender sender)
    {
        while (await pump.SettleAsync(office.Unit, CancellationToken.None) > 0)
        {
            await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        }

        while (await sender.SendAsync(office.Unit, CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>Whoever acts on that day does it at nine; one press may make another's needless.</summary>
    private async Task<int> PressAsync(Office office, DateOnly day)
    {
        var presses = 0;
        for (; await NextAsync(office, day) is { } next; presses++)
        {
            if (presses == 0)
            {
                await _store.SetClockAsync(Nine(day));
            }

            // Of a department its handler, where he may: its head signs afterwards.
            var looked = await office.LookAsync(new CaseId(next.Seat.Case));
            await office.DoAsync(Cases.Walk.Presses(looked, office)
                .LastOrDefault(p => p.Title == next.Action && p.Act.Seat.Value == next.Seat.Seat).ShouldNotBeNull($"{day}: {next}"));
        }

        return presses;
    }

    private static async Task<(WaitingSeat Seat, string Action)?> NextAsync(Office office, DateOnly day)
    {
        foreach (var (id, workflow, stage, seat, title, body, since) in
            await office.QueryAsync<(Guid, string, string, int, string, string?, DateOnly)>(Waiting))
        {
            var waiting = new WaitingSeat(id, workflow, stage, seat, title, body, since);
            if (YearScript.Acts(waiting) is { } acts && acts.From <= day && since < day)
            {
                return (waiting, acts.Action);
            }
        }

        return null;
    }

    /// <summary>What fired in each case, in the case's own order.</summary>
    private static Dictionary<Guid, string> Fired(WalkHistory history, Office office) => history.Events
        .Where(e => e.Event is CaseEvent.RungFired).GroupBy(e => e.Case.Value)
        .ToDictionary(g => g.Key, g => string.Join('\n', g.Select(e => (e.At, Rung: (CaseEvent.RungFired)e.Event)).Select(e => Line(
            e.At, e.Rung.Round, e.Rung.Seat.Value, e.Rung.Rung, e.Rung.DueOn, e.Rung.Coalesced,
            e.Rung.Told.Select(office.NameOf).Order(StringComparer.Ordinal)))));

    private static string Line(
        DateTimeOffset at, int round, int seat, int no, DateOnly due, IEnumerable<int> coalesced, IEnumerable<string> told) =>
        $"{at.UtcDateTime:yyyy-MM-dd HH:mm} {round}.{seat} rung {no} of {due:yyyy-MM-dd} [{string.Join(' ', coalesced)}] {string.Join('、', told)}";

    private static IEnumerable<string> Messages(IEnumerable<PromisedRung> promised) =>
        from rung in promised
        from person in rung.Told
        select Message(rung.Kind, person, rung.Of, rung.Due, rung.Days, NaivePromise.Delivered(rung.Fired));

    private static async Task<List<string>> SentAsync(Office office, List<SeatSpan> spans)
    {
        var seats = spans.DistinctBy(s => (s.Case, s.Round, s.Seat)).ToDictionary(s => (s.Case, s.Round, s.Seat));
        return
        [
            .. (await office.QueryAsync<(string Kind, string Name, byte[] Payload, DateTime At)>(Sent)).Select(m =>
            {
                var of = MessageNote.Read(m.Payload) switch
                {
                    MessageNote.Reminder reminder => reminder.Of,
                    MessageNote.Escalation escalation => escalation.Of,
                    var other => throw new InvalidOperationException($"nobody promised {other}"),
                };
                return Message(
                    m.Kind, m.Name, seats[(of.Case.Value, of.Round, of.Seat.Value)], of.DueOn, of.Days, new DateTimeOffset(m.At, TimeSpan.Zero));
            }).Order(StringComparer.Ordinal),
        ];
    }

    private static string Message(string kind, string person, SeatSpan of, DateOnly due, int days, DateTimeOffset arrived) =>
        $"{arrived.UtcDateTime:yyyy-MM-dd HH:mm} {kind} {person} {of.Title} {of.Stage} {of.Body} {due:yyyy-MM-dd} {days:+0;-0;0}";

    /// <summary>拟上报 opens when it was promised, and 自查 on its day.</summary>
    private static void WorkOpenedByLateness(WalkHistory history, List<PromisedRung> promised)
    {
        var opened = history.Events.Where(e => e.Event is CaseEvent.CaseOpened { Workflow.Value: "reporting-up" })
            .Select(e => (e.At.UtcDateTime, ((CaseEvent.CaseOpened)e.Event).Title)).Order().ToList();
        opened.ShouldBe(promised.Where(r => r.Kind == "opens").Select(r => (r.Fired.UtcDateTime, r.Of.Title)).Order());
        opened.Count.ShouldBeGreaterThan(2);
        history.Events.Single(e => e.Event is CaseEvent.StageEntered { Stage.Value: "self-checking" }).At
            .ShouldBe(NaivePromise.Eight(YearScript.Checks));
    }

    private static DateTimeOffset Nine(DateOnly day) => NaivePromise.Eight(day).AddHours(1);
}

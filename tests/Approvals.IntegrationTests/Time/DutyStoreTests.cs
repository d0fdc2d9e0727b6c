using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Time;

/// <summary>例行任务 and numbers as rows: what is recorded is there again, has its timer, and is what the history says.</summary>
public sealed class DutyStoreTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Measuring = """
        apiVersion: approvals/1
        workflow: measuring
        title: 测量
        starts: [{on: drafted, at: measure}]
        stages:
          - id: measure
            title: 每月测量
            signers: {people: drafter}
            deadline: {every: 1 month}
            remind: [0d]
            wait: {until: rate < 100, to: missed}
            actions:
              say: {title: 填报, fulfils: true, needs: [{number: rate, title: 评估率, unit: "%", at_least: 0, at_most: 100}]}
          - id: missed
            title: 未达标
            signers: {people: drafter}
            actions:
              redo: {title: 重新测量, to: measure, needs: [{number: rate, title: 评估率}]}
              stop: {title: 结束, to: done}
        ends: [{id: done, title: 办结}]
        """;

    private static readonly DateOnly Day = new(2021, 6, 2);

    private static readonly DateTimeOffset Morning = new(2021, 6, 2, 1, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_clinic_that_is_called_off_or_moved_stands_in_the_rows_and_its_history_explains_it()
    {
        var office = await OpenAsync();
        var duty = await DutyAsync(office, new Recurrence(
            RecurrencePeriod.Week, [DayOfWeek.Tuesday, DayOfWeek.Friday], new TimeOnly(8, 0), new TimeOnly(12, 0)));
        await CountIsAsync(office, duty, new DutyCount(58, 0, 0));

        await RecordAsync(office, duty, "停诊", (OccurrenceDay.Held, new(2021, 6, 8)));
        await CountIsAsync(office, duty, new DutyCount(57, 1, 0));
        await RecordAsync(office, duty, "改期", (OccurrenceDay.Held, new(2021, 6, 11)), (OccurrenceDay.Free, new(2021, 6, 16)));
        await CountIsAsync(office, duty, new DutyCount(57, 1, 1));
        await RecordAsync(office, duty, "照常开展", (OccurrenceDay.Excepted, new(2021, 6, 8)));
        await CountIsAsync(office, duty, new DutyCount(58, 0, 1));

        (await office.QueryAsync<int>("SELECT seat_no FROM timer WHERE case_id = @duty", new { duty = duty.Value })).ShouldBeEmpty();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_day_that_is_none_of_the_clinics_leaves_no_row()
    {
        var office = await OpenAsync();
        var duty = await DutyAsync(office, new Recurrence(RecurrencePeriod.Week, [DayOfWeek.Tuesday]));

        (await SendAsync(office, duty, "停诊", (OccurrenceDay.Held, new(2021, 6, 9)))).ShouldBe(
            new Answer.Refused(new Refusal.Missing(new Input.Occurrence(OccurrenceDay.Held, "停诊的日期"))));
        (await office.LookAsync(duty)).Case.Duty.ShouldNotBeNull().Exceptions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_quarter_that_is_reported_arms_the_timer_of_the_next_and_a_missed_one_is_reminded_once()
    {
        var office = await OpenAsync();
        var timers = TimeOffice.TimersOf(store, office);
        var duty = await DutyAsync(office, new Recurrence(RecurrencePeriod.Quarter, []));
        await NextIsAsync(office, duty, "2021-06-25 08:00");

        await ReportAsync(office, duty);
        await NextIsAsync(office, duty, "2021-09-25 08:00");

        // The program stood still from before the third quarter's end until after the fourth's.
        await store.SetClockAsync(new DateTimeOffset(2022, 1, 10, 1, 0, 0, TimeSpan.Zero));
        await timers.PassAsync(office);
        var told = await office.QueryAsync<string>(
            "SELECT convert_from(payload, 'UTF8')::jsonb->>'DueOn' FROM case_event WHERE case_id = @duty AND kind = 'rung-fired' ORDER BY seq",
            new { duty = duty.Value });
        told.Distinct().ShouldBe(["2021-09-30"]);

        await ReportAsync(office, duty);
        (await office.LookAsync(duty)).Case.Time.Clocks.Single().DueOn.ShouldBe(new DateOnly(2021, 12, 31));
        await ReportAsync(office, duty);
        (await office.LookAsync(duty)).Case.Time.Clocks.ShouldBeEmpty("the item itself is due on the last day of the year");
        (await office.QueryAsync<int>("SELECT seat_no FROM timer WHERE case_id = @duty", new { duty = duty.Value })).ShouldBeEmpty();
        await office.ProveAsync();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, default)).Where(b => b.Rule.Fault).ShouldBeEmpty();
    }

    [Fact]
    public async Task Given_to_another_department_it_waits_for_that_one_with_the_time_that_it_has()
    {
        var office = await OpenAsync();
        var duty = await DutyAsync(office, new Recurrence(RecurrencePeriod.Quarter, []));
        var part = new CaseId((await office.QueryAsync<Guid>(
            """
            SELECT p.case_id
            FROM flow_case d
            JOIN flow_case p ON p.parent_id = d.parent_id AND p.child_key = d.child_key AND p.case_id <> d.case_id
            WHERE d.case_id = @duty
            """,
            new { duty = duty.Value })).Single());
        await office.PressAsync(part, "退回");
        await office.PressAsync(part, "改派");

        (await office.QueryAsync<int>("SELECT DISTINCT body_id FROM assignment_sitter WHERE case_id = @duty", new { duty = duty.Value }))
            .ShouldBe([office.Body("护理部").Value]);
        await NextIsAsync(office, duty, "2021-06-25 08:00");
        await office.ProveAsync();
        (await new StoreCheck(store.Database).RunAsync(office.Unit, default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_number_is_kept_as_it_was_said_and_what_waits_for_it_is_looked_at()
    {
        await store.SetClockAsync(Morning);
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Measuring));
        var @case = CaseId.Derive(Day, office.NewKey());
        (await office.OpenAsync(@case, 0, office.NewKey())).ShouldBe(new Answer.Done(false));

        await SayAsync(office, @case, "填报", 100m);
        (await office.LookAsync(@case)).Case.Stage.Value.ShouldBe("measure");
        await SayAsync(office, @case, "填报", 99.50m);
        var missed = (await office.LookAsync(@case)).Case;
        (missed.Stage.Value, missed.Measures["rate"]).ShouldBe(("missed", 99.5m));
        await SayAsync(office, @case, "重新测量", 100m);

        var again = (await office.LookAsync(@case)).Case;
        again.Stage.Value.ShouldBe("measure");
        again.Time.Clocks.Single().DueOn.ShouldBe(new DateOnly(2021, 7, 31), "June was measured");
        (await office.QueryAsync<string>("SELECT measures::text FROM flow_case WHERE case_id = @case", new { @case = @case.Value }))
            .ShouldBe(["{\"rate\": 100}"]);
        await office.ProveAsync();
    }

    private async Task<Office> OpenAsync()
    {
        await store.SetClockAsync(Morning);
        return await Office.OpenAsync(store);
    }

    /// <summary>The duty of an item that recurs so, its notice divided.</summary>
    private static async Task<CaseId> DutyAsync(Office office, Recurrence recurrence)
    {
        var notice = CaseId.Derive(Day, office.NewKey());
        await office.RegisterAsync(
            notice, [new OfficeRow("顾明溪", ["门诊办", "医务科"], new DateOnly(2021, 12, 31)) { Recurrence = recurrence }]);
        await office.PressAsync(notice, "拆分下达");
        var all = await office.Cases.LookAsync(office.Unit, await office.TreeAsync(notice), default);
        var duty = all.Where(l => l.Workflow.Recurs).ShouldHaveSingleItem();
        duty.Case.Duty.ShouldNotBeNull().Recurrence.ShouldBe(recurrence);
        return duty.Case.Id;
    }

    private static async Task CountIsAsync(Office office, CaseId duty, DutyCount count)
    {
        (await office.LookAsync(duty)).Case.Duty.ShouldNotBeNull().CountUntil(new DateOnly(2021, 12, 31), office.Calendar).ShouldBe(count);
        await office.ProveAsync();
    }

    private static async Task NextIsAsync(Office office, CaseId duty, string local) =>
        (await office.QueryAsync<string>(
            "SELECT to_char(due_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') FROM timer WHERE case_id = @duty",
            new { duty = duty.Value })).ShouldBe([local]);

    private static async Task ReportAsync(Office office, CaseId duty)
    {
        await office.PressAsync(duty, "报本期情况");
        await office.ProveAsync();
    }

    private static async Task RecordAsync(Office office, CaseId duty, string action, params (OccurrenceDay Day, DateOnly On)[] days) =>
        (await SendAsync(office, duty, action, days)).ShouldBe(new Answer.Done(false));

    private static Task<Answer> SendAsync(Office office, CaseId duty, string action, params (OccurrenceDay Day, DateOnly On)[] days) =>
        SendAsync(office, duty, action, new Inputs(new Said(null, "停电", null, null, []), ImmutableDictionary<Party, PartyMembers>.Empty)
        {
            Days = days.ToImmutableSortedDictionary(d => d.Day, d => d.On),
        });

    private static async Task SayAsync(Office office, CaseId @case, string action, decimal rate)
    {
        (await SendAsync(office, @case, action, Inputs.None with { Numbers = Measures.None.Add("rate", rate) }))
            .ShouldBe(new Answer.Done(false));
        await office.Waker.SettleAsync(office.Unit, default);
    }

    private static async Task<Answer> SendAsync(Office office, CaseId id, string title, Inputs inputs)
    {
        var looked = await office.LookAsync(id);
        var action = looked.Workflow.Stage(looked.Case.Stage).ShouldNotBeNull().Actions.Single(a => a.Title == title);
        var by = Seating.Candidates(looked.Case.Seats[0], looked.Context.Directory, looked.Context.Today)[0];
        var act = new CaseCommand.Act(
            looked.Case.Round, looked.Case.Seats[0].No, action.Id, by, null, null, inputs, looked.Context.Grants.ContentHash, []);
        return await office.Cases.HandleAsync(office.Unit, id, act, office.NewKey(), default);
    }
}

using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Approvals.IntegrationTests.Time;

/// <summary>People leave: what waits for them goes where its stage says, or is an alarm until somebody can take it.</summary>
public sealed class VacancyTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Check = """
        apiVersion: approvals/1
        workflow: check
        title: 考评
        starts: [{on: drafted, at: examined}]
        stages:
          - id: examined
            title: 考评
            signers: [{role: examiner}]
            actions:
              pass: {title: 通过, to: signed}
          - {id: signed, title: 签发, signers: {people: drafter}, actions: {stop: {title: 了结, to: over}}}
        ends:
          - {id: over, title: 了结}
        """;

    private static readonly string GivesWay = Check.Replace(
        "    actions:\n      pass", "    on_unavailable: signed\n    actions:\n      pass", StringComparison.Ordinal);

    private static readonly string InTurn = Check.Replace(
        "signers: [{role: examiner}]", "signers: {people: drafter}", StringComparison.Ordinal).Replace(
        "signers: {people: drafter}, actions", "signers: {role: examiner}, not_same_as: [examined], actions", StringComparison.Ordinal);

    private static readonly string Outsiders = Check.Replace(
        "signers: [{role: examiner}]", "signers: {people: drafter, none_from: host_department}", StringComparison.Ordinal).Replace(
        "signers: {people: drafter}, actions", "signers: {role: examiner}, actions", StringComparison.Ordinal);

    [Fact]
    public async Task What_nobody_can_take_any_more_is_an_alarm_that_names_it_until_somebody_can()
    {
        var (office, vacancies) = await OpenAsync(Check);
        var first = await office.DraftAsync(rows: 0);
        await office.DraftAsync(rows: 0);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();

        await LeaveAsync(office);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);

        var alarm = (await AlarmsAsync()).ShouldHaveSingleItem();
        alarm.ShouldStartWith("考评员现在没有人可以办：“关于第");
        alarm.ShouldContain("“关于第1项工作的通知”（考评）");
        alarm.ShouldContain("“关于第2项工作的通知”（考评）");
        (await StageAsync(office, first)).ShouldBe("考评");
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBe([alarm], "a second look changes nothing");

        await AppointAsync(office);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();
        await office.ProveAsync();
    }

    [Fact]
    public async Task A_node_that_starts_ends_the_alarm_of_another()
    {
        var (office, vacancies) = await OpenAsync(Check);
        await office.DraftAsync(rows: 0);
        await LeaveAsync(office);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldHaveSingleItem();

        await AppointAsync(office);
        await VacanciesOf(office).LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_post_that_ends_by_the_calendar_is_found_on_its_first_day_without_anybody()
    {
        var (office, vacancies) = await OpenAsync(Check);
        await office.DraftAsync(rows: 0);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        await LeaveAsync(office, "'2026-09-08'");
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty("the last day is inclusive");

        await store.SetClockAsync(Monday.AddDays(1));
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();
        await store.SetClockAsync(Monday.AddDays(2));
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Where_the_stage_says_where_it_goes_then_it_goes_there_and_nobody_is_alarmed()
    {
        var (office, vacancies) = await OpenAsync(GivesWay);
        var id = await office.DraftAsync(rows: 0);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        await LeaveAsync(office);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        (await StageAsync(office, id)).ShouldBe("签发");
        (await AlarmsAsync()).ShouldBeEmpty();
        await office.ProveAsync();
    }

    [Fact]
    public async Task Who_is_left_but_acted_where_another_must_counts_as_nobody()
    {
        var (office, vacancies) = await OpenAsync(InTurn);
        // The drafter is one of two examiners.
        await AppointAsync(office, "叶秋水");
        var id = await office.DraftAsync(rows: 0);
        await office.PressAsync(id, "通过");
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();

        await LeaveAsync(office, who: "宋怀谷");
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldHaveSingleItem().ShouldContain("（签发）");
    }

    [Fact]
    public async Task Who_has_joined_a_body_from_which_the_stage_takes_nobody_counts_as_nobody()
    {
        var (office, vacancies) = await OpenAsync(Outsiders);
        var id = await office.DraftAsync(rows: 0);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();

        await AppointAsync(office, "叶秋水", "党建办"); // the host
        await FindsWhatTheEngineCallsEmptyAsync(office, id);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldHaveSingleItem().ShouldContain("（考评）");

        await LeaveAsync(office, who: "叶秋水");
        await FindsWhatTheEngineCallsEmptyAsync(office);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        (await AlarmsAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_the_stage_says_where_it_goes_then_it_goes_there_when_all_whom_it_names_belong_to_such_a_body()
    {
        var (office, vacancies) = await OpenAsync(
            Outsiders.Replace("    actions:\n      pass", "    on_unavailable: signed\n    actions:\n      pass", StringComparison.Ordinal));
        var id = await office.DraftAsync(rows: 0);
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        await AppointAsync(office, "叶秋水", "党建办");
        await vacancies.LookAsync(office.Unit, CancellationToken.None);
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        (await StageAsync(office, id)).ShouldBe("签发");
        await LeaveAsync(office, who: "叶秋水");
        await office.ProveAsync();
    }

    /// <summary>As simulation asks the engine of every case, the store asks it of those that it finds.</summary>
    private async Task FindsWhatTheEngineCallsEmptyAsync(Office office, params CaseId[] empty)
    {
        var open = (await office.QueryAsync<Guid>("SELECT case_id FROM flow_case WHERE NOT ended")).Select(id => new CaseId(id)).ToList();
        var looked = await office.Cases.LookAsync(office.Unit, open, CancellationToken.None);
        looked.Where(l => Seating.Vacant(l.Case, l.Context).Any()).Select(l => l.Case.Id).ShouldBe(empty, ignoreOrder: true);
        var found = await store.Database.ReadInUnitAsync(
            office.Unit,
            (connection, _) => EmptySeats.FindAsync(connection, office.Unit, [office.Editions.Current], CancellationToken.None),
            CancellationToken.None);
        found.ShouldBe(empty, ignoreOrder: true);
    }

    private static readonly DateTimeOffset Monday = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    private static async Task<string> StageAsync(Office office, CaseId id)
    {
        var looked = (await office.Cases.LookAsync(office.Unit, [id], CancellationToken.None)).ShouldHaveSingleItem();
        return looked.Workflow.TitleOf(looked.Case.Stage);
    }

    private Task AppointAsync(Office office, string who = "宋怀谷", string body = "医务科") => PostAsync(
        office,
        """
        INSERT INTO post (unit_id, person_id, body_id, role, valid_from)
        VALUES (@unit, @person, @body, 'examiner', '2020-01-01')
        ON CONFLICT (unit_id, person_id, body_id, role, valid_from) DO UPDATE SET valid_to = NULL
        """,
        who, body);

    private Task LeaveAsync(Office office, string last = "valid_from", string who = "宋怀谷") => PostAsync(
        office, $"UPDATE post SET valid_to = {last} WHERE role = 'examiner' AND person_id = @person", who);

    private Task PostAsync(Office office, string sql, string who, string body = "医务科") => store.Database.InUnitAsync(
        office.Unit,
        (connection, _) => connection.ExecuteAsync(
            sql, new { unit = office.Unit.Value, person = office.Person(who).Value, body = office.Body(body).Value }),
        CancellationToken.None);

    private async Task<IEnumerable<string>> AlarmsAsync()
    {
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        return await admin.QueryAsync<string>("SELECT what FROM alarm WHERE cleared_at IS NULL");
    }

    private Vacancies VacanciesOf(Office office) => new(
        store.Database, office.Cases, office.Editions, new Alarms(store.Database, office.Editions, NullLogger<Alarms>.Instance), new WakeSignal());

    /// <summary>An office in which one examiner serves; what other tests left open is brought to its end.</summary>
    private async Task<(Office Office, Vacancies Vacancies)> OpenAsync(string workflow)
    {
        await store.SetClockAsync(Monday);
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(workflow));
        await store.Database.InUnitAsync(
            office.Unit,
            (connection, _) => connection.ExecuteAsync("UPDATE post SET valid_to = valid_from WHERE role = 'examiner'"),
            CancellationToken.None);
        await AppointAsync(office);
        foreach (var old in await office.QueryAsync<Guid>("SELECT case_id FROM flow_case WHERE NOT ended"))
        {
            while (await StageAsync(office, new CaseId(old)) is "考评" or "签发")
            {
                await office.PressAsync(new CaseId(old), await StageAsync(office, new CaseId(old)) == "考评" ? "通过" : "了结");
            }
        }

        await TestCluster.ExecuteAsync(store.AdminConnection, "UPDATE alarm SET cleared_at = office_now() WHERE cleared_at IS NULL");
        return (office, VacanciesOf(office));
    }
}

using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Features.Directories;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>The official calendar of a year comes after work of that year was begun, or the office opens at another time.</summary>
public sealed class RecountTests : IAsyncLifetime
{
    /// <summary>Thursday before the national holiday; Friday 8 October is the next working day, by the notice alone.</summary>
    private static readonly DateTimeOffset Eve = new(2021, 9, 30, 2, 0, 0, TimeSpan.Zero);

    private static readonly DateOnly Provisional = new(2021, 10, 4);

    private static readonly DateOnly Official = new(2021, 10, 8);

    /// <summary>The office opens at eight.</summary>
    private static readonly DateTime OfficialMorning = new(2021, 10, 8, 0, 0, 0);

    private readonly TestDatabase _store = new();
    private Office _informed = null!; // opened before any test
    private Office _office = null!; // as the informed one

    /// <summary>A program that does not know the year, and one that does.</summary>
    public async Task InitializeAsync()
    {
        await _store.InitializeAsync();
        await _store.SetClockAsync(Eve);
        _informed = await Office.OpenAsync(_store);
        _office = _informed.Knowing(year => year.Year != Eve.Year);
    }

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Working_days_are_counted_again_once_when_the_year_is_loaded()
    {
        await CatchUpAsync(_office);
        var cases = await OpenAsync(_office);
        (await DueAsync(cases)).ShouldBe([Provisional], "weekends and fixed holidays alone");

        (await CatchUpAsync(_informed)).Cases.ShouldBeGreaterThan(0);

        (await DueAsync(cases)).ShouldBe([Official]);
        (await TimersAsync()).ShouldBe([OfficialMorning], "the first reminder of 签收 goes when the office opens that day");
        (await CatchUpAsync(_informed)).Cases.ShouldBe(0, "a second start finds nothing new");
        await _informed.ProveAsync();
    }

    [Fact]
    public async Task What_stands_still_is_counted_again_too_and_has_no_timer_for_it()
    {
        await CatchUpAsync(_office);
        var cases = await OpenAsync(_office);
        await _office.PressAsync((await _office.LookAsync(cases[0])).Case.Parent.ShouldNotBeNull(), "中止");
        (await TimersAsync()).ShouldBeEmpty();

        await CatchUpAsync(_informed);

        (await DueAsync(cases)).ShouldBe([Official]);
        (await TimersAsync()).ShouldBeEmpty();
        await _informed.ProveAsync();
    }

    [Fact]
    public async Task A_case_that_cannot_be_counted_is_left_out_and_alarmed_until_it_can()
    {
        await CatchUpAsync(_office);
        var cases = await OpenAsync(_office);
        await TestCluster.ExecuteAsync(
            _store.AdminConnection, $"UPDATE flow_case SET dates = '[]' WHERE case_id = '{cases[0].Value}'");
        using var recounting = new Recounting(
            _store.Database, RecountsOf(_informed), new Alarms(_store.Database, _office.Editions, NullLogger<Alarms>.Instance),
            NullLogger<Recounting>.Instance);

        (await recounting.CatchUpAsync(_office.Unit, default)).ShouldBeTrue();

        (await DueAsync(cases[1..])).ShouldBe([Official]);
        (await AlarmsAsync()).ShouldHaveSingleItem().ShouldContain($"有 1 个流程的时限没能重新推算，第一个是 {cases[0]}");

        await TestCluster.ExecuteAsync(
            _store.AdminConnection, $"UPDATE flow_case SET dates = '{{}}' WHERE case_id = '{cases[0].Value}'");
        (await recounting.CatchUpAsync(_office.Unit, default)).ShouldBeTrue();

        (await DueAsync(cases)).ShouldBe([Official]);
        (await AlarmsAsync()).ShouldBeEmpty();
        (await CatchUpAsync(_informed)).Cases.ShouldBe(0);
        await _informed.ProveAsync();
    }

    [Fact]
    public async Task One_node_counts_at_a_time()
    {
        await OpenAsync(_office);
        await using var other = new NpgsqlConnection(_store.AdminConnection);
        await other.OpenAsync();
        await other.ExecuteAsync("SELECT pg_advisory_lock(7021788, @unit)", new { unit = _office.Unit.Value });

        (await RecountsOf(_informed).CatchUpAsync(_office.Unit, default)).ShouldBeNull();

        await other.ExecuteAsync("SELECT pg_advisory_unlock(7021788, @unit)", new { unit = _office.Unit.Value });
        (await CatchUpAsync(_informed)).Cases.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task What_a_node_of_the_version_before_opens_after_the_count_is_counted_again_by_the_day_for_a_week()
    {
        await CatchUpAsync(_informed);
        var cases = await OpenAsync(_office);
        (await CatchUpAsync(_informed)).Cases.ShouldBe(0, "a start sees that the year was counted");
        (await DueAsync(cases)).ShouldBe([Provisional]);

        await RecountsOf(_informed).ReviewAsync(_office.Unit, default);
        var events = await EventsAsync();
        await RecountsOf(_informed).ReviewAsync(_office.Unit, default);

        (await DueAsync(cases)).ShouldBe([Official]);
        (await EventsAsync()).ShouldBe(events, "what agrees already leaves no trace");
        await _store.SetClockAsync(Eve.AddDays(8));
        (await RecountsOf(_informed).ReviewAsync(_office.Unit, default)).ShouldNotBeNull().Cases.ShouldBe(0);
        await _informed.ProveAsync();
    }

    [Fact]
    public async Task An_office_that_opens_later_reminds_later()
    {
        await OpenAsync(_informed);
        await CatchUpAsync(_informed);
        (await TimersAsync()).ShouldBe([OfficialMorning]);

        var recounts = new Recounts(_store.Database, OpeningAt(new TimeOnly(9, 30)), _informed.Calendar);
        (await recounts.CatchUpAsync(_office.Unit, default)).ShouldNotBeNull().Cases.ShouldBeGreaterThan(0);

        (await TimersAsync()).ShouldBe([OfficialMorning.AddMinutes(90)]);
        (await recounts.CatchUpAsync(_office.Unit, default)).ShouldNotBeNull().Cases.ShouldBe(0);
    }

    [Fact]
    public async Task A_timer_that_is_due_before_its_rung_is_is_set_anew_and_not_looked_at_until_then()
    {
        await OpenAsync(_informed);
        await _store.SetClockAsync(new DateTimeOffset(OfficialMorning, TimeSpan.Zero));
        var timers = new Timers(_store.Database, OpeningAt(new TimeOnly(9, 30)), new WakeSignal());
        (await timers.UnitsAsync(default)).ShouldBe([_office.Unit]);

        (await timers.SweepAsync(_office.Unit, default)).Fired.ShouldBe(0);

        (await timers.UnitsAsync(default)).ShouldBeEmpty();
        (await TimersAsync()).ShouldBe([OfficialMorning.AddMinutes(90)]);
        await _store.SetClockAsync(new DateTimeOffset(OfficialMorning.AddMinutes(90), TimeSpan.Zero));
        (await timers.SweepAsync(_office.Unit, default)).Fired.ShouldBeGreaterThan(0);
        await _informed.ProveAsync();
    }

    private async Task<RecountRound> CatchUpAsync(Office office) =>
        (await RecountsOf(office).CatchUpAsync(office.Unit, default)).ShouldNotBeNull();

    private Recounts RecountsOf(Office office) => new(_store.Database, office.Deciding, office.Calendar);

    private Deciding OpeningAt(TimeOnly opening) => new(
        _informed.Editions, new DirectoryStore(_store.Database), new Zones(_store.Database, opening), _informed.Calendar,
        new Numbers(new NumberRegister()));

    /// <summary>The cases of a notice whose time runs, or stands still.</summary>
    private static async Task<List<CaseId>> OpenAsync(Office office)
    {
        var notice = await office.IssuedAsync(rows: 1);
        var dated = (await office.QueryAsync<Guid>("SELECT DISTINCT case_id FROM assignment WHERE due_on IS NOT NULL")).ToHashSet();
        return [.. (await office.TreeAsync(notice)).Where(id => dated.Contains(id.Value))];
    }

    private async Task<IEnumerable<DateOnly>> DueAsync(IReadOnlyList<CaseId> cases) =>
        (await _informed.QueryAsync<DateOnly>(
            "SELECT DISTINCT due_on FROM assignment WHERE case_id = ANY (@cases) AND due_on IS NOT NULL",
            new { cases = cases.Select(c => c.Value).ToArray() })).Order();

    private Task<IEnumerable<DateTime>> TimersAsync() =>
        _informed.QueryAsync<DateTime>("SELECT DISTINCT due_at FROM timer WHERE due_at < 'infinity' ORDER BY due_at");

    private Task<IEnumerable<string>> AlarmsAsync() =>
        _informed.QueryAsync<string>("SELECT what FROM alarm WHERE cleared_at IS NULL");

    private async Task<long> EventsAsync() => (await _informed.QueryAsync<long>("SELECT count(*) FROM case_event")).Single();
}

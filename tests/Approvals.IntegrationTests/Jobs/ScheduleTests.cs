using System.Collections.Concurrent;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace Approvals.IntegrationTests.Jobs;

/// <summary>What runs by the calendar, on nodes that share nothing but the database.</summary>
public sealed class ScheduleTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Never = "0 0 0 1 1 ? 2099";

    private readonly ConcurrentQueue<(int Unit, DateOnly Day)> _done = new();

    [Fact]
    public async Task A_job_forced_on_two_nodes_at_once_does_its_work_once()
    {
        await OpenAsync();
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var job = Job("forced", (_, _) => both.Task);
        using var first = await StartAsync(null, job);
        using var second = await StartAsync(null, job);
        await SchedulerOf(first).TriggerJob(new JobKey("forced"));
        await SchedulerOf(second).TriggerJob(new JobKey("forced"));
        // One claim of the row is held by the work, the other waits for it.
        await Until.TrueAsync(async () => await CountAsync(
            "SELECT count(*)::int FROM pg_stat_activity WHERE query LIKE 'INSERT INTO job_run%' AND wait_event_type = 'Lock'") == 1);
        both.SetResult();
        await Until.TrueAsync(IdleAsync);

        _done.ShouldBe([(1, new DateOnly(2026, 9, 7)), (2, new DateOnly(2026, 9, 7))], ignoreOrder: true);
        (await CountAsync("SELECT count(*)::int FROM job_run WHERE job = 'forced' AND finished_at IS NOT NULL")).ShouldBe(2);
        await StopAsync(first, second);
    }

    [Fact]
    public async Task Two_runs_that_begin_at_the_same_instant_do_the_work_once_in_each_of_many_rounds()
    {
        await OpenAsync();
        using var first = Build(null);
        using var second = Build(null);
        for (var round = 0; round < 20; round++)
        {
            var job = Job($"race-{round}");
            await Task.WhenAll(RunsOf(first).RunAsync(job, default), RunsOf(second).RunAsync(job, default));
        }

        _done.Count.ShouldBe(40);
    }

    [Fact]
    public async Task A_job_whose_work_throws_is_alarmed_and_tried_again_and_the_alarm_ends_when_it_succeeds()
    {
        await OpenAsync();
        var failures = 2;
        var job = Job("fails-first", (turn, _) => turn.Unit.Id.Value == 1 && Interlocked.Decrement(ref failures) >= 0
            ? throw new OfficeException("磁盘满了。") : Task.CompletedTask);
        using var node = Build(null, job);
        await Should.ThrowAsync<JobFailedException>(() => RunsOf(node).RunAsync(job, default));
        (await AlarmsAsync()).ShouldHaveSingleItem().ShouldContain("磁盘满了");
        // The other unit did not have to wait.
        (await CountAsync("SELECT count(*)::int FROM job_run WHERE job = 'fails-first'")).ShouldBe(1);

        using var retrying = await StartAsync([TimeSpan.Zero, TimeSpan.Zero], job);
        await SchedulerOf(retrying).TriggerJob(new JobKey("fails-first"));
        await Until.TrueAsync(async () => await CountAsync("SELECT count(*)::int FROM job_run WHERE job = 'fails-first'") == 2);

        (await AlarmsAsync()).ShouldBeEmpty();
        await StopAsync(retrying);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_leaves_nothing_and_can_run_again()
    {
        await OpenAsync();
        var cut = false;
        var job = Job("cut", async (turn, cancellation) =>
        {
            if (!cut)
            {
                cut = true;
                var backend = await turn.Connection.ExecuteScalarAsync<int>("SELECT pg_backend_pid()");
                await TestCluster.ExecuteAsync(store.AdminConnection, $"SELECT pg_terminate_backend({backend})");
            }
        });
        using var node = Build(null);
        await Should.ThrowAsync<JobFailedException>(() => RunsOf(node).RunAsync(job, default));
        (await CountAsync("SELECT count(*)::int FROM job_run WHERE job = 'cut'")).ShouldBe(1);

        await RunsOf(node).RunAsync(job, default);

        (await CountAsync("SELECT count(*)::int FROM job_run WHERE job = 'cut'")).ShouldBe(2);
    }

    [Fact]
    public async Task A_day_is_the_offices_day_and_each_day_has_one_run()
    {
        await OpenAsync();
        using var node = Build(null);
        var job = Job("daily");
        await RunsOf(node).RunAsync(job, default);
        await RunsOf(node).RunAsync(job, default);
        // Still the seventh in UTC; in Shanghai the next day has begun.
        await store.SetClockAsync(new DateTimeOffset(2026, 9, 7, 16, 0, 0, TimeSpan.Zero));
        await RunsOf(node).RunAsync(job, default);

        _done.Where(d => d.Unit == 1).Select(d => d.Day).ShouldBe([new DateOnly(2026, 9, 7), new DateOnly(2026, 9, 8)]);
    }

    [Fact]
    public async Task A_job_of_workdays_rests_on_a_holiday_and_runs_on_a_weekend_that_is_worked()
    {
        await OpenAsync();
        using var node = Build(null);
        var job = Job("workdays") with { OnWorkdays = true };
        foreach (var day in new[] { new DateOnly(2021, 10, 8), new DateOnly(2021, 10, 9), new DateOnly(2021, 10, 10), new DateOnly(2021, 10, 7) })
        {
            await store.SetClockAsync(new DateTimeOffset(day.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero));
            await RunsOf(node).RunAsync(job, default);
        }

        _done.Where(d => d.Unit == 1).Select(d => d.Day).ShouldBe([new DateOnly(2021, 10, 8), new DateOnly(2021, 10, 9)]);
    }

    [Fact]
    public async Task Every_trigger_names_its_zone_and_what_becomes_of_a_missed_time_and_carries_no_data()
    {
        await OpenAsync();
        using var node = WebHost.BuildJobs(Settings(), store.Database);
        await node.StartAsync();
        await using var connection = new NpgsqlConnection(store.AppConnection);
        var triggers = (await connection.QueryAsync<(string Name, string Zone, int Misfire, bool Data)>(
            """
            SELECT t.trigger_name, c.time_zone_id, t.misfire_instr::int, t.job_data IS NOT NULL OR j.job_data IS NOT NULL
            FROM quartz.qrtz_triggers t
            JOIN quartz.qrtz_cron_triggers c USING (sched_name, trigger_name, trigger_group)
            JOIN quartz.qrtz_job_details j USING (sched_name, job_name, job_group)
            WHERE t.trigger_name = ANY (@names)
            """,
            new { names = Schedule.Jobs.Select(j => j.Name).ToArray() })).ToList();

        triggers.Count.ShouldBe(Schedule.Jobs.Length);
        triggers.ShouldAllBe(t => t.Zone == "Asia/Shanghai" && t.Misfire == (int)CronTriggerMisfireInstruction.FireAndProceed
            && !t.Data);
        await StopAsync(node);
    }

    [Fact]
    public async Task A_job_that_this_version_does_not_know_starts_nothing_and_stays_for_those_that_do()
    {
        await OpenAsync();
        using (var old = await StartAsync(null, Job("of-another-version")))
        {
            await StopAsync(old);
        }

        using var node = await StartAsync(null, Job("of-this-version"));
        await SchedulerOf(node).TriggerJob(new JobKey("of-another-version"));
        await Until.TrueAsync(IdleAsync);

        _done.ShouldBeEmpty();
        (await CountAsync("SELECT count(*)::int FROM quartz.qrtz_cron_triggers WHERE trigger_name = 'of-another-version'")).ShouldBe(1);
        await StopAsync(node);
    }

    [Fact]
    public async Task A_time_that_no_node_was_up_for_is_made_good_once_when_one_is()
    {
        await OpenAsync();
        // It is nine o'clock in Shanghai.
        CalendarJob[] jobs = [Job("early") with { Cron = "0 0 2 * * ?" }, Job("late") with { Cron = "0 0 23 * * ?" }];
        using var first = await StartAsync(null, jobs);
        await Until.TrueAsync(() => Task.FromResult(_done.Count == 2));
        using var second = await StartAsync(null, jobs);
        await Until.TrueAsync(IdleAsync);

        _done.Select(d => d.Unit).ShouldBe([1, 2]);
        (await CountAsync("SELECT count(*)::int FROM job_run WHERE job = 'late'")).ShouldBe(0);
        await StopAsync(first, second);
    }

    private async Task OpenAsync()
    {
        await store.SetClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        foreach (var unit in new[] { 1, 2 }.Except((await store.Database.UnitsAsync(default)).Select(u => u.Id.Value)))
        {
            await store.AddUnitAsync(unit, $"第{unit}医院");
        }
    }

    private CalendarJob Job(string name, Func<JobTurn, CancellationToken, Task>? also = null) => new(
        name, name, Never,
        async (_, turn, cancellation) =>
        {
            _done.Enqueue((turn.Unit.Id.Value, turn.Day));
            if (also is not null)
            {
                await also(turn, cancellation);
            }

            return null;
        });

    private Microsoft.Extensions.Configuration.IConfiguration Settings() =>
        Web.Hosting.Settings.Read($"--AnchorKey={store.AnchorKey}");

    private IHost Build(TimeSpan[]? retries, params CalendarJob[] jobs) =>
        WebHost.BuildJobs(Settings(), store.Database, [.. jobs], retries);

    private async Task<IHost> StartAsync(TimeSpan[]? retries, params CalendarJob[] jobs)
    {
        var node = Build(retries, jobs);
        await node.StartAsync();
        return node;
    }

    private static ScheduleRuns RunsOf(IHost node) => node.Services.GetRequiredService<ScheduleRuns>();

    private static IScheduler SchedulerOf(IHost node) =>
        node.Services.GetRequiredService<ISchedulerFactory>().GetScheduler().AsTask().GetAwaiter().GetResult();

    private static async Task StopAsync(params IHost[] nodes)
    {
        foreach (var node in nodes)
        {
            await node.StopAsync();
        }
    }

    private async Task<int> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(store.AdminConnection);
        return await connection.ExecuteScalarAsync<int>(sql);
    }

    /// <summary>Nothing runs, and nothing waits to be started but by the calendar.</summary>
    private async Task<bool> IdleAsync() => await CountAsync(
        """
        SELECT (SELECT count(*) FROM quartz.qrtz_fired_triggers)::int
          + (SELECT count(*) FROM quartz.qrtz_triggers WHERE trigger_type <> 'CRON')::int
        """) == 0;

    private async Task<List<string>> AlarmsAsync()
    {
        await using var connection = new NpgsqlConnection(store.AdminConnection);
        return [.. await connection.QueryAsync<string>("SELECT what FROM alarm WHERE cleared_at IS NULL AND key <> 'staffing'")];
    }
}

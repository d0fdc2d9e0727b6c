using System.Collections.Immutable;
using Approvals.Web.Store;
using Dapper;
using Quartz;

namespace Approvals.Web.Jobs;

/// <summary>
/// A node that starts asks for every job whose time has passed today: it may be that none was up then, or that the time is
/// new with this version. Where it was done, asking again does nothing. Days before today are the work's own to make good.
/// </summary>
internal sealed class QuartzCatchUp(
    ImmutableArray<CalendarJob> jobs, TimeZoneInfo zone, Database database, ISchedulerFactory schedulers) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        var now = await connection.QuerySingleAsync<DateTimeOffset>(
            new CommandDefinition("SELECT office_now()", cancellationToken: cancellationToken));
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var job in jobs.Where(job => WasDue(job.Cron, now)))
        {
            await scheduler.TriggerJob(new JobKey(job.Name), null, cancellationToken);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool WasDue(string cron, DateTimeOffset now)
    {
        var midnight = TimeZoneInfo.ConvertTime(now, zone).Date;
        var yesterday = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(midnight, zone)).AddTicks(-1);
        return new CronExpression(cron, zone).GetNextValidTimeAfter(yesterday) <= now;
    }
}

using Approvals.Web.Store;

namespace Approvals.Web.Jobs;

/// <summary>
/// Says soon, not at night, that something was set aside, that work waits which nobody can take, or that nobody could take what
/// the definitions ask: an alarm until it is so no more, whoever mended it. Nodes that look at once write one alarm.
/// </summary>
internal sealed class Watch(
    Database database, SelfCheck check, Vacancies vacancies, StaffingCheck staffing, ILogger<Watch> log) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                foreach (var unit in await database.UnitsAsync(stoppingToken))
                {
                    await check.WatchAsync(unit.Id, stoppingToken);
                    await vacancies.LookAsync(unit.Id, stoppingToken);
                    await staffing.WatchAsync(unit.Id, stoppingToken);
                }
            }
            catch (Exception lost) when (!stoppingToken.IsCancellationRequested)
            {
                // A database that is away cannot be told; and nothing that was not foreseen may stop the node.
                Log.WatchWaits(log, lost);
            }

            await Task.Delay(Poll, stoppingToken);
        }
    }
}

using Approvals.Web.Store;

namespace Approvals.Web.Jobs;

/// <summary>
/// Says soon, not at night, that something was set aside, or that work waits which nobody can take: an alarm until nothing is
/// any more, whoever released it. Nodes that look at once write one alarm.
/// </summary>
internal sealed class Watch(Database database, SelfCheck check, Vacancies vacancies, ILogger<Watch> log) : BackgroundService
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

using System.Collections.Immutable;
using Quartz;

namespace Approvals.Web.Jobs;

/// <summary>What Quartz starts: it looks the job up by its name, and knows nothing else of it.</summary>
internal sealed class QuartzJob(ImmutableArray<CalendarJob> jobs, ScheduleRuns runs, ILogger<QuartzJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var name = context.JobDetail.Key.Name;
        if (jobs.FirstOrDefault(j => j.Name == name) is not { } job)
        {
            // Left by another version of the program; a node of that version puts it back when it starts.
            Log.JobUnknown(log, name);
            await context.Scheduler.DeleteJob(context.JobDetail.Key, cancellationToken);
            return;
        }

        await runs.RunAsync(job, cancellationToken);
    }
}

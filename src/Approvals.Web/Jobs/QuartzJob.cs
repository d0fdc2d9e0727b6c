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
            // Another version's, older or newer: while nodes are exchanged one by one, it may be everybody else's. This run
            // is lost; a node that knows the job asks for it when it starts.
            Log.JobUnknown(log, name);
            return;
        }

        await runs.RunAsync(job, cancellationToken);
    }
}

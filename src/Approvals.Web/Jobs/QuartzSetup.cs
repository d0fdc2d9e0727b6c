using System.Collections.Immutable;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Verify;
using Quartz;

namespace Approvals.Web.Jobs;

/// <summary>
/// Quartz, clustered on the office's own database: it says when, on one node at a time. It fires by the machines' clocks;
/// what a run is about is the office's day by the database's.
/// </summary>
internal static class QuartzSetup
{
    private const string SchedulerName = "approvals";

    private const string Prefix = "quartz.qrtz_";

    /// <summary>After these waits a job that failed is tried again; then tomorrow.</summary>
    private static readonly TimeSpan[] Retries =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(3)];

    /// <summary>The plain classes that jobs and the command line call; on every node.</summary>
    public static void AddJobWork(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(AnchorKey.Of(settings));
        services.AddSingleton<Anchors>();
        services.AddSingleton<StoreCheck>();
        services.AddSingleton<Alarms>();
        services.AddSingleton<SelfCheck>();
        services.AddSingleton<StaffingCheck>();
        services.AddSingleton<Vacancies>();
        services.AddSingleton<Recounting>();
        services.AddSingleton<CalendarCheck>();
        services.AddSingleton<ScheduleRuns>();
    }

    /// <summary>What fires timers and sends messages, and looks after both; on the nodes that run jobs.</summary>
    public static void AddLoops(this IServiceCollection services)
    {
        services.AddHostedService(provider => provider.GetRequiredService<Pump>());
        services.AddHostedService(provider => provider.GetRequiredService<Sender>());
        services.AddHostedService(provider => provider.GetRequiredService<Recounting>());
        services.AddHostedService(provider => provider.GetRequiredService<Producer>());
        services.AddHostedService<Watch>();
    }

    /// <summary>The scheduler itself; on the nodes that run jobs. Setting: <c>Zone</c>.</summary>
    public static void AddSchedule(
        this IServiceCollection services, IConfiguration settings, ImmutableArray<CalendarJob> jobs, TimeSpan[]? retries = null)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(settings["Zone"] ?? "Asia/Shanghai");
        services.AddTransient(provider => new QuartzJob(
            jobs, provider.GetRequiredService<ScheduleRuns>(), provider.GetRequiredService<ILogger<QuartzJob>>()));
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options => options.InstanceName = SchedulerName);
            quartz.UsePersistentStore(store => store
                .UsePostgres(source => source.DataSourceFactory = provider => provider.GetRequiredService<Database>().Source)
                .UseClustering()
                .ConfigureStore(options => options.TablePrefix = Prefix));
            quartz.UseDefaultRetryPolicy(RetryPolicy.Explicit(retries ?? Retries));
            foreach (var job in jobs)
            {
                Add(quartz, job, zone);
            }
        });
        // A run that is cut off leaves nothing, and is made again: a node that is told to stop stops.
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = false);
        services.AddHostedService(provider => new QuartzCatchUp(
            jobs, zone, provider.GetRequiredService<Database>(), provider.GetRequiredService<ISchedulerFactory>()));
    }

    private static void Add(IQuartzBuilder quartz, CalendarJob job, TimeZoneInfo zone)
    {
        var key = new JobKey(job.Name);
        quartz.AddJob<QuartzJob>(detail => detail.WithIdentity(key).StoreDurably().RequestRecovery());
        quartz.AddTrigger(trigger => trigger
            .WithIdentity(job.Name)
            .ForJob(key)
            // Where every node was frozen at the time, the first that moves again does it once.
            .WithSchedule(CronScheduleBuilder.Create(job.Cron)
                .InTimeZone(zone)
                .WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)));
    }
}

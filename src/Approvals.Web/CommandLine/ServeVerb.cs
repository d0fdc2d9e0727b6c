using System.CommandLine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.SetUp;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>The web application with everything that belongs to it, until it is told to stop.</summary>
internal static class ServeVerb
{
    public const string Name = "serve";

    public static Command Create(IConfiguration settings)
    {
        var verb = new Command(Name, "运行网站（默认）");
        var noJobs = new Option<bool>("--no-jobs") { Description = "只开网页，不运行定时作业（由别的节点运行）" };
        var jobsOnly = new Option<bool>("--jobs-only") { Description = "只运行定时作业，不开网页" };
        verb.Add(noJobs);
        verb.Add(jobsOnly);
        verb.SetAction((parsed, cancellation) =>
            RunAsync(settings, parsed.GetValue(noJobs), parsed.GetValue(jobsOnly), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(
        IConfiguration settings, bool noJobs, bool jobsOnly, CancellationToken cancellation)
    {
        if (noJobs && jobsOnly)
        {
            await Console.Error.WriteLineAsync("--no-jobs 和 --jobs-only 只能写一个。");
            return 2;
        }

        return await ServeAsync(
            settings, noJobs ? Serving.Pages : jobsOnly ? Serving.Jobs : Serving.All, cancellation);
    }

    private static async Task<int> ServeAsync(IConfiguration settings, Serving parts, CancellationToken cancellation)
    {
        if (parts.HasFlag(Serving.Pages))
        {
            // Before the database starts: a second server by mistake must leave no trace.
            Addresses.RequireFree(settings);
        }

        // Nor do definitions, calendars or settings of the door that are wrong start a database.
        _ = new Editions(CasesSetup.WorkflowsFolder(settings));
        CasesSetup.ReadCalendars(settings);
        _ = Zones.Opening(settings);
        _ = ExternalProviders.Read(settings);
        _ = SessionLimits.Read(settings);
        _ = OutgoingCalls.Read(settings);
        _ = TrustedProxies.Read(settings);
        _ = Features.Files.ClamdPlace.Of(settings);
        await using var store = await OfficeStore.OpenAsync(settings, cancellation);
        await store.BringUpToDateAsync(cancellation);
        await store.RequireBoundRoleAsync(cancellation);
        using IHost host = parts.HasFlag(Serving.Pages)
            ? WebHost.Build(settings, store.Database, parts)
            : WebHost.BuildJobs(settings, store.Database);
        var lines = await WebHost.StartAsync(host, cancellation);
        if (parts.HasFlag(Serving.Pages))
        {
            lines = [.. lines, .. await host.Services.GetRequiredService<FirstRun>().OpenAsync(cancellation)];
        }

        foreach (var line in lines.Append($"数据在 {store.Place}；按 Ctrl+C 停止"))
        {
            await Console.Out.WriteLineAsync(line);
        }

        await host.WaitForShutdownAsync(cancellation);
        return 0;
    }
}

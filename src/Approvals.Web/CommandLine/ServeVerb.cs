using System.CommandLine;
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
        verb.SetAction((_, cancellation) => RunAsync(settings, cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, CancellationToken cancellation)
    {
        // Before the database starts: a second server by mistake must leave no trace.
        Addresses.RequireFree(settings);
        // Nor do definitions or calendars that are wrong start a database.
        _ = new Editions(CasesSetup.WorkflowsFolder(settings));
        CasesSetup.ReadCalendars(settings);
        await using var store = await OfficeStore.OpenAsync(settings, cancellation);
        await store.BringUpToDateAsync(cancellation);
        await store.RequireBoundRoleAsync(cancellation);
        await using var host = WebHost.Build(settings, store.Database);
        var lines = await WebHost.StartAsync(host, cancellation);
        foreach (var line in lines)
        {
            await Console.Out.WriteLineAsync(line);
        }

        await host.WaitForShutdownAsync(cancellation);
        return 0;
    }
}

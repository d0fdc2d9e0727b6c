using Approvals.Readers.Calendars;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Files;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;

namespace Approvals.Web.Store.Cases;

internal static class CasesSetup
{
    /// <summary>Settings: <c>Workflows</c> and <c>Calendars</c>, folders; by default those beside the program.</summary>
    public static void AddCases(this IServiceCollection services, IConfiguration settings)
    {
        var workflows = settings["Workflows"] ?? Path.Combine(AppContext.BaseDirectory, "workflows");
        var calendars = settings["Calendars"] ?? Path.Combine(AppContext.BaseDirectory, "calendars");
        services.AddSingleton(_ => new Editions(workflows));
        services.AddSingleton(_ => CalendarReader.ReadAll(
            Directory.GetFiles(calendars, "*.yaml").Select(path => (Path.GetFileName(path), File.ReadAllText(path)))));
        services.AddSingleton<Zones>();
        services.AddSingleton<Numbers>();
        services.AddSingleton<WakeSignal>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<ActService>();
        services.AddSingleton<Waker>();
        services.AddHostedService(provider => provider.GetRequiredService<Waker>());
        services.AddSingleton(new AtStart(PublishAsync));
    }

    /// <summary>Every unit keeps the edition with which its next cases begin.</summary>
    private static async Task<IReadOnlyList<string>> PublishAsync(IServiceProvider services, CancellationToken cancellation)
    {
        var (database, editions) = (services.GetRequiredService<Database>(), services.GetRequiredService<Editions>());
        foreach (var unit in await database.UnitsAsync(cancellation))
        {
            await editions.PublishAsync(database, unit.Id, cancellation);
        }

        return [];
    }
}

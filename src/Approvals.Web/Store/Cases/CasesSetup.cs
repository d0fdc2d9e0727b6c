using Approvals.Engine.Calendars;
using Approvals.Readers.Calendars;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;

namespace Approvals.Web.Store.Cases;

internal static class CasesSetup
{
    /// <summary>Settings: <c>Workflows</c> and <c>Calendars</c>, folders; by default those beside the program.</summary>
    public static void AddCases(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSingleton(_ => new Editions(WorkflowsFolder(settings)));
        services.AddSingleton(_ => ReadCalendars(settings));
        services.AddSingleton(provider => new Zones(provider.GetRequiredService<Database>(), Zones.Opening(settings)));
        services.AddSingleton<Numbers>();
        services.AddSingleton<WakeSignal>();
        services.AddHostedService<Bell>();
        services.AddSingleton<Deciding>();
        services.AddSingleton<CaseStore>();
        services.AddSingleton<Timers>();
        services.AddSingleton<Recounts>();
        services.AddSingleton<Pump>();
        services.AddSingleton<Pressing>();
        services.AddSingleton<ScopeService>();
        services.AddSingleton<ActService>();
        services.AddSingleton<HandService>();
        services.AddSingleton<Waker>();
        services.AddHostedService(provider => provider.GetRequiredService<Waker>());
        services.AddSingleton(new AtStart(PublishAsync));
    }

    /// <summary>For the command line, without the web host.</summary>
    public static CaseMigrations Migrations(Database database, IConfiguration settings)
    {
        var editions = new Editions(WorkflowsFolder(settings));
        var deciding = new Deciding(
            editions, new DirectoryStore(database), new Zones(database, Zones.Opening(settings)), ReadCalendars(settings),
            new Numbers(new NumberRegister()));
        return new CaseMigrations(database, editions, deciding, new WakeSignal());
    }

    public static string WorkflowsFolder(IConfiguration settings) =>
        settings["Workflows"] ?? Path.Combine(AppContext.BaseDirectory, "workflows");

    /// <exception cref="Readers.Yaml.FaultsException">A file is wrong.</exception>
    public static WorkCalendar ReadCalendars(IConfiguration settings)
    {
        var folder = settings["Calendars"] ?? Path.Combine(AppContext.BaseDirectory, "calendars");
        return CalendarReader.ReadAll(
            Directory.GetFiles(folder, "*.yaml").Select(path => (Path.GetFileName(path), File.ReadAllText(path))));
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

using System.CommandLine;
using Approvals.Readers.Yaml;
using Approvals.Web.Hosting;

namespace Approvals.Web.CommandLine;

/// <summary>
/// The program's verbs, and the one place where a failure becomes an exit code: 0 good, 1 refused or unsound, 2 wrong
/// usage.
/// </summary>
internal static class Verbs
{
    private const string Default = ServeVerb.Name;

    /// <summary>The embedded server needs this long to stop cleanly under load.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>One line a verb.</summary>
    private static Command[] All(IConfiguration settings) =>
    [
        ServeVerb.Create(settings),
        ReadVerb.Create(settings),
        CheckVerb.Create(settings),
        SimulateVerb.Create(settings),
        ExportVerb.Create(settings),
        MigrateVerb.Create(settings),
        MigrateCasesVerb.Create(settings),
        AuditVerb.Create(settings),
        VerifyStoreVerb.Create(settings),
        FirstPasswordVerb.Create(settings),
        BenchVerb.Create(),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var (settings, rest) = Settings.Split(args);
        var root = new RootCommand("公文审批与督办。设置写作 --名称=值，名称首字母大写（见 appsettings.json），如 --Urls=http://127.0.0.1:8180");
        foreach (var verb in All(settings))
        {
            root.Add(verb);
        }

        var parsed = root.Parse(WithDefault(rest));
        if (parsed.Errors.Count > 0)
        {
            foreach (var sentence in Usage.SentencesFor(parsed))
            {
                await Console.Error.WriteLineAsync(sentence);
            }

            await Console.Error.WriteLineAsync("用法：approvals --help");
            return 2;
        }

        return await InvokeAsync(parsed);
    }

    private static async Task<int> InvokeAsync(ParseResult parsed)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = Patience,
            });
        }
        catch (OfficeException expected)
        {
            await Console.Error.WriteLineAsync(expected.Message);
            return 1;
        }
        catch (FaultsException unsound)
        {
            // Definitions, calendars or units of the operator's: each line says file, line and column.
            await Console.Error.WriteLineAsync(unsound.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            // Somebody ended us before the work was done.
            return 1;
        }
    }

    /// <summary>Without a verb we serve; only help and version belong to the program itself.</summary>
    private static string[] WithDefault(string[] rest) =>
        rest is [] || (rest[0].StartsWith('-') && rest[0] is not ("--help" or "-h" or "-?" or "--version"))
            ? [Default, .. rest]
            : rest;
}

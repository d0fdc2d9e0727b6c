namespace Approvals.Web.Hosting;

/// <summary>
/// The settings: appsettings.json beside the program, then environment variables beginning with APPROVALS_, then
/// <c>--Name=value</c> on the command line. A setting's name begins with a capital, a verb's own option does not.
/// </summary>
public static class Settings
{
    public static (IConfiguration Settings, string[] Words) Split(string[] args)
    {
        var ours = args.Where(IsSetting).ToArray();
        return (Read(ours), [.. args.Where(argument => !IsSetting(argument))]);
    }

    public static IConfiguration Read(params string[] settings) =>
        new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables("APPROVALS_")
            .AddCommandLine(settings)
            .Build();

    private static bool IsSetting(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.Length > 2
        && char.IsAsciiLetterUpper(argument[2]) && argument.Contains('=', StringComparison.Ordinal);
}

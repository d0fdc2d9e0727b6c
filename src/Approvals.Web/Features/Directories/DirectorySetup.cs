namespace Approvals.Web.Features.Directories;

internal static class DirectorySetup
{
    public static void AddDirectories(this IServiceCollection services)
    {
        services.AddSingleton<DirectoryStore>();
        services.AddSingleton<UnitImport>();
        services.AddSingleton<NumberRegister>();
        services.AddSingleton<Absences.AbsenceStore>();
    }
}

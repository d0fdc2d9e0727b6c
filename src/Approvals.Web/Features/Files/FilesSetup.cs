namespace Approvals.Web.Features.Files;

internal static class FilesSetup
{
    /// <summary>Setting: <c>Scan:ClamAv</c>, where clamd listens; without it files are not scanned for viruses.</summary>
    public static void AddFiles(this IServiceCollection services, IConfiguration settings)
    {
        var clamd = ClamdPlace.Of(settings);
        services.AddSingleton(provider => new VirusScan(clamd, provider.GetRequiredService<ILogger<VirusScan>>()));
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileDoor>();
        services.AddSingleton<BroughtFiles>();
        services.AddSingleton<EvidenceDesk>();
    }
}

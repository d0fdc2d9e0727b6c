namespace Approvals.Web.Features.Notices;

internal static class NoticesSetup
{
    public static void AddNotices(this IServiceCollection services)
    {
        services.AddSingleton(s => new Conversion.NoticeOpening(new(), s.GetRequiredService<ILogger<Conversion.NoticeOpening>>()));
        services.AddSingleton<Vocabulary.VocabularyStore>();
        services.AddSingleton<NoticeReading>();
        services.AddSingleton<NoticeUpload>();
        services.AddSingleton<HeadLessons>();
        services.AddSingleton<CaseCorrecting>();
        services.AddSingleton<RowLeaders>();
        services.AddSingleton<NoticeEdits>();
        services.AddSingleton<NoticeQueries>();
        services.AddSingleton<LedgerFiles.LedgerFileStore>();
        services.AddSingleton<LedgerFiles.LedgerReading>();
        services.AddSingleton<LedgerFiles.LedgerFileService>();
        services.AddSingleton<Comparing.CompareService>();
    }
}

namespace Approvals.Web.Features.Notices;

internal static class NoticesSetup
{
    public static void AddNotices(this IServiceCollection services)
    {
        services.AddSingleton(new Conversion.NoticeOpening(new()));
        services.AddSingleton<NoticeUpload>();
        services.AddSingleton<NoticeEdits>();
        services.AddSingleton<NoticeQueries>();
    }
}

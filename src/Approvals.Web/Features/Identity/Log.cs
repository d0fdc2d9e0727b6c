namespace Approvals.Web.Features.Identity;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Signing in by {Provider} failed: {Reason}")]
    public static partial void ProviderFailed(ILogger log, string provider, string reason);
}

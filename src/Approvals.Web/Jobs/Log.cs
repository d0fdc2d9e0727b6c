namespace Approvals.Web.Jobs;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The database cannot be reached; waking waits for it.")]
    public static partial void WakerWaits(ILogger log, Exception lost);
}

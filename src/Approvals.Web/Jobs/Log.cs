using Approvals.Engine;

namespace Approvals.Web.Jobs;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The database cannot be reached; waking waits for it.")]
    public static partial void WakerWaits(ILogger log, Exception lost);

    [LoggerMessage(2, LogLevel.Warning, "Case {Case} of unit {Unit} is in somebody else's hands; it is looked at again.")]
    public static partial void CaseIsBusy(ILogger log, UnitId unit, CaseId @case, Exception busy);

    [LoggerMessage(3, LogLevel.Error, "Waking failed; it goes on.")]
    public static partial void WakerFailed(ILogger log, Exception failure);
}

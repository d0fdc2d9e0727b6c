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

    [LoggerMessage(10, LogLevel.Error, "The job {Job} failed in unit {Unit}; it will be tried again.")]
    public static partial void JobFailed(ILogger log, string job, UnitId unit, Exception failure);

    [LoggerMessage(11, LogLevel.Error, "No alarm could be raised for the job {Job} of unit {Unit}.")]
    public static partial void AlarmLost(ILogger log, string job, UnitId unit, Exception lost);

    [LoggerMessage(12, LogLevel.Warning, "The scheduler knows a job {Job} that this program does not have; it is removed.")]
    public static partial void JobUnknown(ILogger log, string job);
}

using Approvals.Engine;

namespace Approvals.Web.Features.Alarms;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "Alarm {Key} of unit {Unit}: {What}")]
    public static partial void Raised(ILogger log, UnitId unit, string key, string what);

    [LoggerMessage(2, LogLevel.Information, "Alarm {Key} of unit {Unit} is over.")]
    public static partial void Cleared(ILogger log, UnitId unit, string key);
}

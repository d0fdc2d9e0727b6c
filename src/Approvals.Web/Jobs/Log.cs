using Approvals.Engine;

namespace Approvals.Web.Jobs;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The {Loop} waits: the database cannot be reached, or is busy.")]
    public static partial void LoopWaits(ILogger log, string loop, Exception lost);

    [LoggerMessage(3, LogLevel.Error, "The {Loop} failed; it goes on.")]
    public static partial void LoopFailed(ILogger log, string loop, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "Case {Case} of unit {Unit} is in somebody else's hands; it is looked at again.")]
    public static partial void CaseIsBusy(ILogger log, UnitId unit, CaseId @case, Exception busy);

    [LoggerMessage(6, LogLevel.Error, "{Count} cases of unit {Unit} have timers that could not be fired; they are set aside.")]
    public static partial void TimersParked(ILogger log, UnitId unit, int count);

    [LoggerMessage(7, LogLevel.Debug, "A calendar or the office's hours are others: the times of {Count} cases of unit {Unit} were counted again.")]
    public static partial void Recounted(ILogger log, UnitId unit, int count);

    [LoggerMessage(8, LogLevel.Warning, "This node does not hear the others; it looks every second.")]
    public static partial void BellIsSilent(ILogger log, Exception lost);

    [LoggerMessage(9, LogLevel.Warning, "The units cannot be read; counting working days again waits.")]
    public static partial void RecountWaits(ILogger log, Exception lost);

    [LoggerMessage(10, LogLevel.Warning, "Counting the working days of unit {Unit} again was broken off; it goes on.")]
    public static partial void RecountFailed(ILogger log, UnitId unit, Exception failure);

    [LoggerMessage(16, LogLevel.Error, "The working days of case {Case} of unit {Unit} could not be counted again.")]
    public static partial void NotRecounted(ILogger log, UnitId unit, CaseId @case, Exception failure);

    [LoggerMessage(17, LogLevel.Warning, "The store cannot be looked at; alarms of what is set aside wait.")]
    public static partial void WatchWaits(ILogger log, Exception lost);

    [LoggerMessage(13, LogLevel.Warning, "{Count} messages of unit {Unit} took longer than their lease; another sender has them.")]
    public static partial void LeaseWasOver(ILogger log, UnitId unit, int count);

    [LoggerMessage(14, LogLevel.Warning, "Outbox row {Row} of unit {Unit} could not be sent; it is tried again.")]
    public static partial void MessageFailed(ILogger log, UnitId unit, long row, Exception failure);

    [LoggerMessage(15, LogLevel.Error, "Outbox row {Row} of unit {Unit} could not be sent and is set aside.")]
    public static partial void MessageParked(ILogger log, UnitId unit, long row, Exception failure);

    [LoggerMessage(18, LogLevel.Warning, "The order {Order} of unit {Unit} took longer than its lease; another producer has it.")]
    public static partial void OrderLeaseWasOver(ILogger log, UnitId unit, long order);

    [LoggerMessage(19, LogLevel.Warning, "The file of order {Order} of unit {Unit} could not be made; it is tried again.")]
    public static partial void ProductFailed(ILogger log, UnitId unit, long order, Exception failure);

    [LoggerMessage(20, LogLevel.Error, "The file of order {Order} of unit {Unit} could not be made and is set aside.")]
    public static partial void ProductParked(ILogger log, UnitId unit, long order, Exception failure);

    [LoggerMessage(21, LogLevel.Error, "The job {Job} failed in unit {Unit}; it will be tried again.")]
    public static partial void JobFailed(ILogger log, string job, UnitId unit, Exception failure);

    [LoggerMessage(22, LogLevel.Error, "No alarm could be raised for the job {Job} of unit {Unit}.")]
    public static partial void AlarmLost(ILogger log, string job, UnitId unit, Exception lost);

    [LoggerMessage(23, LogLevel.Warning, "The scheduler knows a job {Job} that this program does not have; it is left alone.")]
    public static partial void JobUnknown(ILogger log, string job);
}

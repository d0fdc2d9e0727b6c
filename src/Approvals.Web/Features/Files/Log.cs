namespace Approvals.Web.Features.Files;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The virus scanner gave no answer: {Reason}")]
    public static partial void ScannerSilent(ILogger log, string reason);

    [LoggerMessage(2, LogLevel.Warning, "A file of person {Person} was refused: the scanner found {Virus}")]
    public static partial void Infected(ILogger log, int person, string virus);
}

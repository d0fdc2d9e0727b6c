using Approvals.Engine;

namespace Approvals.Web.Features.Campaigns;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The report of campaign {Case} of unit {Unit} is kept, but how far its anchors came could not be noted.")]
    public static partial void AnchorNotNoted(ILogger log, UnitId unit, CaseId @case, Exception failure);
}

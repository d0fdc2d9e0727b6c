namespace Approvals.Web.Features.Conversion;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A converted file could not be removed and stays in {Folder}; remove it by hand.")]
    public static partial void FolderStays(ILogger log, string folder, Exception failure);
}

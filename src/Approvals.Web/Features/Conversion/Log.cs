namespace Approvals.Web.Features.Conversion;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "A converted file could not be removed and stays in {Folder}; remove it by hand.")]
    public static partial void FolderStays(ILogger log, string folder, Exception failure);

    [LoggerMessage(
        2, LogLevel.Warning, "The processes of the conversion {Group} could not be ended at once; their limits on time and memory end them.")]
    public static partial void GroupStays(ILogger log, int group, Exception failure);
}

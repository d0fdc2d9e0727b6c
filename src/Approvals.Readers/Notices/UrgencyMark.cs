using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>紧急程度, as it stands in the head of the document (GB/T 9704).</summary>
public static partial class UrgencyMark
{
    /// <summary>It stands above the letterhead, behind the copy's number and the secrecy mark.</summary>
    private const int HeadLines = 6;

    /// <summary>特急, or 特提 of a telegram; 加急 and 平急 have their working days.</summary>
    public static bool IsUrgent(NoticeDraft draft) => draft.Text.Take(HeadLines).Any(line => Mark().IsMatch(line.Text.Trim()));

    [GeneratedRegex(@"^特\s*[急提]$")]
    private static partial Regex Mark();
}

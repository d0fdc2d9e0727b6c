using System.Globalization;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>What was read where a row stands.</summary>
internal static class ItemOf
{
    /// <summary>A row that was parted from another shares its reading; null where a person added it.</summary>
    public static NoticeItem? Row(ChecklistRowRecord row, NoticeDraft draft) =>
        int.TryParse(row.ReadNo, NumberStyles.None, CultureInfo.InvariantCulture, out var no)
            ? draft.Items.FirstOrDefault(i => i.No == no) : null;
}

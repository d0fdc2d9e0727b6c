using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Readers.Notices;

namespace Approvals.Web.Features.Notices;

/// <summary>Words that a person typed, read by the rules by which the notice was: kind and day of a point, owners of a sentence.</summary>
internal static class WrittenPoints
{
    /// <summary>Days count from the notice's own.</summary>
    public static ReadOptions Options(NoticeRecord notice, WorkCalendar calendar) => new(calendar, notice.Begins);

    /// <summary>What a plan that a person wrote says of owners, day and duty; null where it says nothing.</summary>
    public static NoticeItem? Item(string plan, NoticeRecord notice, WorkCalendar calendar) =>
        plan.Length == 0 ? null : WrittenItem.Read(plan, Options(notice, calendar));

    public static Func<string, ImmutableArray<RowPoint>> Reading(NoticeRecord notice, WorkCalendar calendar) => text =>
        WrittenItem.Read(text, Options(notice, calendar)) is { } item ? [.. item.Points.Select(RowPoint.AsWritten)] : [];
}

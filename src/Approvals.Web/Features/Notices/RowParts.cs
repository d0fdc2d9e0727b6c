using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Notices;

/// <summary>A row parted in two (拆分): what stays, and what becomes a row of its own with the same owners.</summary>
/// <param name="Corrections">What of the reading the parting changed.</param>
internal sealed record RowParts(
    ChecklistRowRecord Left, NewRow Taken, ImmutableArray<(string Field, string ReadAs, string Now)> Corrections)
{
    /// <param name="title">Of the new row; empty: its first clause.</param>
    /// <param name="read">What was read where the row stands.</param>
    /// <returns>Null where nothing or everything was chosen, or what the row says no more.</returns>
    public static RowParts? Of(
        ChecklistRowRecord row, string title, ImmutableSortedSet<string> chosen, (string No, int Place) next, NoticeRecord notice,
        RowWords read, WorkCalendar calendar, CurrentUser user)
    {
        var item = ItemOf.Row(row, notice.Read());
        var points = RowPoints.Of(row.Points, item);
        var pieces = RowPieces.Of(row.Plan, points);
        if (chosen.IsEmpty || pieces.All(chosen.Contains) || !chosen.All(pieces.Contains))
        {
            return null;
        }

        var (left, taken) = RowPieces.Part(pieces, chosen);
        var (leftPoints, takenPoints) = RowPieces.PartPoints(pieces, chosen, points, WrittenPoints.Reading(notice, calendar));
        var options = WrittenPoints.Options(notice, calendar);
        var (said, stays) = (WrittenItem.Read(taken, options), WrittenItem.Read(left, options));
        var (duty, takenDue) = (Duty(said), Last(takenPoints));
        var after = row with
        {
            Plan = left,
            Points = RowPoints.Text(leftPoints),
            // A day or a duty that only the taken words said went with them.
            DueOn = takenDue is not null && row.DueOn == takenDue && !HasOwnDeadline(row, item) ? Last(leftPoints) : row.DueOn,
            Recurrence = duty is not null && row.Recurrence == duty ? Duty(stays) : row.Recurrence,
        };
        return new RowParts(
            after,
            new NewRow(
                next.No, next.Place, title.Length > 0 ? title : said?.Title ?? taken, taken, [.. row.Leaders], [.. row.Departments],
                row.LeadDepartment, takenDue ?? row.DueOn, row.Lasting, row.Standard, duty)
            {
                Points = RowPoints.Text(takenPoints),
                SplitFrom = row.SplitFrom ?? row.RowNo,
                AddedBy = user.Person.Id.Value,
            },
            [.. Notices.Corrections.Of(read, RowWords.Kept(row, item, user), RowWords.Kept(after, item, user))]);
    }

    /// <summary>A day that stands beside the plan is the whole row's.</summary>
    private static bool HasOwnDeadline(ChecklistRowRecord row, NoticeItem? item) =>
        item is { DeadlineText: { } words } && item.Due == row.DueOn && !RowPoints.Holds(item.Plan, words);

    private static DateOnly? Last(ImmutableArray<RowPoint> points) => points.Select(p => p.Due).Max();

    private static string? Duty(NoticeItem? item) => item is null ? null : ItemDuty.Of(item)?.ToString();
}

/// <summary>Two rows as one (合并): number and name are those of the one that stays, the rest is what both said.</summary>
internal sealed record MergedRow(ChecklistRowRecord Row, ImmutableArray<(string Field, string ReadAs, string Now)> Corrections)
{
    /// <param name="read">What was read where the one stands that stays.</param>
    public static MergedRow Of(ChecklistRowRecord kept, ChecklistRowRecord gone, NoticeDraft draft, RowWords read, CurrentUser user)
    {
        var (item, other) = (ItemOf.Row(kept, draft), ItemOf.Row(gone, draft));
        var row = kept with
        {
            Plan = Joined(kept.Plan, Work(gone), '\n'),
            Points = RowPoints.Text([.. RowPoints.Of(kept.Points, item).Concat(RowPoints.Of(gone.Points, other)).Distinct()]),
            Leaders = [.. kept.Leaders.Union(gone.Leaders)],
            Departments = [.. kept.Departments.Union(gone.Departments)],
            // Who was first named leads, as before.
            LeadDepartment = kept.LeadDepartment ?? (kept.Departments.Length == 0 ? gone.LeadDepartment : null),
            DueOn = new[] { kept.DueOn, gone.DueOn }.Max(),
            Lasting = kept.Lasting && gone.Lasting,
            Standard = Joined(kept.Standard, gone.Standard, '；'),
            Recurrence = kept.Recurrence ?? gone.Recurrence,
        };
        return new MergedRow(
            row, [.. Notices.Corrections.Of(read, RowWords.Kept(kept, item, user), RowWords.Kept(row, item, user))]);
    }

    /// <summary>Its name says work, too, where its plan does not.</summary>
    private static string Work(ChecklistRowRecord row) => row.Plan.Length == 0 ? row.Title
        : RowPoints.Holds(row.Plan, row.Title) ? row.Plan : $"{row.Title}。{row.Plan}";

    private static string Joined(string one, string other, char by) =>
        other.Length == 0 || one.Contains(other, StringComparison.Ordinal) ? one : one.Length == 0 ? other : $"{one}{by}{other}";
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Dapper;

namespace Approvals.Web.Features.Notices;

/// <summary>拆分 and 合并: one row that is two pieces of work, two that are one.</summary>
internal sealed partial class NoticeEdits
{
    private const string SaveWork = """
        UPDATE notice_row
        SET plan = @plan, points = @points::jsonb, leaders = @leaders, departments = @departments, lead_department = @lead, due_on = @due,
            lasting = @lasting, standard = @standard, recurrence = @recurrence, version = version + 1, confirmed_by = NULL,
            confirmed_at = NULL
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND version = @version
          AND same_as IS NULL
        RETURNING version
        """;

    /// <param name="title">Of the new row; empty: its first clause.</param>
    /// <param name="pieces">Which of <see cref="RowPieces.Of"/> go to the new row.</param>
    public async Task<EditAnswer> SplitRowAsync(
        CaseId id, string no, string version, string title, ImmutableSortedSet<string> pieces, string key, CurrentUser user,
        CancellationToken cancellation)
    {
        var values = Values(id, version, user);
        values.Add("no", no);
        RowParts? parts = null;
        var answer = await EditAsync(
            new Edit(
                id, key, $"split\n{no}\n{version}\n{title}\n{string.Join('\n', pieces)}", values, SaveWork, RowVersion,
                _ => parts is null ? [new FieldProblem("", Texts.Listing.ChoosePieces)] : [])
            {
                Prepare = async (connection, notice) =>
                {
                    var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation);
                    var next = await NextAsync(connection, id, user, cancellation);
                    parts = rows.FirstOrDefault(r => r.RowNo == no) is { } row
                        ? RowParts.Of(row, title, pieces, next, notice, calendar, user) : null;
                    AddWork(values, parts?.Left);
                },
                Keep = async connection =>
                {
                    await PutAsync(connection, id, parts!.Taken, user, cancellation); // judged above
                    await Corrections.KeepAsync(connection, id, no, parts.Corrections, user, cancellation);
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
        return answer is EditAnswer.Saved saved ? saved with { Row = parts?.Taken.No } : answer;
    }

    /// <param name="into">The row that takes the work over; it keeps its number and its name.</param>
    /// <param name="sure">He said that he has looked at both.</param>
    public Task<EditAnswer> MergeRowAsync(
        CaseId id, string no, string version, string into, bool sure, string key, CurrentUser user, CancellationToken cancellation)
    {
        var (values, whole) = (Values(id, version, user), new DynamicParameters());
        values.Add("no", no);
        values.Add("into", into);
        values.Add("reason", Texts.Listing.MergedReason(into));
        MergedRow? merged = null;
        return EditAsync(
            new Edit(
                id, key, $"merge\n{no}\n{version}\n{into}\n{sure}", values, TakeAway, Nothing,
                _ => merged is null ? [new FieldProblem("", Texts.Listing.ChooseRow)]
                    : !sure ? [new FieldProblem("", Texts.Listing.NotSure)] : [])
            {
                Prepare = async (connection, notice) =>
                {
                    var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation);
                    merged = into != no && rows.FirstOrDefault(r => r.RowNo == no) is { } gone
                        && rows.FirstOrDefault(r => r.RowNo == into && r.SameAs is null) is { } kept
                            ? MergedRow.Of(kept, gone, notice.Read(), user) : null;
                    whole = Values(id, $"{merged?.Row.Version}", user);
                    whole.Add("no", into);
                    AddWork(whole, merged?.Row);
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(SaveWork, whole, cancellationToken: cancellation));
                    await Corrections.KeepAsync(connection, id, into, merged!.Corrections, user, cancellation); // judged above
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }

    private static void AddWork(DynamicParameters values, ChecklistRowRecord? row)
    {
        values.Add("plan", row?.Plan);
        values.Add("points", row?.Points);
        values.Add("leaders", row?.Leaders);
        values.Add("departments", row?.Departments);
        values.Add("lead", row?.LeadDepartment);
        values.Add("due", row?.DueOn);
        values.Add("lasting", row?.Lasting);
        values.Add("standard", row?.Standard);
        values.Add("recurrence", row?.Recurrence);
    }
}

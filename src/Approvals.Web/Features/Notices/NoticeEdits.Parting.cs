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
        SET plan = @plan, points = @points::jsonb, leaders = @leaders, departments = @departments, lead_department = @lead,
            due_on = @due, lasting = @lasting, standard = @standard, recurrence = @recurrence, version = version + 1, confirmed_by = NULL,
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
        var changed = false;
        var answer = await EditAsync(
            new Edit(
                id, key, $"split\n{no}\n{version}\n{title}\n{string.Join('\n', pieces)}", values, SaveWork, RowVersion,
                _ => changed ? [new FieldProblem("", Texts.Edits.ChangedMeanwhile)]
                    : parts is null ? [new FieldProblem("", Texts.Listing.ChoosePieces)] : [])
            {
                Prepare = async (connection, notice) =>
                {
                    var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation);
                    var next = await NextAsync(connection, id, rows, user, cancellation);
                    var row = rows.FirstOrDefault(r => r.RowNo == no);
                    changed = row is null || $"{row.Version}" != version;
                    parts = row is null || changed ? null : RowParts.Of(
                        row, title, pieces, next, notice, await Corrections.ReadingAsync(connection, id, row, notice, user, cancellation),
                        calendar, user);
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

    /// <param name="gone">The row that is joined with the other, as the form showed it.</param>
    /// <param name="into">The row that takes the work over, as the form showed it; it keeps its number and its name.</param>
    /// <param name="sure">He said that he has looked at both.</param>
    public Task<EditAnswer> MergeRowAsync(
        CaseId id, (string No, string Version) gone, (string No, string Version) into, bool sure, string key, CurrentUser user,
        CancellationToken cancellation)
    {
        var (values, whole) = (Values(id, gone.Version, user), Values(id, into.Version, user));
        values.Add("no", gone.No);
        values.Add("into", into.No);
        values.Add("reason", Texts.Listing.MergedReason(into.No));
        whole.Add("no", into.No);
        var joining = new RowJoining(gone, into, sure);
        return EditAsync(
            new Edit(id, key, $"merge\n{gone}\n{into}\n{sure}", values, TakeAway, Nothing, _ => joining.Problems)
            {
                Prepare = async (connection, notice) =>
                {
                    await joining.PrepareAsync(connection, id, notice, user, cancellation);
                    AddWork(whole, joining.Merged?.Row);
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(SaveWork, whole, cancellationToken: cancellation));
                    await Corrections.KeepAsync(connection, id, into.No, joining.Merged!.Corrections, user, cancellation); // judged above
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }

    internal static void AddWork(DynamicParameters values, ChecklistRowRecord? row)
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

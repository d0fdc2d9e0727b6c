using System.Globalization;
using Approvals.Engine;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Dapper;

namespace Approvals.Web.Features.Notices;

/// <summary>删除事项 and 恢复: what was read as an item and is none goes with a reason, and is kept.</summary>
internal sealed partial class NoticeEdits
{
    /// <summary>A row that is a live item already is ruled on where the lists are compared.</summary>
    private const string TakeAway = """
        WITH gone AS (
          DELETE FROM notice_row
          WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND version = @version
            AND same_as IS NULL
          RETURNING *)
        INSERT INTO notice_row_removed (unit_id, opened_month, case_id, row_no, kept, reason, merged_into, removed_by)
        SELECT unit_id, opened_month, case_id, row_no, to_jsonb(gone), @reason, @into, @person
        FROM gone
        RETURNING 1
        """;

    private const string RuleGone = """
        UPDATE notice_difference
        SET ruling = @mended, note = @note, ruled_by = @person, ruled_at = office_now(), version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = ANY (@about) AND ruling IS NULL
        """;

    /// <summary>The sentence that the row was listed from is in no item again.</summary>
    private const string Unlist = """
        UPDATE notice_difference
        SET ruling = NULL, note = NULL, ruled_by = NULL, ruled_at = NULL, version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @found
          AND ruling = @mended AND note = @listed
        """;

    private const string SelectGone = """
        SELECT merged_into, (kept->>'found')::int AS found
        FROM notice_row_removed
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND restored_at IS NULL
        """;

    private const string OpenAgain = """
        UPDATE notice_difference
        SET ruling = NULL, note = NULL, ruled_by = NULL, ruled_at = NULL, version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND ruling = @mended AND note = @note
        """;

    /// <summary>As it was, and to be confirmed anew.</summary>
    private const string BringBack = """
        WITH back AS (
          UPDATE notice_row_removed
          SET restored_by = @person, restored_at = office_now()
          WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND restored_at IS NULL
          RETURNING kept)
        INSERT INTO notice_row (
          unit_id, opened_month, case_id, row_no, place, title, plan, leaders, departments, lead_department, due_on, lasting, standard,
          recurrence, points, split_from, found, added_by, added_at, version)
        SELECT
          r.unit_id, r.opened_month, r.case_id, r.row_no, @place, r.title, r.plan, r.leaders, r.departments, r.lead_department, r.due_on,
          r.lasting, r.standard, r.recurrence, r.points, r.split_from, r.found, r.added_by, r.added_at, r.version + 1
        FROM back, jsonb_populate_record(NULL::notice_row, back.kept) r
        RETURNING version
        """;

    public Task<EditAnswer> RemoveRowAsync(
        CaseId id, string no, string version, string reason, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, version, user);
        values.Add("no", no);
        values.Add("reason", reason);
        values.Add("into", null, System.Data.DbType.String);
        values.Add("mended", nameof(Ruling.Mended));
        values.Add("note", Texts.Listing.RemovedNote(no));
        values.Add("listed", Texts.Listing.ListedAs(no));
        return EditAsync(
            new Edit(
                id, key, $"remove\n{no}\n{version}\n{reason}", values, TakeAway, Nothing,
                _ => reason.Length == 0 ? [new FieldProblem("", Texts.Listing.ReasonMissing)] : [])
            {
                Prepare = async (connection, notice) =>
                {
                    var row = (await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation))
                        .FirstOrDefault(r => r.RowNo == no);
                    values.Add("about", About(notice, row));
                    values.Add("found", row?.Found);
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(RuleGone, values, cancellationToken: cancellation));
                    await connection.ExecuteAsync(new CommandDefinition(Unlist, values, cancellationToken: cancellation));
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }

    /// <summary>What its work was joined with keeps it, so that it may stand twice: the answer says where.</summary>
    public async Task<EditAnswer> RestoreRowAsync(CaseId id, string no, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, "1", user);
        values.Add("no", no);
        values.Add("mended", nameof(Ruling.Mended));
        values.Add("note", Texts.Listing.RemovedNote(no));
        values.Add("listed", Texts.Listing.ListedAs(no));
        string? into = null;
        var answer = await EditAsync(
            new Edit(id, key, $"restore\n{no}", values, BringBack, RowVersion, _ => [])
            {
                Prepare = async (connection, _) =>
                {
                    (into, var found) = await connection.QuerySingleOrDefaultAsync<(string? Into, int? Found)>(
                        new CommandDefinition(SelectGone, values, cancellationToken: cancellation));
                    values.Add("found", found);
                    var place = RowNumbers.PlaceOf(no, await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation));
                    values.Add("place", place);
                    await connection.ExecuteAsync(new CommandDefinition(MakeRoom, values, cancellationToken: cancellation));
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(OpenAgain, values, cancellationToken: cancellation));
                    await connection.ExecuteAsync(new CommandDefinition(RuleListed, values, cancellationToken: cancellation));
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
        return answer is EditAnswer.Saved saved ? saved with { Into = into } : answer;
    }

    /// <summary>The differences that speak of the row: where it is no item, there is nothing to them.</summary>
    private static int[] About(NoticeRecord notice, ChecklistRowRecord? row) => row is null or { AddedBy: not null } ? [] :
    [
        .. notice.Read().Findings.Select((finding, at) => (finding.Item, No: at + 1))
            .Where(f => f.Item?.ToString(CultureInfo.InvariantCulture) == row.RowNo).Select(f => f.No),
    ];
}

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
          WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @no AND version = @version AND same_as IS NULL
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
        INSERT INTO notice_row
        SELECT r.*
        FROM back, jsonb_populate_record(NULL::notice_row, back.kept || jsonb_build_object(
          'place', @place, 'version', (back.kept->>'version')::int + 1, 'confirmed_by', NULL, 'confirmed_at', NULL)) r
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
        return EditAsync(
            new Edit(
                id, key, $"remove\n{no}\n{version}\n{reason}", values, TakeAway, Nothing,
                _ => reason.Length == 0 ? [new FieldProblem("", Texts.Listing.ReasonMissing)] : [])
            {
                Prepare = (_, notice) =>
                {
                    values.Add("about", About(notice, no));
                    return Task.CompletedTask;
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(RuleGone, values, cancellationToken: cancellation));
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }

    public Task<EditAnswer> RestoreRowAsync(CaseId id, string no, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, "1", user);
        values.Add("no", no);
        values.Add("mended", nameof(Ruling.Mended));
        values.Add("note", Texts.Listing.RemovedNote(no));
        return EditAsync(
            new Edit(id, key, $"restore\n{no}", values, BringBack, RowVersion, _ => [])
            {
                Prepare = async (connection, _) =>
                {
                    var place = RowNumbers.PlaceOf(no, await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation));
                    values.Add("place", place);
                    await connection.ExecuteAsync(new CommandDefinition(MakeRoom, values, cancellationToken: cancellation));
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(OpenAgain, values, cancellationToken: cancellation));
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }

    /// <summary>The differences that speak of the row: where it is no item, there is nothing to them.</summary>
    private static int[] About(NoticeRecord notice, string no) =>
    [
        .. notice.Read().Findings.Select((finding, at) => (finding.Item, No: at + 1))
            .Where(f => f.Item?.ToString(CultureInfo.InvariantCulture) == no).Select(f => f.No),
    ];
}

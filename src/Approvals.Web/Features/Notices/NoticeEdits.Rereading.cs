using System.Text.Json;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Dapper;

namespace Approvals.Web.Features.Notices;

/// <summary>A notice is read anew, as long as nobody has put a hand to what was read before; that reading is kept.</summary>
internal sealed partial class NoticeEdits
{
    private const string IsUntouched = """
        SELECT NOT EXISTS (
            SELECT FROM notice_row
            WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND (version > 1 OR added_by IS NOT NULL))
          AND NOT EXISTS (
            SELECT FROM notice_row_removed
            WHERE unit_id = @unit AND opened_month = @month AND case_id = @case)
          AND NOT EXISTS (
            SELECT FROM notice_difference
            WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND version > 1)
        """;

    private const string KeepReading = """
        INSERT INTO notice_reading (unit_id, opened_month, case_id, draft, replaced_by)
        SELECT unit_id, opened_month, case_id, draft, @person
        FROM notice
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        """;

    private const string ReplaceDraft = """
        UPDATE notice
        SET draft = @draft::jsonb
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        RETURNING 1
        """;

    private const string RemoveRead = """
        DELETE FROM notice_row
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case;
        DELETE FROM notice_difference
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case;
        """;

    /// <summary>Rows and differences become those of the new reading.</summary>
    /// <param name="seen">The draft that was there when it was read anew: who told something else of it meanwhile goes first.</param>
    public Task<EditAnswer> ReplaceReadingAsync(
        CaseId id, string seen, ReadNotice again, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, "1", user);
        var draft = JsonSerializer.Serialize(again.Draft, NoticeJson.Options);
        values.Add("draft", draft);
        var untouched = false;
        return EditAsync(
            new Edit(
                id, key, $"reading\n{draft}", values, ReplaceDraft, "SELECT 1",
                notice => !untouched ? [new FieldProblem("", Texts.Heads.Touched)]
                    : notice.Draft != seen ? [new FieldProblem("", Texts.Edits.ChangedMeanwhile)] : [])
            {
                Prepare = async (connection, notice) =>
                {
                    untouched = await connection.QuerySingleAsync<bool>(
                        new CommandDefinition(IsUntouched, values, cancellationToken: cancellation));
                    if (untouched && notice.Draft == seen)
                    {
                        await connection.ExecuteAsync(new CommandDefinition(KeepReading, values, cancellationToken: cancellation));
                    }
                },
                Keep = async connection =>
                {
                    await connection.ExecuteAsync(new CommandDefinition(RemoveRead, values, cancellationToken: cancellation));
                    await NoticeRows.InsertReadAsync(connection, user.Unit.Id, id, again, user, cancellation);
                    await again.Keeps(connection);
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
    }
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>增加事项: a row that the reading missed, from a blank form or from a sentence that no item holds (列为事项).</summary>
internal sealed partial class NoticeEdits
{
    private const string MakeRoom = """
        UPDATE notice_row
        SET place = place + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND place >= @place
        """;

    private const string IsRuled = """
        SELECT ruling IS NOT NULL
        FROM notice_difference
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @found
        """;

    private const string RuleListed = """
        UPDATE notice_difference
        SET ruling = @mended, note = @listed, typed = NULL, ruled_by = @person, ruled_at = office_now(), version = version + 1
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND difference = @found AND ruling IS NULL
        """;

    private const string RemovedNumbers =
        "SELECT row_no FROM notice_row_removed WHERE unit_id = @unit AND opened_month = @month AND case_id = @case";

    /// <param name="found">The difference whose sentence it is; it is ruled on by this. Null: from a blank form.</param>
    public async Task<EditAnswer> AddRowAsync(
        CaseId id, RowEdit edit, int? found, string key, CurrentUser user, CancellationToken cancellation)
    {
        var values = Values(id, "1", user);
        values.Add("found", found);
        values.Add("mended", nameof(Ruling.Mended));
        var adding = new RowAdding(edit, found, user, calendar);
        NewRow? row = null;
        var ruled = false;
        var answer = await EditAsync(
            new Edit(
                id, key, $"add\n{found}\n{CaseJson.Text(edit)}", values, Nothing, Nothing,
                notice => [.. Problems(adding.Placed, adding.Said, notice, user), .. ListingProblems(notice.Read(), found, ruled)])
            {
                Prepare = async (connection, notice) =>
                {
                    ruled = found is not null && await connection.QuerySingleOrDefaultAsync<bool>(
                        new CommandDefinition(IsRuled, values, cancellationToken: cancellation));
                    await adding.PrepareAsync(connection, notice, cancellation);
                    var rows = await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation);
                    row = adding.Row(await NextAsync(connection, id, rows, user, cancellation), notice);
                },
                Keep = async connection =>
                {
                    await PutAsync(connection, id, row!, user, cancellation); // prepared above
                    if (found is not null)
                    {
                        values.Add("listed", Texts.Listing.ListedAs(row!.No));
                        await connection.ExecuteAsync(new CommandDefinition(RuleListed, values, cancellationToken: cancellation));
                    }

                    await OwnerChoices.TeachAsync(connection, id, edit, user, cancellation);
                    await leaders.FollowAsync(connection, id, user, cancellation);
                },
            },
            user, cancellation);
        return answer is EditAnswer.Saved saved ? saved with { Row = row?.No } : answer;
    }

    /// <summary>Number and place of the next row.</summary>
    /// <param name="rows">Those that stand.</param>
    private static async Task<(string No, int Place)> NextAsync(
        NpgsqlConnection connection, CaseId id, ImmutableArray<ChecklistRowRecord> rows, CurrentUser user, CancellationToken cancellation)
    {
        var removed = await connection.QueryAsync<string>(NoticeRows.Command(RemovedNumbers, user.Unit.Id, id, cancellation));
        var no = RowNumbers.Free(rows.Select(r => r.RowNo).Concat(removed));
        return (no, RowNumbers.PlaceOf(no, rows));
    }

    private static async Task PutAsync(
        NpgsqlConnection connection, CaseId id, NewRow row, CurrentUser user, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            MakeRoom, new { unit = user.Unit.Id.Value, month = id.Month, @case = id.Value, place = row.Place },
            cancellationToken: cancellation));
        await NoticeRows.InsertAsync(connection, user.Unit.Id, id, [row], cancellation);
    }

    private static IEnumerable<FieldProblem> ListingProblems(NoticeDraft draft, int? found, bool ruled)
    {
        if (found is { } no && draft.Findings.ElementAtOrDefault(no - 1) is not { Kind: FindingKind.SentenceWithoutItem })
        {
            yield return new FieldProblem("", Texts.Edits.BadRuling);
        }
        else if (ruled)
        {
            yield return new FieldProblem("", Texts.Listing.RuledAlready);
        }
    }
}

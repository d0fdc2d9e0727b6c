using System.Collections.Immutable;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>A row that was taken away and can be brought back.</summary>
/// <param name="MergedInto">The row that took its work over; null: it was no item.</param>
internal sealed record RemovedRow(string RowNo, string Title, string Reason, string? MergedInto, int RemovedBy, DateTime RemovedAt);

/// <summary>What was taken away of a reading.</summary>
internal static class RemovedRows
{
    private const string Standing = """
        SELECT row_no, kept->>'title' AS title, reason, merged_into, removed_by, removed_at
        FROM notice_row_removed
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND restored_at IS NULL
        ORDER BY removal_id
        """;

    public static async Task<ImmutableArray<RemovedRow>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation) =>
    [
        .. await connection.QueryAsync<RemovedRow>(new CommandDefinition(
            Standing, new { unit = unit.Value, month = id.Month, @case = id.Value }, cancellationToken: cancellation)),
    ];
}

using System.Collections.Immutable;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>A row that was taken away: it can be brought back, or it was.</summary>
/// <param name="RestoredBy">Null while it is away.</param>
internal sealed record RemovedRow(
    string RowNo, string Title, string Reason, int RemovedBy, DateTime RemovedAt, int? RestoredBy, DateTime? RestoredAt);

/// <summary>What was taken away of a reading.</summary>
internal static class RemovedRows
{
    private const string Select = """
        SELECT row_no, kept->>'title' AS title, reason, removed_by, removed_at, restored_by, restored_at
        FROM notice_row_removed
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY restored_at IS NOT NULL, removal_id
        """;

    public static async Task<ImmutableArray<RemovedRow>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation) =>
    [
        .. await connection.QueryAsync<RemovedRow>(NoticeRows.Command(Select, unit, id, cancellation)),
    ];
}

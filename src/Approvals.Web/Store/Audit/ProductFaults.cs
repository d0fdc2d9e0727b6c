using Approvals.Engine;
using Npgsql;

namespace Approvals.Web.Store.Audit;

/// <summary>
/// Compares the files that were made with the hashes that the chains hold: a file that was changed, exchanged or taken away is
/// found out, whatever its row says.
/// </summary>
internal static class ProductFaults
{
    private const string Differing = """
        SELECT e.case_id, e.seq, f.sha256 IS NULL AS missing
        FROM case_event e
        CROSS JOIN LATERAL (SELECT convert_from(e.payload, 'UTF8')::jsonb AS told) t
        CROSS JOIN LATERAL (SELECT decode(t.told->>'Sha256', 'hex') AS sha256, (t.told->>'Ordered')::int AS ordered) m
        LEFT JOIN product p ON p.unit_id = e.unit_id AND p.opened_month = e.opened_month AND p.case_id = e.case_id AND p.ordered = m.ordered
        LEFT JOIN file f ON f.unit_id = e.unit_id AND f.sha256 = m.sha256
        WHERE e.unit_id = @unit AND e.kind = 'product-made'
          AND (f.sha256 IS NULL OR sha256(f.content) <> m.sha256 OR p.sha256 IS DISTINCT FROM m.sha256)
        ORDER BY e.opened_month, e.case_id, e.seq
        """;

    public static async Task<IReadOnlyList<AuditFault>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Differing, connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var faults = new List<AuditFault>();
        while (await rows.ReadAsync(cancellation))
        {
            faults.Add(new AuditFault(
                new CaseId(rows.GetGuid(0)), rows.GetInt32(1), rows.GetBoolean(2) ? "生成的文件不见了" : "生成的文件被改动或调换过"));
        }

        return faults;
    }
}

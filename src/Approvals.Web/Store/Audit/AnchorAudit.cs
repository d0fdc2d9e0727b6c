using System.Data;
using Approvals.Engine;
using Npgsql;

namespace Approvals.Web.Store.Audit;

/// <param name="Last">Day of the newest anchor; null where there is none yet.</param>
/// <param name="Trees">Anchors of single trees, as closing reports cite them.</param>
/// <param name="First">Null: every anchor is whole, signed by the key of this installation, and agrees with the histories.</param>
public sealed record AnchorsAudit(int Count, DateOnly? Last, IReadOnlyList<AnchoredTree> Trees, AuditFault? First);

public sealed record AnchoredTree(CaseId About, AnchorStamp Stamp);

/// <summary>
/// Recomputes the anchors of a unit and compares them with the histories. A history whose chain was recomputed after a
/// change agrees with itself; with what was signed it does not.
/// </summary>
internal sealed class AnchorAudit(Database database, AnchorKey key)
{
    /// <summary>As in <see cref="CaseAudit"/>: a long look is meant here.</summary>
    private const string Begin = """
        SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
               set_config('app.unit_id', @unit::text, true)
        """;

    private const string Anchors = """
        SELECT anchor_no, day, about_id, through_at, cases, events, heads, prev_hash, created_at, fingerprint, hash, signature
        FROM anchor
        WHERE unit_id = @unit
        ORDER BY anchor_no
        """;

    private const string Heads = """
        SELECT anchor_no, case_id, version, head
        FROM anchor_head
        WHERE unit_id = @unit
        ORDER BY anchor_no, opened_month, case_id
        """;

    private const string Differing = """
        SELECT h.case_id, h.version, h.anchor_no, c.case_id IS NOT NULL AS is_there, e.hash IS NOT NULL AS reaches
        FROM anchor_head h
        LEFT JOIN flow_case c ON c.unit_id = h.unit_id AND c.opened_month = h.opened_month AND c.case_id = h.case_id
        LEFT JOIN case_event e
          ON e.unit_id = h.unit_id AND e.opened_month = h.opened_month AND e.case_id = h.case_id AND e.seq = h.version
        WHERE h.unit_id = @unit AND (c.case_id IS NULL OR e.hash IS DISTINCT FROM h.head)
        ORDER BY h.anchor_no, h.opened_month, h.case_id
        LIMIT 1
        """;

    public async Task<AnchorsAudit> AuditAsync(UnitRow unit, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using (var begin = Command(connection, Begin, unit.Id))
        {
            await begin.ExecuteNonQueryAsync(cancellation);
        }

        var stored = await AnchorsAsync(connection, unit.Id, cancellation);
        var digests = await DigestsAsync(connection, unit.Id, cancellation);
        return new AnchorsAudit(
            stored.Count,
            stored.LastOrDefault(s => s.Anchor.About is null)?.Anchor.Day,
            [.. stored.Where(s => s.Anchor.About is not null).Select(s => new AnchoredTree(s.Anchor.About!.Value, s.Stamp))],
            Chained(unit.Id, stored, digests) ?? Ended(unit.Id, stored)
            ?? await DifferingAsync(connection, unit.Id, cancellation));
    }

    /// <summary>The first broken link of the chain of anchors.</summary>
    private AuditFault? Chained(UnitId unit, List<Stored> stored, Dictionary<int, (int Count, byte[] Digest)> digests)
    {
        if (stored.Count == 0)
        {
            return digests.Count == 0 ? null : Fault(digests.Keys.Min(), "丢失：它覆盖过的流程还记着，锚没有了");
        }

        if (!key.Exists)
        {
            return new AuditFault(null, null, $"找不到审计签名密钥 {key.Path}，无法核对锚的签名；请用设置 AnchorKey 指明");
        }

        using var signer = key.Open();
        var (before, day) = (Anchor.Start, (DateOnly?)null);
        for (var at = 0; at < stored.Count; at++)
        {
            var link = stored[at];
            if (Broken(unit, link, at + 1, before, day, digests, signer) is { } what)
            {
                return Fault(Math.Min(link.Anchor.No, at + 1), what);
            }

            (before, day) = (link.Hash, link.Anchor.About is null ? link.Anchor.Day : day);
        }

        return digests.Keys.Except(stored.Select(s => s.Anchor.No)).Order().Select(no => (int?)no).FirstOrDefault() is { } orphan
            ? Fault(orphan, "丢失：它覆盖过的流程还记着，锚没有了")
            : null;
    }

    private static string? Broken(
        UnitId unit, Stored link, int no, byte[] before, DateOnly? day, Dictionary<int, (int Count, byte[] Digest)> digests,
        AnchorSigner signer)
    {
        var anchor = link.Anchor;
        var (count, digest) = digests.GetValueOrDefault(anchor.No, (0, AnchorHead.Digest([])));
        return anchor.No != no ? "丢失"
            : !anchor.PrevHash.AsSpan().SequenceEqual(before) ? "与前一个锚接不上"
            : !anchor.Hash(unit).AsSpan().SequenceEqual(link.Hash) ? "被改动过"
            : anchor.Fingerprint != signer.Fingerprint ? $"是用别的密钥签的：签名密钥 {anchor.Fingerprint[..16]}，本系统的是 {signer.Fingerprint[..16]}"
            : !signer.Verifies(link.Hash, link.Signature) ? "签名不对"
            : anchor.Cases != count || !anchor.Heads.AsSpan().SequenceEqual(digest) ? "覆盖的流程名单被改动过"
            : anchor.About is null && day is { } last && anchor.Day != last.AddDays(1) ? $"之前缺 {last.AddDays(1):yyyy-MM-dd} 的锚"
            : null;
    }

    /// <summary>
    /// A chain from which the end was cut is whole in itself: that it went on is known from the note beside the key, from
    /// the reports that cite it, and from its days.
    /// </summary>
    private AuditFault? Ended(UnitId unit, List<Stored> stored) =>
        key.LastOf(unit.Value) is var (no, hash)
        && stored.Find(s => s.Anchor.No == no) is var found && (found is null || Convert.ToHexStringLower(found.Hash) != hash)
            ? Fault(no, found is null ? "丢失：密钥旁的记录说签过，锚链的末尾不见了" : "被换掉：与密钥旁的记录不符")
            : null;

    private static async Task<AuditFault?> DifferingAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        await using var command = Command(connection, Differing, unit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation))
        {
            return null;
        }

        var (version, no) = (rows.GetInt32(1), rows.GetInt32(2));
        var what = !rows.GetBoolean(3) ? $"第 {no} 号审计锚里有这个流程，现在没有了"
            : !rows.GetBoolean(4) ? $"历史比第 {no} 号审计锚记的短：落锚时已有 {version} 个事件"
            : $"历史与第 {no} 号审计锚不符：落锚之后，这个事件或它之前的事件被改动过";
        return new AuditFault(new CaseId(rows.GetGuid(0)), version, what);
    }

    private static async Task<List<Stored>> AnchorsAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        await using var command = Command(connection, Anchors, unit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var stored = new List<Stored>();
        while (await rows.ReadAsync(cancellation))
        {
            stored.Add(new Stored(
                new Anchor(
                    rows.GetInt32(0), rows.GetFieldValue<DateOnly>(1), rows.IsDBNull(2) ? null : new CaseId(rows.GetGuid(2)),
                    Instant(rows, 3), rows.GetInt32(4), rows.GetInt64(5), rows.GetFieldValue<byte[]>(6),
                    rows.GetFieldValue<byte[]>(7), Instant(rows, 8), rows.GetString(9)),
                rows.GetFieldValue<byte[]>(10), rows.GetFieldValue<byte[]>(11)));
        }

        return stored;
    }

    private static async Task<Dictionary<int, (int Count, byte[] Digest)>> DigestsAsync(
        NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        await using var command = Command(connection, Heads, unit);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var digests = new Dictionary<int, (int, byte[])>();
        var (no, heads) = (0, new List<AnchorHead>());
        while (await rows.ReadAsync(cancellation))
        {
            if (rows.GetInt32(0) != no)
            {
                Close();
                no = rows.GetInt32(0);
            }

            heads.Add(new AnchorHead(new CaseId(rows.GetGuid(1)), rows.GetInt32(2), rows.GetFieldValue<byte[]>(3)));
        }

        Close();
        return digests;

        void Close()
        {
            if (heads.Count > 0)
            {
                digests[no] = (heads.Count, AnchorHead.Digest(heads));
                heads.Clear();
            }
        }
    }

    private static DateTimeOffset Instant(NpgsqlDataReader rows, int column) =>
        new(rows.GetFieldValue<DateTime>(column), TimeSpan.Zero);

    private static AuditFault Fault(int no, string what) => new(null, null, $"第 {no} 号审计锚{what}");

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, UnitId unit)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        return command;
    }

    /// <summary>An anchor with what makes it good, as stored.</summary>
    private sealed record Stored(Anchor Anchor, byte[] Hash, byte[] Signature)
    {
        public AnchorStamp Stamp => new(Anchor.Day, Convert.ToHexStringLower(Hash), Anchor.Fingerprint);
    }
}

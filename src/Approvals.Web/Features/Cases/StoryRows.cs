using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Cases;

/// <summary>One stored event of one case.</summary>
/// <param name="Actor">Null where the system moved the case.</param>
/// <param name="EffectiveOn">Earlier than the day of <paramref name="At"/> where it was entered afterwards (补录).</param>
public sealed record Told(CaseId Case, int Seq, PersonId? Actor, DateTimeOffset At, DateOnly EffectiveOn, CaseEvent Event);

/// <summary>Reads what happened, and the names of the files that came with it. Its callers have passed the gate.</summary>
public static class StoryRows
{
    private const string Events = """
        SELECT e.case_id, e.seq, e.actor, e.recorded_at, e.effective_on, e.payload
        FROM unnest(@months::date[], @cases::uuid[]) AS n (month, id)
        JOIN case_event e ON e.unit_id = @unit AND e.opened_month = n.month AND e.case_id = n.id
        ORDER BY e.recorded_at, e.case_id, e.seq
        """;

    private const string Files = """
        SELECT n.id AS case_id, n.seq, encode(f.sha256, 'hex') AS sha256, coalesce(v.name, f.name) AS name, f.size,
               p.name AS who, v.reason
        FROM unnest(@months::date[], @cases::uuid[], @seqs::int[]) AS n (month, id, seq)
        JOIN citation v ON v.unit_id = @unit AND v.opened_month = n.month AND v.case_id = n.id AND v.seq = n.seq
        JOIN file f ON f.unit_id = v.unit_id AND f.sha256 = v.sha256
        LEFT JOIN case_event e ON v.reason IS NOT NULL
          AND e.unit_id = v.unit_id AND e.opened_month = v.opened_month AND e.case_id = v.case_id AND e.seq = v.seq
        LEFT JOIN person p ON p.unit_id = e.unit_id AND p.person_id = e.actor
        """;

    /// <summary>In the order in which they were recorded.</summary>
    public static async Task<ImmutableArray<Told>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            Events,
            new
            {
                unit = unit.Value,
                months = cases.Select(c => c.Month).ToArray(),
                cases = cases.Select(c => c.Value)
                .ToArray()
            },
            cancellationToken: cancellation));
        return
        [
            .. rows.Select(r => new Told(
                new CaseId(r.CaseId), r.Seq, r.Actor is { } actor ? new PersonId(actor) : null, r.RecordedAt, r.EffectiveOn,
                CaseJson.Event(r.Payload))),
        ];
    }

    /// <summary>Links to the evidence of these events; nothing is asked where there is none.</summary>
    public static async Task<CitedFiles> FilesAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<Told> events, CancellationToken cancellation)
    {
        var citing = events.Where(t => !SaidIn(t.Event).Evidence.IsEmpty).ToList();
        if (citing.Count == 0)
        {
            return CitedFiles.None;
        }

        var rows = await connection.QueryAsync<FileRow>(new CommandDefinition(
            Files,
            new
            {
                unit = unit.Value,
                months = citing.Select(t => t.Case.Month).ToArray(),
                cases = citing.Select(t => t.Case.Value).ToArray(),
                seqs = citing.Select(t => t.Seq).ToArray(),
            },
            cancellationToken: cancellation));
        return new CitedFiles(rows.ToDictionary(
            r => (new CaseId(r.CaseId), r.Seq, r.Sha256),
            r => new Attachment(r.Name, Texts.Seeing.Size(r.Size), $"/files/{r.Sha256}?of={r.CaseId}")
            {
                Note = r is { Who: { } who, Reason: { } reason } ? Texts.Files.TakenFor(who, reason) : null,
            }));
    }

    /// <summary>What came with a press; nothing for every other event.</summary>
    public static Said SaidIn(CaseEvent e) => CitationWrites.SaidIn(e);

    private sealed record Row(Guid CaseId, int Seq, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, byte[] Payload);

    private sealed record FileRow(Guid CaseId, int Seq, string Sha256, string Name, long Size, string? Who, string? Reason);
}

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
        SELECT encode(f.sha256, 'hex') AS sha256, f.name, f.size, r.who, r.reason
        FROM file f
        LEFT JOIN LATERAL (
          SELECT p.name AS who, r.reason
          FROM file_ruling r
          JOIN person p ON p.unit_id = r.unit_id AND p.person_id = r.ruled_by
          WHERE r.unit_id = f.unit_id AND r.sha256 = f.sha256
          ORDER BY r.ruled_at
          LIMIT 1
        ) r ON true
        WHERE f.unit_id = @unit AND f.sha256 = ANY(@hashes)
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

    /// <summary>Links to the evidence of these events, by hash; nothing is asked where there is none.</summary>
    public static async Task<IReadOnlyDictionary<string, Attachment>> FilesAsync(
        NpgsqlConnection connection, UnitId unit, IEnumerable<Told> events, CancellationToken cancellation)
    {
        var citing = events.SelectMany(t => SaidIn(t.Event).Evidence.Select(hash => (hash, t.Case)))
            .DistinctBy(c => c.hash).ToDictionary(c => c.hash, c => c.Case);
        if (citing.Count == 0)
        {
            return ImmutableDictionary<string, Attachment>.Empty;
        }

        var rows = await connection.QueryAsync<(string Sha256, string Name, long Size, string? Who, string? Reason)>(new CommandDefinition(
            Files, new { unit = unit.Value, hashes = citing.Keys.Select(Convert.FromHexString).ToArray() },
            cancellationToken: cancellation));
        return rows.ToDictionary(
            r => r.Sha256,
            r => new Attachment(r.Name, Texts.Seeing.Size(r.Size), $"/files/{r.Sha256}?of={citing[r.Sha256].Value}")
            {
                Note = r is { Who: { } who, Reason: { } reason } ? Texts.Files.TakenFor(who, reason) : null,
            });
    }

    /// <summary>What came with a press; nothing for every other event.</summary>
    public static Said SaidIn(CaseEvent e) => e switch
    {
        CaseEvent.VoteCast vote => vote.Said,
        CaseEvent.ReportMade report => report.Said,
        CaseEvent.StandingActDone standing => standing.Said,
        _ => Said.Nothing,
    };

    private sealed record Row(Guid CaseId, int Seq, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, byte[] Payload);
}

using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>佐证材料: which files the events of a transaction cite. Whoever may see the case may have them then.</summary>
internal sealed class CitationWrites
{
    private const string Insert = """
        INSERT INTO citation (unit_id, opened_month, case_id, seq, sha256)
        SELECT @unit, n.month, n.id, n.seq, n.sha256
        FROM unnest(@month::date[], @case::uuid[], @seq::int[], @sha256::bytea[]) AS n (month, id, seq, sha256)
        """;

    private readonly List<(CaseId Case, int Seq, byte[] Sha256)> _cited = [];

    /// <summary>What came with a press; nothing for every other event.</summary>
    public static Said SaidIn(CaseEvent e) => e switch
    {
        CaseEvent.VoteCast vote => vote.Said,
        CaseEvent.ReportMade report => report.Said,
        CaseEvent.StandingActDone standing => standing.Said,
        _ => Said.Nothing,
    };

    public void Take(CaseEvent e, Case after) =>
        _cited.AddRange(SaidIn(e).Evidence.Where(IsHash).Distinct().Select(hash => (after.Id, after.Version, Convert.FromHexString(hash))));

    /// <summary>After the events.</summary>
    public void AddTo(NpgsqlBatch batch, UnitId unit) => Rows.Add(batch, unit, Insert, _cited, p => p
        .With("month", c => c.Case.Month).With("case", c => c.Case.Value).With("seq", c => c.Seq).With("sha256", c => c.Sha256));

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}

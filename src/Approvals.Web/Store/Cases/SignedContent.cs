using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// What a signature on a notice stands for: its file, head, rows and rulings, each by a SHA-256 of its own, so that the
/// audit can name the one that was changed; and one SHA-256 over them all, which a form carries.
/// </summary>
/// <param name="Parts">One a line: name, space, hash. A name is <c>title</c> or <c>row 3</c>.</param>
/// <param name="KeptParts">The same as they are kept beside the notice.</param>
internal sealed record SignedContent(CaseId Case, string Parts, string KeptParts, string KeptHash)
{
    private const string Heads = """
        SELECT case_id, encode(source_sha256, 'hex') AS source, elsewhere, symbol, issuer, title, issued_on, printed_on,
               content_parts, content_hash, addressees, cc,
               CASE WHEN elsewhere AND number IS DISTINCT FROM draft->>'number' THEN number END AS number
        FROM notice
        WHERE unit_id = @unit AND opened_month = ANY (@months) AND case_id = ANY (@cases)
        """;

    private const string Rows = """
        SELECT case_id, row_no, place, title, plan, leaders, departments, lead_department, due_on, lasting, standard, confirmed_by,
               recurrence, same_as, points::text
        FROM notice_row
        WHERE unit_id = @unit AND opened_month = ANY (@months) AND case_id = ANY (@cases)
        ORDER BY case_id, place, row_no COLLATE "C"
        """;

    private const string Rulings = """
        SELECT case_id, difference, ruling, note, ruled_by
        FROM notice_difference
        WHERE unit_id = @unit AND opened_month = ANY (@months) AND case_id = ANY (@cases)
        ORDER BY case_id, difference
        """;

    private const string Keep = """
        UPDATE notice
        SET content_parts = @parts, content_hash = @hash
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        """;

    public string Hash => HashOf(Parts);

    public bool IsAsKept => Parts == KeptParts && Hash == KeptHash;

    /// <summary>Name of the first part that is not as it was kept; null where only the kept hash itself was changed.</summary>
    public string? Changed
    {
        get
        {
            var (now, kept) = (Parts.Split('\n'), KeptParts.Split('\n'));
            var first = now.Except(kept).Concat(kept.Except(now)).FirstOrDefault(line => line.Length > 0);
            return first?[..first.LastIndexOf(' ')];
        }
    }

    /// <summary>Of these cases, those that are about a notice.</summary>
    public static async Task<IReadOnlyList<SignedContent>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        var key = new
        {
            unit = unit.Value,
            months = cases.Select(c => c.Month).Distinct().ToArray(),
            cases = cases.Select(c => c.Value).ToArray(),
        };
        var heads = await connection.QueryAsync<Head>(new CommandDefinition(Heads, key, cancellationToken: cancellation));
        var rows = (await connection.QueryAsync<Row>(new CommandDefinition(Rows, key, cancellationToken: cancellation)))
            .ToLookup(r => r.CaseId);
        var rulings = (await connection.QueryAsync<RuledOn>(new CommandDefinition(Rulings, key, cancellationToken: cancellation)))
            .ToLookup(r => r.CaseId);
        return [.. heads.Select(h => new SignedContent(
            new CaseId(h.CaseId), string.Join('\n', PartsOf(h, rows[h.CaseId], rulings[h.CaseId])), h.ContentParts,
            h.ContentHash))];
    }

    /// <summary>Computes the hash anew and keeps it. Under the case's lock, at the end of every edit.</summary>
    /// <returns>The hash before, and the one kept now.</returns>
    public static async Task<(string Was, string Now)> KeepAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation)
    {
        var content = (await ReadAsync(connection, unit, [id], cancellation)).Single();
        await connection.ExecuteAsync(new CommandDefinition(
            Keep,
            new { unit = unit.Value, month = id.Month, @case = id.Value, parts = content.Parts, hash = content.Hash },
            cancellationToken: cancellation));
        return (content.KeptHash, content.Hash);
    }

    private static IEnumerable<string> PartsOf(Head head, IEnumerable<Row> rows, IEnumerable<RuledOn> rulings)
    {
        yield return Part("source", head.Source);
        yield return Part("title", head.Title);
        yield return Part("issuer", head.Issuer);
        yield return Part("dates", new { head.Elsewhere, head.Symbol, head.IssuedOn, head.PrintedOn });
        if (head.Addressees is not null || head.Cc is not null)
        {
            yield return Part("addressees", new { head.Addressees, head.Cc });
        }

        if (head.Number is not null)
        {
            yield return Part("number", head.Number);
        }

        foreach (var row in rows)
        {
            yield return Part($"row {row.RowNo}", row with { CaseId = default, Recurrence = null, SameAs = null, Points = null });
            if (row.Recurrence is not null)
            {
                yield return Part($"recurrence {row.RowNo}", row.Recurrence);
            }

            if (row.Points is not null)
            {
                yield return Part($"points {row.RowNo}", row.Points);
            }

            if (row.SameAs is not null)
            {
                yield return Part($"same {row.RowNo}", row.SameAs);
            }
        }

        foreach (var ruling in rulings)
        {
            yield return Part($"ruling {ruling.Difference}", ruling with { CaseId = default });
        }
    }

    /// <summary>JSON, its fields in the order in which the records below name them: never reorder them.</summary>
    private static string Part<T>(string name, T value) => $"{name} {HashOf(CaseJson.Text(value))}";

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <param name="Number">Of one that came issued, where it is not the one that was read.</param>
    private sealed record Head(
        Guid CaseId, string Source, bool Elsewhere, string? Symbol, string? Issuer, string Title, DateOnly? IssuedOn,
        DateOnly? PrintedOn,
        string ContentParts, string ContentHash, string[]? Addressees, string[]? Cc, string? Number);

    private sealed record Row(
        Guid CaseId, string RowNo, int Place, string Title, string Plan, int[] Leaders, int[] Departments, int? LeadDepartment,
        DateOnly? DueOn, bool Lasting, string Standard, int? ConfirmedBy, string? Recurrence, Guid? SameAs, string? Points);

    private sealed record RuledOn(Guid CaseId, int Difference, string? Ruling, string? Note, int? RuledBy);
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Products;

/// <summary>A file that was ordered of a case, as its page shows it.</summary>
/// <param name="Href">Null while it is not made.</param>
/// <param name="State">Why it is not there yet, or when it was made; one line.</param>
public sealed record ProductLink(string Title, string? Name, string? Href, string State);

/// <summary>What was made of a case, the newest of each kind last.</summary>
internal static class ProductLinks
{
    private const string Ordered = """
        SELECT p.ordered, p.kind, p.parked IS NOT NULL AS parked, f.name, f.size, (p.made_at AT TIME ZONE u.zone)::date AS made_on
        """ + ReadableOf + """
         AND p.opened_month = @month AND p.case_id = @case
        ORDER BY p.ordered
        """;

    /// <summary>
    /// Those of a unit, <c>product p</c>, that the reader may have, with their file <c>f</c>: what was made of the case alone whoever
    /// sees it; what tells of all below it who takes the whole; what holds every history of it who takes whatever there is. The issued
    /// text stands with all its rows, as it was signed: it is for nobody from whom one of them is kept, whenever that was said.
    /// </summary>
    public const string ReadableOf = """

        FROM product p
        JOIN unit u ON u.unit_id = p.unit_id
        JOIN flow_case c ON c.unit_id = p.unit_id AND c.opened_month = p.opened_month AND c.case_id = p.case_id
        LEFT JOIN file f ON f.unit_id = p.unit_id AND f.sha256 = p.sha256
        CROSS JOIN LATERAL (SELECT CASE p.kind WHEN 'Document' THEN timestamptz '-infinity' ELSE p.made_at END AS made_at) paper
        WHERE p.unit_id = @unit AND
        """ + " " + Gate.MaySeeCase + " AND " + Gate.MayReadPaper + """
         AND CASE p.kind
              WHEN 'Document' THEN true
              WHEN 'Bulletin' THEN
        """ + " " + Gate.TakesWhole + """

              ELSE @takes_all AND
        """ + " " + Gate.TakesWhole + " END";

    /// <param name="gate">Whose eyes they are for; it gets the case's key.</param>
    public static async Task<ImmutableArray<ProductLink>> ReadAsync(
        NpgsqlConnection connection, DynamicParameters gate, CaseId id, CancellationToken cancellation)
    {
        gate.Add("month", id.Month);
        gate.Add("case", id.Value);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(Ordered, gate, cancellationToken: cancellation));
        return
        [
            .. rows.Select(r => new ProductLink(
                Texts.Products.Title(r.What),
                r.Name,
                r.Name is null ? null : $"/cases/{id.Value}/products/{r.Ordered}",
                r is { MadeOn: { } on, Size: { } size } ? $"{Texts.FullDay(on)} · {Texts.Seeing.Size(size)}"
                    : r.Parked ? Texts.Products.Parked : Texts.Products.Waiting)),
        ];
    }

    private sealed record Row(int Ordered, string Kind, bool Parked, string? Name, long? Size, DateOnly? MadeOn)
    {
        public Product What => Enum.Parse<Product>(Kind);
    }
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Products;

/// <summary>A file that was ordered of a case, as its page shows it.</summary>
/// <param name="Href">Null while it is not made.</param>
/// <param name="State">Why it is not there yet, or when it was made; one line.</param>
public sealed record ProductLink(string Title, string? Name, string? Href, string State);

/// <summary>What was made of a case, the newest of each kind last. Callers have passed the gate.</summary>
internal static class ProductLinks
{
    private const string Ordered = """
        SELECT p.ordered, p.kind, p.parked IS NOT NULL AS parked, f.name, f.size, (p.made_at AT TIME ZONE u.zone)::date AS made_on
        FROM product p
        JOIN unit u ON u.unit_id = p.unit_id
        LEFT JOIN file f ON f.unit_id = p.unit_id AND f.sha256 = p.sha256
        WHERE p.unit_id = @unit AND p.opened_month = @month AND p.case_id = @case
        ORDER BY p.ordered
        """;

    /// <param name="whole">Whether the reader may take all of the case: what tells of everything below it is for him alone.</param>
    /// <param name="all">Whether he may take whatever there is.</param>
    public static async Task<ImmutableArray<ProductLink>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, bool whole, bool all, CancellationToken cancellation) =>
    [
        .. (await connection.QueryAsync<Row>(new CommandDefinition(
            Ordered, new { unit = unit.Value, month = id.Month, @case = id.Value }, cancellationToken: cancellation)))
            .Where(r => MayRead(r.What, whole, all)).Select(r => new ProductLink(
                Texts.Products.Title(r.What),
                r.Name,
                r.Name is null ? null : $"/cases/{id.Value}/products/{r.Ordered}",
                r is { MadeOn: { } on, Size: { } size } ? $"{Texts.FullDay(on)} · {Texts.Seeing.Size(size)}"
                    : r.Parked ? Texts.Products.Parked : Texts.Products.Waiting)),
    ];

    /// <summary>Who sees the case reads what was made of it alone; what tells of all below it who takes the whole, and what holds every
    /// history of it who takes whatever there is.</summary>
    public static bool MayRead(Product what, bool whole, bool all) => what switch
    {
        Product.Bulletin => whole,
        Product.Package => whole && all,
        _ => true,
    };

    private sealed record Row(int Ordered, string Kind, bool Parked, string? Name, long? Size, DateOnly? MadeOn)
    {
        public Product What => Enum.Parse<Product>(Kind);
    }
}

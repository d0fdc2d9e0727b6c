using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Store.Products;

/// <summary>A file that was asked for, as a press or a wait ordered it.</summary>
internal sealed record ProductOrder(CaseId Case, CaseId Root, Request.Produce Request);

/// <summary>An order that a producer holds until its lease ends.</summary>
/// <param name="Token">Of this claim: whoever claims the row later has another.</param>
/// <param name="ContentHash">Of the text when it was ordered; null where the case has none of its own.</param>
public sealed record ClaimedProduct(
    long ProductId, Guid Token, Guid CaseId, Guid RootId, int Ordered, string Kind, string? ContentHash, int? OrderedBy,
    DateTimeOffset OrderedAt)
{
    public CaseId Case => new(CaseId);

    public CaseId Root => new(RootId);

    public Product What => Enum.Parse<Product>(Kind);

    public PersonId? By => OrderedBy is { } person ? new PersonId(person) : null;
}

/// <summary>
/// The orders. A row waits (not made, not parked) until a producer claims it; the producer marks it made together with the
/// file, or gives it back for a later try, or parks it after the last; a claim that nobody ends ends by itself. What is parked
/// is tried anew, as often as the first time, when a producer starts. A package waits as long as the files that it is to hold.
/// </summary>
public sealed class ProductOrders(Database database)
{
    private const string Insert = """
        INSERT INTO product (unit_id, opened_month, case_id, ordered, root_month, root_id, kind, content_hash, ordered_by, ordered_at)
        SELECT @unit, n.month, n.id, n.ordered, n.root_month, n.root, n.kind, n.hash, @actor, @now
        FROM unnest(
          @month::date[], @case::uuid[], @ordered::int[], @root_month::date[], @root::uuid[], @kind::text[], @hash::text[])
          AS n (month, id, ordered, root_month, root, kind, hash)
        """;

    // A package holds what was ordered before it, and histories that have come to rest: it waits for both.
    private const string Claim = """
        WITH due AS (
          SELECT p.product_id
          FROM product p
          WHERE p.unit_id = @unit AND p.sha256 IS NULL AND p.parked IS NULL AND p.not_before <= office_now()
            AND (p.claimed_until IS NULL OR p.claimed_until <= office_now())
            AND (p.kind <> @last
                 OR (NOT EXISTS (
                       SELECT FROM product b
                       WHERE b.unit_id = p.unit_id AND b.root_id = p.root_id AND b.product_id < p.product_id AND b.sha256 IS NULL)
                     AND NOT EXISTS (
                       SELECT FROM wake w
                       JOIN flow_case c ON c.unit_id = w.unit_id AND c.opened_month = w.receiver_month AND c.case_id = w.receiver_id
                       WHERE w.unit_id = p.unit_id AND c.root_month = p.root_month AND c.root_id = p.root_id AND w.parked IS NULL)))
          ORDER BY p.not_before, p.product_id
          LIMIT 1
          FOR UPDATE OF p SKIP LOCKED
        )
        UPDATE product p
        SET claimed_until = office_now() + interval '5 minutes', token = gen_random_uuid()
        FROM due
        WHERE p.unit_id = @unit AND p.product_id = due.product_id
        RETURNING p.product_id, p.token, p.case_id, p.root_id, p.ordered, p.kind, p.content_hash, p.ordered_by, p.ordered_at
        """;

    // Else each look would go through every package behind a file that cannot be made. Of a parked file nobody knows when it is mended.
    private const string Postpone = """
        WITH waiting AS (
          SELECT p.product_id, (
              SELECT max(CASE WHEN b.parked IS NULL THEN b.not_before ELSE office_now() + interval '1 hour' END)
              FROM product b
              WHERE b.unit_id = p.unit_id AND b.root_id = p.root_id AND b.product_id < p.product_id AND b.sha256 IS NULL) AS until
          FROM product p
          WHERE p.unit_id = @unit AND p.sha256 IS NULL AND p.parked IS NULL AND p.not_before <= office_now() AND p.claimed_until IS NULL
            AND p.kind = @last
          FOR NO KEY UPDATE OF p SKIP LOCKED
        )
        UPDATE product p
        SET not_before = w.until
        FROM waiting w
        WHERE p.unit_id = @unit AND p.product_id = w.product_id AND w.until > office_now()
        """;

    // What failed by itself keeps its own time.
    private const string Recall = """
        UPDATE product
        SET not_before = office_now()
        WHERE unit_id = @unit AND sha256 IS NULL AND parked IS NULL AND not_before > office_now() AND kind = @last AND failed = 0
        """;

    private const string MarkMade = """
        UPDATE product
        SET sha256 = @sha256, made_at = office_now(), claimed_until = NULL, token = NULL
        WHERE unit_id = @unit AND product_id = @id AND token = @token
        """;

    private const string Hand = """
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, part, handed, at)
        VALUES (@unit, @month, @case, @case, @ordered, 1, @handed, office_now())
        """;

    private readonly LeasedRows _rows = new(database, "product", "product_id");

    /// <summary>For the batch of a transaction.</summary>
    internal static void AddTo(NpgsqlBatch batch, UnitId unit, List<ProductOrder> orders, PersonId? actor, DateTimeOffset now) =>
        Rows.Add(batch, unit, Insert, orders, p => p
            .With("month", o => o.Case.Month).With("case", o => o.Case.Value).With("ordered", o => o.Request.Ordered)
            .With("root_month", o => o.Root.Month).With("root", o => o.Root.Value).With("kind", o => $"{o.Request.What}")
            .With("hash", o => o.Request.ContentHash)
            .One("actor", NpgsqlDbType.Integer, actor?.Value).One("now", NpgsqlDbType.TimestampTz, now.UtcDateTime));

    /// <summary>
    /// Takes the oldest that is due and nobody holds; committed when it returns. Where there is none, packages whose files are tried
    /// again later are not looked at before.
    /// </summary>
    public Task<ClaimedProduct?> ClaimAsync(UnitId unit, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        async (connection, _) =>
        {
            var claimed = await connection.QuerySingleOrDefaultAsync<ClaimedProduct?>(Of(Claim, unit, cancellation));
            if (claimed is null)
            {
                await connection.ExecuteAsync(Of(Postpone, unit, cancellation));
            }

            return claimed;
        },
        cancellation);

    /// <summary>Within the transaction that keeps the file: the order is done, and its case is told the hash.</summary>
    /// <returns>False: the lease was over, and the row is another's.</returns>
    public static async Task<bool> FinishAsync(
        NpgsqlConnection connection, UnitId unit, ClaimedProduct order, string sha256, CancellationToken cancellation)
    {
        var done = await connection.ExecuteAsync(new CommandDefinition(
            MarkMade,
            new { unit = unit.Value, id = order.ProductId, token = order.Token, sha256 = Convert.FromHexString(sha256) },
            cancellationToken: cancellation));
        if (done == 0)
        {
            return false;
        }

        await HandAsync(connection, unit, new CaseCommand.Produced(order.Case, order.Ordered, order.What, sha256), cancellation);
        return true;
    }

    /// <summary>The receiver looks at it in a transaction of its own, once.</summary>
    internal static Task HandAsync(
        NpgsqlConnection connection, UnitId unit, CaseCommand.Produced made, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Hand,
            new
            {
                unit = unit.Value,
                month = made.From.Month,
                @case = made.From.Value,
                ordered = made.Ordered,
                handed = CaseJson.Text<CaseCommand.Handed>(made),
            },
            cancellationToken: cancellation));

    /// <inheritdoc cref="LeasedRows.GiveBackAsync"/>
    public Task<bool> GiveBackAsync(UnitId unit, ClaimedProduct order, string error, CancellationToken cancellation) =>
        _rows.GiveBackAsync(unit, order.ProductId, order.Token, error, cancellation);

    /// <inheritdoc cref="LeasedRows.ReleaseAllAsync"/>
    public async Task ReleaseAllAsync(UnitId unit, CancellationToken cancellation)
    {
        await _rows.ReleaseAllAsync(unit, cancellation);
        await database.InUnitAsync(unit, (connection, _) => connection.ExecuteAsync(Of(Recall, unit, cancellation)), cancellation);
    }

    private static CommandDefinition Of(string sql, UnitId unit, CancellationToken cancellation) =>
        new(sql, new { unit = unit.Value, last = $"{Product.Package}" }, cancellationToken: cancellation);
}

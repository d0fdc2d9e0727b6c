using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Readers.Comparing;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Comparing;

/// <summary>What a clerk made of a proposal; spelled as stored in lower case.</summary>
internal enum ListRuling
{
    /// <summary>The row is that item: it opens no second one, and the changes taken are the item's.</summary>
    Same,

    /// <summary>It is other work.</summary>
    Other,

    /// <summary>The item is no longer to be kept.</summary>
    Revoked,

    /// <summary>It is kept all the same.</summary>
    Kept,
}

/// <summary>A change in words, as it was ruled on.</summary>
/// <param name="Taken">Accepted by the clerk.</param>
/// <param name="Here">The program does it by itself: a later date; all else is for the office to act on.</param>
internal sealed record RuledChange(PromiseField Field, string Was, string Now, bool Taken, bool Here, DateOnly? DueOn);

internal sealed record ListRulingRecord(
    Guid CaseId, Guid ItemId, string RowNo, string Ruling, string Changes, int RuledBy, DateTime RuledAt, DateTime? CarriedAt,
    string NoticeTitle, string? NoticeNumber)
{
    public ListRuling Kind => Enum.Parse<ListRuling>(Ruling, ignoreCase: true);

    public ImmutableArray<RuledChange> Ruled =>
        JsonSerializer.Deserialize<ImmutableArray<RuledChange>>(Changes, ListRulings.Json);
}

/// <summary>The rulings of a notice and of an item; and what of them is handed to the items.</summary>
internal static class ListRulings
{
    private const string Columns = """
        SELECT l.case_id, l.item_id, l.row_no, l.ruling, l.changes::text, l.ruled_by, l.ruled_at, l.carried_at, n.title AS notice_title,
               n.number AS notice_number
        FROM list_ruling l
        JOIN notice n ON n.unit_id = l.unit_id AND n.opened_month = l.opened_month AND n.case_id = l.case_id
        """;

    /// <summary>Of those items that the reader may see.</summary>
    private const string OfNotice = Columns + """

        JOIN flow_case c ON c.unit_id = l.unit_id AND c.opened_month = l.item_month AND c.case_id = l.item_id
        WHERE l.unit_id = @unit AND l.opened_month = @month AND l.case_id = @case AND
        """ + " " + Gate.MaySeeCase + " ORDER BY l.ruled_at, l.item_id";

    /// <summary>Only of what was issued, for a draft promises nothing yet, and of those notices that the reader may see.</summary>
    private const string OfItem = Columns + """

        JOIN flow_case c ON c.unit_id = l.unit_id AND c.opened_month = l.opened_month AND c.case_id = l.case_id
        WHERE l.unit_id = @unit AND l.item_id = @live AND l.ruling IN ('same', 'revoked') AND (n.elsewhere OR l.carried_at IS NOT NULL) AND
        """ + " " + Gate.MaySeeCase + " ORDER BY l.ruled_at";

    private const string Keep = """
        INSERT INTO list_ruling (unit_id, opened_month, case_id, item_month, item_id, row_no, ruling, changes, ruled_by)
        VALUES (@unit, @month, @case, @item_month, @item, @row, @ruling, @changes::jsonb, @person)
        ON CONFLICT (unit_id, opened_month, case_id, item_id, row_no) DO UPDATE
        SET ruling = @ruling, changes = @changes::jsonb, ruled_by = @person, ruled_at = office_now()
        """;

    // To the item and those of its parts that are due with it; due later, never earlier (the engine sees to that).
    private const string Hand = """
        WITH due AS (
          SELECT l.item_month, l.item_id, l.row_no, (c->>'dueOn')::date AS due_on
          FROM list_ruling l, jsonb_array_elements(l.changes) c
          WHERE l.unit_id = @unit AND l.opened_month = @month AND l.case_id = @case AND l.carried_at IS NULL AND l.ruling = 'same'
            AND (c->>'taken')::bool AND (c->>'here')::bool AND (@item::uuid IS NULL OR l.item_id = @item)
        )
        INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, due_on, at)
        SELECT i.unit_id, i.opened_month, i.case_id, @case, 1, max(d.due_on), office_now()
        FROM due d
        JOIN flow_case i ON i.unit_id = @unit AND NOT i.ended
          AND ((i.opened_month = d.item_month AND i.case_id = d.item_id)
               OR (i.parent_month = d.item_month AND i.parent_id = d.item_id
                   AND i.due_on = (SELECT o.due_on FROM flow_case o
                                   WHERE o.unit_id = @unit AND o.opened_month = d.item_month AND o.case_id = d.item_id)))
        GROUP BY i.unit_id, i.opened_month, i.case_id
        ON CONFLICT (unit_id, receiver_month, receiver_id, sender_id, occurrence, part) DO UPDATE
        SET due_on = greatest(wake.due_on, EXCLUDED.due_on)
        """;

    private const string Mark = """
        UPDATE list_ruling
        SET carried_at = office_now()
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND carried_at IS NULL AND ruling IN ('same', 'revoked')
          AND (@item::uuid IS NULL OR item_id = @item)
        """;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web);

    /// <param name="gate">The reader's, by <see cref="Gate.Parameters"/>.</param>
    public static async Task<ImmutableArray<ListRulingRecord>> OfNoticeAsync(
        NpgsqlConnection connection, DynamicParameters gate, CaseId notice, CancellationToken cancellation)
    {
        gate.Add("month", notice.Month);
        gate.Add("case", notice.Value);
        return [.. await connection.QueryAsync<ListRulingRecord>(new CommandDefinition(OfNotice, gate, cancellationToken: cancellation))];
    }

    /// <param name="gate">The reader's, by <see cref="Gate.Parameters"/>.</param>
    public static async Task<ImmutableArray<ListRulingRecord>> OfItemAsync(
        NpgsqlConnection connection, DynamicParameters gate, CaseId item, CancellationToken cancellation)
    {
        gate.Add("live", item.Value);
        return [.. await connection.QueryAsync<ListRulingRecord>(new CommandDefinition(OfItem, gate, cancellationToken: cancellation))];
    }

    public static Task KeepAsync(
        NpgsqlConnection connection, CaseId notice, CaseId item, string row, ListRuling ruling, ImmutableArray<RuledChange> changes,
        CurrentUser user, CancellationToken cancellation) => connection.ExecuteAsync(new CommandDefinition(
            Keep,
            new
            {
                unit = user.Unit.Id.Value,
                month = notice.Month,
                @case = notice.Value,
                item_month = item.Month,
                item = item.Value,
                row,
                ruling = ruling.ToString().ToLowerInvariant(),
                changes = JsonSerializer.Serialize(changes, Json),
                person = user.Person.Id.Value,
            },
            cancellationToken: cancellation));

    /// <summary>Hands to the items what was accepted, once; null: of all of the notice's rulings.</summary>
    public static async Task CarryOutAsync(
        NpgsqlConnection connection, UnitId unit, CaseId notice, CaseId? item, CancellationToken cancellation)
    {
        var values = new { unit = unit.Value, month = notice.Month, @case = notice.Value, item = item?.Value };
        await connection.ExecuteAsync(new CommandDefinition(Hand, values, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(Mark, values, cancellationToken: cancellation));
    }
}

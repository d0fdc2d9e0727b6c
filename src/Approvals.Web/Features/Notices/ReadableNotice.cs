using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>
/// A notice as one reader may have it. Rows whose item is kept from him (知悉范围) are not there, and then the text is not for him
/// either: they stand in it too.
/// </summary>
/// <param name="Rows">Each with its place in the text.</param>
/// <param name="Items">Address of the item that each row became, by the row's number.</param>
/// <param name="TextIsKept">Whether the text is kept from him.</param>
internal sealed record ReadableNotice(
    NoticeRecord Notice, ImmutableArray<ChecklistRowRecord> Rows, IReadOnlyDictionary<string, string> Items, bool TextIsKept)
{
    private const string Visible = """
        SELECT true
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND
        """ + " " + Gate.MaySeeCase;

    /// <summary>Each with whether the reader may see it, and whether it is kept from him by a 知悉范围.</summary>
    private const string RowItems = """
        SELECT i.child_key, i.case_id,
        """ + " " + ItemGate.MaySeeIt + """
         AS seen, i.scope_id IS DISTINCT FROM n.scope_id AS restricted
        FROM flow_case p
        JOIN flow_case n ON n.unit_id = p.unit_id AND n.opened_month = p.parent_month AND n.case_id = p.parent_id
        JOIN flow_case i ON i.unit_id = p.unit_id AND i.parent_month = p.opened_month AND i.parent_id = p.case_id
        WHERE p.unit_id = @unit AND p.parent_month = @month AND p.parent_id = @case AND
        """ + " " + ItemGate.IsItem;

    /// <summary>Null where there is no such notice, or it is not his to see.</summary>
    public static async Task<ReadableNotice?> FindAsync(
        NpgsqlConnection connection, CurrentUser user, Editions editions, CaseId id, CancellationToken cancellation)
    {
        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("month", id.Month);
        gate.Add("case", id.Value);
        ItemGate.AddTo(gate, await editions.AllAsync(connection, user.Unit.Id, cancellation));
        if (!await connection.QuerySingleOrDefaultAsync<bool>(new CommandDefinition(Visible, gate, cancellationToken: cancellation))
            || await NoticeRows.NoticeAsync(connection, user.Unit.Id, id, cancellation) is not { } notice)
        {
            return null;
        }

        var items = (await connection.QueryAsync<(string No, Guid Id, bool Seen, bool Restricted)>(
            new CommandDefinition(RowItems, gate, cancellationToken: cancellation))).ToList();
        var hidden = items.Where(i => i.Restricted && !i.Seen).Select(i => i.No).ToHashSet();
        return new ReadableNotice(
            notice,
            [.. (await NoticeRows.RowsAsync(connection, user.Unit.Id, id, cancellation)).Where(r => !hidden.Contains(r.RowNo))],
            items.Where(i => i.Seen).ToDictionary(i => i.No, i => $"/items/{i.Id}"),
            hidden.Count > 0);
    }
}

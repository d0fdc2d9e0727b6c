using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Items;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Campaigns;

/// <summary>The campaign that is reported on.</summary>
/// <param name="EndedOn">Day of its last move, in the unit's zone.</param>
internal sealed record ClosedCampaign(
    string Title, string Workflow, string Stage, bool Ended, string BookHash, string? Number, string? Issuer, string NoticeTitle,
    DateOnly? IssuedOn, DateOnly EndedOn, byte[] Head);

/// <summary>One line of the ledger at the close.</summary>
/// <param name="Presses">Votes of the item, its branches and parts.</param>
internal sealed record ClosedItem(
    Guid CaseId, string ChildKey, string Title, string Workflow, string Stage, bool Ended, DateOnly? DueOn, int[] Leaders,
    int[] Departments, int Presses, byte[] Head);

/// <summary>A gap or finding, and the number of its paper.</summary>
internal sealed record ClosedMatter(
    string ItemKey, int MatterNo, string Kind, string Text, DateOnly? DueOn, int? BodyId, bool Open, string Numbers);

/// <param name="Items">Those that the reader may see.</param>
internal sealed record Closing(ClosedCampaign Campaign, ImmutableArray<ClosedItem> Items, ImmutableArray<ClosedMatter> Matters)
{
    /// <summary>The reader is named in something of it that its own paper leaves out.</summary>
    public bool SeesMore { get; init; }
}

/// <summary>
/// Reads what a closing report says: the whole ledger, for those alone who see the whole campaign.
/// </summary>
internal static class ClosingRows
{
    private const string Campaign = """
        SELECT c.title, c.workflow, c.stage, c.ended, c.book_hash, n.number, n.issuer, coalesce(n.title, @hidden) AS notice_title,
               n.issued_on, (c.moved_at AT TIME ZONE @zone)::date AS ended_on, c.head
        FROM flow_case c
        LEFT JOIN notice n ON n.unit_id = c.unit_id AND n.opened_month = c.root_month AND n.case_id = c.root_id AND (SELECT
        """ + " " + Gate.IsOpenTo + """
         FROM flow_case c WHERE c.unit_id = n.unit_id AND c.opened_month = n.opened_month AND c.case_id = n.case_id)
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case AND c.parent_id = c.root_id AND
        """ + " " + Gate.TakesWhole + " FOR NO KEY UPDATE OF c";

    private const string Items = """
        SELECT i.case_id, i.child_key, i.title, i.workflow, i.stage, i.ended, i.due_on,
               ARRAY(SELECT q.person_id FROM case_party q
                     WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id
                       AND q.party = @leaders AND q.person_id IS NOT NULL
                     ORDER BY q.place) AS leaders,
               ARRAY(SELECT q.body_id FROM case_party q
                     WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id
                       AND q.party = @departments AND q.body_id IS NOT NULL
                     ORDER BY q.place) AS departments,
               (WITH RECURSIVE family AS (
                  SELECT i.opened_month AS month, i.case_id AS id
                  UNION ALL
                  SELECT k.opened_month, k.case_id
                  FROM family f
                  JOIN flow_case k ON k.unit_id = @unit AND k.parent_month = f.month AND k.parent_id = f.id
                    AND k.scope_id IS NOT DISTINCT FROM i.scope_id)
                SELECT count(*)::int
                FROM family f
                JOIN vote v ON v.unit_id = @unit AND v.opened_month = f.month AND v.case_id = f.id) AS presses,
               i.head
        FROM flow_case i
        WHERE i.unit_id = @unit AND i.parent_month = @month AND i.parent_id = @case AND
        """ + " " + ItemGate.IsItem + " AND " + ItemGate.MaySeeIt + " ORDER BY length(i.child_key), i.child_key";

    private const string Matters = """
        SELECT i.child_key AS item_key, m.matter_no, m.kind, m.text, m.due_on, m.body_id, m.open, i.numbers::text AS numbers
        FROM flow_case i
        JOIN matter m ON m.unit_id = i.unit_id AND m.opened_month = i.opened_month AND m.case_id = i.case_id
        WHERE i.unit_id = @unit AND i.parent_month = @month AND i.parent_id = @case AND
        """ + " " + ItemGate.IsItem + " AND " + ItemGate.MaySeeIt + " ORDER BY length(i.child_key), i.child_key, m.matter_no";

    /// <summary>Whether he is named in something below the campaign that its own paper leaves out.</summary>
    private const string SeesMore = """
        SELECT EXISTS (
          SELECT FROM flow_case k
          JOIN flow_case c ON c.unit_id = k.unit_id AND c.parent_month = k.opened_month AND c.parent_id = k.case_id
          WHERE k.unit_id = @unit AND k.opened_month = @month AND k.case_id = @case AND c.scope_id IS DISTINCT FROM k.scope_id AND
        """ + " " + Gate.IsOpenTo + ")";

    /// <summary>
    /// Null where there is no such campaign or whom the gate speaks for may not take the whole of it. Locks it: it is written once.
    /// </summary>
    /// <param name="gate">Whose lines it has.</param>
    public static async Task<Closing?> ReadAsync(
        NpgsqlConnection connection, CaseId id, UnitRow unit, DynamicParameters gate, Editions editions, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(gate);
        ItemGate.AddTo(parameters, await editions.AllAsync(connection, unit.Id, cancellation));
        parameters.Add("month", id.Month);
        parameters.Add("case", id.Value);
        parameters.Add("hidden", Texts.Scopes.Hidden);
        parameters.Add("zone", unit.Zone);
        parameters.Add("leaders", Party.ResponsibleLeaders.ToString());
        parameters.Add("departments", Party.ResponsibleDepartments.ToString());
        var campaign = await connection.QuerySingleOrDefaultAsync<ClosedCampaign?>(
            new CommandDefinition(Campaign, parameters, cancellationToken: cancellation));
        if (campaign is null)
        {
            return null;
        }

        var items = await connection.QueryAsync<ClosedItem>(
            new CommandDefinition(Items, parameters, cancellationToken: cancellation));
        var matters = await connection.QueryAsync<ClosedMatter>(
            new CommandDefinition(Matters, parameters, cancellationToken: cancellation));
        return new Closing(campaign, [.. items], [.. matters])
        {
            SeesMore = await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition(SeesMore, parameters, cancellationToken: cancellation)),
        };
    }
}

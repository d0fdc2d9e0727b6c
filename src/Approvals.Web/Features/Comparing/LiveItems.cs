using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Comparing;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Comparing;

/// <summary>An item that is not closed, as far as lists are compared.</summary>
internal sealed record LiveItem(
    Guid CaseId, string Title, string Plan, string RowNo, DateOnly? DueOn, bool Lasting, int[] Leaders, int[] Departments, Guid Campaign,
    string CampaignTitle, string? Number)
{
    public CaseId Case => new(CaseId);
}

/// <summary>What is promised already: every open row of every notice that the person may see, other than this one's own.</summary>
internal static class LiveItems
{
    /// <summary>The newest; where there are more, the page says so.</summary>
    public const int Most = 20_000;

    private const string Joined = """

        FROM flow_case i
        JOIN flow_case p ON p.unit_id = i.unit_id AND p.opened_month = i.parent_month AND p.case_id = i.parent_id
        JOIN notice n ON n.unit_id = i.unit_id AND n.opened_month = i.root_month AND n.case_id = i.root_id
        JOIN notice_row r ON r.unit_id = i.unit_id AND r.opened_month = i.root_month AND r.case_id = i.root_id AND r.row_no = i.child_key
        WHERE i.unit_id = @unit AND NOT i.ended AND i.parent_id = i.campaign_id AND i.root_id <> @own_notice AND
        """ + " " + ItemGate.IsItem;

    private const string From = Joined + " AND " + ItemGate.IsSeen;

    /// <summary>
    /// Over <c>flow_case p</c> and <c>notice n</c> of an item <c>i</c>: what stands above it has no name for whom it does not name.
    /// </summary>
    private const string Above = """
        CASE WHEN (SELECT
        """ + " " + Gate.IsOpenTo + """
         FROM (SELECT p.unit_id, p.scope_month, p.scope_id) AS c) THEN p.title ELSE @hidden END AS campaign_title,
               CASE WHEN (SELECT
        """ + " " + Gate.IsOpenTo + """
         FROM flow_case c WHERE c.unit_id = n.unit_id AND c.opened_month = n.opened_month AND c.case_id = n.case_id)
                 THEN n.number END AS number
        """;

    private const string Columns = """
        SELECT i.case_id, i.title, r.plan, i.child_key AS row_no, i.due_on, @lasting = ANY (i.facts) AS lasting,
               ARRAY(SELECT q.person_id FROM case_party q
                     WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id AND q.party = @leaders
                     ORDER BY q.place) AS leaders,
               ARRAY(SELECT q.body_id FROM case_party q
                     WHERE q.unit_id = i.unit_id AND q.opened_month = i.opened_month AND q.case_id = i.case_id AND q.party = @departments
                     ORDER BY q.place) AS departments,
               p.case_id AS campaign,
        """ + " " + Above;

    private const string Live = Columns + From + """

          AND (@of::uuid IS NULL OR p.case_id = @of)
        ORDER BY i.opened_at DESC, r.place, i.case_id
        LIMIT @most
        """;

    private const string One = Columns + Joined + " AND i.opened_month = @month AND i.case_id = @live AND " + ItemGate.MaySeeIt;

    private const string Lists = """
        SELECT DISTINCT p.case_id, p.opened_at,
        """ + " " + Above + From + " ORDER BY p.opened_at DESC, p.case_id";

    /// <returns>With whether there are more than so many.</returns>
    public static async Task<(ImmutableArray<LiveItem> Items, bool IsCut)> ReadAsync(
        NpgsqlConnection connection, DynamicParameters lists, Guid? campaign, int most, CancellationToken cancellation)
    {
        var parameters = new DynamicParameters(lists);
        parameters.Add("of", campaign);
        parameters.Add("most", most + 1);
        var items = (await connection.QueryAsync<LiveItem>(new CommandDefinition(Live, parameters, cancellationToken: cancellation))).AsList();
        return ([.. items.Take(most)], items.Count > most);
    }

    /// <summary>Null where there is no such item, it is closed, or it is not his to see.</summary>
    public static async Task<LiveItem?> OneAsync(
        NpgsqlConnection connection, CurrentUser user, Editions editions, CaseId notice, CaseId item, CancellationToken cancellation)
    {
        var parameters = Gate.Parameters(user, editions.Current);
        await AddToAsync(parameters, connection, user, editions, notice, cancellation);
        parameters.Add("month", item.Month);
        parameters.Add("live", item.Value);
        return await connection.QuerySingleOrDefaultAsync<LiveItem?>(
            new CommandDefinition(One, parameters, cancellationToken: cancellation));
    }

    /// <summary>The lists that have open rows, the newest first.</summary>
    public static async Task<ImmutableArray<(Guid Campaign, string Title, string? Number)>> ListsAsync(
        NpgsqlConnection connection, DynamicParameters parameters, CancellationToken cancellation) =>
        [.. (await connection.QueryAsync<(Guid Campaign, DateTime At, string Title, string? Number)>(
            new CommandDefinition(Lists, parameters, cancellationToken: cancellation))).Select(l => (l.Campaign, l.Title, l.Number))];

    public static Promise Promise(LiveItem item, CurrentUser user) => new(
        $"{item.CaseId}", item.Title, item.Plan.Length == 0 ? item.Title : item.Plan, Leaders(item.Leaders, user),
        Bodies(item.Departments, user), item.DueOn, item.Lasting)
    {
        No = int.TryParse(item.RowNo, out var no) ? no : null,
    };

    public static Promise Promise(ChecklistRowRecord row, CurrentUser user) => new(
        row.RowNo, row.Title, row.Plan.Length == 0 ? row.Title : row.Plan, Leaders(row.Leaders, user), Bodies(row.Departments, user),
        row.DueOn, row.Lasting)
    {
        No = int.TryParse(row.RowNo, out var no) ? no : null,
    };

    private static ImmutableArray<string> Leaders(int[] people, CurrentUser user) =>
        [.. people.Select(p => Names.Of(new PersonId(p), user.Directory.Directory))];

    private static ImmutableArray<string> Bodies(int[] bodies, CurrentUser user) =>
        [.. bodies.Select(b => Names.Of(new BodyId(b), user.Directory.Directory))];

    /// <summary>What both lists of one page are asked with.</summary>
    public static async Task<DynamicParameters> ForListsAsync(
        NpgsqlConnection connection, CurrentUser user, Editions editions, CaseId notice, CancellationToken cancellation)
    {
        var parameters = await Gate.ForManyAsync(connection, user, editions.Current, cancellation);
        await AddToAsync(parameters, connection, user, editions, notice, cancellation);
        return parameters;
    }

    private static async Task AddToAsync(
        DynamicParameters parameters, NpgsqlConnection connection, CurrentUser user, Editions editions, CaseId notice,
        CancellationToken cancellation)
    {
        parameters.Add("own_notice", notice.Value);
        parameters.Add("hidden", Texts.Scopes.Hidden);
        parameters.Add("lasting", Facts.Lasting);
        parameters.Add("leaders", Party.ResponsibleLeaders.ToString());
        parameters.Add("departments", Party.ResponsibleDepartments.ToString());
        ItemGate.AddTo(parameters, await editions.AllAsync(connection, user.Unit.Id, cancellation));
    }
}

using System.Collections.Immutable;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Shared;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Accounts;

/// <summary>Reads the unit's accounts for whoever keeps them, or rights.</summary>
public sealed class AccountBook(
    Database database, SessionStore sessions, ExternalIdentities identities, ExternalProviders providers)
{
    private const int PageSize = 50;

    private const string Columns = """
        SELECT a.account_id, a.login, a.kind, n.name AS person, a.person_id, a.phone, a.disabled_at IS NOT NULL AS closed,
          a.unconfirmed_by IS NOT NULL AS waits,
        """ + " " + SignInAttempts.LockedAnywhere + """
         AS locked, a.must_change,
          a.kind <> 'member' OR EXISTS (
            SELECT FROM post p
            WHERE p.unit_id = a.unit_id AND p.person_id = a.person_id
              AND @today BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')) AS serves,
        """ + " " + AccountTurn.IsUsed + """
         AS used,
          (SELECT max(s.seen_at) FROM session s WHERE s.unit_id = a.unit_id AND s.account_id = a.account_id) AS seen_at,
          EXISTS (SELECT FROM second_factor f WHERE f.unit_id = a.unit_id AND f.account_id = a.account_id) AS factor,
          (SELECT count(*)::int FROM session s WHERE s.unit_id = a.unit_id AND s.account_id = a.account_id AND
        """ + " " + SessionStore.IsOpen + ") AS open";

    private const string Listed = """

        FROM account a
        JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        WHERE a.unit_id = @unit AND (@kind IS NULL OR a.kind = @kind)
          AND (@text IS NULL OR position(@text IN n.name) > 0 OR position(@text IN a.login) > 0)
        """;

    // The three first, then everybody in the official order.
    private const string List = Columns + Listed + """

        ORDER BY a.kind = 'member', a.disabled_at IS NOT NULL, n.position, a.account_id
        LIMIT @size OFFSET @offset
        """;

    private const string Count = "SELECT count(*)::int" + Listed;

    private const string One = Columns + """

        FROM account a
        JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        WHERE a.unit_id = @unit AND a.account_id = @account
        """;

    private const string People = """
        SELECT n.person_id, n.name, EXISTS (
          SELECT FROM account a
          WHERE a.unit_id = n.unit_id AND a.person_id = n.person_id AND a.kind = 'member' AND a.disabled_at IS NULL) AS has
        FROM person n
        WHERE n.unit_id = @unit AND n.person_id <> @own
        ORDER BY has, n.position, n.person_id
        """;

    // Whoever serves and cannot sign in: nobody has opened an account for him, or his was closed.
    private const string Without = """
        SELECT n.person_id, n.name
        FROM person n
        WHERE n.unit_id = @unit AND n.person_id <> @own AND EXISTS (
            SELECT FROM post p
            WHERE p.unit_id = n.unit_id AND p.person_id = n.person_id AND @today BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity'))
          AND NOT EXISTS (
            SELECT FROM account a
            WHERE a.unit_id = n.unit_id AND a.person_id = n.person_id AND a.kind = 'member' AND a.disabled_at IS NULL)
        ORDER BY n.position, n.person_id
        """;

    /// <param name="page">From 1.</param>
    public Task<AccountsView> LookAsync(
        CurrentUser user, string? text, AccountKind? kind, int page, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var values = new
            {
                unit = user.Unit.Id.Value,
                today = user.Today,
                idle = sessions.Idle,
                text = string.IsNullOrWhiteSpace(text) ? null : text.Trim(),
                kind = kind is { } one ? AccountKinds.Spelling(one) : null,
                size = PageSize,
                offset = (page - 1) * PageSize,
            };
            var total = await connection.QuerySingleAsync<int>(Command(Count, values, cancellation));
            var rows = (await connection.QueryAsync<Row>(Command(List, values, cancellation))).ToList();
            return new AccountsView(
                [.. rows.Select(row => RowOf(row, user))],
                Paging.Of(page, PageSize, rows.Count, total, to => HrefOf(values.text, kind, to)),
                values.text, kind, user.Kind == AccountKind.System)
            {
                People = await PeopleAsync(connection, user, cancellation),
                Without =
                [
                    .. (await connection.QueryAsync<(int Id, string Name)>(Command(
                        Without, new { values.unit, values.today, own = user.Human.Value }, cancellation)))
                        .Select(p => new Link(p.Name, $"/accounts?for={p.Id}#open-account")),
                ],
            };
        },
        cancellation);

    /// <summary>Null: there is no such account.</summary>
    public async Task<AccountPage?> LookAsync(CurrentUser user, int account, CancellationToken cancellation)
    {
        var bound = await identities.ListAsync(user.Unit.Id, account, cancellation);
        return await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row?>(
                    Command(One, new { unit = user.Unit.Id.Value, account, today = user.Today, idle = sessions.Idle }, cancellation));
                return row is null ? null : PageOf(row, user, bound, await PeopleAsync(connection, user, cancellation));
            },
            cancellation);
    }

    private AccountPage PageOf(Row row, CurrentUser user, ImmutableArray<BoundIdentity> bound, ImmutableArray<Choice> people)
    {
        var (zone, own) = (TimeZoneInfo.FindSystemTimeZoneById(user.Unit.Zone), row.PersonId == user.Human.Value);
        return new AccountPage(
            RowOf(row, user), row.PersonId, row.Phone, user.Kind == AccountKind.System && !own, own, row.Factor, row.Open,
            row.Used ? [] : people,
            [
                .. providers.All.Select(p => (p.Id, p.Title))
                    .Concat(bound.Where(b => providers.Find(b.Provider) is null).Select(b => (Id: b.Provider, Title: b.Provider)))
                    .Select(p => new TieLine(p.Id, p.Title, bound.FirstOrDefault(b => b.Provider == p.Id) is { } one
                        ? Texts.Providers.Row(one.Name, TimeZoneInfo.ConvertTime(one.BoundAt, zone))
                        : null)),
            ]);
    }

    private static async Task<ImmutableArray<Choice>> PeopleAsync(
        NpgsqlConnection connection, CurrentUser user, CancellationToken cancellation)
    {
        var people = await connection.QueryAsync<(int Id, string Name, bool Has)>(
            Command(People, new { unit = user.Unit.Id.Value, own = user.Human.Value }, cancellation));
        return [.. people.Select(p => new Choice($"{p.Id}", p.Name, p.Has ? Texts.Accounts.HaveOne : Texts.Accounts.HaveNone))];
    }

    private static AccountRow RowOf(Row row, CurrentUser user) => new(
        row.AccountId, row.Login, AccountKinds.Of(row.Kind), row.Person, row.Closed, row.Locked, row.Waits, row.MustChange,
        row.Serves,
        row.SeenAt is { } at ? TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(user.Unit.Zone)) : null);

    private static string HrefOf(string? text, AccountKind? kind, int page) =>
        $"/accounts?q={Uri.EscapeDataString(text ?? "")}&kind={(kind is { } one ? AccountKinds.Spelling(one) : "")}&p={page}";

    private static CommandDefinition Command(string sql, object values, CancellationToken cancellation) =>
        new(sql, values, cancellationToken: cancellation);

    private sealed record Row(
        int AccountId, string Login, string Kind, string Person, int PersonId, string? Phone, bool Closed, bool Waits, bool Locked, bool MustChange,
        bool Serves, bool Used, DateTimeOffset? SeenAt, bool Factor, int Open);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Identity;

/// <summary>How long a session lasts without being seen.</summary>
/// <param name="Idle">Null: it never ends by itself.</param>
public sealed record SessionLimits(TimeSpan? Idle)
{
    private const string Name = "Sessions:IdleHours";

    private const int Longest = 24 * 365;

    public static SessionLimits Usual { get; } = new(TimeSpan.FromHours(12));

    /// <summary>Setting <c>Sessions:IdleHours</c>; twelve where it is not set, 0 for sessions that end only when somebody ends them.</summary>
    /// <exception cref="OfficeException">It is no number of hours.</exception>
    public static SessionLimits Read(IConfiguration settings) => settings[Name] switch
    {
        null or "" => Usual,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var hours) && hours <= Longest =>
            new(hours == 0 ? null : TimeSpan.FromHours(hours)),
        var text => throw new OfficeException(
            $"设置 {Name} 是“{text}”，应当写成 0 到 {Longest} 的整数：多少小时不用就要重新登录，0 表示不限。"),
    };
}

/// <summary>A session (登录过的设备) of an account, for its owner to look at.</summary>
/// <param name="Open">It can still be used.</param>
public sealed record SessionRow(
    long SessionId, string? Provider, string Browser, string? Address, DateTimeOffset BeganAt, DateTimeOffset SeenAt, bool Open);

/// <summary>Sessions: begun at the door, looked up by every request, ended one by one. Times are the database's.</summary>
public sealed class SessionStore(Database database, SessionLimits limits)
{
    /// <summary>
    /// Over <c>account a</c> and its <c>unit u</c>: whether it may be used at all. It is not disabled, and its person holds a post
    /// today: who has left comes no further than the door. Administrators need no post, and act by none; what one of them did with the
    /// account of another was confirmed.
    /// </summary>
    internal const string MayEnter = """
        a.disabled_at IS NULL AND a.unconfirmed_by IS NULL AND (a.kind <> 'member' OR EXISTS (
          SELECT FROM post p
          WHERE p.unit_id = a.unit_id AND p.person_id = a.person_id
            AND (office_now() AT TIME ZONE u.zone)::date BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')))
        """;

    /// <summary>Over <c>session s</c>: neither ended nor left alone too long.</summary>
    internal const string IsOpen = "s.ended_at IS NULL AND (@idle::interval IS NULL OR s.seen_at > office_now() - @idle::interval)";

    private const string Begin = """
        INSERT INTO session (unit_id, account_id, token_hash, provider, browser, address)
        SELECT a.unit_id, a.account_id, @hash, @provider, @browser, @address::inet
        FROM account a
        JOIN unit u ON u.unit_id = a.unit_id
        WHERE a.unit_id = @unit AND a.account_id = @account AND (@provider IS NULL OR a.kind <> 'set-up') AND
        """ + " " + MayEnter + " RETURNING session_id";

    private const string Forget = """
        DELETE FROM session
        WHERE unit_id = @unit AND account_id = @account AND coalesce(ended_at, seen_at) < office_now() - interval '90 days'
          AND (ended_at IS NOT NULL OR @idle::interval IS NOT NULL)
        """;

    // Again with its condition: of many requests at once one writes.
    private const string See = """
        UPDATE session
        SET seen_at = office_now()
        WHERE unit_id = @unit AND session_id = @session AND seen_at < office_now() - @fresh
        """;

    private const string List = """
        SELECT s.session_id, s.provider, s.browser, host(s.address) AS address, s.began_at, s.seen_at,
        """ + IsOpen + """
         AS open
        FROM session s
        WHERE s.unit_id = @unit AND s.account_id = @account
        ORDER BY open DESC, s.seen_at DESC, s.session_id DESC
        LIMIT 50
        """;

    private const string EndOne = """
        UPDATE session
        SET ended_at = office_now()
        WHERE unit_id = @unit AND account_id = @account AND session_id = @session AND ended_at IS NULL
        """;

    /// <summary>Every one of the account but <c>@kept</c>; all where it is null.</summary>
    internal const string EndAllBut = """
        UPDATE session
        SET ended_at = office_now()
        WHERE unit_id = @unit AND account_id = @account AND session_id IS DISTINCT FROM @kept AND ended_at IS NULL
        """;

    /// <summary>Every one of the account that a provider vouched for, but <c>@kept</c>.</summary>
    internal const string EndAllOf = """
        UPDATE session
        SET ended_at = office_now()
        WHERE unit_id = @unit AND account_id = @account AND provider = @provider AND session_id <> @kept AND ended_at IS NULL
        """;

    /// <summary>A session that was seen longer ago is written down as seen again.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    internal TimeSpan? Idle => limits.Idle;

    /// <summary>Null when the account may not be used: it is disabled, or its person holds no post today.</summary>
    /// <param name="provider">Who vouches for him; null: he gave the password.</param>
    /// <param name="how">What the trail says besides; null: nothing.</param>
    public Task<ClaimsPrincipal?> BeginAsync(
        UnitId unit, PersonId person, int account, string? provider, Device device, CancellationToken cancellation, string? how = null)
    {
        var token = RandomNumberGenerator.GetBytes(32);
        return database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(
                    Forget, new { unit = unit.Value, account, idle = Idle }, cancellationToken: cancellation));
                var session = await connection.QuerySingleOrDefaultAsync<long?>(new CommandDefinition(
                    Begin,
                    new { unit = unit.Value, account, hash = SHA256.HashData(token), provider, browser = device.Browser, address = device.Address },
                    cancellationToken: cancellation));
                var by = string.Join('，', new[] { device.Browser, provider, how }.OfType<string>());
                await Trail.WriteAsync(
                    connection, unit,
                    session is null
                        ? new TrailLine(TrailAct.EntryRefused, by) { Account = account, Address = device.Address }
                        : new TrailLine(TrailAct.SignedIn, by) { By = account, Session = session },
                    cancellation);
                return session is { } id ? Claimed.Principal(new Claimed(unit, person, account, id, token)) : null;
            },
            cancellation);
    }

    public Task SeeAsync(UnitId unit, long session, CancellationToken cancellation) =>
        database.InUnitAsync(
            unit,
            (NpgsqlConnection connection, NpgsqlTransaction _) => (Task)connection.ExecuteAsync(new CommandDefinition(
                See, new { unit = unit.Value, session, fresh = Fresh }, cancellationToken: cancellation)),
            cancellation);

    /// <summary>Of one account: those that are open, then those that were, the latest first.</summary>
    public Task<ImmutableArray<SessionRow>> ListAsync(UnitId unit, int account, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            unit,
            async (connection, _) =>
            {
                var rows = await connection.QueryAsync<SessionRow>(new CommandDefinition(
                    List, new { unit = unit.Value, account, idle = Idle }, cancellationToken: cancellation));
                return rows.ToImmutableArray();
            },
            cancellation);

    /// <summary>One of his own; false when his account has no such open session.</summary>
    /// <param name="act">He signs out with it, or ends it from elsewhere.</param>
    public Task<bool> EndAsync(CurrentUser user, long session, TrailAct act, CancellationToken cancellation) =>
        database.InUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var ended = await connection.ExecuteAsync(new CommandDefinition(
                    EndOne, new { unit = user.Unit.Id.Value, account = user.AccountId, session }, cancellationToken: cancellation));
                if (ended == 1)
                {
                    await Trail.WriteAsync(
                        connection, user.Unit.Id, TrailLine.Of(user, act) with { Account = user.AccountId }, cancellation);
                }

                return ended == 1;
            },
            cancellation);

    /// <summary>Every one of his own but that by which he asks.</summary>
    public Task EndOthersAsync(CurrentUser user, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id, (connection, _) => EndAllAsync(connection, user, user.AccountId, user.SessionId, cancellation), cancellation);

    /// <summary>The same for any account, within the transaction of whoever keeps it.</summary>
    /// <param name="kept">Null: all of them.</param>
    internal static async Task EndAllAsync(
        NpgsqlConnection connection, CurrentUser by, int account, long? kept, CancellationToken cancellation)
    {
        var ended = await connection.ExecuteAsync(new CommandDefinition(
            EndAllBut, new { unit = by.Unit.Id.Value, account, kept }, cancellationToken: cancellation));
        await Trail.WriteAsync(
            connection, by.Unit.Id, TrailLine.Of(by, TrailAct.SessionsEnded, Texts.Trail.Sessions(ended)) with { Account = account },
            cancellation);
    }
}

using System.Collections.Immutable;
using System.Security.Claims;
using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.Identity;

/// <summary>Who asks, in which unit, with which posts on the office's day of this request.</summary>
/// <param name="Today">The office's calendar day, by the database's clock and the unit's zone.</param>
/// <param name="Posts">Held today.</param>
/// <param name="MustChangePassword">The password that let him in was given by somebody else.</param>
public sealed record CurrentUser(
    UnitRow Unit,
    int AccountId,
    string Login,
    Person Person,
    ImmutableArray<Post> Posts,
    DateOnly Today,
    bool MustChangePassword,
    DirectorySnapshot Directory)
{
    /// <summary>The session by which he asks.</summary>
    public long SessionId { get; init; }

    /// <summary>An administrator asks as nobody of the directory: <see cref="Person"/> has no number there, and no posts.</summary>
    public AccountKind Kind { get; init; }

    /// <summary>The same by another picture of the house.</summary>
    public CurrentUser As(DirectorySnapshot directory) => this with
    {
        Directory = directory,
        Posts = Kind == AccountKind.Member ? [.. directory.Directory.PostsOf(Person.Id, Today)] : [],
    };

    /// <summary>Whose account it is: by it is known what is his own. A member is the <see cref="Person"/> himself.</summary>
    public PersonId Human { get; init; } = Person.Id;
}

/// <summary>
/// Resolves the cookie's bearer, once a request. A cookie proves only who signed in; what he holds is asked of the
/// directory each time, so a post that ended yesterday gives nothing today.
/// </summary>
public sealed class CurrentUserSource(Database database, DirectoryStore directories, SessionStore sessions)
{
    private const string Read = """
        SELECT u.name, u.short_name, u.demonstration, u.zone, a.login, a.must_change AND s.provider IS NULL AS must_change,
          (office_now() AT TIME ZONE u.zone)::date AS today, s.seen_at < office_now() - @fresh AS unseen, a.kind, n.name AS person
        FROM session s
        JOIN account a ON a.unit_id = s.unit_id AND a.account_id = s.account_id
        JOIN unit u ON u.unit_id = a.unit_id
        LEFT JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        WHERE s.unit_id = @unit AND s.session_id = @session AND s.token_hash = @hash
          AND s.account_id = @account AND coalesce(a.person_id, 0) = @person AND
        """ + " " + SessionStore.IsOpen + " AND " + SessionStore.MayEnter;

    private (ClaimsPrincipal Principal, CurrentUser? User)? _known;

    /// <summary>Null when nobody is signed in, or his session is over, or he may no longer enter.</summary>
    public async Task<CurrentUser?> OfAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (_known is not { } known || !ReferenceEquals(known.Principal, principal))
        {
            _known = known = (principal, await ResolveAsync(principal, cancellation));
        }

        return known.User;
    }

    /// <summary>For pages, which nobody reaches without a good cookie.</summary>
    public async Task<CurrentUser> RequiredAsync(ClaimsPrincipal principal, CancellationToken cancellation) =>
        await OfAsync(principal, cancellation) ?? throw new InvalidOperationException("This page must ask for a signed-in user.");

    private async Task<CurrentUser?> ResolveAsync(ClaimsPrincipal principal, CancellationToken cancellation)
    {
        if (Claimed.Read(principal) is not { } claimed || await ReadAsync(claimed, cancellation) is not var (user, unseen))
        {
            return null;
        }

        if (unseen)
        {
            await sessions.SeeAsync(claimed.Unit, claimed.Session, cancellation);
        }

        return user;
    }

    private Task<(CurrentUser User, bool Unseen)?> ReadAsync(Claimed claimed, CancellationToken cancellation) =>
        database.ReadInUnitAsync<(CurrentUser, bool)?>(
            claimed.Unit,
            async (connection, _) =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
                    Read,
                    new
                    {
                        unit = claimed.Unit.Value,
                        session = claimed.Session,
                        hash = claimed.TokenHash,
                        account = claimed.Account,
                        person = claimed.Person.Value,
                        fresh = SessionStore.Fresh,
                        idle = sessions.Idle,
                    },
                    cancellationToken: cancellation));
                if (row is null)
                {
                    return null;
                }

                var directory = await directories.LoadAsync(claimed.Unit, connection, cancellation);
                return (Of(claimed, row, directory), row.Unseen);
            },
            cancellation);

    private static CurrentUser Of(Claimed claimed, Row row, DirectorySnapshot directory)
    {
        var unit = new UnitRow(claimed.Unit, row.Name, row.ShortName, row.Demonstration, row.Zone);
        var kind = AccountKinds.Of(row.Kind);
        var member = kind == AccountKind.Member;
        return new CurrentUser(
            unit, claimed.Account, row.Login,
            member ? directory.Directory.People[claimed.Person] : new Person(default, row.Person ?? Texts.Administrators.Of(kind), 0),
            member ? [.. directory.Directory.PostsOf(claimed.Person, row.Today)] : [],
            row.Today, row.MustChange, directory)
        {
            SessionId = claimed.Session,
            Kind = kind,
            Human = claimed.Person,
        };
    }

    private sealed record Row(
        string Name, string ShortName, bool Demonstration, string Zone, string Login, bool MustChange, DateOnly Today, bool Unseen,
        string Kind, string? Person);
}

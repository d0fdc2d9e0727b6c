using System.Collections.Immutable;
using System.Security.Claims;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.Identity;

/// <summary>Who asks, in which unit, with which posts on the office's day of this request.</summary>
/// <param name="Today">The office's calendar day, by the database's clock and the unit's zone.</param>
/// <param name="Posts">Held today.</param>
public sealed record CurrentUser(
    UnitRow Unit,
    int AccountId,
    string Login,
    Person Person,
    ImmutableArray<Post> Posts,
    DateOnly Today,
    bool MustChangePassword,
    DirectorySnapshot Directory);

/// <summary>
/// Resolves the cookie's bearer, once a request. A cookie proves only who signed in; what he holds is asked of the
/// directory each time, so a post that ended yesterday gives nothing today.
/// </summary>
public sealed class CurrentUserSource(Database database, DirectoryStore directories)
{
    // The stamp: a new password ends older cookies.
    private const string Read = """
        SELECT u.name, u.short_name, u.demonstration, u.zone, a.login, a.must_change,
          (office_now() AT TIME ZONE u.zone)::date AS today
        FROM account a
        JOIN unit u ON u.unit_id = a.unit_id
        WHERE a.unit_id = @unit AND a.account_id = @account AND a.person_id = @person AND a.stamp = @stamp
        """;

    private (ClaimsPrincipal Principal, CurrentUser? User)? _known;

    /// <summary>Null when nobody is signed in, or his cookie is no longer good.</summary>
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
        if (Claimed.Read(principal) is not var (unit, person, account, stamp))
        {
            return null;
        }

        return await database.ReadInUnitAsync(
            unit,
            async (connection, _) =>
            {
                var row = await connection.QuerySingleOrDefaultAsync<Row>(new CommandDefinition(
                    Read, new { unit = unit.Value, account, person = person.Value, stamp }, cancellationToken: cancellation));
                if (row is null)
                {
                    return null;
                }

                var directory = await directories.LoadAsync(unit, connection, cancellation);
                return new CurrentUser(
                    new UnitRow(unit, row.Name, row.ShortName, row.Demonstration, row.Zone), account, row.Login,
                    directory.Directory.People[person], [.. directory.Directory.PostsOf(person, row.Today)],
                    row.Today, row.MustChange, directory);
            },
            cancellation);
    }

    private sealed record Row(
        string Name, string ShortName, bool Demonstration, string Zone, string Login, bool MustChange, DateOnly Today);
}

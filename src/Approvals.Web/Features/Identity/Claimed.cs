using System.Buffers.Text;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Approvals.Engine;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Approvals.Web.Features.Identity;

/// <summary>What the cookie says of its bearer: numbers, and the token that proves its session.</summary>
internal sealed record Claimed(UnitId Unit, PersonId Person, int Account, long Session, byte[] Token)
{
    private const string UnitClaim = "unit_id";
    private const string PersonClaim = "person_id";
    private const string AccountClaim = "account_id";
    private const string SessionClaim = "session_id";
    private const string TokenClaim = "token";

    public byte[] TokenHash => SHA256.HashData(Token);

    public static ClaimsPrincipal Principal(Claimed claimed) => new(new ClaimsIdentity(
        [
            new(UnitClaim, $"{claimed.Unit.Value}"),
            new(PersonClaim, $"{claimed.Person.Value}"),
            new(AccountClaim, $"{claimed.Account}"),
            new(SessionClaim, $"{claimed.Session}"),
            new(TokenClaim, Base64Url.EncodeToString(claimed.Token)),
            // Form tokens are bound to this one: the same account id stands in every unit.
            new(ClaimTypes.NameIdentifier, $"{claimed.Unit.Value}/{claimed.Account}"),
        ],
        CookieAuthenticationDefaults.AuthenticationScheme));

    /// <summary>Null where anything is missing: nobody is signed in, or by a cookie of an older program.</summary>
    public static Claimed? Read(ClaimsPrincipal principal) =>
        Number(principal, UnitClaim) is { } unit && Number(principal, PersonClaim) is { } person
        && Number(principal, AccountClaim) is { } account && Number(principal, SessionClaim) is { } session
        && principal.FindFirstValue(TokenClaim) is { } token && Base64Url.IsValid(token)
            ? new Claimed(new UnitId((int)unit), new PersonId((int)person), (int)account, session, Base64Url.DecodeFromChars(token))
            : null;

    private static long? Number(ClaimsPrincipal principal, string claim) =>
        long.TryParse(principal.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

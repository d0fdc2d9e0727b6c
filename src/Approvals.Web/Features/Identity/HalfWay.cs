using System.Globalization;
using System.Security.Claims;
using Approvals.Engine;
using Microsoft.AspNetCore.Authentication;

namespace Approvals.Web.Features.Identity;

/// <summary>
/// Somebody whose password was right, or for whom a provider vouches, and who has still to give a code: kept in a cookie of its own,
/// which opens nothing.
/// </summary>
/// <param name="Provider">Who vouched for him; null: he gave the password.</param>
/// <param name="Asked">When the code was asked for, by the database's clock.</param>
internal sealed record HalfWay(UnitId Unit, PersonId Person, int Account, string? Provider, DateTimeOffset Asked)
{
    /// <summary>The scheme of its cookie.</summary>
    public const string Scheme = "half-way";

    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public ClaimsPrincipal Principal() => new(new ClaimsIdentity(
        [
            new("unit_id", $"{Unit.Value}"), new("person_id", $"{Person.Value}"), new("account_id", $"{Account}"),
            new("provider", Provider ?? ""), new("asked", Asked.ToString("O", CultureInfo.InvariantCulture)),
        ],
        Scheme));

    public static async Task<HalfWay?> OfAsync(HttpContext context) =>
        (await context.AuthenticateAsync(Scheme)).Principal is { } principal
        && principal.FindFirstValue("unit_id") is { } unit && principal.FindFirstValue("person_id") is { } person
        && principal.FindFirstValue("account_id") is { } account && principal.FindFirstValue("asked") is { } asked
            ? new HalfWay(
                new UnitId(int.Parse(unit)), new PersonId(int.Parse(person)), int.Parse(account),
                principal.FindFirstValue("provider") is { Length: > 0 } provider ? provider : null,
                DateTimeOffset.Parse(asked, CultureInfo.InvariantCulture))
            : null;
}

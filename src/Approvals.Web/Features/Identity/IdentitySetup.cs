using Microsoft.AspNetCore.Authentication.Cookies;

namespace Approvals.Web.Features.Identity;

internal static class IdentitySetup
{
    public const string SignInPath = "/sign-in";

    /// <summary>Every page asks for a signed-in user; one that does not says [AllowAnonymous].</summary>
    public static void AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<AccountStore>();
        services.AddSingleton(provider => new SignInService(provider.GetRequiredService<AccountStore>(), new()));
        services.AddSingleton(provider => new SamplePasswords(
            provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<SignInService>()));
        services.AddScoped<CurrentUserSource>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
        {
            cookie.Cookie.Name = "approvals";
            cookie.Cookie.HttpOnly = true;
            // Not Strict: a link in an e-mail or a DingTalk message must find its reader signed in. What changes
            // anything is a POST, which Lax keeps the cookie from when it comes from elsewhere, and has a form token.
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            cookie.LoginPath = SignInPath;
            cookie.AccessDeniedPath = SignInPath;
            cookie.ReturnUrlParameter = "back";
            cookie.Events.OnValidatePrincipal = ValidateAsync;
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static void UseIdentity(this WebApplication host)
    {
        host.UseAuthentication();
        host.UseAuthorization();
    }

    /// <summary>A cookie older than the account's password is no longer good.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<CurrentUserSource>();
        if (context.Principal is not { } principal
            || await users.OfAsync(principal, context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
        }
    }
}

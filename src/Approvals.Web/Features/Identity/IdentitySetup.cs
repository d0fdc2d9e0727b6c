using Approvals.Web.Features.Identity.External;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Approvals.Web.Features.Identity;

internal static class IdentitySetup
{
    public const string SignInPath = "/sign-in";

    /// <summary>Every page asks for a signed-in user; one that does not says [AllowAnonymous].</summary>
    public static void AddIdentity(this IServiceCollection services, IConfiguration settings)
    {
        var providers = ExternalProviders.Read(settings);
        services.AddSingleton(SessionLimits.Read(settings));
        services.AddSingleton(OfficeAddress.Read(settings));
        services.AddSingleton<AccountStore>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SecondFactors>();
        services.AddSingleton(providers);
        services.AddSingleton<ExternalIdentities>();
        services.AddSingleton(provider => new SignInService(
            provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<SignInAttempts>(),
            provider.GetRequiredService<SessionStore>(), provider.GetRequiredService<SecondFactors>(), new()));
        services.AddSingleton(provider => new SamplePasswords(
            provider.GetRequiredService<AccountStore>(), provider.GetRequiredService<SignInService>()));
        services.AddScoped<CurrentUserSource>();
        var authentication = services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "approvals";
                Guard(cookie);
                // How long a session lasts is said in its row, by the database's clock; the cookie only must not outlive all sense.
                cookie.ExpireTimeSpan = TimeSpan.FromDays(30);
                cookie.Events.OnValidatePrincipal = ValidateAsync;
                cookie.Events.OnRedirectToLogin = AskToSignIn;
            })
            .AddCookie(HalfWay.Scheme, cookie => cookie.ForTheWay("approvals-half-way"));
        authentication.AddProviders(providers, OutgoingCalls.Read(settings));
        services.AddAuthorizationBuilder().SetFallbackPolicy(
            new Microsoft.AspNetCore.Authorization.AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
    }

    public static void UseIdentity(this WebApplication host)
    {
        host.UseAuthentication();
        host.UseAuthorization();
        host.Use(Watching.AskAsync);
        host.Use(FirstPassword.AskAsync);
        host.Use(OpenTo.AskAsync);
    }

    /// <summary>A cookie that only carries somebody from one step of the door to the next.</summary>
    public static void ForTheWay(this CookieAuthenticationOptions cookie, string name)
    {
        cookie.Cookie.Name = name;
        Guard(cookie);
        cookie.ExpireTimeSpan = HalfWay.Patience;
        cookie.SlidingExpiration = false;
    }

    private static void Guard(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.HttpOnly = true;
        // Not Strict: a link in an e-mail or a DingTalk message must find its reader signed in. What changes
        // anything is a POST, which Lax keeps the cookie from when it comes from elsewhere, and has a form token.
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        // Behind a proxy a request is what the office's address says: OfficeAddress sees to that.
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.LoginPath = SignInPath;
        cookie.AccessDeniedPath = SignInPath;
        cookie.ReturnUrlParameter = "back";
    }

    /// <summary>
    /// Whoever only looked comes back to where he was going. A press whose session is over is lost: the door says so, and leads back to
    /// the page on which the form stands.
    /// </summary>
    private static Task AskToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        var request = context.Request;
        var looks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        context.Response.Redirect(looks ? context.RedirectUri
            : $"{SignInPath}?lost=true&back={Uri.EscapeDataString(PageOf(request))}");
        return Task.CompletedTask;
    }

    /// <summary>The page of the office that it was sent from. A proxy need not pass on what browsers call the office.</summary>
    private static string PageOf(HttpRequest request)
    {
        var office = request.HttpContext.RequestServices.GetRequiredService<OfficeAddress>().Address?.Authority;
        return Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page)
            && new[] { office, request.Host.Value }.Contains(page.Authority, StringComparer.OrdinalIgnoreCase)
            ? page.PathAndQuery : "/";
    }

    /// <summary>A session that was ended, or an account that may no longer be used, is refused at its next request.</summary>
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

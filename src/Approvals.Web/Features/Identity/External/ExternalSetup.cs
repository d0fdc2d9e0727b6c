using Approvals.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;

namespace Approvals.Web.Features.Identity.External;

internal static class ExternalSetup
{
    /// <summary>One scheme a provider of the settings.</summary>
    public static void AddProviders(this AuthenticationBuilder authentication, ExternalProviders providers, OutgoingCalls calls)
    {
        authentication.AddCookie(Arrival.Scheme, cookie => cookie.ForTheWay("approvals-arrived"));
        foreach (var provider in providers.All)
        {
            _ = provider.Kind switch
            {
                ProviderKind.OAuth => authentication.Add<ExternalHandler>(provider, calls),
                ProviderKind.DingTalk => authentication.Add<DingTalkHandler>(provider, calls),
                ProviderKind.WeCom => authentication.Add<WeComHandler>(provider, calls),
                ProviderKind.Feishu => authentication.Add<FeishuHandler>(provider, calls),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
    }

    private static AuthenticationBuilder Add<THandler>(
        this AuthenticationBuilder authentication, ExternalProvider provider, OutgoingCalls calls)
        where THandler : ExternalHandler =>
        authentication.AddOAuth<ExternalOptions, THandler>(provider.Scheme, options =>
        {
            options.Provider = provider;
            options.ClientId = provider.ClientId;
            options.ClientSecret = provider.ClientSecret;
            options.AuthorizationEndpoint = provider.Authorization.ToString();
            options.TokenEndpoint = provider.Token.ToString();
            options.CallbackPath = provider.CallbackPath;
            options.SignInScheme = Arrival.Scheme;
            options.UsePkce = provider.Kind is ProviderKind.OAuth or ProviderKind.Feishu;
            options.BackchannelHttpHandler = calls.Handler();
            options.BackchannelTimeout = TimeSpan.FromSeconds(10);
            options.RemoteAuthenticationTimeout = HalfWay.Patience;
            // It comes back by a link that the browser follows: Lax is enough, and needs no https where an office has none.
            options.CorrelationCookie.SameSite = SameSiteMode.Lax;
            options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Scope.Clear();
            foreach (var scope in provider.Scope.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                options.Scope.Add(scope);
            }

            if (provider.Kind == ProviderKind.DingTalk)
            {
                options.AdditionalAuthorizationParameters["prompt"] = "consent";
            }

            options.Events = new OAuthEvents { OnRemoteFailure = failed => BackAsync(failed, provider) };
        });

    /// <summary>Whatever went wrong, he is where he set out, with a sentence; the log has the rest.</summary>
    private static async Task BackAsync(RemoteFailureContext failed, ExternalProvider provider)
    {
        var log = failed.HttpContext.RequestServices.GetRequiredService<ILogger<ExternalHandler>>();
        Log.ProviderFailed(log, provider.Id, Reason(failed.Failure));
        var entered = (await failed.HttpContext.AuthenticateAsync()).Succeeded;
        var place = entered ? Account.IndexModel.Path : IdentitySetup.SignInPath;
        failed.Response.Redirect($"{place}?failed={provider.Id}");
        failed.HandleResponse();
    }

    /// <summary>Without what the other house sent word for word, and on one line: anybody can make it say something.</summary>
    private static string Reason(Exception? failure) =>
        string.Concat((failure?.Message ?? "").Split(";Headers:")[0].Where(c => !char.IsControl(c)).Take(200));
}

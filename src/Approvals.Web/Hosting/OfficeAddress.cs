namespace Approvals.Web.Hosting;

/// <summary>How browsers reach the office (设置 <c>SignIn:Address</c>), where a proxy stands before it; null: as each request says.</summary>
public sealed record OfficeAddress(Uri? Address)
{
    private const string Name = "SignIn:Address";

    /// <summary>A year, as long as browsers that keep such lists ask for.</summary>
    private const string Strict = "max-age=31536000";

    /// <summary>People come by https, whatever the last yard from the proxy is.</summary>
    public bool IsEncrypted => Address?.Scheme == Uri.UriSchemeHttps;

    /// <exception cref="OfficeException">It is no such address.</exception>
    public static OfficeAddress Read(IConfiguration settings) => new(settings[Name] switch
    {
        null or "" => null,
        var text when Uri.TryCreate(text, UriKind.Absolute, out var address) && address.PathAndQuery == "/"
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) => address,
        var text => throw new OfficeException($"设置 {Name} 是“{text}”，应当写成 https://oa.example.cn 这样，不带路径。"),
    });

    /// <summary>
    /// Every request is one by https then, so that every cookie is for https alone, whoever gives it; and the browser is told never to try
    /// without.
    /// </summary>
    public Task ApplyAsync(HttpContext context, RequestDelegate next)
    {
        if (IsEncrypted)
        {
            context.Request.Scheme = Uri.UriSchemeHttps;
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.StrictTransportSecurity = Strict;
                return Task.CompletedTask;
            });
        }

        return next(context);
    }
}

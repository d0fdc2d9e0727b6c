using System.Security.Cryptography;
using Microsoft.AspNetCore.Authorization;

namespace Approvals.Web.Features.Identity;

/// <summary>
/// 初始密码: whoever was let in by a password that somebody else gave him finds every page, form and file of the house closed until he
/// has one of his own. Only what is open to strangers stays open.
/// </summary>
internal static class FirstPassword
{
    public const string Path = "/first-password";

    /// <summary>Without what looks alike: 0 o, 1 i l.</summary>
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Easy to read out and to copy, and nobody's guess: 59 bits.</summary>
    public static string Make() =>
        string.Join('-', Enumerable.Range(0, 3).Select(_ => RandomNumberGenerator.GetString(Readable, 4)));

    public static async Task AskAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null && context.Request.Path != Path
            && await context.RequestServices.GetRequiredService<CurrentUserSource>().OfAsync(context.User, context.RequestAborted)
                is { MustChangePassword: true })
        {
            context.Response.Redirect(Path);
            return;
        }

        await next(context);
    }
}

using Microsoft.AspNetCore.Authorization;

namespace Approvals.Web.Features.Identity;

/// <summary>Kinds of accounts that a page or an address is for. One that says nothing is for members alone.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OpenToAttribute(params AccountKind[] kinds) : Attribute
{
    public IReadOnlyList<AccountKind> Kinds { get; } = kinds;

    /// <summary>Who may press its forms; where it is empty, whoever sees it.</summary>
    public AccountKind[] Presses { get; init; } = [];
}

/// <summary>
/// The one place that keeps the three administrators (三员) from every document, case, message and file, and everybody else from
/// their books. What it refuses answers 403; the address of the inbox leads each of them to his own room.
/// </summary>
internal static class OpenTo
{
    private static readonly OpenToAttribute Members = new(AccountKind.Member);

    /// <summary>The sentence for the page of the error, if this refused the request.</summary>
    public static string? SentenceOf(HttpContext context) => context.Items[typeof(OpenTo)] as string;

    public static async Task AskAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not { } endpoint || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || await context.RequestServices.GetRequiredService<CurrentUserSource>().OfAsync(context.User, context.RequestAborted)
                is not { } user
            || IsFor(endpoint, user.Kind, context.Request.Method))
        {
            await next(context);
            return;
        }

        if (context.Request.Path == "/" && HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.Redirect(AccountKinds.HomeOf(user.Kind));
            return;
        }

        context.Items[typeof(OpenTo)] = user.Kind == AccountKind.Member ? null : Texts.Administrators.NoDocument;
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    private static bool IsFor(Endpoint endpoint, AccountKind kind, string method)
    {
        var open = endpoint.Metadata.GetMetadata<OpenToAttribute>() ?? Members;
        var looks = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        return (looks || open.Presses.Length == 0 ? open.Kinds : open.Presses).Contains(kind);
    }
}

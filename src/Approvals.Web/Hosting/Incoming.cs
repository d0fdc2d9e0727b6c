using Microsoft.AspNetCore.Diagnostics;

namespace Approvals.Web.Hosting;

/// <summary>
/// One filter before every page: what neither a person types nor a page of ours sends is refused with a sentence, so
/// that nothing behind it meets a sign that the database cannot keep or a key that no index holds.
/// </summary>
internal static class Incoming
{
    /// <summary>Of a form's own key; ours have 32 signs.</summary>
    private const int LongestKey = 200;

    private const string KeyField = "key";

    private const string BadSign = "提交的内容里有系统不能保存的控制字符，没有收下。";

    private const string BadForm = "提交的表单太长或不完整，没有收下。";

    private const string BadKey = "这张表单的编号不对，没有收下。";

    /// <summary>The sentence for the page of the error, if this refused the request.</summary>
    public static string? SentenceOf(HttpContext context) => context.Items[typeof(Incoming)] as string;

    public static async Task FilterAsync(HttpContext context, RequestDelegate next)
    {
        // The page of an error is drawn for the same request again.
        if (context.Features.Get<IStatusCodeReExecuteFeature>() is null
            && context.Features.Get<IExceptionHandlerFeature>() is null
            && await RefuseAsync(context.Request) is { } sentence)
        {
            context.Items[typeof(Incoming)] = sentence;
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        await next(context);
    }

    private static async Task<string?> RefuseAsync(HttpRequest request)
    {
        if (Judge(request.Query) is { } sentence)
        {
            return sentence;
        }

        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return Judge(form) ?? (form.Files.Any(f => HasNul(f.FileName)) ? BadSign : null);
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or BadHttpRequestException)
        {
            return BadForm;
        }
    }

    private static string? Judge(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> fields)
    {
        foreach (var (name, values) in fields)
        {
            if (HasNul(name) || values.Any(HasNul))
            {
                return BadSign;
            }

            if (name.Equals(KeyField, StringComparison.OrdinalIgnoreCase) && values.ToString().Length > LongestKey)
            {
                return BadKey;
            }
        }

        return null;
    }

    private static bool HasNul(string? text) => text?.Contains('\0', StringComparison.Ordinal) == true;
}

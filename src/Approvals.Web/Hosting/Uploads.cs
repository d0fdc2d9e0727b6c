namespace Approvals.Web.Hosting;

/// <summary>
/// An upload that is too large gets one sentence. Form tokens are checked by reading the form, so without this the
/// answer would be a bare 400 that tells nobody why.
/// </summary>
internal static class Uploads
{
    public static async Task LimitAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength > WebHost.MaximumBody || !await ReadableAsync(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            await Failures.WriteAsync(context.Response, "文件太大", Sentence(context.Request.Path));
            return;
        }

        await next(context);
    }

    /// <summary>What may be sent there: a notice is one file, a press brings several.</summary>
    private static string Sentence(PathString path) => path.StartsWithSegments("/notices", StringComparison.OrdinalIgnoreCase)
        ? "一份通知不能超过 20 MB，一次上传总共不能超过 60 MB，请压缩后再传。什么都没有保存。"
        : "每个文件不能超过 20 MB，一次上传总共不能超过 60 MB，请拆分或压缩后再传。什么都没有保存。";

    /// <summary>A body that does not tell its length is read here, where its size can still be answered for.</summary>
    private static async Task<bool> ReadableAsync(HttpRequest request)
    {
        if (request.ContentLength is not null || !request.HasFormContentType)
        {
            return true;
        }

        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return true;
        }
        catch (BadHttpRequestException tooLarge) when (tooLarge.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return false;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }
}

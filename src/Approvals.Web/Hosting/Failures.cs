using System.Diagnostics;
using System.Text.Encodings.Web;

namespace Approvals.Web.Hosting;

/// <summary>What a person sees when nobody foresaw it: one sentence and the number under which the log has the rest.</summary>
internal static class Failures
{
    public static Task AnswerAsync(HttpContext context) =>
        WriteAsync(
            context.Response,
            "系统出错",
            "不能确定刚才的操作是否记下，请打开该事项查看；没有记下的再办一次。"
            + $"仍然出错时，把编号 {Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier} 告诉管理员。");

    /// <summary>A page without the layout, which may itself be what failed.</summary>
    public static Task WriteAsync(HttpResponse response, string title, string sentence)
    {
        response.ContentType = "text/html; charset=utf-8";
        var (heading, text) = (Escaped(title), Escaped(sentence));
        return response.WriteAsync(
            $"""
             <!doctype html>
             <html lang="zh-CN">
             <head>
             <meta charset="utf-8">
             <meta name="viewport" content="width=device-width, initial-scale=1">
             <title>{heading}</title>
             <link rel="stylesheet" href="/lib/bootstrap.min.css">
             </head>
             <body class="container py-5">
             <h1 class="h3">{heading}</h1>
             <p>{text}</p>
             <p><a href="/">返回首页</a></p>
             </body>
             </html>
             """);
    }

    private static string Escaped(string text) =>
        HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All).Encode(text);
}

using System.CommandLine;
using Approvals.Readers.Calendars;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Conversion;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>Reads a notice and shows what it says; writes nothing but its answer.</summary>
internal static class ReadVerb
{
    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("read", "读一份通知：事项、要点、日期、差异");
        var file = new Argument<string>("FILE") { Description = "通知文件：.docx、.doc、.wps、.odt、.rtf、.pdf、.xlsx、.txt、.html" };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档（docs/notice.schema.json）" };
        var on = new Option<string>("--on") { Description = "没有成文日期时，按这一天推算时限：YYYY-MM-DD" };
        verb.Add(file);
        verb.Add(json);
        verb.Add(on);
        verb.SetAction((parsed, cancellation) =>
            RunAsync(settings, parsed.GetRequiredValue(file), parsed.GetValue(json), parsed.GetValue(on), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(
        IConfiguration settings, string path, bool json, string? on, CancellationToken cancellation)
    {
        var day = WrittenDay.Read(on);
        if (on is not null && day is null)
        {
            await Console.Error.WriteLineAsync($"--on 的日期“{on}”写错了，应当像 2021-06-08 这样写。");
            return 2;
        }

        if (!File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"没有这个文件：{path}");
            return 2;
        }

        var options = new ReadOptions(CasesSetup.ReadCalendars(settings), day);
        try
        {
            await WriteAsync(await ReadAsync(path, options, cancellation), json, cancellation);
            return 0;
        }
        catch (NoticeRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"读不了这个文件：{unreadable.Message}");
            return 2;
        }
    }

    private static async Task<NoticeDraft> ReadAsync(string path, ReadOptions options, CancellationToken cancellation)
    {
        if (new FileInfo(path).Length > options.MaxBytes)
        {
            await using var stream = File.OpenRead(path);
            return NoticeReader.Read(stream, path, options); // refuses it without reading it whole
        }

        using var opening = new NoticeOpening(new());
        return await opening.ReadAsync(await File.ReadAllBytesAsync(path, cancellation), path, options, cancellation);
    }

    private static async Task WriteAsync(NoticeDraft draft, bool json, CancellationToken cancellation)
    {
        if (!json)
        {
            NoticeText.Write(draft, Console.Out);
            return;
        }

        await using var output = Console.OpenStandardOutput();
        NoticeJson.Write(draft, output);
        await output.WriteAsync("\n"u8.ToArray(), cancellation);
    }
}

using System.CommandLine;
using System.Text;
using Approvals.Engine;
using Approvals.Readers.Definitions;
using Approvals.Readers.Pictures;
using Approvals.Web.Features;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>
/// <c>export bpmn notice</c>: writes a definition in the form of other tools, to standard output or into a file. Nothing is
/// written unless every name in the definitions leads somewhere.
/// </summary>
internal static class ExportVerb
{
    private static readonly Argument<string> Workflow = new("WORKFLOW") { Description = "流程的标识，如 workflows 里各文件的 workflow" };
    private static readonly Option<string> Folder = new("--workflows") { Description = "流程定义文件夹；不写就是程序自带的 workflows" };
    private static readonly Option<string> Into = new("--output", "-o") { Description = "写到哪个文件；不写就写到标准输出" };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("export", "导出流程定义：BPMN 2.0、Mermaid 文本或 SVG 图");
        foreach (var form in DefinitionForm.All)
        {
            var one = new Command(form.Name, form.Description);
            one.Add(Workflow);
            one.Add(Folder);
            one.Add(Into);
            one.SetAction((parsed, cancellation) => RunAsync(settings, parsed, form, cancellation));
            verb.Add(one);
        }

        return verb;
    }

    private static async Task<int> RunAsync(
        IConfiguration settings, ParseResult parsed, DefinitionForm form, CancellationToken cancellation)
    {
        var folder = parsed.GetValue(Folder) ?? CasesSetup.WorkflowsFolder(settings);
        if (!Directory.Exists(folder))
        {
            await Console.Error.WriteLineAsync(Texts.Pictures.NoFolder(folder));
            return 2;
        }

        var (book, id) = (BookReader.ReadNamed(Editions.Files(folder)), new WorkflowId(parsed.GetRequiredValue(Workflow)));
        if (!book.Workflows.TryGetValue(id, out var workflow))
        {
            await Console.Error.WriteLineAsync(Texts.Rehearsal.NoWorkflow(
                id.Value, book.Workflows.Keys.Select(k => k.Value).Order(StringComparer.Ordinal)));
            return 2;
        }

        return await WriteAsync(form.Write(book, workflow), parsed.GetValue(Into), cancellation);
    }

    private static async Task<int> WriteAsync(string text, string? path, CancellationToken cancellation)
    {
        try
        {
            await using var stream = path is null ? Console.OpenStandardOutput() : File.Create(path);
            await stream.WriteAsync(Utf8.GetBytes(text), cancellation);
            return 0;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Texts.Pictures.NotWritten(unwritable.Message));
            return 1;
        }
    }
}

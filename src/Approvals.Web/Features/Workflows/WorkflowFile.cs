using System.Text;
using Approvals.Readers.Pictures;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;

namespace Approvals.Web.Features.Workflows;

/// <summary>/workflows/{definition}.{bpmn|mmd|svg}: a definition in another tool's form, as a download.</summary>
internal static class WorkflowFile
{
    public const string Path = "/workflows/{file}";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    [TakesAway(Texts.Trail.WorkflowFile)]
    [OpenTo(AccountKind.Member, AccountKind.System, AccountKind.Security, AccountKind.Audit)]
    public static async Task<IResult> AnswerAsync(
        string file, string? edition, HttpContext context, CurrentUserSource users, WorkflowService workflows,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        var point = file.LastIndexOf('.');
        if (point < 0 || DefinitionForm.All.FirstOrDefault(f => f.Extension == file[(point + 1)..]) is not { } form
            || await workflows.FindAsync(file[..point], edition, user, cancellation) is not var (book, workflow))
        {
            return Results.NotFound();
        }

        return Results.File(Utf8.GetBytes(form.Write(book, workflow)), form.MediaType, form.FileNameOf(workflow));
    }
}

using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>Which column of a workbook is what.</summary>
public sealed class ColumnsModel(IServiceProvider services, CurrentUserSource users) : PageModel
{
    private readonly LedgerFileService _service = services.GetRequiredService<LedgerFileService>();

    public LedgerFileView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public string Key { get; } = Offers.NewKey();

    public string? Problem { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellation) =>
        await ShowAsync(id, null, null, cancellation);

    public async Task<IActionResult> OnPostAsync(
        Guid id, string? title, string? number, DateOnly? dated, string[] column, string? key, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var form = new LedgerForm(
            (title ?? "").Trim(), string.IsNullOrWhiteSpace(number) ? null : number.Trim(), dated, [.. column]);
        if (string.IsNullOrEmpty(key))
        {
            return BadRequest();
        }

        return !ModelState.IsValid
            ? await ShowAsync(id, form, Texts.Acting.BadDate, cancellation)
            : await _service.BringInAsync(id, form, key, user, cancellation) switch
            {
                UploadAnswer.Opened opened => Redirect($"/notices/{opened.Notice.Value}"),
                UploadAnswer.Refused refused => await ShowAsync(id, form, refused.Sentence, cancellation),
                _ => await GoOnAsync(id, user, cancellation),
            };
    }

    /// <summary>A workbook that is a notice by now leads there.</summary>
    private async Task<IActionResult> GoOnAsync(Guid id, CurrentUser user, CancellationToken cancellation) =>
        await _service.BecameAsync(id, user, cancellation) is { } notice ? Redirect($"/notices/{notice}") : NotFound();

    /// <param name="typed">What was typed and refused stays.</param>
    private async Task<IActionResult> ShowAsync(Guid id, LedgerForm? typed, string? problem, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (await _service.LookAsync(id, user, cancellation) is not { } view)
        {
            return await GoOnAsync(id, user, cancellation);
        }

        View = typed is null ? view : view with
        {
            Title = typed.Title,
            Number = typed.Number,
            IssuedOn = typed.IssuedOn,
            Columns = typed.Columns.Length == view.Columns.Length
                ? [.. view.Columns.Zip(typed.Columns, (c, said) => c with { Column = said })] : view.Columns,
        };
        Problem = view.Problem ?? problem;
        return Page();
    }
}

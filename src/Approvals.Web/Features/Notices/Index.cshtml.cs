using Approvals.Engine.Definitions;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Notices;

/// <summary>公文: the list, and the two doors.</summary>
public sealed class IndexModel(IServiceProvider services, Editions editions, CurrentUserSource users)
    : PageModel
{
    /// <summary>Larger files are refused without being read to their end.</summary>
    private const long Largest = 20L * 1024 * 1024;

    private readonly NoticeQueries _queries = services.GetRequiredService<NoticeQueries>();
    private readonly NoticeUpload _upload = services.GetRequiredService<NoticeUpload>();

    public NoticesView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public Task<IActionResult> OnGetAsync(int p, CancellationToken cancellation) => ShowAsync(p, null, cancellation);

    public Task<IActionResult> OnPostElsewhereAsync(string? key, IFormFile? file, string? reason, CancellationToken cancellation) =>
        BringInAsync(Door.Elsewhere, key, file, reason, cancellation);

    public Task<IActionResult> OnPostHereAsync(string? key, IFormFile? file, string? reason, CancellationToken cancellation) =>
        BringInAsync(Door.Here, key, file, reason, cancellation);

    /// <summary>Pasted words are read like a file, and kept as one.</summary>
    /// <param name="page">The web page of the same words, where the browser gave it.</param>
    public async Task<IActionResult> OnPostPasteAsync(
        string? key, string? words, string? page, string? door, string? reason, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!Enum.TryParse<Door>(door, out var through) || !Enum.IsDefined(through))
        {
            return BadRequest();
        }

        if (!MayEnter(through, user))
        {
            return this.Forbidden(Texts.Uploads.MayNot);
        }

        var sentence = string.IsNullOrEmpty(key) ? Texts.Uploads.NoFile
            : PastedText.File(words, page) is not var (extension, bytes) ? Texts.Uploads.NothingPasted
            : await _upload.BringInAsync(through, new(Texts.Uploads.Pasted + extension, [.. bytes], reason), key, user, cancellation) switch
            {
                UploadAnswer.Opened opened => $"/notices/{opened.Notice.Value}",
                UploadAnswer.Refused refused => refused.Sentence,
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        if (sentence.StartsWith('/'))
        {
            return Redirect(sentence);
        }

        await ShowAsync(1, null, cancellation);
        View = View with { Pasted = new PastedProblem(words, page, sentence) { Reason = reason } };
        return Page();
    }

    private async Task<IActionResult> BringInAsync(
        Door door, string? key, IFormFile? file, string? reason, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!MayEnter(door, user))
        {
            return this.Forbidden(Texts.Uploads.MayNot);
        }

        if (file is null || string.IsNullOrEmpty(key))
        {
            return await ShowAsync(1, new DoorProblem(door, Texts.Uploads.NoFile), cancellation);
        }

        if (file.Length > Largest)
        {
            return await ShowAsync(1, new DoorProblem(door, Texts.Uploads.TooLarge), cancellation);
        }

        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, cancellation);
        return await _upload.BringInAsync(door, new(file.FileName, memory.ToArray(), reason), key, user, cancellation) switch
        {
            UploadAnswer.Opened opened => Redirect($"/notices/{opened.Notice.Value}"),
            UploadAnswer.Refused refused => await ShowAsync(1, new DoorProblem(door, refused.Sentence) { Reason = reason }, cancellation),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    private async Task<IActionResult> ShowAsync(int page, DoorProblem? problem, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        var (rows, paging) = await _queries.ListAsync(user, editions.Current, Shared.Paging.Clamp(page), cancellation);
        View = new NoticesView(
            rows, paging, [.. new[] { Door.Elsewhere, Door.Here }.Where(door => MayEnter(door, user))], Offers.NewKey(), problem)
        {
            KeepsWords = Gate.Has(user, editions.Current, Power.KeepChecklist),
        };
        return Page();
    }

    private bool MayEnter(Door door, CurrentUser user) => Gate.Has(user, editions.Current, NoticeUpload.PowerOf(door));
}

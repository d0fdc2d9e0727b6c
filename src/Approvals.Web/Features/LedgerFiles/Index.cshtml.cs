using Approvals.Web.Features.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>已有台账: the workbook comes in here.</summary>
public sealed class IndexModel(IServiceProvider services, CurrentUserSource users) : PageModel
{
    /// <summary>Larger files are refused without being read to their end.</summary>
    private const long Largest = 20L * 1024 * 1024;

    private readonly LedgerFileService _service = services.GetRequiredService<LedgerFileService>();

    public string? Problem { get; private set; }

    /// <summary>Why it should be taken as it is, as typed.</summary>
    public string? Reason { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellation) =>
        _service.MayBring(await users.RequiredAsync(User, cancellation)) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(IFormFile? file, string? reason, CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(User, cancellation);
        if (!_service.MayBring(user))
        {
            return NotFound();
        }

        Reason = reason;
        Problem = file is null ? Texts.Uploads.NoFile : file.Length > Largest ? Texts.Uploads.TooLarge : null;
        if (file is null || Problem is not null)
        {
            return Page();
        }

        using var memory = new MemoryStream();
        await file.CopyToAsync(memory, cancellation);
        (var id, Problem) = await _service.TakeAsync(new(file.FileName, memory.ToArray(), reason), user, cancellation);
        return id is null ? Page() : Redirect($"/ledger-files/{id}");
    }
}

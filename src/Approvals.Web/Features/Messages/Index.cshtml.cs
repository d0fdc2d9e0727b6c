using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Messages;

public sealed class IndexModel(MessageService messages, CurrentUserSource users) : PageModel
{
    public MessagesView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync([FromQuery(Name = "p")] int page, CancellationToken cancellation) =>
        View = await messages.LookAsync(await users.RequiredAsync(User, cancellation), Paging.Clamp(page), cancellation);

    /// <param name="last">The newest there was when the page was drawn.</param>
    public async Task<IActionResult> OnPostAsync(long? last, CancellationToken cancellation)
    {
        if (last is not { } shown)
        {
            return BadRequest();
        }

        await messages.MarkReadAsync(await users.RequiredAsync(User, cancellation), shown, cancellation);
        this.Say(Texts.Messages.Marked, refused: false);
        return LocalRedirect("/messages");
    }
}

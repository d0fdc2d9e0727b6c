using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Shared;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.Messages;

/// <summary>抄送我的: what was copied to the reader, the newest first.</summary>
public sealed class CopiesModel(MessageService messages, CurrentUserSource users) : PageModel
{
    public MessagesView View { get; private set; } = null!; // the handler fills it before the page is drawn

    public async Task OnGetAsync([FromQuery(Name = "p")] int page, CancellationToken cancellation) =>
        View = await messages.CopiesAsync(await users.RequiredAsync(User, cancellation), Paging.Clamp(page), cancellation);
}

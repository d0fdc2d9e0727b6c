using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

public sealed class IndexModel : PageModel
{
    public SignInView View { get; set; } = null!; // the handler fills it before the page is drawn

    public void OnGet()
    {
    }
}

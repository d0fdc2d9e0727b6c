using System.Diagnostics;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Identity.External;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Approvals.Web.Features.SignIn;

/// <summary>What the browser gets for the answer of a step of the door: the session's cookie, the next step's, or a sentence.</summary>
internal static class Entering
{
    /// <param name="back">Local path, where he was going.</param>
    public static async Task<IActionResult> EnterAsync(
        this PageModel page, SignInAnswer answer, string back, Func<string, IActionResult> refused)
    {
        switch (answer)
        {
            case SignInAnswer.Accepted accepted:
                await page.HttpContext.SignInAsync(accepted.Principal);
                await page.HttpContext.SignOutAsync(HalfWay.Scheme);
                await page.HttpContext.SignOutAsync(Arrival.Scheme);
                return page.LocalRedirect(back);
            case SignInAnswer.CodeAsked asked:
                await page.HttpContext.SignInAsync(HalfWay.Scheme, asked.HalfWay);
                await page.HttpContext.SignOutAsync(Arrival.Scheme);
                return page.LocalRedirect($"{CodeModel.Path}?back={Uri.EscapeDataString(back)}");
            case SignInAnswer.Refused no:
                return refused(no.Sentence);
            default:
                throw new UnreachableException();
        }
    }
}

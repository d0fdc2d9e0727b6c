using Microsoft.AspNetCore.Mvc;

namespace Approvals.Web.Features.Shared;

/// <summary>
/// Where a form wants to go back to: only a path of this site is followed, and only in the letters of a header.
/// </summary>
public static class LocalPath
{
    private const int Longest = 2_000;

    /// <summary>Anything else leads to the inbox. Other letters than ASCII are escaped: a header cannot carry them.</summary>
    public static string Of(IUrlHelper url, string? back)
    {
        if (!url.IsLocalUrl(back) || back.Length > Longest || back.Any(char.IsControl))
        {
            return "/";
        }

        return Ascii(back) is { Length: <= Longest } path ? path : "/";
    }

    private static string Ascii(string path) => string.Concat(path.EnumerateRunes().Select(
        rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}

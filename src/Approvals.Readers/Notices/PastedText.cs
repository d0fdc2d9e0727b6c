using System.Collections.Immutable;
using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>
/// What somebody pasted (粘贴): the words as the box shows them, and the web page of the same words where the browser gave it, which
/// tells the tables. It becomes a file like any other and is kept as the original.
/// </summary>
public static class PastedText
{
    /// <returns>The ending of its name and its bytes; null where nothing was pasted.</returns>
    public static (string Extension, ImmutableArray<byte> Bytes)? File(string? words, string? page) =>
        string.IsNullOrWhiteSpace(words) ? null
        : page is { Length: > 0 } && HtmlText.Is(page) ? (".html", Bytes(page)) : (".txt", Bytes(words));

    private static ImmutableArray<byte> Bytes(string text) => [.. Encoding.UTF8.GetBytes(text)];
}

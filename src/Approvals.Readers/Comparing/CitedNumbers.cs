using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Comparing;

/// <summary>Document numbers (发文字号) as a text cites them, whatever brackets, blanks and widths it writes them with.</summary>
public static partial class CitedNumbers
{
    /// <summary>Whether the notice names the number anywhere.</summary>
    public static bool Cites(NoticeDraft draft, string number) =>
        Plain(number) is { Length: > 0 } plain && Plain(string.Concat(draft.Text.Select(l => l.Text))).Contains(plain, StringComparison.Ordinal);

    /// <summary>院办［２０２４］第03号 is 院办〔2024〕3号.</summary>
    public static string Plain(string text) => Written().Replace(
        string.Concat(ChineseNumbers.Narrow(text).Where(c => !char.IsWhiteSpace(c))), "〔${year}〕${no}号");

    [GeneratedRegex(@"[〔﹝\[［（(【](?<year>[0-9]{4})年?[〕﹞\]］）)】]第?0{0,3}(?<no>[1-9][0-9]{0,4})号")]
    private static partial Regex Written();
}

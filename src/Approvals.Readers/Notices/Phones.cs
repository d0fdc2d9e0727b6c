using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Telephone numbers: mobile, with area code, 400, short ones of emergency, and what stands after 电话.</summary>
internal static partial class Phones
{
    public static ImmutableArray<string> In(string text) =>
        [.. Number().Matches(text).Select(m => m.Groups["n"].Value).Distinct()];

    /// <summary>张明 13800001111 names 张明.</summary>
    public static string Without(string text) => Number().Replace(text, "");

    [GeneratedRegex(
        @"(?<![0-9])(?:(?:电话|热线|手机|号码|联系方式|传真)(?:号码)?(?:为|是)?[：:（(]?(?<n>[0-9]{3,4}[-—][0-9]{7,8}|[0-9]{5,12})"
        + @"|(?<n>1[3-9][0-9]{9}|0[0-9]{2,3}[-—][0-9]{7,8}|400[-—]?[0-9]{3}[-—]?[0-9]{4}))(?![0-9])")]
    private static partial Regex Number();
}

using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Steps of a plan by their names: 动员部署阶段（5月8日前）, 第一阶段：….</summary>
internal static class Phases
{
    private static readonly Regex _name = new(
        $"(?:{Lexicon.Office.Any("phases")})(?:[（(：:，,、]|$)|^第?[0-9一二三四五六七八九十]{{1,2}}个?(?:{Lexicon.Office.Any("phases")})",
        RegexOptions.CultureInvariant);

    public static bool Name(string heading) => _name.IsMatch(heading);
}

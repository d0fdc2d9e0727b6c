using System.Globalization;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Figures that cannot be: 139、2万, from 87 % to 2896, 120 % of a rate, 9000万小时 by 20万人.</summary>
internal static partial class Figures
{
    private const int Around = 12;
    private const double MostHoursEach = 400;

    public static void Check(Passage text, int? item, FindingList findings)
    {
        foreach (var (match, what) in Commas(text.Text).Concat(Falls(text.Text)).Concat(Shares(text.Text)).Concat(WorkingHours(text.Text))
            .Concat(Clocks(text.Text)))
        {
            var from = Math.Max(0, match.Index - Around);
            var words = text.Text[from..Math.Min(text.Length, match.Index + match.Length + Around)];
            findings.Add(
                FindingKind.ImpossibleFigure, item, $"{what}（{Quote.Of(words)}）。", text.Span(match.Index, match.Length),
                body: item is null ? match.Value : null, annex: item is null ? null : match.Value);
        }
    }

    private static IEnumerable<(Match Match, string What)> Commas(string text) =>
        Comma().Matches(text).Select(m => (m, $"数字{Quote.Of(m.Value)}中间用了顿号，疑为小数点之误"));

    private static IEnumerable<(Match Match, string What)> Falls(string text)
    {
        foreach (Match match in Fall().Matches(text))
        {
            var (from, to) = (Number(match.Groups["from"].Value), Number(match.Groups["to"].Value));
            var (falls, shared) = (match.Groups["down"].Success, match.Groups["unit"].Success);
            if (match.Groups["to"].Value.Length > 2 && to > 100 && !shared)
            {
                yield return (match, $"{Quote.Of(match.Value)}前面是百分比，后面的{match.Groups["to"].Value}不可能，疑有错字");
            }
            else if (shared && (falls ? to > from : to < from))
            {
                yield return (match, $"{Quote.Of(match.Value)}说的是{(falls ? "下降" : "提高")}，数字却相反");
            }
        }
    }

    private static IEnumerable<(Match Match, string What)> Shares(string text) => Over().Matches(text)
        .Where(m => Number(m.Groups["n"].Value) > 100).Select(m => (m, $"{Quote.Of(m.Value)}超过百分之百，请核对"));

    private static IEnumerable<(Match Match, string What)> WorkingHours(string text)
    {
        foreach (Match match in Hours().Matches(text))
        {
            var people = People().Matches(text[Math.Max(0, match.Index - 60)..match.Index]) is [.., var last]
                ? Number(last.Groups["n"].Value) * Scale(last.Groups["s"].Value) : 0;
            var hours = Number(match.Groups["n"].Value) * Scale(match.Groups["s"].Value);
            if (people > 0 && hours / people > MostHoursEach)
            {
                yield return (match, $"{Quote.Of(match.Value)}与前面的人数不相称，平均每人{hours / people:0}小时，请核对");
            }
        }
    }

    private static IEnumerable<(Match Match, string What)> Clocks(string text) =>
        Times().Matches(text).Select(m => (m, $"{Quote.Of(m.Value)}不是一天里的钟点"));

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static double Scale(string word) => word switch { "万" or "余万" or "多万" => 1e4, "亿" => 1e8, "千" => 1e3, _ => 1 };

    [GeneratedRegex("(?<![0-9、])[0-9]{1,4}、[0-9]{1,2}(?:万|亿|%|％|个百分点|万元|亿元)(?!级|类)")]
    private static partial Regex Comma();

    [GeneratedRegex(
        @"(?<from>[0-9]{1,3}(?:\.[0-9]+)?)[%％](?:(?<down>降低?|下降|减少?|压减|缩短)|(?<up>升|提升|提高|上升|增长?|增加))[至到为]"
        + @"(?<to>[0-9]{1,5}(?:\.[0-9]+)?)(?<unit>[%％])?(?![0-9年])")]
    private static partial Regex Fall();

    [GeneratedRegex("(?:率|覆盖|比例|占比)(?:达到?|为|不低于|提高到|提升至|达到?了)?(?<n>[0-9]{3,5}(?:\\.[0-9]+)?)[%％]")]
    private static partial Regex Over();

    [GeneratedRegex("(?<n>[0-9]+(?:\\.[0-9]+)?)(?<s>余?万|亿)(?:个|余)?(?:小时|学时|工时)")]
    private static partial Regex Hours();

    [GeneratedRegex("(?<n>[0-9]+(?:\\.[0-9]+)?)(?<s>[余多]?万|千|余|多)?(?:余|多)?(?:名|人|位)")]
    private static partial Regex People();

    [GeneratedRegex("(?<![0-9:：.])(?:2[5-9]|[3-9][0-9])[:：][0-5][0-9](?![0-9:：])(?=前|至|—|-|止|开始|下班)")]
    private static partial Regex Times();
}

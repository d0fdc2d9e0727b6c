using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>Which holiday 节前 and 放假前 speak of: the one in the title, else the one that was named last before them.</summary>
internal sealed partial class SpokenHolidays
{
    private readonly SpokenHoliday? _title;
    private readonly ImmutableArray<(SourceSpan At, SpokenHoliday Holiday)> _named;

    private SpokenHolidays(SpokenHoliday? title, ImmutableArray<(SourceSpan At, SpokenHoliday Holiday)> named) => (_title, _named) = (title, named);

    public static SpokenHolidays None { get; } = new(null, []);

    public static SpokenHolidays Of(NoticeHead head)
    {
        var titles = new[] { head.PlanTitle, head.Title }.OfType<Passage>().Select(t => In(t).Select(n => n.Holiday).ToList());
        // Two in one title (元旦春节): 节前 is before the first of them, which is the next one.
        if (titles.FirstOrDefault(t => t.Count > 0) is { } said)
        {
            return new(said.DistinctBy(h => h.Name).Count() == 1 ? said.Find(h => h.Year is not null) ?? said[0] : null, []);
        }

        return new(null, [.. head.Body.Concat(head.AnnexBody).SelectMany(In)]);
    }

    public SpokenHoliday? At(SourceSpan? place) => _title ?? (place is null ? null
        : _named.LastOrDefault(n => n.At.Line < place.Line || (n.At.Line == place.Line && n.At.Start <= place.Start)).Holiday);

    private static IEnumerable<(SourceSpan At, SpokenHoliday Holiday)> In(Passage text) => Named().Matches(text.Text).Select(m => (
        text.Span(m.Index, m.Length),
        new SpokenHoliday(
            m.Groups["name"].Value switch { "五一" => "劳动节", "十一" => "国庆", var name => name },
            m.Groups["y"].Success ? int.Parse(m.Groups["y"].Value) : null)));

    [GeneratedRegex("(?:(?<y>20[0-9]{2})年(?:度)?)?(?:[“‘\"])?(?<name>元旦|春节|清明|劳动节|五一|端午|中秋|国庆|(?<![0-9二三四五六七八九])十一(?=[”’\"]?(?:期间|假期|长假|国庆|前)))")]
    private static partial Regex Named();
}

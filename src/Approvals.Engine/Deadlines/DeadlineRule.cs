using System.Buffers;
using System.Text.RegularExpressions;
using Approvals.Engine.Calendars;

namespace Approvals.Engine.Deadlines;

/// <summary>One row of the table of deadline phrases.</summary>
/// <param name="Id">Stable: it is kept with every date that was confirmed on its proposal.</param>
/// <param name="Confirm">Whether even a computed date must be confirmed.</param>
/// <param name="InProse">Whether the words count as a deadline when met inside running text (及时 does not).</param>
internal sealed record DeadlineRule(
    string Id, string Pattern, double Confidence, bool Confirm, bool InProse, string Says, Func<Phrase, DeadlineReading> Read)
{
    private readonly Regex _anywhere = new(Expand(Pattern), RegexOptions.CultureInvariant);
    private readonly Regex _whole = new(
        @"\A(?:" + Expand(Pattern.Replace("{AfterWord}", "", StringComparison.Ordinal)) + @")\z", RegexOptions.CultureInvariant);

    private readonly SearchValues<char>? _needed = NeededCharacters.Of(Expand(Pattern));

    public Match Whole(string text) => _whole.Match(text);

    /// <summary>Whether the words may be in the text at all: cheap to ask, and mostly they are not.</summary>
    public bool MayBeIn(ReadOnlySpan<char> text) => _needed is null || text.ContainsAny(_needed);

    public MatchCollection All(string text) => _anywhere.Matches(text);

    private static string Expand(string pattern)
    {
        foreach (var (sign, words) in _signs)
        {
            pattern = pattern.Replace(sign, words, StringComparison.Ordinal);
        }

        return pattern;
    }

    private const string MonthWords = "1[0-2]|0?[1-9]|十[一二]?|(?<![十每])[一二三四五六七八九]";
    private const string DayWords = "[0-9]{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]";

    /// <summary>Signs of the table, each replaced once.</summary>
    private static readonly (string Sign, string Words)[] _signs =
    [
        ("{Y}", "(?:(?<y>[0-9]{4}|[一二][〇○零一二三四五六七八九]{3})年|(?<ry>今年|本年度?|当年|明年|次年|来年|翌年))?"),
        ("{M}", $"(?<![0-9.])(?:(?<m>{MonthWords})月份?|(?<rm>本月|当月|下个?月|次月))"),
        ("{D}", $"(?<d>{DayWords})[日号]"),
        ("{EY}", "(?:(?<ey>[0-9]{4})年|(?<ery>明年|次年|来年|翌年|当年|同年))?"),
        ("{EM}", "(?:(?<em>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?)"),
        ("{ED}", $"(?:(?<ed>{DayWords})[日号])"),
        // 压缩至5个工作日内 says how long a thing may take, not until when.
        ("{NotTo}", "(?<!(?:压缩|缩短|控制|减少|减|降|降低|提速|限时)[至到在为]?|不超过|不多于)"),
        // In running text 1、3月底前 at the beginning of a point is numbered; read alone it is two months.
        ("{AfterWord}", @"(?<=[\p{L}])"),
        ("{N}", "(?<![0-9])(?<n>[0-9]{1,3}|[一二三四五六七八九十两百]{1,4})个?"),
        ("{U}", "(?:工作日|自然日|日|天|周|星期|月|小时)(?:之|以)?内"),
        ("{W}", "(?:[（(](?:本|这|下个?)?(?:星期|周|礼拜)[一二三四五六日天][^）)]{0,8}[）)]|(?:星期|周|礼拜)[一二三四五六日天](?![次个名项]))?"),
        ("{T}", "(?<clock>(?<noon>早上|早晨|清晨|凌晨|上午|中午|午后|下午|傍晚|晚上|夜间|深夜|早|晚)?(?<hour>[01]?[0-9]|2[0-4])(?:[:：点时](?<minute>[0-5][0-9]|半)?分?)"
            + "|(?<off>(?:上午|中午|下午)?下班))"),
        ("{S}", "(?:[至到~～]|[—－―–‐‑−﹣-]{1,2})"),
        ("{B}", "(?:以前|之前|前)"),
    ];
}

/// <summary>A holiday that a text speaks of; null where it gives no year.</summary>
/// <param name="Name">As the calendar calls it, without 节: 春节 is 春节, 劳动节 is 劳动节.</param>
public sealed record SpokenHoliday(string Name, int? Year);

/// <summary>What a notice says for all its phrases.</summary>
internal sealed record PhraseSetting(WorkCalendar Calendar, int? PlannedYear, SpokenHoliday? Holiday);

/// <summary>A phrase that a rule matched, with what is needed to compute its date.</summary>
internal sealed record Phrase(string Text, Match Match, DateOnly IssuedOn, DeadlineRule Rule, PhraseSetting Setting)
{
    public WorkCalendar Calendar => Setting.Calendar;

    public int? PlannedYear => Setting.PlannedYear;

    public SpokenHoliday? Holiday => Setting.Holiday;

    public bool Has(string group) => Match.Groups[group].Success;

    public string Get(string group) => Match.Groups[group].Value;

    public int Number(string group) => ChineseNumbers.Parse(Get(group)) ?? 0;

    public int Year => this switch
    {
        _ when Has("y") => Number("y"),
        // 次年 in a plan follows the year of the plan; 明年 follows the day on which it is said.
        _ when Has("ry") && (Get("ry")[0] is '次' or '翌') => (PlannedYear ?? IssuedOn.Year) + 1,
        _ when Has("ry") && (Get("ry")[0] is '明' or '来') => IssuedOn.Year + 1,
        _ when Has("rm") => IssuedOn.AddMonths(Get("rm")[0] is '下' or '次' ? 1 : 0).Year,
        _ => PlannedYear ?? IssuedOn.Year,
    };

    public int Month => this switch
    {
        _ when Has("m") => Number("m"),
        _ when Has("rm") && Get("rm")[0] is '下' or '次' => IssuedOn.AddMonths(1).Month,
        _ => IssuedOn.Month,
    };

    public DateOnly MonthEnd => End(Year, Month);

    public static DateOnly End(int year, int month) => new(year, month, DateTime.DaysInMonth(year, month));

    /// <summary>
    /// A date that had passed when the notice was issued is asked about, unless the text itself gives the year.
    /// </summary>
    public DeadlineReading Due(DateOnly due, DateOnly? starts = null, TimeOnly? time = null) =>
        due < IssuedOn && !Has("y")
            ? Ask(due) with { AlreadyPast = true, StartsOn = starts }
            : Blank with
            {
                DueOn = due,
                StartsOn = starts,
                DueTime = time,
                AlreadyPast = due < IssuedOn,
                MentionedOn = due < IssuedOn ? due : null
            };

    public DeadlineReading Ask(DateOnly? mentioned = null) =>
        Blank with { Asks = true, MustConfirm = true, MentionedOn = mentioned };

    /// <summary>A duty that comes again, from the issuing day on and without end.</summary>
    public DeadlineReading Again(Recurrence recurrence) => Blank with { StartsOn = IssuedOn, Recurrence = recurrence };

    public DeadlineReading Blank => new(Text, Rule.Id, Rule.Says, Rule.Confidence) { MustConfirm = Rule.Confirm };
}

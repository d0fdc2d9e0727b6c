using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>What follows from the head taken together: its date, the year that it plans for, its kind.</summary>
internal static partial class HeadDates
{
    private static readonly Regex _kind = new($"(?:{Lexicon.Office.Any("kinds")})", RegexOptions.CultureInvariant);

    private static readonly Regex _holiday = new($"20[0-9]{{2}}年(?:{Lexicon.Office.Any("holidays")})", RegexOptions.CultureInvariant);

    private static readonly Regex _drawnUp = new($"(?:{Lexicon.Office.Any("drawn-up")})[：:]", RegexOptions.CultureInvariant);

    private const int MostRowsAbove = 4;
    private const int MostRowsBelow = 2;

    /// <summary>From this month on a plan is issued for the next year; before it, 2025年度参保 in a notice of September is prepared this year.</summary>
    private const int FirstOfNextYear = 11;

    /// <summary>成文日期; of minutes without one, the day of the meeting.</summary>
    public static DateOnly? IssuedOn(NoticeHead head) =>
        head.IssuedOn is { } date ? Dates.Parse(Dates.Find(date.Text))
        : IsMinutes(head) ? head.Body.Take(4).Select(p => Dates.Parse(Dates.Find(p.Text))).FirstOrDefault(d => d is not null)
        : null;

    /// <summary>填报日期：2024年8月23日 of a ledger that nobody issued: the day from which its phrases count.</summary>
    public static DateOnly? DrawnUpOn(SourceDocument source, NoticeHead head)
    {
        if (source.Lines.FirstOrDefault(l => l.Cell is not null) is not { } table || head.Addressees is not null
            || head.Body.Any(p => p.Whole?.Line < table.Index && p.Text.Contains('。', StringComparison.Ordinal)))
        {
            return null; // a ledger has no body before its table
        }

        for (var at = 0; at < source.Read.Length; at++)
        {
            if (_drawnUp.Match(source.Read[at].Text) is not { Success: true } label || !IsBesideTable(source, source.Read[at]))
            {
                continue;
            }

            // The day follows, or stands in the next cell.
            var rest = source.Read[at].Text[(label.Index + label.Length)..];
            var said = string.IsNullOrWhiteSpace(rest) && at + 1 < source.Read.Length ? source.Read[at + 1].Text : rest;
            if (Dates.Find(said.TrimStart()) is { Success: true, Index: 0 } date && Dates.Parse(date) is { } day)
            {
                return day;
            }
        }

        return null;
    }

    /// <summary>A line right above or below a table, or one of its first rows or last two.</summary>
    private static bool IsBesideTable(SourceDocument source, SourceLine line) => line.Cell is { } cell
        ? cell.Row < MostRowsAbove || cell.Row >= source.Tables[cell.Table].Rows.Length - MostRowsBelow
        : Nearest(source.Read[..line.Index].Reverse()) || Nearest(source.Read.Skip(line.Index + 1));

    /// <summary>Other labels (填报单位：) may stand between.</summary>
    private static bool Nearest(IEnumerable<SourceLine> lines) => lines.Where(l => !string.IsNullOrWhiteSpace(l.Text))
        .FirstOrDefault(l => l.Cell is not null || !l.Text.AsSpan().ContainsAny('：', ':'))?.Cell is not null;

    /// <summary>2023年重点工作 issued at the end of 2022 speaks of 2023: the year of months that name none.</summary>
    public static int? PlannedYear(NoticeHead head, DateOnly? issuedOn)
    {
        foreach (var title in new[] { head.PlanTitle, head.Title })
        {
            if (title is not null && Year().Match(title.Text) is { Success: true } match
                && int.Parse(match.Groups["y"].Value) is var year
                && (issuedOn is not { } issued || year == issued.Year || (year == issued.Year + 1 && issued.Month >= FirstOfNextYear)))
            {
                return year;
            }
        }

        // A paper without any date speaks of a year in its first words: 为做好2014年度防汛工作.
        return issuedOn is null && head.Body.Take(2).Select(p => Year().Match(p.Text)).FirstOrDefault(m => m.Success) is { } first
            ? int.Parse(first.Groups["y"].Value) : null;
    }

    /// <summary>The year that the notice speaks of; null where it has neither a date nor a year in its title.</summary>
    public static int? YearOf(NoticeHead head) => IssuedOn(head) is var issuedOn ? PlannedYear(head, issuedOn) ?? issuedOn?.Year : null;

    /// <summary>
    /// 2026年元旦 names the year of a holiday and plans for none: a month is of the notice's own year where it has not passed then.
    /// </summary>
    public static bool SpeaksOfHoliday(NoticeHead head) => head.Title is { } title && _holiday.IsMatch(title.Text);

    /// <summary>It was issued late in the year and speaks of the next one: 自即日起至2024年1月底, 明年1月10日.</summary>
    public static bool ReachesNextYear(NoticeHead head, DateOnly? issuedOn) => issuedOn is { Month: >= FirstOfNextYear } issued
        && head.Body.Concat(head.AnnexBody).Any(p => p.Text.Contains("明年", StringComparison.Ordinal)
            || p.Text.Contains($"{issued.Year + 1}年", StringComparison.Ordinal));

    /// <summary>纪要.</summary>
    public static bool IsMinutes(NoticeHead head) => Is(head, "minutes");

    /// <summary>通报, of which only what it demands is to be done.</summary>
    public static bool IsReport(NoticeHead head) => Is(head, "circulars");

    private static bool Is(NoticeHead head, string kind) => KindOf(head) is { } own && Lexicon.Office.Words($"kinds-of.{kind}").Contains(own);

    /// <summary>文种: the last one that the title names.</summary>
    public static string? KindOf(NoticeHead head)
    {
        if (head.Title is not { } title)
        {
            return null;
        }

        var plain = Brackets().Replace(title.Text, "");
        return _kind.Matches(plain) is [.., var last] && last.Index + last.Length >= plain.Length - 6 ? last.Value : null;
    }

    [GeneratedRegex("(?<![0-9\\-—至])(?<y>20[0-9]{2})年(?!以来|来|第)")]
    private static partial Regex Year();

    [GeneratedRegex("[（(][^）)]*[）)]")]
    private static partial Regex Brackets();
}

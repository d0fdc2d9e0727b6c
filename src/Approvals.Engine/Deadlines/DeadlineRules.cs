using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Engine.Calendars;

namespace Approvals.Engine.Deadlines;

/// <summary>Deadline words found in running text, by a rule that may look at what stands around them.</summary>
public sealed class DeadlinePhrase
{
    internal DeadlinePhrase(Match match, string text, DeadlineRule rule) => (Match, Text, Rule) = (match, text, rule);

    public int Start => Match.Index;

    public int Length => Match.Length;

    public string Text { get; }

    public string RuleId => Rule.Id;

    internal Match Match { get; }

    internal DeadlineRule Rule { get; }
}

/// <summary>Reads deadline phrases by the table. A phrase without a rule is asked about, never guessed.</summary>
public static partial class DeadlineRules
{
    private const int LongestPhrase = 100;

    /// <summary>Every rule's id with what it says in Chinese.</summary>
    public static ImmutableArray<(string Id, string Says)> All { get; } = [.. DeadlineTable.Rows.Select(r => (r.Id, r.Says))];

    /// <param name="plannedYear">The year of phrases that name none, where the notice plans for another than its own.</param>
    /// <param name="issuedOn">成文日期; null for a draft: then only phrases that give their own year get a date.</param>
    /// <param name="holiday">Which one 节前 speaks of; the next one where nobody said.</param>
    public static DeadlineReading Read(
        string phrase, DateOnly? issuedOn, WorkCalendar calendar, int? plannedYear = null, SpokenHoliday? holiday = null)
    {
        var text = ChineseNumbers.Narrow(phrase).Replace(" ", "", StringComparison.Ordinal).Trim('。', '，', '；', '、', '：');
        if (text.Length is 0 or > LongestPhrase)
        {
            return new(phrase, text.Length == 0 ? "none" : null, Nothing(text),
                text.Length == 0 ? .2 : 0)
            { Asks = true, MustConfirm = true };
        }

        if (Finish().Match(text) is { Success: true, Index: > 0 } finish)
        {
            text = text[..finish.Index];
        }

        foreach (var rule in DeadlineTable.Rows)
        {
            if (rule.MayBeIn(text) && rule.Whole(text) is { Success: true } match)
            {
                return Compute(phrase, match, rule, issuedOn, new(calendar, plannedYear, holiday));
            }
        }

        return new(phrase, null, Nothing(text), 0) { Asks = true, MustConfirm = true };
    }

    /// <summary>The same, of words that were found.</summary>
    public static DeadlineReading Read(
        DeadlinePhrase phrase, DateOnly? issuedOn, WorkCalendar calendar, int? plannedYear = null, SpokenHoliday? holiday = null) =>
        Compute(phrase.Text, phrase.Match, phrase.Rule, issuedOn, new(calendar, plannedYear, holiday));

    /// <summary>Whether a rule counts days from nothing that the words name: 5个工作日内.</summary>
    public static bool IsSpan(string ruleId) =>
        ruleId is "workdays" or "days" or "weeks" or "half-month" or "months" or "half-year-within" or "years-within" or "hours";

    /// <summary>Deadline words in running text, not overlapping, in order; adverbs such as 及时 are left out.</summary>
    public static ImmutableArray<DeadlinePhrase> Find(string text)
    {
        var narrow = ChineseNumbers.Narrow(text);
        var hits = DeadlineTable.Rows
            .SelectMany((rule, order) => rule.InProse && rule.MayBeIn(narrow) ? rule.All(narrow).Select(m => (m, rule, order)) : [])
            .Where(x => x.m.Length > 0 && !IsAttribute(narrow, x.m, x.rule.Id))
            .OrderBy(x => x.m.Index).ThenByDescending(x => x.m.Length).ThenBy(x => x.order);
        var (found, end) = (ImmutableArray.CreateBuilder<DeadlinePhrase>(), 0);
        foreach (var (match, rule, _) in hits)
        {
            if (match.Index >= end)
            {
                found.Add(new(match, text.Substring(match.Index, match.Length), rule));
                end = match.Index + match.Length;
            }
        }

        return found.ToImmutable();
    }

    /// <summary>上半年的病例, 对上半年拒付情况, 当月绩效: which ones, and not until when.</summary>
    private static bool IsAttribute(string text, Match match, string rule) =>
        rule is "month" or "quarter" or "half-year" && match.Value[^1] is not ('前' or '底' or '末' or '内')
        && (match.Value == "当月" || (match.Index > 0 && text[match.Index - 1] == '对')
            || (match.Index + match.Length < text.Length && text[match.Index + match.Length] == '的'));

    /// <summary>What is to be done by the day says nothing of the day.</summary>
    [GeneratedRegex("(?:(?<=[前内底末日月度年])(?:全面|全部|基本|集中|整体)?(?:完成|办结|整改|落实|到位|实现|取得|见效|销号|建成|启用|报送|提交|上报)(?:整改|任务|到位|销号|目标|办结|完成|建设|落实|见效|成效)*|左右)$")]
    private static partial Regex Finish();

    private static string Nothing(string text) => text.Length == 0 ? "没有写时限，请写明日期。" : "没有读懂这个时限，请写明日期。";

    private static DeadlineReading Compute(
        string phrase, Match match, DeadlineRule rule, DateOnly? issuedOn, PhraseSetting setting)
    {
        var year = match.Groups["y"] is { Success: true } y ? ChineseNumbers.Parse(y.Value) : null;
        // Without a day of issue, the year that the notice speaks of still dates a month that is named.
        var spoken = issuedOn is null && year is null && (match.Groups["m"].Success || IsOfYear(rule.Id)) ? setting.PlannedYear : null;
        var basis = issuedOn ?? new DateOnly(year ?? spoken ?? 2000, 1, 1);
        try
        {
            var reading = rule.Read(new Phrase(phrase, match, basis, rule, setting));
            return issuedOn is null && year is null && spoken is null ? WithoutDates(reading)
                : WithTarget(spoken is null ? reading : reading with { MustConfirm = true }, setting.Calendar);
        }
        catch (ArgumentOutOfRangeException)
        {
            // 9999年底 and the like: beyond the last date that can be written.
            return new(phrase, rule.Id, rule.Says, 0) { Asks = true, MustConfirm = true };
        }
    }

    /// <summary>二季度, 全年, 6月、12月: nothing but the year is missing.</summary>
    private static bool IsOfYear(string ruleId) =>
        ruleId is "several" or "several-quarters" or "quarter" or "half-year" or "middle-of-year"
            or "year-end" or "whole-year" or "whole-year-count" or "whole-year-each";

    private static DeadlineReading WithoutDates(DeadlineReading reading) => reading with
    {
        DueOn = null,
        Days = [],
        DueTime = null,
        StartsOn = null,
        MentionedOn = null,
        AlreadyPast = false,
        MustConfirm = reading.MustConfirm || reading.DueOn is not null,
        Asks = reading.Asks || reading.DueOn is not null,
    };

    private static DeadlineReading WithTarget(DeadlineReading reading, WorkCalendar calendar) =>
        reading.DueOn is not { } due ? reading : reading with
        {
            TargetOn = calendar.IsWorkday(due) ? null : calendar.WorkdayOnOrBefore(due),
            Provisional = calendar.IsProvisional(due.Year),
        };
}

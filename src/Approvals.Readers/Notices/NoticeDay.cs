using System.Text.RegularExpressions;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>When a notice was issued, and of what year it speaks: what tells a column of days to come from one of days gone by.</summary>
internal sealed partial record NoticeDay(DateOnly? IssuedOn, int? Year)
{
    public static NoticeDay Of(NoticeHead head) => new(HeadDates.IssuedOn(head), HeadDates.YearOf(head));

    /// <summary>Whether words may say until when: they name neither a year nor a day that had passed.</summary>
    public bool MayBeAhead(string words)
    {
        var years = NamedYear().Matches(words).Select(m => int.Parse(m.ValueSpan)).ToList();
        return years.TrueForAll(y => (Year ?? IssuedOn?.Year) is { } own && y >= own)
            && DeadlineRules.Read(words, IssuedOn, WorkCalendar.WithoutYears, Year) is { AlreadyPast: false };
    }

    [GeneratedRegex("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")]
    private static partial Regex NamedYear();
}

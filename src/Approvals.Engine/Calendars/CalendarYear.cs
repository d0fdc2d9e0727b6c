using System.Collections.Immutable;

namespace Approvals.Engine.Calendars;

/// <summary>Days off in one run as the State Council's notice gives them, both ends inclusive.</summary>
/// <param name="Name">One festival, or several that share a run: 国庆节、中秋节.</param>
public sealed record Holiday(string Name, DateOnly From, DateOnly To)
{
    public bool Contains(DateOnly day) => From <= day && day <= To;
}

/// <summary>One official year. A year without any holiday is refused: it means "not loaded", never "no holidays".</summary>
public sealed record CalendarYear
{
    /// <exception cref="ArgumentException">The year is empty, cites no notice, or holds a day of another year.</exception>
    public CalendarYear(
        int year, ImmutableArray<string> notices, ImmutableArray<Holiday> holidays, ImmutableArray<DateOnly> workdays)
    {
        if (holidays.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{year}年日历没有任何假日：空的年份等于没有载入，不能使用。", nameof(holidays));
        }

        if (notices.IsDefaultOrEmpty)
        {
            throw new ArgumentException($"{year}年日历没有注明依据的通知文号。", nameof(notices));
        }

        if (holidays.FirstOrDefault(h => h.From.Year != year || h.To.Year != year || h.To < h.From) is { } wrong)
        {
            throw new ArgumentException($"{year}年日历的“{wrong.Name}”起止日期不对。", nameof(holidays));
        }

        if (workdays.Any(d => d.Year != year || holidays.Any(h => h.Contains(d))))
        {
            throw new ArgumentException($"{year}年日历的补班日不在本年，或者又是假日。", nameof(workdays));
        }

        (Year, Notices, Holidays, Workdays) = (year, notices, holidays, workdays);
    }

    public int Year { get; }

    /// <summary>The State Council notices that this year stands on, with their dates.</summary>
    public ImmutableArray<string> Notices { get; }

    public ImmutableArray<Holiday> Holidays { get; }

    /// <summary>Weekend days that are worked (调休补班).</summary>
    public ImmutableArray<DateOnly> Workdays { get; }
}

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Working days as a clerk would tick them off on the wall, written by hand from 国办发明电〔2020〕27号 and 国办发明电〔2021〕11号. Knows
/// nothing of the product's calendar.
/// </summary>
internal static class NaiveDays
{
    private static readonly (DateOnly From, DateOnly To)[] Off =
    [
        (new(2021, 6, 12), new(2021, 6, 14)), (new(2021, 9, 19), new(2021, 9, 21)), (new(2021, 10, 1), new(2021, 10, 7)),
        (new(2022, 1, 1), new(2022, 1, 3)), (new(2022, 1, 31), new(2022, 2, 6)), (new(2022, 4, 3), new(2022, 4, 5)),
        (new(2022, 4, 30), new(2022, 5, 4)), (new(2022, 6, 3), new(2022, 6, 5)),
    ];

    /// <summary>Weekend days that are worked.</summary>
    private static readonly DateOnly[] Worked =
    [
        new(2021, 9, 18), new(2021, 9, 26), new(2021, 10, 9), new(2022, 1, 29), new(2022, 1, 30), new(2022, 4, 2), new(2022, 4, 24),
        new(2022, 5, 7),
    ];

    public static bool IsWorked(DateOnly day) => Worked.Contains(day)
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Array.Exists(Off, o => o.From <= day && day <= o.To));

    public static DateOnly Later(DateOnly day, int workdays)
    {
        while (workdays > 0)
        {
            day = day.AddDays(1);
            workdays -= IsWorked(day) ? 1 : 0;
        }

        return day;
    }

    public static DateOnly OnOrBefore(DateOnly day)
    {
        while (!IsWorked(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    public static DateOnly OnOrAfter(DateOnly day) => IsWorked(day) ? day : Later(day, 1);
}

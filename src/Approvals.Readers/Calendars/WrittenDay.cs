using System.Globalization;

namespace Approvals.Readers.Calendars;

/// <summary>A day as machines write it, in files, fields and options alike: YYYY-MM-DD (GB/T 7408, calendar date, extended format).</summary>
public static class WrittenDay
{
    private const string Format = "yyyy-MM-dd";

    public static string Of(DateOnly day) => day.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Null: that is no such day.</summary>
    public static DateOnly? Read(string? text) =>
        DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

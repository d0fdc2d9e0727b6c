using System.Collections.Concurrent;
using System.Globalization;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Web.Hosting;

namespace Approvals.Web.Store.Cases;

/// <summary>The unit's zone, and when its office opens: what turns an instant that the database gave into a calendar day.</summary>
public sealed class Zones(Database database, TimeOnly opening)
{
    private readonly ConcurrentDictionary<UnitId, OfficeHours> _hours = new();

    public Zones(Database database)
        : this(database, OfficeHours.Usual.Opening)
    {
    }

    /// <summary>Setting <c>Opening</c>: when reminders of a day go out, HH:mm; 08:00 where it is not set.</summary>
    /// <exception cref="OfficeException">It is no time of day.</exception>
    public static TimeOnly Opening(IConfiguration settings) => settings["Opening"] switch
    {
        null or "" => OfficeHours.Usual.Opening,
        var text when TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) => time,
        var text => throw new OfficeException($"设置 Opening 是“{text}”，应当写成 08:00 这样的时间。"),
    };

    public async ValueTask<OfficeHours> HoursAsync(UnitId unit, CancellationToken cancellation)
    {
        if (_hours.TryGetValue(unit, out var known))
        {
            return known;
        }

        var row = (await database.UnitsAsync(cancellation)).First(u => u.Id == unit);
        return _hours.GetOrAdd(unit, new OfficeHours(TimeZoneInfo.FindSystemTimeZoneById(row.Zone), opening));
    }

    /// <summary>Null until they were asked for once.</summary>
    public OfficeHours? Known(UnitId unit) => _hours.GetValueOrDefault(unit);

    public async ValueTask<TimeZoneInfo> OfAsync(UnitId unit, CancellationToken cancellation) =>
        (await HoursAsync(unit, cancellation)).Zone;

    public async ValueTask<DateOnly> DayAsync(UnitId unit, DateTimeOffset now, CancellationToken cancellation) =>
        (await HoursAsync(unit, cancellation)).DayOf(now);
}

using System.Collections.Concurrent;
using Approvals.Engine;

namespace Approvals.Web.Store.Cases;

/// <summary>The office's calendar day of an instant that the database gave, in the unit's zone.</summary>
public sealed class Zones(Database database)
{
    private readonly ConcurrentDictionary<UnitId, TimeZoneInfo> _zones = new();

    public async ValueTask<TimeZoneInfo> OfAsync(UnitId unit, CancellationToken cancellation)
    {
        if (_zones.TryGetValue(unit, out var known))
        {
            return known;
        }

        var row = (await database.UnitsAsync(cancellation)).First(u => u.Id == unit);
        return _zones.GetOrAdd(unit, TimeZoneInfo.FindSystemTimeZoneById(row.Zone));
    }

    public async ValueTask<DateOnly> DayAsync(UnitId unit, DateTimeOffset now, CancellationToken cancellation) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, await OfAsync(unit, cancellation)).DateTime);
}

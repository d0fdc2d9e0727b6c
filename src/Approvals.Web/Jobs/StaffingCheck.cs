using System.Collections.Concurrent;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Jobs;

/// <summary>
/// 人员检查: what <c>check --unit</c> says of the edition with which new cases begin, asked again whenever the unit's directory is
/// another, or the day: an alarm while nobody can do what somebody must.
/// </summary>
internal sealed class StaffingCheck(Database database, Editions editions, DirectoryStore directories, Zones zones, Alarms alarms)
{
    /// <summary>So many places are named in the alarm.</summary>
    private const int Named = 3;

    private readonly ConcurrentDictionary<UnitId, (long Version, DateOnly Day)> _asked = [];

    /// <summary>Costs a look at the directory's version where nothing has changed.</summary>
    public async Task WatchAsync(UnitId unit, CancellationToken cancellation) =>
        _asked[unit] = await database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var now = await connection.QuerySingleAsync<DateTimeOffset>(
                    new CommandDefinition("SELECT office_now()", cancellationToken: cancellation));
                var picture = await directories.LoadAsync(unit, connection, cancellation);
                var asks = (picture.Version, Day: await zones.DayAsync(unit, now, cancellation));
                if (_asked.TryGetValue(unit, out var asked) && asked == asks)
                {
                    return asks;
                }

                await (Soundness.Judge(editions.Current, picture.Directory, asks.Day).Faults is [_, ..] faults
                    ? alarms.SetAsync(
                        connection, unit, Alarms.Staffing, Texts.Alarms.Unstaffed(faults.Length, [.. faults.Take(Named).Select(f => f.Message)]), cancellation)
                    : alarms.ClearAsync(connection, unit, Alarms.Staffing, cancellation));
                return asks;
            },
            cancellation);
}

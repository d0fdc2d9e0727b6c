using System.Collections.Immutable;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Messages;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>One run of a job: in one unit, for the office's day there.</summary>
/// <param name="Connection">In the transaction that records the run.</param>
internal sealed record JobTurn(NpgsqlConnection Connection, UnitRow Unit, DateOnly Day);

/// <summary>A job: when, and the plain class that is called then. Nothing is handed over but the unit and the day.</summary>
/// <param name="Name">Key of its record; never changed.</param>
/// <param name="Title">As an alarm calls it.</param>
/// <param name="Cron">Second, minute, hour, day, month, weekday, in the zone of the setting <c>Zone</c>.</param>
/// <param name="Work">
/// Returns a note for the record. What it writes on the turn's connection is committed with the record; what it writes
/// elsewhere must do no harm when it is written again.
/// </param>
internal sealed record CalendarJob(
    string Name, string Title, string Cron, Func<IServiceProvider, JobTurn, CancellationToken, Task<string?>> Work)
{
    /// <summary>On a day off there is nothing to do.</summary>
    public bool OnWorkdays { get; init; }
}

/// <summary>
/// The calendar jobs of the product, all of them. A job is one line: it says when, the class that it calls says what. Each
/// does its work once a unit and day, whoever starts it and how often.
/// </summary>
internal static class Schedule
{
    public static ImmutableArray<CalendarJob> Jobs { get; } =
    [
        // Twenty minutes after midnight: what was begun before it has been committed.
        new("anchor", "审计落锚", "0 20 0 * * ?", async (services, turn, cancellation) =>
            $"{await services.GetRequiredService<Anchors>().CatchUpAsync(turn.Unit, turn.Day, cancellation)}"),
        new("brought-files", "暂存清理", "0 50 0 * * ?", async (_, turn, cancellation) =>
            $"{await BroughtFiles.SweepAsync(turn.Connection, turn.Unit.Id, cancellation)}"),
        new("self-check", "数据自检", "0 30 1 * * ?", (services, turn, cancellation) =>
            services.GetRequiredService<SelfCheck>().RunAsync(turn, cancellation)),
        new("calendar-check", "日历检查", "0 0 6 * * ?", (services, turn, cancellation) =>
            services.GetRequiredService<CalendarCheck>().RunAsync(turn, cancellation)),
        new("digest", "每日提要", "0 30 7 * * ?", async (services, turn, cancellation) =>
            $"{await services.GetRequiredService<Digest>().WriteAsync(turn.Unit.Id, turn.Day, cancellation)}")
        {
            OnWorkdays = true,
        },
    ];
}

using Approvals.Engine.Calendars;
using Approvals.Web.Features;
using Approvals.Web.Features.Alarms;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Jobs;

/// <summary>
/// Runs a job in every unit, once a day of the office. The record of the run is the claim, in the transaction of the work:
/// who comes second waits for it and then finds it, and a run that failed or was killed has left none.
/// </summary>
internal sealed class ScheduleRuns(
    Database database, Alarms alarms, WorkCalendar calendar, IServiceProvider services, ILogger<ScheduleRuns> log)
{
    // The transaction is open for as long as the work takes, which may be done on connections of its own.
    private const string ReadDay = """
        SELECT (office_now() AT TIME ZONE @zone)::date AS day,
               set_config('idle_in_transaction_session_timeout', '30min', true), set_config('statement_timeout', '30min', true)
        """;

    private const string Claim = """
        INSERT INTO job_run (unit_id, job, day)
        VALUES (@unit, @job, @day)
        ON CONFLICT DO NOTHING
        """;

    // office_now() stands still in a transaction; what has gone by in it is the database's to say.
    private const string Finish = """
        UPDATE job_run
        SET finished_at = started_at + (clock_timestamp() - transaction_timestamp()), note = @note
        WHERE unit_id = @unit AND job = @job AND day = @day
        """;

    /// <summary>Every unit has its turn, whatever becomes of the others.</summary>
    /// <exception cref="JobFailedException">In some unit it failed: whoever called tries again, and only those do it.</exception>
    public async Task RunAsync(CalendarJob job, CancellationToken cancellation)
    {
        var failures = new List<Exception>();
        foreach (var unit in await database.UnitsAsync(cancellation))
        {
            try
            {
                await RunAsync(job, unit, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException || !cancellation.IsCancellationRequested)
            {
                // What nobody foresaw must reach who can mend it, and must not keep the other units waiting.
                Log.JobFailed(log, job.Name, unit.Id, failure);
                failures.Add(failure);
                await TellAsync(job, unit, failure, cancellation);
            }
        }

        if (failures.Count > 0)
        {
            throw new JobFailedException(job.Name, failures[0]);
        }
    }

    /// <summary>False where it was done already, where another node is doing it, or where there is nothing to do.</summary>
    public Task<bool> RunAsync(CalendarJob job, UnitRow unit, CancellationToken cancellation) => database.InUnitAsync(
        unit.Id,
        async (connection, _) =>
        {
            var day = await connection.QuerySingleAsync<DateOnly>(
                new CommandDefinition(ReadDay, new { zone = unit.Zone }, cancellationToken: cancellation));
            if ((job.OnWorkdays && !calendar.IsWorkday(day)) || !await ClaimAsync(connection, job, unit, day, cancellation))
            {
                return false;
            }

            var note = await job.Work(services, new JobTurn(connection, unit, day), cancellation);
            await connection.ExecuteAsync(new CommandDefinition(
                Finish, new { unit = unit.Id.Value, job = job.Name, day, note }, cancellationToken: cancellation));
            await alarms.ClearAsync(connection, unit.Id, KeyOf(job), cancellation);
            return true;
        },
        cancellation);

    private static async Task<bool> ClaimAsync(
        NpgsqlConnection connection, CalendarJob job, UnitRow unit, DateOnly day, CancellationToken cancellation)
    {
        try
        {
            return await connection.ExecuteAsync(new CommandDefinition(
                Claim, new { unit = unit.Id.Value, job = job.Name, day }, cancellationToken: cancellation)) > 0;
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Another node has been at it for longer than we wait; should it fail, it tries again itself.
            return false;
        }
    }

    private async Task TellAsync(CalendarJob job, UnitRow unit, Exception failure, CancellationToken cancellation)
    {
        try
        {
            await database.InUnitAsync(
                unit.Id,
                async (connection, _) =>
                {
                    var day = await connection.QuerySingleAsync<DateOnly>(
                        new CommandDefinition(ReadDay, new { zone = unit.Zone }, cancellationToken: cancellation));
                    // A sentence of ours is for the office; any other failure is in the log.
                    var why = failure is OfficeException told ? told.Message : Texts.Case.Broken;
                    await alarms.SetAsync(
                        connection, unit.Id, KeyOf(job), Texts.Alarms.JobFailed(job.Title, day, why), cancellation);
                },
                cancellation);
        }
        catch (NpgsqlException lost)
        {
            // A database that is away cannot be told; the log was.
            Log.AlarmLost(log, job.Name, unit.Id, lost);
        }
    }

    private static string KeyOf(CalendarJob job) => $"job:{job.Name}";
}

/// <summary>The work of a job failed in some unit; it is to be tried again.</summary>
public sealed class JobFailedException(string job, Exception cause) : Exception($"The job {job} failed.", cause);

using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Inbox;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Messages;

/// <summary>每日提要: how much waits for each person, as his inbox counts it. Numbers only: it needs no visibility of its own.</summary>
public sealed class Digest(
    Database database, DirectoryStore directories, Editions editions, WorkCalendar calendar, WakeSignal signal)
{
    /// <summary>
    /// One message for everybody for whom anything waits on that day of the unit's office; how many were written. A
    /// second run of the same day writes none.
    /// </summary>
    public async Task<int> WriteAsync(UnitId unit, DateOnly day, CancellationToken cancellation)
    {
        var row = (await database.UnitsAsync(cancellation)).First(u => u.Id == unit);
        var written = await database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var directory = await directories.LoadAsync(unit, connection, cancellation);
                var digests = new List<Outgoing>();
                foreach (var person in directory.Directory.People.Values.OrderBy(p => p.Order).ThenBy(p => p.Id.Value))
                {
                    if (await OfAsync(connection, As(person, row, day, directory), cancellation) is { } note)
                    {
                        digests.Add(new Outgoing(person.Id, note));
                    }
                }

                return await Outbox.WriteAsync(connection, unit, digests, cancellation);
            },
            cancellation);
        signal.Hint(written > 0);
        return written;
    }

    /// <summary>Null when nothing waits for him.</summary>
    private async Task<MessageNote.Digest?> OfAsync(
        NpgsqlConnection connection, CurrentUser user, CancellationToken cancellation)
    {
        var gate = Gate.Parameters(user, editions.Current);
        gate.Add("today", user.Today);
        gate.Add("zone", user.Unit.Zone);
        gate.Add("yellow_until", Lamps.YellowUntil(user.Today, calendar));
        var sums = await connection.QuerySingleAsync<Sums>(
            new CommandDefinition(InboxRows.Sums, gate, cancellationToken: cancellation));
        return sums is { Overdue: 0, DueSoon: 0, Others: 0 }
            ? null : new MessageNote.Digest(user.Today, sums.Overdue, sums.DueSoon, sums.Others);
    }

    /// <summary>The inbox's own question, asked for somebody who has not signed in.</summary>
    private static CurrentUser As(Person person, UnitRow unit, DateOnly day, DirectorySnapshot directory) => new(
        unit, 0, "", person, [.. directory.Directory.PostsOf(person.Id, day)], day, false, directory);

    private sealed record Sums(int Overdue, int DueSoon, int Others);
}

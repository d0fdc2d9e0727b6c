using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// A whole campaign in the store, as it would be written over months: played in memory by the people of the unit, some of them late,
/// away or returning what they get, and then written as the product writes it, transaction by transaction at its own instant. Its
/// messages have arrived, and are read where their case has ended; files are left out.
/// </summary>
internal static class Chronicle
{
    // As the sender and their readers would have left them: each arrived when it was to.
    private const string Arrived = """
        WITH sent AS (
          UPDATE outbox
          SET sent_at = greatest(created_at, not_before)
          WHERE unit_id = @unit AND sent_at IS NULL AND not_before < @until::date
          RETURNING unit_id, outbox_id, key, recipient, payload, subject_month, subject_id, sent_at
        )
        INSERT INTO message (unit_id, key, recipient, kind, payload, subject_month, subject_id, created_at, read_at)
        SELECT s.unit_id, s.key, s.recipient, convert_from(s.payload, 'UTF8')::jsonb ->> 'Kind', s.payload, s.subject_month, s.subject_id,
               s.sent_at, CASE WHEN c.ended THEN greatest(s.sent_at, c.moved_at) END
        FROM sent s
        LEFT JOIN flow_case c ON c.unit_id = s.unit_id AND c.opened_month = s.subject_month AND c.case_id = s.subject_id
        ORDER BY s.outbox_id
        """;

    private const string OpenedAt = "SELECT opened_at FROM flow_case WHERE unit_id = @unit AND opened_month = @month AND case_id = @case";

    /// <summary>Plays the notice that was registered until that day, and writes what happened.</summary>
    public static async Task WriteAsync(BenchOffice office, CaseId notice, long seed, DateOnly until, CancellationToken cancellation)
    {
        var looked = (await office.Cases.LookAsync(office.Unit.Id, [notice], cancellation))[0];
        var (rows, opened) = await office.Database.ReadInUnitAsync(
            office.Unit.Id, (connection, _) => ReadAsync(office, looked, connection, cancellation), cancellation);
        var world = Play(looked, rows, opened, seed, until);
        await office.Database.InUnitAsync(
            office.Unit.Id,
            async (connection, _) =>
            {
                await WriteAsync(office, world, looked, connection, cancellation);
                return await connection.ExecuteAsync(new CommandDefinition(
                    Arrived, new { unit = office.Unit.Id.Value, until }, cancellationToken: cancellation));
            },
            cancellation);
    }

    private static async Task<(ImmutableArray<ChildSeed> Rows, DateTimeOffset Opened)> ReadAsync(
        BenchOffice office, Looked looked, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (id, splits) = (looked.Case.Id, looked.Context.Book.Workflows.Values.First(w => w.ReadsRows));
        var grants = await Subjects.WithChecklistAsync(connection, office.Unit.Id, id, splits, Grants.None, cancellation);
        var opened = await connection.QuerySingleAsync<DateTime>(
            OpenedAt, new { unit = office.Unit.Id.Value, month = id.Month, @case = id.Value });
        return (grants.Rows, new DateTimeOffset(opened, TimeSpan.Zero));
    }

    private static World Play(Looked looked, ImmutableArray<ChildSeed> rows, DateTimeOffset opened, long seed, DateOnly until)
    {
        var (context, id) = (looked.Context, looked.Case.Id);
        var world = new World(context.Book, context.Directory, context.Calendar, context.Hours)
        {
            Now = opened,
            Subject = new Subject(context.Grants.Measured, rows, context.Grants.ContentHash),
            Registers = [.. context.Book.Workflows.Values.SelectMany(w => w.Purposes).Distinct().Select(p => new Register(p, Words, 1, null))],
        };
        var (@case, party) = (looked.Case, looked.Case.Parties);
        Rehearsal.Play(
            world, new Scene(seed, until, world.Today.AddMonths(Months), Words, Words),
            new Opening(
                id, @case.Workflow, @case.Stage, new ChildSeed(@case.Key, @case.Title, party, @case.Facts, @case.DueOn),
                @case.Party(Party.Drafter).People[0]));
        return world;
    }

    /// <summary>From its beginning to the last of its named dates.</summary>
    private const int Months = 6;

    private const string Words = "按方案逐条落实";

    private static async Task WriteAsync(
        BenchOffice office, World world, Looked looked, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var (id, unit) = (looked.Case.Id, office.Unit.Id);
        var (cases, heads) = (new Dictionary<CaseId, Case>(), new Dictionary<CaseId, byte[]>());
        var places = new Dictionary<CaseId, Taken> { [id] = new(null, id, Chain.Start, id) };
        var told = world.Messages.ToLookup(m => (m.Case, m.At), m => m.Tell);
        foreach (var together in Together(world.History))
        {
            var first = together[0];
            var before = cases.GetValueOrDefault(first.Case);
            var after = together.Aggregate(before, (@case, r) => Evolution.Evolve(first.Case, @case, r.Event))
                ?? throw new InvalidOperationException("nothing happened in a transaction");
            cases[first.Case] = after;
            places.TryAdd(first.Case, after.Parent is { } above ? places[above].Opening(first.Case, cases[above]) : places[id]);
            var head = heads.GetValueOrDefault(first.Case, Chain.Start);
            heads[first.Case] = together.Aggregate(head, (hash, r) => Chain.Link(
                hash, unit, r.Case, r.Seq, CaseJson.KindOf(r.Event), r.Actor?.Value, r.At, r.On, CaseJson.Bytes(r.Event)));
            // The store wrote the opening itself.
            if (first.Case == id && after.Version <= looked.Case.Version)
            {
                continue;
            }

            var writes = new CaseWrites(unit, first.At, first.On, first.Actor);
            var context = looked.Context with { Now = first.At, Today = first.On, Grants = Grants.None };
            writes.Take(
                places[first.Case] with { Before = before, Head = head },
                new Decision.Permitted([.. together.Select(r => r.Event)], [.. told[(first.Case, first.At)]], after), context);
            await Writing.SendAsync(connection, writes, first: null, cancellation);
        }
    }

    /// <summary>What one transaction wrote of one case.</summary>
    private static IEnumerable<ImmutableArray<Recorded>> Together(IEnumerable<Recorded> history)
    {
        var together = ImmutableArray.CreateBuilder<Recorded>();
        foreach (var one in history)
        {
            if (together.Count > 0 && (together[0].Case, together[0].At, together[0].Actor) != (one.Case, one.At, one.Actor))
            {
                yield return together.ToImmutable();
                together.Clear();
            }

            together.Add(one);
        }

        if (together.Count > 0)
        {
            yield return together.ToImmutable();
        }
    }
}

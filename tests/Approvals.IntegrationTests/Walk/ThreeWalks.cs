using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Files;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Approvals.Web.Store.Messages;
using Approvals.Web.Store.Products;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The walk over HTTP, given as the commands that it was to a world in memory and to a second database that only the pump and
/// the clock move. All three write the same history: row by row, ids and bytes included.
/// </summary>
internal sealed class ThreeWalks
{
    private const string Outbox = """
        SELECT key, not_before
        FROM outbox
        WHERE unit_id = @unit
        """;

    private const string Bring = """
        UPDATE product
        SET sha256 = decode(@sha256, 'hex'), made_at = office_now()
        WHERE unit_id = @unit AND case_id = @case AND ordered = @ordered
        """;

    private const string Orders = """
        SELECT case_id, ordered, kind, content_hash
        FROM product
        WHERE unit_id = @unit
        """;

    private readonly WalkHistory _walked;
    private readonly IReadOnlyList<string> _messages;
    private readonly IReadOnlyList<string> _orders;
    private readonly Office _office;
    private readonly TestDatabase _first;
    private readonly TestDatabase _second;
    private readonly CaseId _notice;

    private ThreeWalks(
        WalkHistory walked, IReadOnlyList<string> messages, IReadOnlyList<string> orders, Office office, TestDatabase first,
        TestDatabase second, CaseId notice) =>
        (_walked, _messages, _orders, _office, _first, _second, _notice) = (walked, messages, orders, office, first, second, notice);

    /// <summary>Returns how much was compared.</summary>
    /// <param name="path">Of the notice's page.</param>
    public static async Task<string> AgreeAsync(TestDatabase store, HttpOffice walked, WalkWords words, string path)
    {
        await walked.RestAsync();
        var notice = new CaseId(Guid.Parse(path.Split('/')[^1]));
        var history = await WalkHistory.ReadAsync(store, walked.Unit, notice);
        var second = new TestDatabase();
        await second.InitializeAsync();
        try
        {
            await second.SetClockAsync(history.Opening.At);
            var office = await Office.OpenAsync(second, words.Folder, words.Twin);
            office.Unit.ShouldBe(walked.Unit);
            var walks = new ThreeWalks(history, await MessagesAsync(store, walked.Unit), await OrdersAsync(store, walked.Unit), office, store, second, notice);
            return await walks.CompareAsync(await walks.OpenAsync(store));
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    /// <summary>The notice as the upload left it, with what was ruled and confirmed since: what its split looks at.</summary>
    private async Task<World> OpenAsync(TestDatabase store)
    {
        var about = await NoticeCopy.OfAsync(store, _office.Unit, _notice);
        var (opened, by, at) = _walked.Opening;
        var seed = new ChildSeed(opened.Key, opened.Title, opened.Parties, opened.Facts, opened.DueOn) { Dates = opened.Dates };
        (await _office.Cases.OpenAsync(
            _office.Unit, _notice, Occasion.IssuedElsewhere, seed, by, _office.NewKey(), SHA256.HashData([]), about,
            CancellationToken.None)).ShouldBe(new Answer.Done(false));
        await _office.Waker.SettleAsync(_office.Unit, CancellationToken.None);

        var looked = await _office.LookAsync(_notice);
        looked.Context.Book.Hash.ShouldBe(opened.BookHash);
        var world = new World(looked.Context.Book, looked.Context.Directory, looked.Context.Calendar, OfficeHours.Usual)
        {
            Now = at,
            Subject = new Subject(
                looked.Context.Grants.Measured, await _office.RowsOfAsync(_notice), looked.Context.Grants.ContentHash),
            Registers = PlayedInStoreTests.Registers,
        };
        world.Open(_notice, looked.Case.Workflow, looked.Case.Stage, seed, by).ShouldBeNull();
        return world;
    }

    private async Task<string> CompareAsync(World world)
    {
        var content = world.Subject.ContentHash.ShouldNotBeNull();
        var commands = _walked.Commands(_notice, content).ToList();
        Play(world, commands);
        await PlayAsync(commands);
        var played = await WalkHistory.ReadAsync(_second, _office.Unit, _notice);
        foreach (var @case in _walked.Lines)
        {
            var told = $"{world[@case.Key].Workflow} {world[@case.Key].Title}";
            world.History.Where(r => r.Case == @case.Key)
                .Select(r => WalkHistory.Line(r.Seq, CaseJson.KindOf(r.Event), r.Actor, r.At, r.On, CaseJson.Bytes(r.Event)))
                .ShouldBe(@case, $"in memory: {told}");
            played.Lines[@case.Key].ShouldBe(@case, $"in the store: {told}");
        }

        world.History.Count.ShouldBe(_walked.Count);
        played.Count.ShouldBe(_walked.Count);
        (await MessagesAsync(_second, _office.Unit)).ShouldBe(_messages);
        Messages(world).ShouldBe(_messages);
        (await OrdersAsync(_second, _office.Unit)).ShouldBe(_orders);
        world.Ordered.Select(o => $"{o.Case.Value} {o.Order.Ordered} {o.Order.What} {o.Order.ContentHash}")
            .Order(StringComparer.Ordinal).ShouldBe(_orders);
        await _office.ProveAsync();
        return $"three walks agree: {commands.Count} commands, {_walked.Lines.Count} cases, {_walked.Count} events, "
            + $"{_messages.Count} messages, {_orders.Count} files ordered";
    }

    private static async Task<IReadOnlyList<string>> MessagesAsync(TestDatabase store, UnitId unit) =>
    [
        .. (await store.Database.ReadInUnitAsync(
            unit, (connection, _) => connection.QueryAsync<(string Key, DateTime NotBefore)>(Outbox, new { unit = unit.Value }),
            CancellationToken.None)).Select(m => $"{m.Key} {m.NotBefore:O}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The files that were asked for, whether or not they are made.</summary>
    private static async Task<IReadOnlyList<string>> OrdersAsync(TestDatabase store, UnitId unit) =>
    [
        .. (await store.Database.ReadInUnitAsync(
            unit, (connection, _) => connection.QueryAsync<(Guid Case, int Ordered, string Kind, string? Hash)>(Orders, new { unit = unit.Value }),
            CancellationToken.None)).Select(o => $"{o.Case} {o.Ordered} {o.Kind} {o.Hash}").Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Messages(World world) => OfRungs(world).Concat(OfEvents(world)).Order(StringComparer.Ordinal);

    /// <summary>What an event tells at once waits for no time.</summary>
    private static IEnumerable<string> OfEvents(World world) => world.History
        .SelectMany(r => EventNotes.Of(r.Event, r.Case, r.Seq))
        .Select(outgoing => $"{outgoing.Note.Key(outgoing.Recipient, InApp.Channel)} {DateTime.MinValue:O}");

    private static IEnumerable<string> OfRungs(World world) =>
        from message in world.Messages
        let tell = message.Tell
        let rung = new RungNote(message.Case, tell.Round, tell.Seat, tell.Rung, tell.DueOn, tell.DueAt, tell.Days)
        let note = tell.Kind == MessageKind.Reminder ? (MessageNote)new MessageNote.Reminder(rung) : new MessageNote.Escalation(rung)
        from person in tell.To
        select $"{note.Key(person, InApp.Channel)} {tell.NotBefore.UtcDateTime:O}";

    private void Play(World world, List<Given> commands)
    {
        foreach (var at in _walked.Instants)
        {
            world.Now = at;
            while (Due(world) is { Count: > 0 } due)
            {
                world.CommitDue(due).ShouldBeEmpty();
                world.Settle();
            }

            foreach (var given in commands.Where(c => c.At == at))
            {
                world.Do(given.Case, given.Command).ShouldBeNull($"{given}");
            }
        }
    }

    /// <summary>The file itself is not made twice: its signature would be another.</summary>
    private async Task BringAsync(CaseCommand.Produced made)
    {
        var (name, content) = await _first.Database.ReadInUnitAsync(
            _office.Unit,
            (connection, _) => connection.QuerySingleAsync<(string Name, byte[] Content)>(
                "SELECT name, content FROM file WHERE unit_id = @unit AND sha256 = decode(@sha256, 'hex')",
                new { unit = _office.Unit.Value, sha256 = made.Sha256 }),
            CancellationToken.None);
        await _second.Database.InUnitAsync(
            _office.Unit,
            async (connection, _) =>
            {
                await new FileStore().KeepAsync(connection, _office.Unit, name, content, null, CancellationToken.None);
                await connection.ExecuteAsync(
                    Bring, new { unit = _office.Unit.Value, @case = made.From.Value, ordered = made.Ordered, sha256 = made.Sha256 });
                await ProductOrders.HandAsync(connection, _office.Unit, made, CancellationToken.None);
            },
            CancellationToken.None);
    }

    private static List<CaseId> Due(World world) =>
    [
        .. world.Cases.Where(c => !c.Ended)
            .Select(c => (c.Id, At: c.Time.Clocks.Min(
                clock => Ladders.Next(c, clock.Seat, world.Book, world.Calendar, world.Hours)?.At)))
            .Where(d => d.At <= world.Now).OrderBy(d => d.At).ThenBy(d => d.Id.Value).Select(d => d.Id),
    ];

    private async Task PlayAsync(List<Given> commands)
    {
        var signal = new WakeSignal();
        var pump = new Pump(
            new Timers(_second.Database, _office.Deciding, signal), signal, NullLogger<Pump>.Instance);
        foreach (var at in _walked.Instants)
        {
            await _second.SetClockAsync(at);
            await pump.SettleAsync(_office.Unit, CancellationToken.None);
            await _office.Waker.SettleAsync(_office.Unit, CancellationToken.None);
            foreach (var given in commands.Where(c => c.At == at))
            {
                if (given.Command is CaseCommand.Produced made)
                {
                    await BringAsync(made);
                }
                else
                {
                    (await _office.Cases.HandleAsync(_office.Unit, given.Case, given.Command, _office.NewKey(), CancellationToken.None))
                        .ShouldBe(new Answer.Done(false), $"{given}");
                }

                await _office.Waker.SettleAsync(_office.Unit, CancellationToken.None);
            }
        }
    }
}

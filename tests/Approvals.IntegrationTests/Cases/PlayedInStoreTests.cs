using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Jobs;
using Approvals.Web.Store.Cases;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// What was played in memory is played again in the store: its presses at their instants, the pump in between. Both
/// histories are the same, row by row.
/// </summary>
public sealed class PlayedInStoreTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly DateTimeOffset Begin = new(2021, 6, 2, 0, 30, 0, TimeSpan.Zero);

    // One for every seed: a second notice would go on with the numbers of the first.
    private readonly TestDatabase _store = new();

    /// <summary>The numbers that the twin's unit allocates.</summary>
    internal static ImmutableArray<Register> Registers { get; } =
    [
        .. ShippedUnit.Twin.Registers.Where(r => r is { KeptHere: true, For: not null })
            .Select(r => new Register(r.For ?? "", r.Symbol, r.First, r.FirstYear)),
    ];

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_world_in_memory_and_the_store_write_the_same_history(int seed)
    {
        await _store.SetClockAsync(Begin);
        var office = await Office.OpenAsync(_store);
        var notice = await office.DraftAsync(rows: 4);
        var world = await WorldAsync(office, notice);
        var opened = (await office.LookAsync(notice)).Case;
        var opening = new Opening(
            notice, opened.Workflow, opened.Stage, new ChildSeed(opened.Key, opened.Title, opened.Parties, opened.Facts, opened.DueOn),
            opened.Party(Party.Drafter).People[0]);

        var played = Rehearsal.Play(
            world, new Scene(seed, new DateOnly(2022, 6, 30), new DateOnly(2021, 12, 31), "因故", "已办"), opening);

        await PlayAsync(office, world, played);
        output.WriteLine($"seed {seed}: {played.Presses.Length} presses, {world.History.Count} events, {world.Cases.Count()} cases");
        foreach (var @case in world.Cases)
        {
            (await RowsAsync(office, @case.Id)).ShouldBe(
                world.History.Where(r => r.Case == @case.Id).Select(Line), $"{@case.Workflow} {@case.Title}");
        }

        (await office.QueryAsync<int>("SELECT count(*)::int FROM case_event WHERE case_id = ANY (@ids)", new
        {
            ids = (await office.TreeAsync(notice, endedToo: true)).Select(id => id.Value).ToArray(),
        })).Single().ShouldBe(world.History.Count);
        await office.ProveAsync();
    }

    private static async Task<World> WorldAsync(Office office, CaseId notice)
    {
        var looked = await office.LookAsync(notice);
        var rows = await office.RowsOfAsync(notice);
        return new World(looked.Context.Book, looked.Context.Directory, looked.Context.Calendar, OfficeHours.Usual)
        {
            Now = Begin,
            Subject = new Subject(looked.Context.Grants.Measured, rows, looked.Context.Grants.ContentHash),
            Registers = Registers,
        };
    }

    private async Task PlayAsync(Office office, World world, Played played)
    {
        var signal = new WakeSignal();
        var pump = new Pump(
            new Timers(_store.Database, office.Deciding, signal), signal, NullLogger<Pump>.Instance);
        var presses = played.Presses.ToLookup(p => p.At);
        foreach (var at in world.History.Select(r => r.At).Distinct().Where(at => at > Begin || presses.Contains(at)))
        {
            await _store.SetClockAsync(at);
            await pump.SettleAsync(office.Unit, CancellationToken.None);
            await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
            foreach (var press in presses[at])
            {
                (await office.Cases.HandleAsync(office.Unit, press.Case, press.Act, office.NewKey(), CancellationToken.None))
                    .ShouldBe(new Answer.Done(false), $"{press}");
                await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
            }
        }
    }

    private static async Task<IEnumerable<string>> RowsAsync(Office office, CaseId id) =>
        (await office.QueryAsync<(int Seq, int? Actor, DateTime At, DateOnly On, byte[] Payload)>(
            """
            SELECT seq, actor, recorded_at, effective_on, payload
            FROM case_event
            WHERE case_id = @id
            ORDER BY seq
            """,
            new { id = id.Value })).Select(r => $"{r.Seq} {r.Actor} {r.At:O} {r.On:O} {Encoding.UTF8.GetString(r.Payload)}");

    private static string Line(Recorded row) =>
        $"{row.Seq} {row.Actor?.Value} {row.At.UtcDateTime:O} {row.On:O} {Encoding.UTF8.GetString(CaseJson.Bytes(row.Event))}";
}

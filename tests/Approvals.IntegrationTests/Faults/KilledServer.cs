using System.Diagnostics;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Messages;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Products;
using Approvals.Web.Store.Messages;

namespace Approvals.IntegrationTests.Faults;

/// <summary>When a server is killed that somebody's press is on its way to.</summary>
internal enum Moment
{
    /// <summary>Once the program has said so many more words to PostgreSQL, drawn by chance, or has answered before.</summary>
    AtRandom,

    /// <summary>The person has been told that it is done.</summary>
    Answered,

    /// <summary>All is written, and PostgreSQL never hears COMMIT.</summary>
    BeforeCommit,

    /// <summary>PostgreSQL has committed, and nobody hears of it.</summary>
    AfterCommit,

    /// <summary>A message has arrived, and is not yet marked as sent.</summary>
    BeforeMark,

    /// <summary>Its time has come, a rung has fired with all that it tells, and PostgreSQL never hears COMMIT.</summary>
    BeforeFired,

    /// <summary>PostgreSQL has committed a rung that fired, and nobody hears of it.</summary>
    AfterFired,

    /// <summary>A reminder is taken to be sent, and has not arrived.</summary>
    BeforeArrival,
}

/// <summary>What was seen of a kill.</summary>
/// <param name="Answered">Whether the person had been answered.</param>
/// <param name="Due">The timers whose time came while it was about to be killed, of <see cref="Invariants.DueByAsync"/>.</param>
internal sealed record Kill(bool Answered, string Due);

/// <summary>The program in a process of its own that is killed again and again; PostgreSQL hears it through a wire.</summary>
internal sealed class KilledServer : IAsyncDisposable
{
    private const string MarksSent = "SET sent_at";
    private const string Delivers = "INSERT INTO message";

    /// <summary>The kind of the event, as its payload has it.</summary>
    private const string Fires = "\"rung-fired\"";

    /// <summary>So far a walk goes forward for a timer; the first rungs of a ladder are those that tell somebody.</summary>
    private const string NextDue = """
        SELECT min(due_at)
        FROM timer
        WHERE rung < 3 AND due_at > office_now() AND due_at <= office_now() + interval '10 days'
        """;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly TimeOnly Opens = new(8, 0, 1);
    private static readonly DateOnly OfNobodyElse = new(2040, 1, 1);

    /// <summary>When these are over, what a killed one held is anybody's again.</summary>
    private static readonly TimeSpan LeaseOfMessages = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LeaseOfFiles = TimeSpan.FromMinutes(6);

    private readonly TestDatabase _store;
    private readonly Office _office;
    private readonly Wire _wire;
    private ServerProcess _process;

    private KilledServer(TestDatabase store, Office office, Wire wire, HttpOffice people, ServerProcess process)
    {
        (_store, _office, _wire, People, _process) = (store, office, wire, people, process);
        People.Address = process.Address;
        Invariants = new Invariants(store.Database, office);
    }

    public HttpOffice People { get; }

    public Invariants Invariants { get; }

    public int Killed { get; private set; }

    /// <summary>Of the last start: until the program answers.</summary>
    public TimeSpan Started { get; private set; }

    /// <summary>Of the last kill: asking every rule, replaying every history and recomputing every chain, while the program starts.</summary>
    public TimeSpan Proved { get; private set; }

    public static async Task<KilledServer> StartAsync(TestDatabase store, Office office, Wire wire) =>
        new(store, office, wire, await HttpOffice.OpenAsync(store, office.Unit), await ProcessAsync(store, wire));

    /// <summary>Of a notice whose files can be made: they are made under the same kills.</summary>
    public async Task<CaseId> DraftAsync()
    {
        var notice = await _office.DraftAsync();
        await ReadableText.GiveAsync(_store, _office, notice);
        return notice;
    }

    /// <summary>What was ordered and not made when a server was killed is made by the one that lives.</summary>
    public async Task FilesMadeAsync()
    {
        await LaterAsync(LeaseOfFiles);
        await Mail.UntilAsync(_store.AdminConnection, "SELECT NOT EXISTS (SELECT FROM product WHERE sha256 IS NULL)");
    }

    /// <summary>When the next timer's time is over and messages leave: in the morning of a working day; null where none comes soon.</summary>
    public async Task<DateTimeOffset?> NextTimeAsync()
    {
        if ((await _office.QueryAsync<DateTime?>(NextDue)).Single() is not { } due)
        {
            return null;
        }

        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(due, Zone));
        var morning = _office.Calendar.IsWorkday(day) ? day : _office.Calendar.NextWorkday(day);
        var opens = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(morning.ToDateTime(Opens), Zone));
        return opens > due ? opens : new DateTimeOffset(due.AddSeconds(1));
    }

    /// <summary>Presses, kills at the moment, starts again; what holds at any moment is asked while the next one starts.</summary>
    /// <param name="messages">After so many to PostgreSQL, of <see cref="Moment.AtRandom"/>.</param>
    public async Task<Kill> KillAsync(Press press, string key, Moment moment, int messages, string about)
    {
        // Signed in before, so that the moment falls into the press.
        await People.PageAsync(People.LoginOf(press.Act.By), "/sign-out");
        var trap = moment switch
        {
            Moment.BeforeCommit => new Trap.BeforeCommit(key),
            Moment.AfterCommit => new Trap.AfterCommit(key),
            Moment.AtRandom => new Trap.AfterMessages(messages),
            Moment.BeforeFired => new Trap.BeforeCommit(Fires),
            Moment.AfterFired => new Trap.AfterCommit(Fires),
            Moment.BeforeArrival => new Trap.BeforeStatement(Delivers),
            _ => (Trap?)null,
        };
        var reached = trap is null ? null : _wire.StopAt(trap);
        // The press comes when the rung has fired: it would end the wait that the timer is for.
        var due = moment >= Moment.BeforeFired ? await TimeComesAsync(reached) : "[]";
        var pressing = TryAsync(press, key);
        await (moment switch
        {
            Moment.AtRandom => Task.WhenAny(pressing, reached ?? pressing),
            Moment.Answered => pressing,
            Moment.BeforeMark => DeliveredAsync(pressing),
            _ => reached ?? throw new InvalidOperationException($"{moment} has no trap"),
        }).WaitAsync(Until.Patience);
        await _process.KillAsync();
        await _wire.CutAsync();
        var answered = await pressing;
        Killed++;
        await LaterAsync(LeaseOfMessages);
        var starting = StartAgainAsync();
        var watch = Stopwatch.StartNew();
        await Invariants.HoldAsync(about);
        await _office.ProveAsync();
        Proved = watch.Elapsed;
        await starting;
        return new Kill(answered, due);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task StartAgainAsync()
    {
        var watch = Stopwatch.StartNew();
        _process = await ProcessAsync(_store, _wire);
        Started = watch.Elapsed;
        People.Address = _process.Address;
    }

    /// <summary>What is due now fires under the server that is about to be killed; what that is.</summary>
    private async Task<string> TimeComesAsync(Task? reached)
    {
        var time = await NextTimeAsync() ?? throw new InvalidOperationException("no timer's time comes soon");
        var due = await Invariants.DueByAsync(time);
        await _store.StartClockAsync(time);
        await (reached ?? throw new InvalidOperationException("nothing is waited for")).WaitAsync(Until.Patience);
        return due;
    }

    /// <summary>A message of a day that nothing else writes of is on its way, and stopped between its arrival and its mark.</summary>
    private async Task DeliveredAsync(Task<bool> pressing)
    {
        (await pressing).ShouldBeTrue();
        var reached = _wire.StopAt(new Trap.BeforeStatement(MarksSent));
        var note = new MessageNote.Digest(OfNobodyElse.AddDays(Killed), 0, 0, 1);
        (await Mail.WriteAsync(_store, _office.Unit, new Outgoing(_office.Person("林清和"), note))).ShouldBe(1);
        await reached;
    }

    private async Task LaterAsync(TimeSpan by) => await _store.StartClockAsync((await _store.ClockAsync()) + by);

    private static Task<ServerProcess> ProcessAsync(TestDatabase store, Wire wire) =>
        store.StartProcessAsync($"--ConnectionStrings:Approvals={wire.Through(store.AppConnection)}");

    private async Task<bool> TryAsync(Press press, string key)
    {
        try
        {
            return await People.PressAsync(press, key);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

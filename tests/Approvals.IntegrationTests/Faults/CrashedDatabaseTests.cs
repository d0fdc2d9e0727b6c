using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>
/// PostgreSQL itself goes down without a word, under load: pg_ctl stop -m immediate. The program's own loops work beside the clerks, in
/// one process that outlives every stop; before each the office's clock goes on by two days, and what the last one left unfinished is due.
/// </summary>
[Trait("Part", "faults")]
public sealed class CrashedDatabaseTests(ITestOutputHelper output)
{
    private const int FewestForms = 5;
    private const int MostForms = 120;

    private const string Fired = "SELECT count(*) FROM case_event WHERE kind = 'rung-fired'";

    /// <summary>A Monday morning from which a hundred times <see cref="BetweenStops"/> stays within the year's calendar.</summary>
    private static readonly DateTimeOffset First = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan BetweenStops = TimeSpan.FromDays(2);

    [Fact]
    public async Task What_was_acknowledged_survives_the_database_and_what_was_not_can_be_sent_again()
    {
        var (seed, folder, stops) = (Seeds.Given(), TestCluster.NewFolder(), RunsDone.Of("stops", 2, 100));
        output.WriteLine($"APPROVALS_SEED={seed}");
        var running = await Running.StartAsync(folder);
        var (clock, fired) = (First, 0);
        try
        {
            await using var node = await running.NodeAsync(folder);
            for (; stops.TakeNext(); seed = unchecked(seed + 1), clock += BetweenStops)
            {
                var due = await new Invariants(running.Database, running.Office).DueByAsync(clock);
                await running.StartClockAsync(clock);
                var forms = new Random(seed).Next(FewestForms, MostForms);
                var sent = await new Clerks(running.Office, forms).WorkUntilAsync(() => StopAsync(folder));
                await running.DisposeAsync();
                running = await Running.StartAsync(folder);
                await StandsAsync(running, sent, due, $"APPROVALS_SEED={seed}, a stop after {forms} forms");
                var (acknowledged, reminders) = (sent.Count(s => s.Acknowledged), (await running.Office.QueryAsync<int>(Fired)).Single());
                stops.Done($"APPROVALS_SEED={seed}, after {forms} forms: {acknowledged} acknowledged, {sent.Count - acknowledged} in doubt, {reminders - fired} reminders");
                fired = reminders;
            }

            node.HasExited.ShouldBeFalse(node.Errors);
            (await node.StopAsync()).ShouldBe(0, node.Errors);
            node.Output.ShouldNotContain("failed; it goes on");
            if (clock >= First + (10 * BetweenStops))
            {
                fired.ShouldBePositive("of ten stops one at least leaves a sheet where somebody is reminded");
            }
        }
        finally
        {
            await running.DisposeAsync();
        }

        output.WriteLine(string.Join('\n', stops.Lines));
    }

    private static async Task StopAsync(string folder)
    {
        var account = await ServerAccount.ForAsync(null, CancellationToken.None);
        await account.RunAsync(
            folder, PostgresBinaries.Find().PgCtl, ["stop", "-D", Path.Combine(folder, "postgres"), "-m", "immediate", "-w"]);
    }

    /// <summary>Every form sent once more: what was acknowledged stood already, and each has one effect in all.</summary>
    /// <param name="due">Timers whose time had come before the stop.</param>
    private static async Task StandsAsync(Running running, IReadOnlyList<Sent> sent, string due, string about)
    {
        var (office, invariants, at) = (running.Office, new Invariants(running.Database, running.Office), (CaseId?)null);
        await invariants.TellingAsync(
            async () =>
            {
                await invariants.HoldAsync(about);
                foreach (var (press, key, acknowledged) in sent)
                {
                    at = press.Case;
                    var answer = await office.SendAsync(press, key);
                    (acknowledged ? answer == new Answer.Done(true) : answer is Answer.Done).ShouldBeTrue($"{about}, {acknowledged}: {answer}");
                    (await office.LookAsync(press.Case)).Case.Votes.Count(v => v.Round == press.Act.Round && v.Seat == press.Act.Seat)
                        .ShouldBe(1, about);
                }

                at = null;
                await invariants.RestsAsync(() => about); // the node has found the database again
                await invariants.HoldAtRestAsync(about, due);
                await office.ProveAsync();
            },
            () => at);
    }

    /// <summary>The server on the folder, and an office in it.</summary>
    private sealed record Running(EmbeddedPostgres Server, Database Database, Office Office) : IAsyncDisposable
    {
        public static async Task<Running> StartAsync(string folder)
        {
            var server = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None);
            await new Migrator(server.OwnerConnection()).RunAsync(CancellationToken.None);
            var database = new Database(server.AppConnection());
            return new(server, database, await Office.OpenAsync(database));
        }

        public Task StartClockAsync(DateTimeOffset now) => TestDatabase.StartClockAsync(Server.OwnerConnection(), now);

        /// <summary>A process with the program's loops and without pages.</summary>
        public Task<ServerProcess> NodeAsync(string folder) => ServerProcess.WorkAsync(
        [
            "serve", "--jobs-only", $"--ConnectionStrings:Approvals={Server.AppConnection()}",
            $"--AnchorKey={Path.Combine(folder, "anchor.key")}",
        ]);

        public async ValueTask DisposeAsync()
        {
            await Database.DisposeAsync();
            await Server.DisposeAsync();
        }
    }
}

using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Faults;

/// <summary>PostgreSQL itself goes down without a word, under load: pg_ctl stop -m immediate.</summary>
[Trait("Part", "faults")]
public sealed class CrashedDatabaseTests(ITestOutputHelper output)
{
    private const int Clerks = 4;
    private const int Before = 60;

    [Fact]
    public async Task What_was_acknowledged_survives_the_database_and_what_was_not_can_be_sent_again()
    {
        var (folder, stops, sent) = (TestCluster.NewFolder(), RunsDone.Of("stops", 2, 100), new List<Sent>());
        var running = await Running.StartAsync(folder);
        try
        {
            while (stops.TakeNext())
            {
                await CrashAsync(folder, running.Office, sent);
                await running.DisposeAsync();
                running = await Running.StartAsync(folder);
                await StandsAsync(running, sent, $"stop {stops.Lines.Count + 1}");
                await running.Office.ProveAsync();
                stops.Done($"{sent.Count(s => s.Acknowledged)} acknowledged, {sent.Count(s => !s.Acknowledged)} in doubt");
                sent.Clear();
            }
        }
        finally
        {
            await running.DisposeAsync();
        }

        foreach (var line in stops.Lines)
        {
            output.WriteLine(line);
        }
    }

    /// <summary>Clerks at work, until the database is stopped under their hands.</summary>
    private static async Task CrashAsync(string folder, Office office, List<Sent> sent)
    {
        var enough = new TaskCompletionSource();
        var clerks = Enumerable.Range(0, Clerks).Select(_ => Task.Run(() => WorkAsync(office, sent, enough))).ToList();
        await enough.Task;
        var account = await ServerAccount.ForAsync(null, CancellationToken.None);
        await account.RunAsync(
            folder, PostgresBinaries.Find().PgCtl, ["stop", "-D", Path.Combine(folder, "postgres"), "-m", "immediate", "-w"]);
        await Task.WhenAll(clerks);
    }

    /// <summary>Every form sent once more: what was acknowledged stood already, and each has one effect in all.</summary>
    private static async Task StandsAsync(Running running, List<Sent> sent, string about)
    {
        var office = running.Office;
        foreach (var (press, key, acknowledged) in sent)
        {
            var answer = await office.SendAsync(press, key);
            (acknowledged ? answer == new Answer.Done(true) : answer is Answer.Done).ShouldBeTrue($"{about}, {acknowledged}: {answer}");
            (await office.LookAsync(press.Case)).Case.Votes.Count(v => v.Round == press.Act.Round && v.Seat == press.Act.Seat)
                .ShouldBe(1, about);
        }

        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        await new Invariants(running.Database, office).HoldAsync(sent[0].Press.Case, about);
    }

    /// <summary>Notices through their stages until the database is gone.</summary>
    private static async Task WorkAsync(Office office, List<Sent> sent, TaskCompletionSource enough)
    {
        try
        {
            while (true)
            {
                var notice = await office.DraftAsync(1);
                foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发" })
                {
                    var (press, key) = (await office.PressOfAsync(notice, action), office.NewKey());
                    await SendAsync(office, press, key, sent);
                    if (sent.Count > Before)
                    {
                        enough.TrySetResult();
                    }
                }
            }
        }
        catch (NpgsqlException)
        {
            // Gone.
        }
        catch (Exception failure)
        {
            enough.TrySetException(failure);
            throw;
        }
    }

    private static async Task SendAsync(Office office, Press press, string key, List<Sent> sent)
    {
        var acknowledged = false;
        try
        {
            acknowledged = await office.SendAsync(press, key) == new Answer.Done(false);
        }
        finally
        {
            lock (sent)
            {
                sent.Add(new Sent(press, key, acknowledged));
            }
        }
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

        public async ValueTask DisposeAsync()
        {
            await Database.DisposeAsync();
            await Server.DisposeAsync();
        }
    }

    private sealed record Sent(Press Press, string Key, bool Acknowledged);
}

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
        var (folder, stops) = (TestCluster.NewFolder(), LongRun.Times("faults", 2, 100));
        var (sent, acknowledged, doubtful) = (new List<Sent>(), 0, 0);
        for (var stop = 0; stop < stops; stop++)
        {
            await using var server = await StartAsync(folder);
            await using var database = new Database(server.AppConnection());
            var office = await Office.OpenAsync(database);
            await StandsAsync(office, database, sent, $"stop {stop}");
            sent.Clear();
            await CrashAsync(folder, office, sent);
            acknowledged += sent.Count(s => s.Acknowledged);
            doubtful += sent.Count(s => !s.Acknowledged);
        }

        await using var again = await StartAsync(folder);
        await using var reopened = new Database(again.AppConnection());
        var after = await Office.OpenAsync(reopened);
        await StandsAsync(after, reopened, sent, "the last stop");
        await after.ProveAsync();
        output.WriteLine($"{stops} stops, {acknowledged} acknowledged, {doubtful} in doubt");
    }

    private static async Task<EmbeddedPostgres> StartAsync(string folder)
    {
        var server = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None);
        await new Migrator(server.OwnerConnection()).RunAsync(CancellationToken.None);
        return server;
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
    private static async Task StandsAsync(Office office, Database database, List<Sent> sent, string about)
    {
        foreach (var (press, key, acknowledged) in sent)
        {
            var answer = await office.SendAsync(press, key);
            (acknowledged ? answer == new Answer.Done(true) : answer is Answer.Done).ShouldBeTrue($"{about}, {acknowledged}: {answer}");
            (await office.LookAsync(press.Case)).Case.Votes.Count(v => v.Round == press.Act.Round && v.Seat == press.Act.Seat)
                .ShouldBe(1, about);
        }

        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        if (sent.Count > 0)
        {
            await new Invariants(database, office).HoldAsync(sent[0].Press.Case, about);
        }
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

    private sealed record Sent(Press Press, string Key, bool Acknowledged);
}

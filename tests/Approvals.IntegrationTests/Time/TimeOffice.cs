using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Calendars;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Time;

/// <summary>An office whose time is moved by hand, and what is fired by then.</summary>
internal static partial class TimeOffice
{
    /// <summary>Fires as a node's pump does, without its loop.</summary>
    public static Timers TimersOf(TestDatabase store, Office office) => new(store.Database, office.Deciding, new WakeSignal());

    /// <summary>Everything that is due, and all that follows from it; in how many cases something happened.</summary>
    public static async Task<FiringRound> PassAsync(this Timers timers, Office office)
    {
        var (all, round) = (FiringRound.None, FiringRound.None);
        do
        {
            round = await timers.SweepAsync(office.Unit, CancellationToken.None);
            await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
            all += round;
        }
        while (round.Fired > 0);

        return all;
    }

    /// <summary>The official calendars are counted with already: a node that starts has nothing to count again.</summary>
    public static async Task CountedAsync(TestDatabase store, Office office)
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "calendars"), "*.yaml");
        var calendar = CalendarReader.ReadAll(files.Select(path => (Path.GetFileName(path), File.ReadAllText(path))));
        await new Recounts(store.Database, office.Deciding, calendar).CatchUpAsync(office.Unit, CancellationToken.None);
    }

    /// <summary>A folder with these definitions, the shipped roles, and one more that nobody has.</summary>
    public static string Workflows(params string[] definitions)
    {
        var folder = TestCluster.NewFolder();
        File.WriteAllText(
            Path.Combine(folder, "roles.yaml"),
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "workflows", "roles.yaml")).TrimEnd()
            + "\n  examiner: {title: 考评员}\n");
        for (var i = 0; i < definitions.Length; i++)
        {
            File.WriteAllText(Path.Combine(folder, $"{i}.yaml"), definitions[i]);
        }

        return folder;
    }

    /// <summary>
    /// Deadlocks that the server broke over the office's rows, whoever was told of them. Those of Quartz's own tables are Quartz's to try
    /// again: two nodes of which one takes the other for dead delete the same triggers, without a lock.
    /// </summary>
    public static async Task<int> DeadlocksAsync(TestDatabase store) => Deadlock().Matches(await store.LogAsync())
        .Count(d => d.Groups["database"].Value == store.Name && !d.Groups["processes"].Value.Contains("quartz.", StringComparison.Ordinal));

    public static async Task<int> CountAsync(TestDatabase store, string sql, object? values = null)
    {
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        return await admin.ExecuteScalarAsync<int>(sql, values);
    }

    [GeneratedRegex(@"\] (?<database>\w+) ERROR:  deadlock detected\n.*DETAIL: (?<processes>.*(?:\n\t.*)*)")]
    private static partial Regex Deadlock();
}

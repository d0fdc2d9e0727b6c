using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Messages;
using Approvals.IntegrationTests.Postgres;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Time;

/// <summary>
/// Nodes whose machines show another time (libfaketime), ahead, behind and jumping: only the database's clock decides, so
/// nothing fires early and nothing twice.
/// </summary>
public sealed partial class SkewedClockTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Timers = 70;

    private static readonly string Preload = Directory.GetDirectories("/usr/lib")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException("faketime is not installed; .ci/install installs it");

    private readonly string _folder = TestCluster.NewFolder();

    [Fact]
    public async Task Nodes_whose_clocks_are_wrong_and_jump_fire_nothing_early_and_nothing_twice()
    {
        await store.SetClockAsync(ManyTimers.Issued);
        var office = await Office.OpenAsync(store);
        await TimeOffice.CountedAsync(store, office);
        var timers = await ManyTimers.OpenAsync(store, office, Timers);
        await using var ahead = await StartAsync("ahead", "+1h", "America/New_York");
        await using var behind = await StartAsync("behind", "-1h", "Asia/Tokyo");
        await ShowsAsync(ahead, TimeSpan.FromHours(1));
        await ShowsAsync(behind, TimeSpan.FromHours(-1));

        // A minute too soon by the office's clock, a day too late by one node's.
        await store.SetClockAsync(ManyTimers.Due.AddMinutes(-1));
        await LookedAsync("ahead", "behind");
        Jump("ahead", "+26h");
        Jump("behind", "-3d");
        await LookedAsync("ahead", "behind");
        (await ManyTimers.FiredAsync(office)).ShouldBeEmpty();

        await store.StartClockAsync(ManyTimers.Due);
        Jump("ahead", "-5d");
        Jump("behind", "+400d");
        await Mail.UntilAsync(store.AdminConnection, "SELECT NOT EXISTS (SELECT FROM timer WHERE due_at <= office_now())");
        await LookedAsync("ahead", "behind");
        await ManyTimers.SentAsync(store);
        await ManyTimers.FiredOnceAsync(store, office, timers, $"{timers} timers");

        await ahead.StopAsync();
        await behind.StopAsync();
        await ShowsAsync(ahead, TimeSpan.FromDays(-5));
        await ShowsAsync(behind, TimeSpan.FromDays(400));
        await ManyTimers.SoundAsync(store, office);
    }

    /// <summary>A node that takes its time from a file.</summary>
    private Task<ServerProcess> StartAsync(string name, string clock, string zone)
    {
        Jump(name, clock);
        return store.StartNodeAsync(
            name, "", ("LD_PRELOAD", Preload), ("FAKETIME_TIMESTAMP_FILE", Path.Combine(_folder, name)), ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"), ("DONT_FAKE_MONOTONIC", "1"), ("TZ", zone));
    }

    private void Jump(string name, string clock)
    {
        // Replaced as a whole: the node may be reading it.
        var next = Path.Combine(_folder, $"{name}.next");
        File.WriteAllText(next, $"{clock}\n");
        File.Move(next, Path.Combine(_folder, name), overwrite: true);
    }

    /// <summary>What the node itself takes for the time stands before its last line: its clock is as wrong as we made it.</summary>
    private async Task ShowsAsync(ServerProcess node, TimeSpan wrong)
    {
        var shown = Stamp().Matches(node.Output)[^1].Value;
        var real = (await Mail.QueryAsync<DateTime>(store.AdminConnection, "SELECT now()")).Single();
        output.WriteLine($"{shown} at {real:u}");
        var off = DateTime.Parse(shown, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) - real;
        (off - wrong).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
    }

    /// <summary>Each has looked for what is due three times more.</summary>
    private async Task LookedAsync(params string[] nodes)
    {
        foreach (var node in nodes)
        {
            for (var look = 0; look < 3; look++)
            {
                var before = (await Mail.QueryAsync<DateTime?>(
                    store.AdminConnection, $"SELECT max(query_start) {Look(node)}")).Single() ?? DateTime.MinValue;
                await Mail.UntilAsync(
                    store.AdminConnection, $"SELECT coalesce(max(query_start) > '{before:yyyy-MM-ddTHH:mm:ss.ffffff}Z', false) {Look(node)}");
            }
        }
    }

    private static string Look(string node) =>
        $"FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{node}' AND query LIKE '%units_with_due_timers%'";

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.Multiline)]
    private static partial Regex Stamp();
}

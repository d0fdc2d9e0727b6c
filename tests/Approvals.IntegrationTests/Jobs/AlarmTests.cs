using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Approvals.IntegrationTests.Jobs;

/// <summary>What the nightly jobs find stands on the inbox of those who look after the whole, until it is over.</summary>
public sealed class AlarmTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Unbound = "SET session_replication_role = replica; ";

    [Fact]
    public async Task A_broken_store_is_a_line_for_those_who_see_everything_and_for_nobody_else()
    {
        await BreakAsync("sha256('')");
        await RunAsync("self-check");

        (await LinesAsync("yeqiushui")).ShouldHaveSingleItem().ShouldContain("流程记录的末尾指纹不是最后一个事件的");
        (await LinesAsync("tangyutong")).ShouldBeEmpty();

        // Mended, it is gone with the next night.
        await BreakAsync("(SELECT hash FROM case_event e WHERE e.case_id = flow_case.case_id AND e.seq = flow_case.version)");
        await split.Store.SetClockAsync(new DateTimeOffset(2021, 6, 3, 1, 0, 0, TimeSpan.Zero));
        await RunAsync("self-check");
        await split.Store.SetClockAsync(new DateTimeOffset(2021, 6, 2, 1, 0, 0, TimeSpan.Zero));

        (await LinesAsync("yeqiushui")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-11-30", null)]
    [InlineData("2026-12-01", "2027年的放假调休安排还没有载入")]
    [InlineData("2027-01-04", "2027年的放假调休安排还没有载入")]
    [InlineData("2025-12-15", null)]
    public async Task From_the_first_of_December_a_calendar_that_is_not_loaded_is_an_alarm(string day, string? expected)
    {
        await split.Store.SetClockAsync(new DateTimeOffset(DateOnly.Parse(day).ToDateTime(new TimeOnly(1, 0)), TimeSpan.Zero));
        await RunAsync("calendar-check");
        var raised = await AlarmsAsync();
        await ForgetAsync();

        if (expected is null)
        {
            raised.ShouldBeEmpty();
        }
        else
        {
            raised.ShouldHaveSingleItem().ShouldContain(expected);
        }
    }

    [Fact]
    public async Task What_is_set_aside_is_a_line_within_seconds_and_no_line_once_nothing_is()
    {
        await SetAsideAsync("'no such person'");
        await Messages.Mail.UntilAsync(split.Store.AdminConnection, "SELECT EXISTS (SELECT FROM alarm WHERE cleared_at IS NULL)");

        var line = (await LinesAsync("yeqiushui")).ShouldHaveSingleItem();
        line.ShouldContain("消息多次发不出去，已搁置，重新启动后再发：1 处");
        line.ShouldNotContain(Texts.People.Title, Case.Sensitive, "no appointment mends it");
        (await LinesAsync("tangyutong")).ShouldBeEmpty();

        await SetAsideAsync("NULL");
        await Messages.Mail.UntilAsync(split.Store.AdminConnection, "SELECT NOT EXISTS (SELECT FROM alarm WHERE cleared_at IS NULL)");
        (await LinesAsync("yeqiushui")).ShouldBeEmpty();
        await ForgetAsync();
    }

    /// <param name="why">As SQL; the second time it is done with.</param>
    private Task SetAsideAsync(string why) => TestCluster.ExecuteAsync(
        split.Store.AdminConnection,
        $"INSERT INTO outbox (unit_id, key, channel, payload, parked) VALUES ({split.Unit.Id.Value}, 'k', 'pigeon', '', {why}) "
        + "ON CONFLICT (unit_id, key) DO UPDATE SET parked = NULL, sent_at = office_now()");

    private async Task RunAsync(string name)
    {
        // The clock leapt: what became due meanwhile is fired before anybody asks whether it was.
        await split.Host.Services.GetRequiredService<Pump>().SettleAsync(split.Unit.Id, CancellationToken.None);
        using var node = WebHost.BuildJobs(
            Settings.Read($"--AnchorKey={split.Store.AnchorKey}"), split.Store.Database);
        await node.Services.GetRequiredService<ScheduleRuns>()
            .RunAsync(Schedule.Jobs.Single(j => j.Name == name), CancellationToken.None);
    }

    private async Task<IReadOnlyList<string>> LinesAsync(string login)
    {
        using var client = await split.SignedInAsync(login);
        return [.. (await SplitCampaign.PageAsync(client, "/")).QuerySelectorAll(".alarm").Select(line => line.TextContent)];
    }

    private Task BreakAsync(string head) => TestCluster.ExecuteAsync(
        split.Store.AdminConnection, $"{Unbound}UPDATE flow_case SET head = {head} WHERE case_id = '{split.Notice.Value}'");

    private async Task<List<string>> AlarmsAsync()
    {
        await using var admin = new NpgsqlConnection(split.Store.AdminConnection);
        return [.. await admin.QueryAsync<string>("SELECT what FROM alarm WHERE cleared_at IS NULL")];
    }

    private async Task ForgetAsync()
    {
        await TestCluster.ExecuteAsync(split.Store.AdminConnection, "DELETE FROM alarm; DELETE FROM job_run");
        await split.Store.SetClockAsync(new DateTimeOffset(2021, 6, 2, 1, 0, 0, TimeSpan.Zero));
    }
}

using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Jobs;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Jobs;

/// <summary>One node does everything, or pages and jobs have nodes of their own.</summary>
public sealed class ServeTests : IAsyncLifetime
{
    private readonly TestDatabase _store = new();

    public Task InitializeAsync() => _store.InitializeAsync();

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task A_node_without_jobs_has_pages_and_no_scheduler()
    {
        await using var node = await _store.StartProcessAsync("--no-jobs");
        using var client = new HttpClient { BaseAddress = node.Address };

        (await client.GetAsync("/sign-in")).IsSuccessStatusCode.ShouldBeTrue();
        (await CountAsync("SELECT count(*)::int FROM quartz.qrtz_triggers")).ShouldBe(0);
        (await node.StopAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_node_of_jobs_only_runs_what_was_due_today_and_opens_no_port()
    {
        await _store.AddUnitAsync(1);
        // Ten in the evening in Shanghai: every job's time has passed.
        await _store.SetClockAsync(new DateTimeOffset(2026, 9, 7, 14, 0, 0, TimeSpan.Zero));
        // The jobs may be through before the program says that it has started: its word is waited for.
        await using var node = await ServerProcess.WorkAsync([
            "serve", "--jobs-only", "--Urls=http://127.0.0.1:1", $"--ConnectionStrings:Approvals={_store.AppConnection}",
            $"--AnchorKey={_store.AnchorKey}",
        ]);
        await Until.TrueAsync(
            async () => await CountAsync("SELECT count(*)::int FROM job_run WHERE finished_at IS NOT NULL") >= Schedule.Jobs.Length,
            () => $"{node.Output}{node.Errors}");

        node.Output.ShouldContain("已启动：只运行定时作业，没有网页");
        (await node.StopAsync()).ShouldBe(0, node.Errors);
    }

    [Fact]
    public async Task Neither_pages_nor_jobs_is_wrong_usage()
    {
        var (code, _, errors) = await ServerProcess.RunAsync(["serve", "--no-jobs", "--jobs-only"]);

        code.ShouldBe(2);
        errors.ShouldContain("只能写一个");
    }

    private async Task<int> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_store.AdminConnection);
        return await connection.ExecuteScalarAsync<int>(sql);
    }
}

using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;
using Quartz;

namespace Approvals.IntegrationTests.Jobs;

public sealed class QuartzTablesTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Columns = """
        SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(character_maximum_length, 0) || ' ' || is_nullable
        FROM information_schema.columns
        WHERE table_schema = @schema AND table_name NOT IN ('qrtz_execution_history', 'qrtz_misfire_history', 'qrtz_job_status')
        ORDER BY 1
        """;

    /// <summary>The package creates what is missing, and alters nothing: a new version of it needs a migration of ours.</summary>
    [Fact]
    public async Task The_tables_have_the_columns_that_the_packages_own_script_makes()
    {
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.ExecuteAsync("CREATE SCHEMA theirs");
        await admin.ExecuteAsync(await ScriptAsync());

        var ours = await admin.QueryAsync<string>(Columns, new { schema = "quartz" });
        var theirs = await admin.QueryAsync<string>(Columns, new { schema = "theirs" });

        ours.ShouldBe(theirs);
    }

    [Fact]
    public async Task The_program_writes_them_and_neither_owns_them_nor_makes_others()
    {
        await using var app = new NpgsqlConnection(store.AppConnection);
        (await app.QueryAsync<string>("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'quartz'"))
            .ShouldBe(["approvals_owner"]);
        (await Should.ThrowAsync<PostgresException>(() => app.ExecuteAsync("CREATE TABLE quartz.mine (n int)")))
            .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    private static async Task<string> ScriptAsync()
    {
        var assembly = typeof(IScheduler).Assembly;
        var name = assembly.GetManifestResourceNames().Single(n => n.EndsWith("create_postgres.sql", StringComparison.Ordinal));
        await using var stream = assembly.GetManifestResourceStream(name).ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        return (await reader.ReadToEndAsync()).Replace("{0}", "theirs.qrtz_", StringComparison.Ordinal)
            .Replace("{1}", "qrtz_", StringComparison.Ordinal);
    }
}

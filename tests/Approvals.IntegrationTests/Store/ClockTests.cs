using Approvals.IntegrationTests.Postgres;
using Npgsql;

namespace Approvals.IntegrationTests.Store;

public sealed class ClockTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Morning = new(2021, 10, 8, 0, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("CREATE OR REPLACE FUNCTION office_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT ''infinity''::timestamptz'")]
    [InlineData("DROP FUNCTION office_now()")]
    [InlineData("ALTER FUNCTION office_now() RENAME TO office_then")]
    public async Task The_product_cannot_touch_the_offices_clock(string sql)
    {
        await using var command = office.Database.Source.CreateCommand(sql);
        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_test_moves_the_clock_of_its_own_database()
    {
        await office.SetClockAsync(Morning);
        (await office.ClockAsync()).ShouldBe(Morning);

        await office.StartClockAsync(Morning.AddDays(30));
        (await office.ClockAsync()).ShouldBeInRange(Morning.AddDays(30), Morning.AddDays(30).AddMinutes(1));
    }
}

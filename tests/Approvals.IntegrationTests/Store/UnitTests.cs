using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Store;

public sealed class UnitTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    private static readonly UnitId First = new(1);
    private static readonly UnitId Second = new(2);

    [Fact]
    public async Task A_unit_sees_its_own_rows_and_nobody_elses()
    {
        await PrepareAsync();
        (await KeysOfAsync(First)).ShouldBe(["of 1"]);
        (await KeysOfAsync(Second)).ShouldBe(["of 2"]);
    }

    [Fact]
    public async Task Without_a_unit_there_are_no_rows()
    {
        await PrepareAsync();
        await using var command = office.Database.Source.CreateCommand("SELECT count(*) FROM command_key");
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task A_row_cannot_be_put_into_another_unit()
    {
        await PrepareAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() => office.Database.InUnitAsync(
            First,
            (connection, _) => connection.ExecuteAsync(
                "INSERT INTO command_key (unit_id, key, body_hash) VALUES (2, 'x', sha256(''))"),
            CancellationToken.None));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_unit_ends_with_its_transaction()
    {
        await PrepareAsync();
        await using var connection = await office.Database.Source.OpenConnectionAsync();
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync(Web.Store.Database.SetUnit, new { unit = 1 }, transaction);
            (await connection.ExecuteScalarAsync<int>("SELECT count(*)::int FROM command_key")).ShouldBe(1);
            await transaction.CommitAsync();
        }

        (await connection.ExecuteScalarAsync<int>("SELECT count(*)::int FROM command_key")).ShouldBe(0);
    }

    [Fact]
    public async Task Even_the_owner_of_the_tables_is_bound()
    {
        await PrepareAsync();
        await using var owner = new NpgsqlConnection(office.OwnerConnection);
        (await owner.ExecuteScalarAsync<int>("SELECT count(*)::int FROM command_key")).ShouldBe(0);
    }

    [Fact]
    public async Task The_units_are_listed_before_one_is_chosen()
    {
        await PrepareAsync();
        var units = await office.Database.UnitsAsync(CancellationToken.None);
        units.Select(unit => unit.Id).ShouldBe([First, Second]);
        units[0].Zone.ShouldBe("Asia/Shanghai");
    }

    [Fact]
    public async Task Reading_cannot_write()
    {
        await PrepareAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() => office.Database.ReadInUnitAsync(
            First, (connection, _) => connection.ExecuteAsync("DELETE FROM command_key"), CancellationToken.None));
        refused.SqlState.ShouldBe(PostgresErrorCodes.ReadOnlySqlTransaction);
    }

    [Fact]
    public async Task Work_that_fails_leaves_nothing()
    {
        await PrepareAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => office.Database.InUnitAsync(
            First,
            async (connection, _) =>
            {
                await connection.ExecuteAsync("DELETE FROM command_key");
                throw new InvalidOperationException();
            },
            CancellationToken.None));
        (await KeysOfAsync(First)).ShouldBe(["of 1"]);
    }

    [Fact]
    public async Task What_is_only_appended_cannot_be_changed_or_deleted()
    {
        await PrepareAsync();
        foreach (var sql in new[] { "UPDATE file SET name = 'x'", "DELETE FROM file" })
        {
            var refused = await Should.ThrowAsync<PostgresException>(() => office.Database.InUnitAsync(
                First, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None));
            refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    public async Task Every_table_with_a_unit_is_forced_under_row_level_security()
    {
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        var open = await admin.QueryAsync<string>(
            """
            SELECT c.relname
            FROM pg_class c
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'unit_id'
            WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
              AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
            """);
        open.ShouldBeEmpty();
    }

    private async Task PrepareAsync()
    {
        foreach (var unit in new[] { 1, 2 })
        {
            await office.Database.InUnitAsync(
                new UnitId(unit),
                (connection, _) => connection.ExecuteAsync(
                    """
                    INSERT INTO unit (unit_id, name, short_name) VALUES (@unit, '某医院', '某院') ON CONFLICT DO NOTHING;
                    INSERT INTO command_key (unit_id, key, body_hash)
                    VALUES (@unit, 'of ' || @unit, sha256('')) ON CONFLICT DO NOTHING
                    """,
                    new { unit }),
                CancellationToken.None);
        }
    }

    private Task<IEnumerable<string>> KeysOfAsync(UnitId unit) =>
        office.Database.ReadInUnitAsync(
            unit, (connection, _) => connection.QueryAsync<string>("SELECT key FROM command_key"), CancellationToken.None);
}

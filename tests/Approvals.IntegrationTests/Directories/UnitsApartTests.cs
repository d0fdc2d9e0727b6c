using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Directories;

/// <summary>Two hospitals in one installation never see each other.</summary>
public sealed class UnitsApartTests(TestDatabase office) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    public static TheoryData<string> Tables { get; } =
    [
        "person", "body", "body_name", "post", "unit_directory", "account",
        "number_register", "number_series", "number_taken", "number_voided", "number_misread", "trail",
    ];

    private UnitId _real;
    private UnitId _twin;

    public async Task InitializeAsync()
    {
        var import = new UnitImport(office.Database);
        _real = await import.ImportAsync(ShippedUnit.Real, CancellationToken.None);
        _twin = await import.ImportAsync(ShippedUnit.Twin, CancellationToken.None);
        foreach (var (unit, symbol) in new[] { (_real, "上级来文"), (_twin, "澄卫健委") })
        {
            await office.Database.InUnitAsync(
                unit,
                async (connection, _) =>
                {
                    var numbers = new NumberRegister();
                    var given = new DocumentNumber(symbol, 2021, 18);
                    if (await numbers.RecordAsync(connection, unit, given, null, null, CancellationToken.None))
                    {
                        await numbers.VoidAsync(connection, unit, given, "重号", null, CancellationToken.None);
                        var by = new PersonId(await connection.QuerySingleAsync<int>("SELECT min(person_id) FROM person"));
                        await numbers.MisreadAsync(
                            connection, unit, given, CaseId.Derive(new DateOnly(2021, 6, 2), symbol), "读错", by, CancellationToken.None);
                    }
                },
                CancellationToken.None);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Each_table_shows_a_unit_its_own_rows_alone(string table)
    {
        await using var admin = new NpgsqlConnection(office.AdminConnection);
        (await admin.QueryAsync<int>($"SELECT DISTINCT unit_id FROM {table} ORDER BY 1")).ShouldBe([_real.Value, _twin.Value]);

        var seen = await office.Database.ReadInUnitAsync(
            _twin,
            (connection, _) => connection.QueryAsync<int>($"SELECT DISTINCT unit_id FROM {table}"),
            CancellationToken.None);

        seen.ShouldBe([_twin.Value]);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Without_a_unit_each_table_is_empty(string table)
    {
        await using var command = office.Database.Source.CreateCommand($"SELECT count(*) FROM {table}");
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Theory]
    [InlineData("INSERT INTO person (unit_id, person_id, name, position) VALUES (@other, 900, '某人', 900)")]
    [InlineData("INSERT INTO body (unit_id, body_id, kind, name, position, valid_from) "
        + "VALUES (@other, 900, 'ward', '某科', 900, '2021-01-01')")]
    [InlineData("UPDATE person SET unit_id = @other WHERE person_id = 1")]
    public async Task Nothing_can_be_put_into_another_unit(string sql)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => office.Database.InUnitAsync(
            _twin, (connection, _) => connection.ExecuteAsync(sql, new { other = _real.Value }), CancellationToken.None));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("DELETE FROM person")]
    [InlineData("DELETE FROM post")]
    [InlineData("DELETE FROM account")]
    [InlineData("UPDATE number_taken SET number = 19")]
    [InlineData("DELETE FROM number_taken")]
    [InlineData("DELETE FROM number_voided")]
    [InlineData("DELETE FROM trail")]
    public async Task The_past_cannot_be_deleted(string sql)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() => office.Database.InUnitAsync(
            _twin, (connection, _) => connection.ExecuteAsync(sql), CancellationToken.None));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task Before_a_unit_is_known_an_account_is_found_by_its_whole_login_only()
    {
        await using var connection = await office.Database.Source.OpenConnectionAsync();

        (await connection.QueryAsync<int>("SELECT unit_id FROM find_account('gumingxi')")).ShouldBe([_twin.Value]);
        (await connection.QueryAsync<int>("SELECT unit_id FROM find_account('gu%')")).ShouldBeEmpty();
        (await connection.QueryAsync<int>("SELECT unit_id FROM account")).ShouldBeEmpty();
    }
}

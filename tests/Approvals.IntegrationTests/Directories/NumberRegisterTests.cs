using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Directories;

public sealed class NumberRegisterTests(TestDatabase office) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly NumberRegister _numbers = new();

    private UnitId _unit;

    /// <summary>A unit and registers of its own for each test.</summary>
    public async Task InitializeAsync()
    {
        var name = $"第{(await office.Database.UnitsAsync(CancellationToken.None)).Count + 1}医院";
        _unit = await new UnitImport(office.Database).ImportAsync(
            ShippedUnit.Of($$"""
                apiVersion: approvals/1
                unit: {{name}}
                short: {{name}}
                demonstration: true
                zone: Asia/Shanghai
                from: 2019-01-01
                registers:
                  - {symbol: 甲党, kept: here, first: 18}
                  - {symbol: 甲院, kept: here, first: 5, year: 2022}
                  - {symbol: 省卫, kept: elsewhere}
                """),
            CancellationToken.None);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Numbers_begin_where_the_office_says_and_the_next_year_with_one()
    {
        (await TakeAsync("甲党", 2021)).ToString().ShouldBe("甲党〔2021〕18号");
        (await TakeAsync("甲党", 2021)).Number.ShouldBe(19);
        (await TakeAsync("甲党", 2022)).Number.ShouldBe(1);
        (await TakeAsync("甲院", 2021)).Number.ShouldBe(1);
        (await TakeAsync("甲院", 2022)).Number.ShouldBe(5);
    }

    [Fact]
    public async Task Many_who_take_a_number_at_once_leave_no_gap()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => Task.Run(() => TakeAsync("甲党", 2021))));

        taken.Select(t => t.Number).Order().ShouldBe(Enumerable.Range(18, 24));
    }

    [Fact]
    public async Task A_number_whose_transaction_failed_was_never_taken()
    {
        await TakeAsync("甲党", 2021);
        await Should.ThrowAsync<InvalidOperationException>(() => office.Database.InUnitAsync(
            _unit,
            async (connection, _) =>
            {
                await _numbers.AllocateAsync(connection, _unit, "甲党", 2021, null, null, CancellationToken.None);
                throw new InvalidOperationException("the press failed");
            },
            CancellationToken.None));

        (await TakeAsync("甲党", 2021)).Number.ShouldBe(19);
    }

    [Fact]
    public async Task A_voided_number_stays_taken_with_its_reason()
    {
        var taken = await TakeAsync("甲党", 2021);
        (await VoidAsync(taken, "印错")).ShouldBeTrue();
        (await VoidAsync(taken with { Number = 99 }, "没有这个号")).ShouldBeFalse();

        (await TakeAsync("甲党", 2021)).Number.ShouldBe(19);
        (await QueryAsync<string>("SELECT reason FROM number_voided")).ShouldBe(["印错"]);
    }

    [Fact]
    public async Task A_number_from_elsewhere_is_recorded_once_and_never_allocated()
    {
        var given = new DocumentNumber("省卫", 2021, 40);

        (await RecordAsync(given)).ShouldBeTrue();
        (await RecordAsync(given)).ShouldBeFalse();
        (await RecordAsync(given with { Number = 12 })).ShouldBeTrue();

        await Should.ThrowAsync<InvalidOperationException>(() => TakeAsync("省卫", 2021));
        await Should.ThrowAsync<InvalidOperationException>(() => TakeAsync("没有", 2021));
        await Should.ThrowAsync<InvalidOperationException>(() => RecordAsync(new DocumentNumber("甲党", 2021, 1)));
    }

    [Theory]
    [InlineData(20, null, 18)]
    [InlineData(20, 18, 18)]
    [InlineData(20, 19, 18)]
    [InlineData(20, null, 20)]
    [InlineData(17, null, 18)]
    public async Task A_gap_cannot_even_be_stored(int number, int? prev, int first)
    {
        await TakeAsync("甲党", 2021);

        var refused = await Should.ThrowAsync<PostgresException>(() => office.Database.InUnitAsync(
            _unit,
            (connection, _) => connection.ExecuteAsync(
                """
                INSERT INTO number_taken (unit_id, register_id, year, number, prev, kept, first_number)
                VALUES (@unit, 1, 2021, @number, @prev, 'here', @first)
                """,
                new { unit = _unit.Value, number, prev, first }),
            CancellationToken.None));

        refused.SqlState.ShouldBeOneOf(PostgresErrorCodes.CheckViolation, PostgresErrorCodes.ForeignKeyViolation);
    }

    private Task<DocumentNumber> TakeAsync(string symbol, int year) => office.Database.InUnitAsync(
        _unit,
        (connection, _) => _numbers.AllocateAsync(connection, _unit, symbol, year, null, null, CancellationToken.None),
        CancellationToken.None);

    private Task<bool> RecordAsync(DocumentNumber given) => office.Database.InUnitAsync(
        _unit,
        (connection, _) => _numbers.RecordAsync(connection, _unit, given, null, null, CancellationToken.None),
        CancellationToken.None);

    private Task<bool> VoidAsync(DocumentNumber taken, string reason) => office.Database.InUnitAsync(
        _unit,
        (connection, _) => _numbers.VoidAsync(connection, _unit, taken, reason, null, CancellationToken.None),
        CancellationToken.None);

    private Task<IEnumerable<T>> QueryAsync<T>(string sql) => office.Database.ReadInUnitAsync(
        _unit, (connection, _) => connection.QueryAsync<T>(sql), CancellationToken.None);
}

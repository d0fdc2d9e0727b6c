using Approvals.IntegrationTests.Postgres;
using Dapper;

namespace Approvals.IntegrationTests.Store;

public sealed class MappingTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    private sealed record Row(
        DateOnly DueOn, DateOnly? MovedTo, DateTimeOffset RecordedAt, DateTimeOffset? SentAt, Guid CaseId, byte[] Sha256,
        long Size, int[] Bodies);

    private const string RoundTrip = """
        SELECT @DueOn::date AS due_on, @MovedTo::date AS moved_to, @RecordedAt::timestamptz AS recorded_at,
               @SentAt::timestamptz AS sent_at, @CaseId::uuid AS case_id, @Sha256::bytea AS sha256, @Size::bigint AS size,
               @Bodies::int[] AS bodies
        """;

    [Fact]
    public async Task Days_instants_ids_and_hashes_come_back_as_they_went()
    {
        await using var connection = await office.Database.Source.OpenConnectionAsync();
        var sent = new Row(
            new DateOnly(2021, 10, 15), new DateOnly(1, 1, 1),
            new DateTimeOffset(2021, 10, 8, 8, 30, 0, 123, 456, TimeSpan.FromHours(8)), null,
            new Guid("01234567-89ab-cdef-0123-456789abcdef"), [0, 1, 254, 255], long.MaxValue, [3, 1, 2]);

        var back = await connection.QuerySingleAsync<Row>(RoundTrip, sent);

        back.ShouldBeEquivalentTo(sent with { RecordedAt = sent.RecordedAt.ToUniversalTime() });
    }

    [Fact]
    public async Task A_missing_day_stays_missing()
    {
        await using var connection = await office.Database.Source.OpenConnectionAsync();
        (await connection.QuerySingleAsync<DateOnly?>("SELECT NULL::date")).ShouldBeNull();
        (await connection.QuerySingleAsync<DateOnly>("SELECT date '2021-12-31'")).ShouldBe(new DateOnly(2021, 12, 31));
    }
}

using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Time;

/// <summary>What the program must never write, written by hand in its own role: the database refuses it at COMMIT.</summary>
public sealed class TimerConstraintTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData("a dated assignment without a timer",
        "UPDATE assignment SET due_on = '2026-09-30', ladder_since = office_now() WHERE case_id = @undated")]
    [InlineData("a new dated assignment without a timer",
        "WITH gone AS (DELETE FROM assignment WHERE case_id = @undated RETURNING *) SELECT count(*) FROM gone; "
        + "INSERT INTO assignment (unit_id, opened_month, case_id, round, seat_no, quiet, since, due_on, ladder_since) "
        + "SELECT unit_id, opened_month, case_id, round, seat_no, false, office_now(), '2026-09-30', office_now() "
        + "FROM seat WHERE case_id = @undated")]
    [InlineData("a timer of an assignment without a date",
        "INSERT INTO timer (unit_id, opened_month, case_id, seat_no, rung, due_at) "
        + "SELECT unit_id, opened_month, case_id, seat_no, 0, office_now() FROM assignment WHERE case_id = @undated")]
    [InlineData("a timer of nothing",
        "INSERT INTO timer (unit_id, opened_month, case_id, seat_no, rung, due_at) "
        + "SELECT unit_id, opened_month, case_id, 99, 0, office_now() FROM assignment WHERE case_id = @dated")]
    [InlineData("a timer taken away", "DELETE FROM timer WHERE case_id = @dated")]
    [InlineData("a timer given to another seat", "UPDATE timer SET seat_no = 99 WHERE case_id = @dated")]
    [InlineData("an assignment suspended with its timer", "UPDATE assignment SET suspended = true WHERE case_id = @dated")]
    [InlineData("a date taken away with its timer left",
        "UPDATE assignment SET due_on = NULL, ladder_since = NULL WHERE case_id = @dated")]
    [InlineData("an assignment opened in an ended case",
        "INSERT INTO assignment (unit_id, opened_month, case_id, round, seat_no, quiet, since) "
        + "SELECT unit_id, opened_month, case_id, round, seat_no, false, office_now() FROM seat WHERE case_id = @ended")]
    [InlineData("an assignment moved into an ended case",
        "DELETE FROM assignment_sitter WHERE case_id = @undated; "
        + "UPDATE assignment SET case_id = @ended WHERE case_id = @undated")]
    [InlineData("a case that ends with something open",
        "UPDATE flow_case SET ended = true, round_open = false WHERE case_id = @undated")]
    public async Task The_database_refuses_at_commit(string what, string statement)
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync(rows: 1);
        var (undated, ended) = (await office.DraftAsync(), await office.DraftAsync());
        await office.PressAsync(ended, "作废");
        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await EnterAsync(connection, office);
        await connection.ExecuteAsync(
            statement,
            new { undated = undated.Value, ended = ended.Value, dated = (await office.TreeAsync(notice))[0].Value });

        var refused = await Should.ThrowAsync<PostgresException>(() => transaction.CommitAsync(), what);

        refused.SqlState.ShouldBeOneOf(PostgresErrorCodes.ForeignKeyViolation, PostgresErrorCodes.CheckViolation);
    }

    /// <summary>Two that cannot see each other's rows, one of whom never took the case: not both are right.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_opens_while_its_case_ends_is_refused_whoever_commits_first(bool endsFirst)
    {
        var office = await OpenAsync();
        var id = await office.DraftAsync();
        await using var opening = await store.Database.Source.OpenConnectionAsync();
        await using var opens = await opening.BeginTransactionAsync();
        await EnterAsync(opening, office);
        await opening.ExecuteAsync(
            """
            INSERT INTO seat (unit_id, opened_month, case_id, round, seat_no, stage, sitters)
            SELECT unit_id, opened_month, case_id, round, 7, stage, sitters FROM seat WHERE case_id = @id;
            INSERT INTO assignment (unit_id, opened_month, case_id, round, seat_no, quiet, since)
            SELECT unit_id, opened_month, case_id, round, 7, false, office_now() FROM seat WHERE case_id = @id AND seat_no = 7
            """,
            new { id = id.Value });
        await using var ending = await store.Database.Source.OpenConnectionAsync();
        await using var ends = await ending.BeginTransactionAsync();
        await EnterAsync(ending, office);
        await ending.ExecuteAsync(
            """
            DELETE FROM assignment WHERE case_id = @id;
            UPDATE flow_case SET ended = true, round_open = false WHERE case_id = @id
            """,
            new { id = id.Value });
        var (first, last) = endsFirst ? (ends, opens) : (opens, ends);

        // Whoever only opened waits at his COMMIT for who holds the case; the other one does not.
        var committing = Task.Run(() => first.CommitAsync());
        if (!endsFirst)
        {
            await Messages.Mail.UntilAsync(
                store.AdminConnection,
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')");
        }

        var refused = await Should.ThrowAsync<PostgresException>(async () =>
        {
            await last.CommitAsync();
            await committing;
        });
        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
        (await office.QueryAsync<long>(
            "SELECT count(*) FROM flow_case c JOIN assignment a ON a.case_id = c.case_id WHERE c.case_id = @id AND c.ended",
            new { id = id.Value })).ShouldBe([0]);
    }

    private static Task EnterAsync(NpgsqlConnection connection, Office office) =>
        connection.ExecuteAsync(Database.SetUnit, new { unit = office.Unit.Value });

    private async Task<Office> OpenAsync()
    {
        await store.SetClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store);
    }
}

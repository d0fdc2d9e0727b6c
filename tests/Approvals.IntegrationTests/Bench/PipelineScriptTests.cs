using Approvals.Engine;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;

namespace Approvals.IntegrationTests.Bench;

/// <summary>The reference waits where the product has to, and nowhere else.</summary>
public sealed class PipelineScriptTests
{
    private static readonly DateOnly Day = new(2026, 11, 30);

    [Fact]
    public void A_command_is_read_in_one_round_trip_and_written_in_the_next() => Trips(
        "BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED", "SELECT set_config('app.unit_id', '1', true)", "INSERT INTO command_key VALUES (1)",
        "SELECT stage FROM flow_case", "SELECT seat_no FROM seat", "UPDATE flow_case SET round = 2", "INSERT INTO vote VALUES (1)", "COMMIT").ShouldBe(2);

    [Fact]
    public void A_look_that_writes_nothing_is_one_round_trip() =>
        Trips("BEGIN", "SELECT set_config('app.unit_id', '1', true)", "SELECT stage FROM flow_case", "COMMIT").ShouldBe(1);

    [Fact]
    public void The_next_transaction_waits_for_the_last() => Trips(
        "BEGIN", "SELECT stage FROM flow_case", "COMMIT", "BEGIN", "SELECT stage FROM flow_case", "UPDATE flow_case SET round = 2", "COMMIT").ShouldBe(3);

    [Fact]
    public void Each_round_trip_is_a_pipeline_of_its_own() =>
        Script("BEGIN", "SELECT stage FROM flow_case", "UPDATE flow_case SET round = 2", "COMMIT").Text.ShouldEndWith(
            """
            \startpipeline
            BEGIN;
            SELECT stage FROM flow_case;
            \endpipeline
            \startpipeline
            UPDATE flow_case SET round = 2;
            COMMIT;
            \endpipeline

            """);

    private static int Trips(params string[] statements) => Script(statements).RoundTrips;

    private static ReferenceScript Script(params string[] statements)
    {
        var id = CaseId.Derive(Day, "signed");
        var copy = new TreeCopy(0, [id]);
        return new PipelineScript(new CopiedCases("key", copy[0].Id, copy, new AlikeCases([id], 1)))
            .Write([.. statements.Select(sql => new SentStatement(sql, []))]);
    }
}

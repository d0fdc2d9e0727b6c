using System.Text.Json;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Verify;

namespace Approvals.IntegrationTests.Verify;

/// <summary>不变量自检: what a superuser breaks, whom no constraint stops, is named with its first place.</summary>
public sealed class StoreCheckTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Unbound = "SET session_replication_role = replica; ";

    [Fact]
    public async Task After_a_walk_every_rule_holds()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync();
        for (var press = 0; press < 12 && await Cases.Walk.NextAsync(office, notice) is { } next; press++)
        {
            await office.DoAsync(next);
        }

        (await new StoreCheck(store.Database).RunAsync(office.Unit, default)).ShouldBeEmpty();
        var (code, output) = await VerifyAsync();
        code.ShouldBe(0, output);
        output.ShouldContain($"澄湾市中医院：自检 {StoreRules.All.Count} 项，全部成立");
    }

    [Theory]
    [InlineData("ended-is-quiet", "UPDATE flow_case SET ended = true, round_open = false, recall_seat = NULL, recall_straight_back = NULL WHERE case_id = @case")]
    [InlineData("open-seats-wait", "DELETE FROM assignment WHERE case_id = @case")]
    [InlineData("open-seats-wait", "UPDATE assignment SET round = round + 1 WHERE case_id = @case")]
    [InlineData("somebody-may-sit", "DELETE FROM assignment_sitter WHERE case_id = @case")]
    [InlineData("held-as-the-seat-says", "UPDATE assignment SET holder = 1 WHERE case_id = @case")]
    [InlineData("one-vote-a-seat", "UPDATE vote SET seat_no = 99 WHERE case_id = @case AND round = 1")]
    [InlineData("events-are-counted", "DELETE FROM case_event WHERE case_id = @case AND seq = 3")]
    [InlineData("events-are-counted", "UPDATE flow_case SET version = version + 1 WHERE case_id = @case")]
    [InlineData("head-is-the-last-event", "UPDATE flow_case SET head = sha256('') WHERE case_id = @case")]
    [InlineData("children-are-counted", "UPDATE flow_case SET splits = '{\"x\": 2}' WHERE case_id = @case")]
    [InlineData("roots-are-shared", "UPDATE flow_case SET root_id = gen_random_uuid() WHERE case_id = @case")]
    [InlineData("campaigns-are-handed-down", "UPDATE flow_case SET parent_workflow = 'x' WHERE parent_id IS NOT NULL AND root_id <> @case")]
    [InlineData("campaigns-are-handed-down", "UPDATE flow_case SET campaign_id = case_id WHERE campaign_id IS NOT NULL AND root_id <> @case")]
    [InlineData("campaigns-are-handed-down",
        "UPDATE flow_case SET campaign_month = campaign_month - interval '1 month' WHERE campaign_id IS NOT NULL AND root_id <> @case")]
    [InlineData("whoever-is-asked-is-known", "DELETE FROM asked WHERE case_id = @case")]
    [InlineData("nobody-else-is-known",
        "INSERT INTO asked (unit_id, person_id, opened_month, case_id) SELECT unit_id, 9999, opened_month, case_id FROM flow_case WHERE case_id = @case")]
    [InlineData("inspectors-of-what-runs",
        "INSERT INTO running_inspector (unit_id, person_id, opened_month, case_id) SELECT unit_id, 9999, opened_month, case_id FROM flow_case WHERE case_id = @case")]
    [InlineData("inspectors-of-what-runs",
        "INSERT INTO case_party (unit_id, opened_month, case_id, party, place, person_id) "
        + "SELECT unit_id, opened_month, case_id, 'Inspectors', 99, 9999 FROM flow_case WHERE case_id = @case")]
    [InlineData("cited-by-its-event",
        "INSERT INTO citation (unit_id, opened_month, case_id, seq, sha256) SELECT unit_id, opened_month, case_id, 1, sha256('') "
        + "FROM flow_case WHERE case_id = @case")]
    [InlineData("wakes-are-received",
        "INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at) "
        + "SELECT unit_id, opened_month, gen_random_uuid(), case_id, 1, now() FROM flow_case WHERE case_id = @case")]
    [InlineData("duties-have-their-days",
        "UPDATE flow_case SET recurrence = '{\"Exceptions\": [{\"On\": \"2026-09-08\"}, {\"On\": \"2026-09-08\"}]}' WHERE case_id = @case")]
    [InlineData("numbers-are-gapless", "DELETE FROM number_taken WHERE number = (SELECT min(number) FROM number_taken)")]
    [InlineData("voided-were-taken",
        "INSERT INTO number_voided (unit_id, register_id, year, number, reason) SELECT unit_id, 1, 2026, 999, 'x' "
        + "FROM flow_case WHERE case_id = @case")]
    public async Task A_broken_rule_is_named(string rule, string damage)
    {
        var office = await OpenAsync();
        await office.IssuedAsync(rows: 1);
        await office.IssuedAsync(rows: 1); // two numbers are taken
        var notice = await office.DraftAsync();
        await office.PressAsync(notice, "送核稿");

        var broken = await BrokenByAsync(office, damage.Replace("@case", $"'{notice.Value}'"));

        broken.Select(b => b.Rule.Name).ShouldContain(rule);
        broken.First(b => b.Rule.Name == rule).Rule.Fault.ShouldBeTrue();
    }

    [Theory]
    [InlineData("nothing-is-parked",
        "INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at, parked, parked_version) "
        + "SELECT unit_id, opened_month, case_id, case_id, 1, now(), 'x', 0 FROM flow_case WHERE case_id = @case")]
    [InlineData("no-message-is-parked",
        "INSERT INTO outbox (unit_id, key, channel, payload, parked) "
        + "SELECT unit_id, 'k', 'mail', '', 'x' FROM flow_case WHERE case_id = @case")]
    [InlineData("no-file-is-parked",
        "INSERT INTO product (unit_id, opened_month, case_id, ordered, root_month, root_id, kind, ordered_at, parked) "
        + "SELECT unit_id, opened_month, case_id, 1, root_month, root_id, 'Document', office_now(), 'x' FROM flow_case WHERE case_id = @case")]
    [InlineData("files-are-made",
        "INSERT INTO product (unit_id, opened_month, case_id, ordered, root_month, root_id, kind, ordered_at) SELECT unit_id, "
        + "opened_month, case_id, 1, root_month, root_id, 'Document', office_now() - interval '25 hours' FROM flow_case WHERE case_id = @case")]
    [InlineData("messages-leave",
        "INSERT INTO outbox (unit_id, key, channel, payload, created_at) "
        + "SELECT unit_id, 'k', 'mail', '', office_now() - interval '25 hours' FROM flow_case WHERE case_id = @case")]
    public async Task What_only_needs_looking_after_is_reported_and_is_no_fault(string rule, string damage)
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();

        var broken = await BrokenByAsync(office, damage.Replace("@case", $"'{notice.Value}'"));

        broken.ShouldHaveSingleItem().Rule.ShouldSatisfyAllConditions(r => r.Name.ShouldBe(rule), r => r.Fault.ShouldBeFalse());
    }

    [Fact]
    public async Task The_verb_names_the_first_place_and_ends_with_1()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        await TestCluster.ExecuteAsync(
            store.AdminConnection, $"{Unbound}UPDATE flow_case SET head = sha256('') WHERE case_id = '{notice.Value}'");
        var (code, output) = await VerifyAsync("--json");
        var (_, lines) = await VerifyAsync();
        await TestCluster.ExecuteAsync(
            store.AdminConnection,
            $"{Unbound}UPDATE flow_case c SET head = e.hash FROM case_event e WHERE c.case_id = '{notice.Value}' "
            + "AND e.case_id = c.case_id AND e.seq = c.version");

        code.ShouldBe(1);
        lines.ShouldContain($"流程记录的末尾指纹不是最后一个事件的：1 处，第一处 {notice.Value}");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("sound").GetBoolean().ShouldBeFalse();
        var broken = document.RootElement.GetProperty("units").EnumerateArray().SelectMany(u => u.GetProperty("broken").EnumerateArray())
            .ShouldHaveSingleItem();
        broken.GetProperty("rule").GetString().ShouldBe("head-is-the-last-event");
        broken.GetProperty("first").GetString().ShouldBe($"{notice.Value}");
    }

    /// <summary>Breaks, looks and rolls back, on one connection.</summary>
    private async Task<IReadOnlyList<BrokenRule>> BrokenByAsync(Office office, string damage)
    {
        await using var admin = new Npgsql.NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await using var transaction = await admin.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand(
            $"SET LOCAL session_replication_role = replica; {damage}", admin, transaction))
        {
            await command.ExecuteNonQueryAsync();
        }

        return await StoreCheck.RunAsync(admin, office.Unit, StoreRules.All, default);
    }

    private async Task<Office> OpenAsync()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store);
    }

    private async Task<(int Code, string Output)> VerifyAsync(params string[] options)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["verify-store", $"--ConnectionStrings:Approvals={store.AppConnection}", .. options]);
        return (code, output + errors);
    }
}

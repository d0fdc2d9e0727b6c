using System.Text.Json;
using Approvals.Engine;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.CommandLine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Directories;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Damage done by a superuser, whom no right and no constraint stops, is named.</summary>
public sealed class AuditTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>No foreign key, no trigger.</summary>
    private const string Unbound = "SET session_replication_role = replica; ";

    [Fact]
    public async Task A_whole_history_is_one_line_a_unit()
    {
        var office = await OpenAsync();
        await office.IssuedAsync();
        await new UnitImport(store.Database).ImportAsync(ShippedUnit.Real, CancellationToken.None);

        var (code, output, errors) = await AuditAsync();

        code.ShouldBe(0, output + errors);
        output.Trim().Split('\n').Length.ShouldBe(2);
        output.ShouldContain("澄湾市中医院：流程 ");
        output.ShouldContain("全部相符");
    }

    [Fact]
    public async Task A_case_that_is_stuck_is_a_warning_and_no_fault()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        await TestCluster.ExecuteAsync(
            store.AdminConnection,
            $"""
            INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at, parked, parked_version)
            SELECT unit_id, opened_month, case_id, case_id, 1, office_now(), '没有人可以办。', 0
            FROM flow_case WHERE case_id = '{notice.Value}'
            """);

        var (code, output, errors) = await AuditAsync();
        await TestCluster.ExecuteAsync(store.AdminConnection, "DELETE FROM wake");

        code.ShouldBe(0, output + errors);
        output.ShouldContain("澄湾市中医院：注意，有 1 处流程停住了");
    }

    [Theory]
    [InlineData("UPDATE case_event SET payload = payload || ' '::bytea WHERE case_id = @case AND seq = 3", 3, "被改动过")]
    [InlineData("UPDATE case_event SET actor = 1 WHERE case_id = @case AND seq = 4", 4, "被改动过")]
    [InlineData("UPDATE case_event SET recorded_at = recorded_at + interval '1 microsecond' WHERE case_id = @case AND seq = 2", 2,
        "被改动过")]
    [InlineData("UPDATE flow_case SET head = sha256('') WHERE case_id = @case", 8, "末尾的指纹")]
    [InlineData("DELETE FROM case_event WHERE case_id = @case AND seq > 5", 6, "末尾丢失")]
    [InlineData("DELETE FROM case_event WHERE case_id = @case AND seq = 4", 4, "缺这个事件")]
    [InlineData("DELETE FROM case_event WHERE case_id = @case", null, "全部丢失")]
    [InlineData("DELETE FROM flow_case WHERE case_id = @case", 8, "有历史，没有这个流程")]
    [InlineData("UPDATE flow_case SET stage = 'signing' WHERE case_id = @case", null, "环节不符")]
    [InlineData("DELETE FROM vote WHERE case_id = @case", null, "表决不符")]
    [InlineData("DELETE FROM assignment WHERE case_id = @case", null, "待办件不符")]
    [InlineData("UPDATE case_party SET person_id = 1 WHERE case_id = @case AND person_id IS NOT NULL", null, "相关人员和科室不符")]
    [InlineData("UPDATE notice_row SET standard = '不办' WHERE case_id = @case AND row_no = '2'", null, "第2项被改动过")]
    [InlineData("DELETE FROM notice_row WHERE case_id = @case AND row_no = '1'", null, "第1项被改动过")]
    [InlineData("UPDATE notice SET title = '关于另一件事的通知' WHERE case_id = @case", null, "公文标题被改动过")]
    [InlineData(
        "INSERT INTO notice_difference (unit_id, opened_month, case_id, difference) "
        + "SELECT unit_id, opened_month, case_id, 1 FROM notice WHERE case_id = @case",
        null, "第1处差异的裁定被改动过")]
    [InlineData("UPDATE notice SET content_hash = encode(sha256(''), 'hex') WHERE case_id = @case", null, "公文内容的指纹被改动过")]
    public async Task Damage_is_named_with_its_place(string damage, int? seq, string what)
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        await office.PressAsync(notice, "送核稿");
        await DamageAsync(damage, notice);
        try
        {
            var audited = await CasesAsync(office);

            var first = audited.First.ShouldNotBeNull();
            (first.Case, first.Seq).ShouldBe((notice, seq));
            first.What.ShouldContain(what);
            audited.Faulty.ShouldBe(1);
        }
        finally
        {
            foreach (var table in new[] { "assignment_sitter", "assignment", "vote", "seat", "case_party", "running_inspector", "case_event",
                "notice_row", "notice_difference", "notice", "flow_case" })
            {
                await DamageAsync($"DELETE FROM {table} WHERE case_id = @case", notice);
            }
        }
    }

    [Fact]
    public async Task The_command_names_the_place_for_people_and_for_programs()
    {
        var office = await OpenAsync();
        var notice = await office.DraftAsync();
        await TestCluster.ExecuteAsync(
            store.AdminConnection, $"{Unbound}UPDATE case_event SET seq = 99 WHERE case_id = '{notice.Value}' AND seq = 2");
        var (told, text, _) = await AuditAsync();
        var (code, output, _) = await AuditAsync("--json");
        await TestCluster.ExecuteAsync(
            store.AdminConnection, $"{Unbound}UPDATE case_event SET seq = 2 WHERE case_id = '{notice.Value}' AND seq = 99");

        (told, code).ShouldBe((1, 1));
        text.ShouldContain($"不符 1 处，第一处：流程 {notice} 第 2 个事件 ");
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("whole").GetBoolean().ShouldBeFalse();
        var unit = document.RootElement.GetProperty("units").EnumerateArray()
            .Single(u => u.GetProperty("unit").GetInt32() == office.Unit.Value);
        unit.GetProperty("faulty").GetInt32().ShouldBe(1);
        unit.GetProperty("first").GetProperty("case").GetString().ShouldBe($"{notice}");
        unit.GetProperty("first").GetProperty("seq").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task What_is_final_is_not_changed_and_a_change_that_hides_itself_is_named()
    {
        var office = await OpenAsync();
        var notice = await office.IssuedAsync();
        var row = $"UPDATE notice_row SET due_on = due_on + 30 WHERE case_id = '{notice.Value}' AND row_no = '1'";
        foreach (var change in new[] { row, $"UPDATE notice SET title = 'x' WHERE case_id = '{notice.Value}'",
            $"DELETE FROM notice_row WHERE case_id = '{notice.Value}'" })
        {
            (await Should.ThrowAsync<PostgresException>(() => TestCluster.ExecuteAsync(store.AdminConnection, change)))
                .MessageText.ShouldContain("final");
        }

        await using var connection = new NpgsqlConnection(store.AdminConnection);
        await connection.OpenAsync();
        await connection.ExecuteAsync(Unbound + row);
        await SignedContent.KeepAsync(connection, office.Unit, notice, CancellationToken.None);
        var audited = await CasesAsync(office);
        await connection.ExecuteAsync(row.Replace("+ 30", "- 30", StringComparison.Ordinal));
        await SignedContent.KeepAsync(connection, office.Unit, notice, CancellationToken.None);

        audited.First.ShouldNotBeNull().What.ShouldContain("定稿后公文内容被改动过");
        (await CasesAsync(office)).First.ShouldBeNull();
    }

    [Fact]
    public async Task A_changed_definition_is_named_too()
    {
        var office = await OpenAsync();
        await TestCluster.ExecuteAsync(store.AdminConnection, "UPDATE edition_file SET content = content || ' '::bytea");
        var audited = await CasesAsync(office);
        await TestCluster.ExecuteAsync(
            store.AdminConnection, "UPDATE edition_file SET content = substr(content, 1, length(content) - 1)");

        audited.First.ShouldNotBeNull().What.ShouldContain($"流程定义 {office.Editions.Current.Hash[..12]}");
        (await CasesAsync(office)).First.ShouldBeNull();
    }

    private async Task<UnitAudit> CasesAsync(Office office)
    {
        var unit = (await store.Database.UnitsAsync(CancellationToken.None)).Single(u => u.Id == office.Unit);
        return await new CaseAudit(store.Database).AuditAsync(unit, CancellationToken.None);
    }

    private async Task<Office> OpenAsync()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        return await Office.OpenAsync(store);
    }

    private Task DamageAsync(string sql, CaseId id) =>
        TestCluster.ExecuteAsync(store.AdminConnection, Unbound + sql.Replace("@case", $"'{id.Value}'"));

    private Task<(int Code, string Output, string Errors)> AuditAsync(params string[] options) =>
        Verb.RunAsync(["audit", $"--ConnectionStrings:Approvals={store.AppConnection}", .. options]);
}

using System.Security.Cryptography;
using System.Text.Json;
using Approvals.Engine;
using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Hosting;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Audit;

/// <summary>What was signed each night is held against the histories; who owns every row cannot bring them to agree.</summary>
public sealed class AnchorTests : IAsyncLifetime
{
    private const string Unbound = "SET session_replication_role = replica; ";

    private static readonly DateTimeOffset Monday = new(2026, 9, 7, 1, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _store = new();
    private Office _office = null!; // opened before any test
    private CaseId _notice;

    private Anchors Anchors => new(_store.Database, new AnchorKey(_store.AnchorKey));

    /// <summary>Three days: a draft on Monday, its first signature on Tuesday, nothing on Wednesday; it is Thursday.</summary>
    public async Task InitializeAsync()
    {
        await _store.InitializeAsync();
        await _store.StartClockAsync(Monday);
        _office = await Office.OpenAsync(_store);
        _notice = await _office.DraftAsync();
        await _store.StartClockAsync(Monday.AddDays(1));
        await _office.PressAsync(_notice, "送核稿");
        await _store.StartClockAsync(Monday.AddDays(3));
        (await CatchUpAsync()).ShouldBe(3);
    }

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Each_day_has_its_anchor_also_one_that_was_missed_and_one_on_which_nothing_happened()
    {
        (await QueryAsync<(DateOnly Day, int Cases, long Events)>(
            "SELECT day, cases, events FROM anchor ORDER BY anchor_no")).ShouldBe(
        [
            (new DateOnly(2026, 9, 7), 1, await EventsOnAsync(7)), (new DateOnly(2026, 9, 8), 1, await EventsOnAsync(8)),
            (new DateOnly(2026, 9, 9), 0, 0),
        ]);
        (await CatchUpAsync()).ShouldBe(0);
        var (code, output) = await AuditAsync();
        code.ShouldBe(0, output);
        output.ShouldContain("审计锚 3 个，签名和覆盖的历史全部相符，每日的锚到 2026-09-09 为止");
    }

    [Fact]
    public async Task The_key_is_its_owners_alone_and_no_role_of_the_database_reads_it()
    {
        File.GetUnixFileMode(_store.AnchorKey).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (var connection in new[] { _store.AppConnection, _store.OwnerConnection })
        {
            await using var role = new NpgsqlConnection(connection);
            (await Should.ThrowAsync<PostgresException>(
                () => role.ExecuteAsync("SELECT pg_read_file(@path)", new { path = _store.AnchorKey })))
                .SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        }
    }

    [Fact]
    public async Task A_tampered_event_whose_chain_was_recomputed_to_the_end_is_caught()
    {
        await RewriteAsync();
        await _office.ProveAsync(); // the chain agrees with itself

        (await CaughtAsync("历史与第 1 号审计锚不符")).Case.ShouldBe(_notice);
    }

    [Fact]
    public async Task A_case_that_is_gone_with_all_its_rows_is_caught()
    {
        foreach (var table in new[] { "assignment_sitter", "assignment", "vote", "seat", "case_party", "running_inspector", "case_event",
            "notice_row", "notice", "wake", "asked", "timer", "flow_case" })
        {
            var column = table == "wake" ? "receiver_id" : "case_id";
            await DamageAsync($"DELETE FROM {table} WHERE {column} = '{_notice.Value}'");
        }

        await _office.ProveAsync(); // nothing that is there is wrong

        await CaughtAsync("第 1 号审计锚里有这个流程，现在没有了");
    }

    [Fact]
    public async Task A_history_that_was_cut_back_behind_its_anchor_is_caught()
    {
        await DamageAsync(
            $"""
            DELETE FROM case_event WHERE case_id = '{_notice.Value}' AND seq > 2;
            UPDATE flow_case SET version = 2, head = (SELECT hash FROM case_event WHERE case_id = '{_notice.Value}' AND seq = 2)
            WHERE case_id = '{_notice.Value}'
            """);

        await CaughtAsync("历史比第 1 号审计锚记的短");
    }

    [Fact]
    public async Task An_anchor_in_the_middle_that_is_gone_is_caught()
    {
        await DamageAsync("DELETE FROM anchor_head WHERE anchor_no = 2; DELETE FROM anchor WHERE anchor_no = 2");

        await CaughtAsync("第 2 号审计锚丢失");
    }

    [Fact]
    public async Task The_last_anchor_that_is_gone_is_known_from_the_note_beside_the_key_and_the_note_stays()
    {
        await DamageAsync("DELETE FROM anchor_head WHERE anchor_no = 3; DELETE FROM anchor WHERE anchor_no = 3");

        await CaughtAsync("第 3 号审计锚丢失：密钥旁的记录说签过");

        // Writing it again does not cover it up: it is another anchor.
        (await Should.ThrowAsync<OfficeException>(CatchUpAsync)).Message.ShouldContain("审计锚丢失");
        await CaughtAsync("第 3 号审计锚被换掉");
    }

    [Fact]
    public async Task Where_the_note_is_gone_too_the_anchors_end_early_and_their_last_day_says_so()
    {
        await DamageAsync("DELETE FROM anchor_head WHERE anchor_no = 3; DELETE FROM anchor WHERE anchor_no = 3");
        File.Delete($"{_store.AnchorKey}.last-{_office.Unit.Value}");

        var (code, output) = await AuditAsync();

        code.ShouldBe(0);
        output.ShouldContain("每日的锚到 2026-09-08 为止");
    }

    [Fact]
    public async Task Whoever_restored_an_older_backup_accepts_it_by_deleting_the_note_that_the_alarm_names()
    {
        await DamageAsync("DELETE FROM anchor_head WHERE anchor_no = 3; DELETE FROM anchor WHERE anchor_no = 3");
        var note = $"{_store.AnchorKey}.last-{_office.Unit.Value}";
        (await Should.ThrowAsync<OfficeException>(CatchUpAsync)).Message.ShouldContain(note);

        File.Delete(note);
        await CatchUpAsync();

        (await File.ReadAllTextAsync(note)).ShouldStartWith("3 ");
        (await AuditAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task The_note_waits_for_whoever_writes_anchors_and_is_never_moved_back()
    {
        var unit = (await _store.Database.UnitsAsync(default)).Single();
        await using var writer = new NpgsqlConnection(_store.AdminConnection);
        await writer.OpenAsync();
        await writer.ExecuteAsync("SELECT pg_advisory_lock(7021787, @unit)", new { unit = unit.Id.Value });
        var noting = Anchors.RememberAsync(unit, default);
        await Messages.Mail.UntilAsync(
            _store.AdminConnection, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)");
        // Another node writes and notes the next one.
        await DamageAsync(
            "INSERT INTO anchor SELECT unit_id, 4, 3, day + 1, about_month, about_id, through_at, 0, 0, heads, hash, sha256('4'), signature, "
            + "fingerprint, created_at FROM anchor WHERE anchor_no = 3");
        new AnchorKey(_store.AnchorKey).Remember(unit.Id.Value, 4, Convert.ToHexStringLower(SHA256.HashData("4"u8)));
        await writer.ExecuteAsync("SELECT pg_advisory_unlock(7021787, @unit)", new { unit = unit.Id.Value });
        await noting;

        (await File.ReadAllTextAsync($"{_store.AnchorKey}.last-{unit.Id.Value}")).ShouldStartWith("4 ");
    }

    [Theory]
    [InlineData("UPDATE anchor SET events = events + 1 WHERE anchor_no = 2", "第 2 号审计锚被改动过")]
    [InlineData("UPDATE anchor SET signature = set_byte(signature, 20, get_byte(signature, 20) # 1) WHERE anchor_no = 3",
        "第 3 号审计锚签名不对")]
    [InlineData("DELETE FROM anchor_head WHERE anchor_no = 2", "第 2 号审计锚覆盖的流程名单被改动过")]
    [InlineData("UPDATE anchor SET prev_hash = hash WHERE anchor_no = 2", "第 2 号审计锚与前一个锚接不上")]
    [InlineData("DELETE FROM anchor", "第 1 号审计锚丢失")]
    public async Task A_changed_anchor_is_named(string damage, string what)
    {
        await DamageAsync(damage);

        await CaughtAsync(what);
    }

    [Fact]
    public async Task The_command_says_what_is_wrong_to_people_and_to_programs()
    {
        await DamageAsync("DELETE FROM anchor_head WHERE anchor_no = 2");

        var (code, output) = await AuditAsync();
        code.ShouldBe(1, output);
        output.ShouldContain("审计锚不符：第 2 号审计锚覆盖的流程名单被改动过");
        using var document = JsonDocument.Parse((await AuditAsync("--json")).Output);
        document.RootElement.GetProperty("whole").GetBoolean().ShouldBeFalse();
        document.RootElement.GetProperty("units")[0].GetProperty("anchors").GetProperty("first").GetProperty("what").GetString()
            .ShouldBe("第 2 号审计锚覆盖的流程名单被改动过");
    }

    [Fact]
    public async Task An_anchor_signed_with_another_key_is_caught()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(_store.AnchorKey + ".kept", await File.ReadAllTextAsync(_store.AnchorKey));
        await File.WriteAllTextAsync(_store.AnchorKey, other.ExportPkcs8PrivateKeyPem());
        await _store.StartClockAsync(Monday.AddDays(4));
        await CatchUpAsync();
        await File.WriteAllTextAsync(_store.AnchorKey, await File.ReadAllTextAsync(_store.AnchorKey + ".kept"));

        await CaughtAsync("第 4 号审计锚是用别的密钥签的");
    }

    [Fact]
    public async Task A_lost_key_is_said_in_one_sentence_and_never_replaced_in_silence()
    {
        File.Delete(_store.AnchorKey);
        await _store.StartClockAsync(Monday.AddDays(4));

        (await Should.ThrowAsync<OfficeException>(CatchUpAsync)).Message.ShouldContain("找不到审计签名密钥");
        File.Exists(_store.AnchorKey).ShouldBeFalse();
        await CaughtAsync("找不到审计签名密钥");
    }

    [Theory]
    [InlineData("not a key", UnixFileMode.UserRead | UnixFileMode.UserWrite, "已损坏")]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, "其他用户也能读写")]
    [InlineData(null, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, "其他用户也能读写")]
    public async Task A_key_that_cannot_be_trusted_is_refused_in_one_sentence(string? text, UnixFileMode mode, string what)
    {
        await File.WriteAllTextAsync(_store.AnchorKey, text ?? await File.ReadAllTextAsync(_store.AnchorKey));
        File.SetUnixFileMode(_store.AnchorKey, mode);
        await _store.StartClockAsync(Monday.AddDays(4));

        (await Should.ThrowAsync<OfficeException>(CatchUpAsync)).Message.ShouldContain(what);
    }

    [Fact]
    public async Task What_was_committed_late_belongs_to_the_next_anchor()
    {
        // Begun on Wednesday before midnight, and committed when Wednesday had its anchor.
        await _store.SetClockAsync(new DateTimeOffset(2026, 9, 9, 15, 59, 59, TimeSpan.Zero));
        await _office.PressAsync(_notice, "同意");
        await _store.StartClockAsync(Monday.AddDays(4));
        await CatchUpAsync();

        (await QueryAsync<int>("SELECT cases FROM anchor WHERE anchor_no = 4")).ShouldBe([1]);
        (await AuditAsync()).Code.ShouldBe(0);
    }

    [Fact]
    public async Task A_moved_head_after_midnight_does_not_hide_where_the_day_ended()
    {
        var thursday = await VersionAsync();
        await _office.PressAsync(_notice, "同意");
        var ended = await VersionAsync();
        await _store.StartClockAsync(Monday.AddDays(4));
        await _office.PressAsync(_notice, "同意");
        await CatchUpAsync();

        ended.ShouldBeGreaterThan(thursday);
        (await QueryAsync<int>("SELECT version FROM anchor_head WHERE anchor_no = 4")).ShouldBe([ended]);
    }

    private async Task<int> CatchUpAsync()
    {
        var unit = (await _store.Database.UnitsAsync(default)).Single();
        return await Anchors.CatchUpAsync(unit, await _office.TodayAsync(), default);
    }

    private async Task<int> VersionAsync() =>
        (await QueryAsync<int>($"SELECT version FROM flow_case WHERE case_id = '{_notice.Value}'")).Single();

    private async Task<long> EventsOnAsync(int day) => (await QueryAsync<long>(
        $"SELECT count(*) FROM case_event WHERE (recorded_at AT TIME ZONE 'Asia/Shanghai')::date = '2026-09-{day:00}'")).Single();

    /// <summary>The second event says something else, and every hash after it was made to fit, that of the row too.</summary>
    private async Task RewriteAsync()
    {
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        await admin.OpenAsync();
        await admin.ExecuteAsync(Unbound);
        var events = (await admin.QueryAsync<Row>(
            "SELECT seq, kind, actor, recorded_at, effective_on, payload FROM case_event WHERE case_id = @id ORDER BY seq",
            new { id = _notice.Value })).ToList();
        var head = Chain.Start;
        foreach (var e in events)
        {
            var payload = e.Seq == 2 ? [.. e.Payload, (byte)' '] : e.Payload;
            head = Chain.Link(head, _office.Unit, _notice, e.Seq, e.Kind, e.Actor, e.RecordedAt, e.EffectiveOn, payload);
            await admin.ExecuteAsync(
                "UPDATE case_event SET payload = @payload, hash = @head WHERE case_id = @id AND seq = @seq",
                new { payload, head, id = _notice.Value, seq = e.Seq });
        }

        await admin.ExecuteAsync("UPDATE flow_case SET head = @head WHERE case_id = @id", new { head, id = _notice.Value });
    }

    private async Task<AuditFault> CaughtAsync(string what)
    {
        var unit = (await _store.Database.UnitsAsync(default)).Single();
        var audited = await new AnchorAudit(_store.Database, new AnchorKey(_store.AnchorKey)).AuditAsync(unit, default);
        var first = audited.First.ShouldNotBeNull();
        first.What.ShouldContain(what);
        return first;
    }

    private async Task<(int Code, string Output)> AuditAsync(params string[] options)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["audit", $"--ConnectionStrings:Approvals={_store.AppConnection}", $"--AnchorKey={_store.AnchorKey}", .. options]);
        return (code, output + errors);
    }

    private Task DamageAsync(string sql) => TestCluster.ExecuteAsync(_store.AdminConnection, Unbound + sql);

    private async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var admin = new NpgsqlConnection(_store.AdminConnection);
        return [.. await admin.QueryAsync<T>(sql)];
    }

    private sealed record Row(
        int Seq, string Kind, int? Actor, DateTimeOffset RecordedAt, DateOnly EffectiveOn, byte[] Payload);
}

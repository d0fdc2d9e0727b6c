using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Time;
using Approvals.Readers.Definitions;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// Whoever holds several cases takes parents before children, then by id. What a press is judged by where its parent stands holds
/// the parent first, so nobody may hold the child and wait for the parent, whichever id is the smaller.
/// </summary>
[Trait("Part", "store")]
public sealed class LockOrderTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Whole = """
        apiVersion: approvals/1
        workflow: whole
        title: 总项
        starts: [{on: drafted, at: draft}]
        stages:
          - {id: draft, title: 拟稿, signers: {people: drafter}, actions: {begin: {title: 下达, to: work}}}
          - id: work
            title: 办理
            split: [{workflow: part, each: once}]
            wait: {until: every part has ended, to: over}
        ends: [{id: over, title: 了结}]
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分项
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            actions:
              note: {title: 记一笔, needs: [report], when: not parent has ended}
              hand-in: {title: 提交, to: over}
        ends: [{id: over, title: 了结}]
        """;

    private static readonly string OtherPart = Part.Replace("title: 提交", "title: 交", StringComparison.Ordinal);

    /// <summary>Of the edition after, none of whose actions asks the parent.</summary>
    private static readonly string AskingNobody = Part.Replace(", when: not parent has ended", "", StringComparison.Ordinal);

    private readonly Editions _other = new(TimeOffice.Workflows(Whole, OtherPart));

    [Fact]
    public async Task Changing_editions_holds_no_part_while_it_waits_for_the_whole()
    {
        var (office, whole, part) = await OpenAsync();
        await OvertakenAsync(office, whole, part, () => MigrateAsync(office));
    }

    [Fact]
    public async Task Counting_again_holds_no_part_while_it_waits_for_the_whole()
    {
        var (office, whole, part) = await OpenAsync();
        await OvertakenAsync(office, whole, part, () => store.Database.InUnitAsync(
            office.Unit,
            (connection, _) => CaseLoading.ForCountingAsync(connection, office.Unit, [part, whole], CancellationToken.None),
            CancellationToken.None));
    }

    [Fact]
    public async Task Presses_that_ask_the_parent_and_changes_of_edition_at_once_never_lock_each_other_out()
    {
        var (office, _, part) = await OpenAsync();
        var press = Noting(await office.PressOfAsync(part, "记一笔"));
        var rounds = LongRun.Times("store", 10, 1000);
        var before = await TimeOffice.DeadlocksAsync(store);
        var fought = await new Duel(Seeds.Given()).FightAsync(
            rounds, _ => office.SendAsync(press), _ => MigrateAsync(office));

        fought.ShouldAllBe(f => f.One == new Answer.Done(false) && f.Other.Complete);
        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(before);
        await office.ProveAsync();
    }

    [Fact]
    public async Task A_press_in_an_edition_that_this_process_has_not_read_holds_the_parent_all_the_same()
    {
        var (office, whole, part) = await OpenAsync();
        var press = Noting(await office.PressOfAsync(part, "记一笔"));
        var later = await Office.OpenAsync(store, TimeOffice.Workflows(Whole, AskingNobody));
        await using var holder = await HoldAsync(office, whole);
        var pressing = later.SendAsync(press);
        await WaitsAsync(office, pressing);
        await holder.DisposeAsync();

        (await pressing).ShouldBe(new Answer.Done(false));
        await office.ProveAsync();
    }

    [Fact]
    public async Task A_deadlock_over_the_offices_rows_is_counted_and_one_over_those_of_Quartz_is_not()
    {
        var (_, whole, part) = await OpenAsync();
        var before = await TimeOffice.DeadlocksAsync(store);
        await CrossAsync(id => $"UPDATE flow_case SET title = title WHERE case_id = '{id}'", $"{whole}", $"{part}");
        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(before + 1);

        await TestCluster.ExecuteAsync(
            store.AdminConnection, "INSERT INTO quartz.qrtz_locks (sched_name, lock_name) VALUES ('crossed', 'one'), ('crossed', 'two')");
        await CrossAsync(name => $"UPDATE quartz.qrtz_locks SET lock_name = lock_name WHERE sched_name = 'crossed' AND lock_name = '{name}'", "one", "two");
        (await TimeOffice.DeadlocksAsync(store)).ShouldBe(before + 1);
    }

    /// <summary>Two take the same two rows, each the other's first one second: the server tells one of them to give way.</summary>
    private async Task CrossAsync(Func<string, string> take, string one, string other)
    {
        await using var his = await OpenAdminAsync();
        await using var hers = await OpenAdminAsync();
        await his.ExecuteAsync("BEGIN; " + take(one));
        await hers.ExecuteAsync("BEGIN; " + take(other));
        var told = await Task.WhenAll(ToldAsync(his, other), ToldAsync(hers, one));
        told.Order().ShouldBe([null, PostgresErrorCodes.DeadlockDetected]);

        async Task<string?> ToldAsync(NpgsqlConnection connection, string second)
        {
            try
            {
                await connection.ExecuteAsync(take(second) + "; COMMIT");
                return null;
            }
            catch (PostgresException refusal)
            {
                return refusal.SqlState;
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAdminAsync()
    {
        var connection = new NpgsqlConnection(store.AdminConnection);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Somebody holds the whole and then takes the part, while the other is at it: it must not have the part.</summary>
    private async Task OvertakenAsync(Office office, CaseId whole, CaseId part, Func<Task> other)
    {
        await using var holder = await HoldAsync(office, whole);
        var doing = other();
        await WaitsAsync(office, doing);
        (await holder.QueryAsync<Guid>(
            "SELECT case_id FROM flow_case WHERE unit_id = @unit AND case_id = @part FOR NO KEY UPDATE NOWAIT",
            new { unit = office.Unit.Value, part = part.Value })).ShouldHaveSingleItem();
        await holder.DisposeAsync();
        await doing;
    }

    private async Task<NpgsqlConnection> HoldAsync(Office office, CaseId id)
    {
        var connection = await OpenAdminAsync();
        await connection.ExecuteAsync(
            "BEGIN; SELECT FROM flow_case WHERE unit_id = @unit AND case_id = @id FOR NO KEY UPDATE",
            new { unit = office.Unit.Value, id = id.Value });
        return connection;
    }

    /// <summary>Until the server says that somebody waits for a lock; never until it is done without.</summary>
    private async Task WaitsAsync(Office office, Task doing)
    {
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await Until.TrueAsync(async () =>
        {
            var waits = await admin.ExecuteScalarAsync<bool>(
                """
                SELECT EXISTS (
                  SELECT FROM pg_stat_activity
                  WHERE datname = current_database() AND usename = 'approvals_app' AND wait_event_type = 'Lock')
                """);
            (waits || !doing.IsCompleted).ShouldBeTrue($"it waited for nobody in unit {office.Unit}");
            return waits;
        });
    }

    private Task<EditionChange> MigrateAsync(Office office) => new CaseMigrations(store.Database, _other, office.Deciding, new WakeSignal())
        .RunAsync(
            office.Unit,
            MigrationReader.Read(
                "to-new.yaml",
                $"apiVersion: approvals/1\nmigration: {{from: \"{office.Editions.Current.Hash}\", to: current}}\n"
                + "workflows:\n  whole: same\n  part: same\n"),
            apply: false, CancellationToken.None);

    private static Press Noting(Press press) => press with
    {
        Act = press.Act with { Inputs = press.Act.Inputs with { Said = Said.Nothing with { Report = "已办" } } },
    };

    /// <summary>A whole of which the part has the smaller id.</summary>
    private async Task<(Office Office, CaseId Whole, CaseId Part)> OpenAsync()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Whole, Part));
        while (true)
        {
            var whole = await office.DraftAsync(rows: 0);
            await office.PressAsync(whole, "下达");
            var part = (await office.TreeAsync(whole)).First(id => id != whole);
            if ((await office.QueryAsync<bool>("SELECT @part::uuid < @whole::uuid", new { part = part.Value, whole = whole.Value })).Single())
            {
                return (office, whole, part);
            }
        }
    }
}

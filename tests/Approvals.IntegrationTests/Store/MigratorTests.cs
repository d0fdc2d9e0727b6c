using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Store;

public sealed class MigratorTests(TestDatabase office) : IClassFixture<TestDatabase>
{
    private Migrator Migrator => new(office.OwnerConnection);

    [Fact]
    public async Task A_second_run_changes_nothing() =>
        (await Migrator.RunAsync(CancellationToken.None)).ShouldBeEmpty();

    [Fact]
    public async Task An_edited_released_file_is_refused_in_one_sentence()
    {
        var first = Migrator.Released[0];
        Migration[] edited = [first with { Sql = first.Sql + " " }, .. Migrator.Released.Skip(1)];
        var refused = await Should.ThrowAsync<OfficeException>(() => Migrator.RunAsync(edited, CancellationToken.None));
        refused.Message.ShouldContain(first.Name);
        refused.Message.ShouldContain("不得修改");
    }

    [Fact]
    public async Task An_older_program_refuses_a_newer_schema()
    {
        var older = Migrator.Released.SkipLast(1).ToArray();
        var refused = await Should.ThrowAsync<OfficeException>(() => Migrator.RunAsync(older, CancellationToken.None));
        refused.Message.ShouldContain("比程序新");
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_behind()
    {
        Migration[] broken =
        [
            .. Migrator.Released,
            new(9000, "9000_broken", "CREATE TABLE half_made (n int); SELECT 1 / 0;"),
        ];
        await Should.ThrowAsync<PostgresException>(() => Migrator.RunAsync(broken, CancellationToken.None));
        await using var owner = new NpgsqlConnection(office.OwnerConnection);
        (await owner.ExecuteScalarAsync<bool>("SELECT to_regclass('half_made') IS NULL")).ShouldBeTrue();
        (await owner.ExecuteScalarAsync<int>("SELECT count(*)::int FROM migration")).ShouldBe(Migrator.Released.Count);
    }

    [Fact]
    public void Released_files_are_numbered_without_gaps() =>
        Migrator.Released.Select(file => file.Number).ShouldBe(Enumerable.Range(1, Migrator.Released.Count));

    [Fact]
    public async Task What_events_cited_before_is_cited_after_and_what_only_stood_in_a_text_is_not()
    {
        const string rows = """
            SET session_replication_role = replica;
            INSERT INTO file (unit_id, sha256, name, media_type, size, content)
            VALUES (1, sha256('shown'), '佐证.txt', 'text/plain', 5, 'shown'), (1, sha256('typed'), '别人的.txt', 'text/plain', 5, 'typed');
            INSERT INTO file_ruling (unit_id, sha256, ruled_by, numbers, reason) VALUES (1, sha256('shown'), 7, 1, '上级要求');
            INSERT INTO flow_case (
              unit_id, opened_month, case_id, book_hash, workflow, stage, ended, round, round_open, root_month, root_id, child_key, title, facts,
              numbers, splits, separates, opened_at, moved_at, version, head)
            SELECT 1, date '2021-06-01', id, '', 'item', 'carrying-out', false, 1, true, date '2021-06-01', id, '', '某事', '{}',
                   '{}', '{}', false, now(), now(), 1, sha256('event')
            FROM gen_random_uuid() AS id;
            INSERT INTO case_event (unit_id, opened_month, case_id, seq, kind, actor, recorded_at, effective_on, payload, hash)
            SELECT 1, opened_month, case_id, 1, 'report-made', 7, now(), date '2021-06-02', @payload, head
            FROM flow_case
            """;
        var (shown, typed) = (Convert.ToHexStringLower(SHA256.HashData("shown"u8)), Convert.ToHexStringLower(SHA256.HashData("typed"u8)));
        var payload = CaseJson.Bytes(new CaseEvent.ReportMade(
            1, new SeatNo(0), new ActionId("progress"), new Decider(new PersonId(7), null, null), new Said(null, null, typed, null, [shown])));
        var admin = await EarlierAsync("earlier", before: 24);
        await using var connection = new NpgsqlConnection(admin);
        await connection.ExecuteAsync(rows, new { payload });

        await new Migrator(admin).RunAsync(CancellationToken.None);

        (await connection.QuerySingleAsync<(string, string, string)>("SELECT encode(sha256, 'hex'), name, reason FROM citation"))
            .ShouldBe((shown, "佐证.txt", "上级要求"));
        // And who reported sees the case as before.
        (await connection.QueryAsync<int>("SELECT person_id FROM asked")).ShouldBe([7]);
        (await connection.QueryAsync<string>(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relnamespace = 'public'::regnamespace")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_stood_below_a_campaign_before_is_known_by_it_after()
    {
        // A notice, its campaign, an item, its part, the part's branch: each is the next one's parent.
        const string tree = """
            SET session_replication_role = replica;
            WITH line AS (
              SELECT place, workflow, lpad(place::text, 32, '0')::uuid AS id, lpad((place - 1)::text, 32, '0')::uuid AS parent
              FROM unnest(ARRAY['notice', 'campaign', 'item', 'item', 'branch']) WITH ORDINALITY AS w (workflow, place)
            )
            INSERT INTO flow_case (
              unit_id, opened_month, case_id, book_hash, workflow, stage, ended, round, round_open, parent_month, parent_id, root_month, root_id,
              child_key, title, facts, numbers, splits, separates, opened_at, moved_at, version, head)
            SELECT 1, date '2021-06-01', id, '', workflow, 's', false, 1, true, CASE WHEN place > 1 THEN date '2021-06-01' END,
                   CASE WHEN place > 1 THEN parent END, date '2021-06-01', lpad('1', 32, '0')::uuid,
                   '', '某事', '{}', '{}', '{}', false, now(), now(), 1, sha256('event')
            FROM line
            """;
        var admin = await EarlierAsync("shallower", before: 28);
        await using var connection = new NpgsqlConnection(admin);
        await connection.ExecuteAsync(tree);

        await new Migrator(admin).RunAsync(CancellationToken.None);

        (await connection.QueryAsync<(string, string?, string?)>(
            "SELECT workflow, parent_workflow, ltrim(replace(campaign_id::text, '-', ''), '0') FROM flow_case ORDER BY case_id")).ShouldBe(
        [
            ("notice", null, null), ("campaign", "notice", null), ("item", "campaign", "2"), ("item", "item", "2"), ("branch", "item", "2"),
        ]);
    }

    [Fact]
    public async Task Whoever_inspects_what_runs_is_known_from_0032_on_once_and_of_what_is_over_nobody()
    {
        const string cases = """
            SET session_replication_role = replica;
            INSERT INTO flow_case (
              unit_id, opened_month, case_id, book_hash, workflow, stage, ended, round, round_open, root_month, root_id, child_key, title, facts,
              numbers, splits, separates, opened_at, moved_at, version, head)
            SELECT 1, date '2021-06-01', id, '', 'w', 's', ended, 1, NOT ended, date '2021-06-01', id, '', '某事', '{}', '{}', '{}', false, now(),
                   now(), 1, sha256('event')
            FROM (VALUES (lpad('1', 32, '0')::uuid, false), (lpad('2', 32, '0')::uuid, true)) AS c (id, ended);
            INSERT INTO case_party (unit_id, opened_month, case_id, party, place, person_id, body_id)
            SELECT 1, date '2021-06-01', c.case_id, p.party, p.place, p.person, p.body
            FROM flow_case c
            CROSS JOIN (
              VALUES ('Inspectors', 0, 7, NULL), ('Inspectors', 1, 8, NULL), ('Inspectors', 2, 7, NULL), ('Inspectors', 3, NULL, 9),
                     ('ResponsibleLeaders', 0, 6, NULL)) AS p (party, place, person, body)
            """;
        var admin = await EarlierAsync("uninspected", before: 32);
        await using var connection = new NpgsqlConnection(admin);
        await connection.ExecuteAsync(cases);

        await new Migrator(admin).RunAsync(CancellationToken.None);

        (await connection.QueryAsync<(int, string)>(
            "SELECT person_id, ltrim(replace(case_id::text, '-', ''), '0') FROM running_inspector ORDER BY person_id")).ShouldBe([(7, "1"), (8, "1")]);
    }

    [Fact]
    public async Task An_external_server_is_prepared_by_whoever_may_make_roles()
    {
        // As an administrator of a server of one's own would: an empty database, a role that is not approvals_owner.
        var admin = new NpgsqlConnectionStringBuilder(office.AdminConnection) { Database = "external" }.ConnectionString;
        await TestCluster.ExecuteAsync(office.AdminConnection, "CREATE DATABASE external");
        await TestCluster.ExecuteAsync(admin, "GRANT CREATE ON SCHEMA public TO approvals_owner");
        (await new Migrator(admin).RunAsync(CancellationToken.None)).Count.ShouldBe(Migrator.Released.Count);
        await using var look = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(admin) { Pooling = false }.ConnectionString);
        (await look.QueryAsync<string>("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'"))
            .ShouldBe(["approvals_owner"]);
    }

    /// <summary>A database as it was before the migration of that number.</summary>
    private async Task<string> EarlierAsync(string name, int before)
    {
        var admin = new NpgsqlConnectionStringBuilder(office.AdminConnection) { Database = name }.ConnectionString;
        await TestCluster.ExecuteAsync(office.AdminConnection, $"CREATE DATABASE {name}");
        await TestCluster.ExecuteAsync(admin, "GRANT CREATE ON SCHEMA public TO approvals_owner");
        await new Migrator(admin).RunAsync([.. Migrator.Released.TakeWhile(file => file.Number < before)], CancellationToken.None);
        return admin;
    }
}

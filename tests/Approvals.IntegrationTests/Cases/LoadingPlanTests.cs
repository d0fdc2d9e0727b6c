using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>A case costs what it is, and is locked in its turn, whatever else the store holds.</summary>
public sealed class LoadingPlanTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>No foreign key, no trigger: these rows only fill the tables.</summary>
    private const string Fill = """
        SET session_replication_role = replica;
        INSERT INTO matter (unit_id, opened_month, case_id, matter_no, kind, text, raised_by, open)
        SELECT unit_id, opened_month, case_id, 1, 'gap', '缺', 1, true FROM flow_case LIMIT 1;
        INSERT INTO notice_difference (unit_id, opened_month, case_id, difference)
        SELECT unit_id, opened_month, case_id, 1 FROM flow_case LIMIT 1;
        DO $$
        DECLARE
          filled regclass;
          columns text;
        BEGIN
          FOREACH filled IN ARRAY ARRAY[
            'flow_case', 'seat', 'vote', 'case_party', 'matter', 'notice', 'notice_row', 'notice_difference',
            'assignment']::regclass[] LOOP
            SELECT string_agg(attname, ', ') INTO columns
            FROM pg_attribute WHERE attrelid = filled AND attnum > 0 AND attgenerated = '' AND NOT attisdropped;
            EXECUTE format(
              'INSERT INTO %1$s (%2$s) SELECT %2$s FROM (SELECT (jsonb_populate_record(one, jsonb_build_object('
              '''case_id'', overlay(gen_random_uuid()::text placing left((one).case_id::text, 4) from 1), ''parent_month'', (one).opened_month, ''parent_id'', gen_random_uuid()))).* '
              'FROM (SELECT t FROM %1$s t LIMIT 1) AS s (one), generate_series(1, 10000)) r', filled, columns);
          END LOOP;
        END
        $$;
        INSERT INTO assignment (unit_id, opened_month, case_id, round, seat_no, quiet, since)
        SELECT unit_id, opened_month, overlay(gen_random_uuid()::text placing left(case_id::text, 4) from 1)::uuid, round, seat_no, quiet, since
        FROM (SELECT unit_id, opened_month, case_id, round, seat_no, quiet, since FROM assignment LIMIT 1) AS one, generate_series(1, 10000);
        ANALYZE
        """;

    private const string Arm = """
        SET session_replication_role = replica;
        INSERT INTO timer (unit_id, opened_month, case_id, seat_no, rung, due_at)
        SELECT unit_id, opened_month, case_id, 0, 0, timestamptz '2026-09-07 00:00Z' FROM flow_case
        ON CONFLICT DO NOTHING;
        ANALYZE timer
        """;

    /// <summary>Reading a table of this size at once is dearer than a few index scans, and cheaper than hundreds.</summary>
    [Theory]
    [InlineData("force_custom_plan", 1)]
    [InlineData("force_custom_plan", 10)]
    [InlineData("force_generic_plan", 1)]
    [InlineData("force_generic_plan", 200)]
    public async Task No_statement_walks_through_a_big_table(string mode, int count)
    {
        var (unit, ids) = await FilledAsync(count);
        var months = string.Join(',', ids.Select(id => $"{id.Month:yyyy-MM-dd}"));
        var cases = string.Join(',', ids.Select(id => id.Value));
        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            $"SELECT set_config('app.unit_id', '{unit.Value}', true), set_config('plan_cache_mode', '{mode}', true)");
        foreach (var sql in Enum.GetValues<CaseLock>().SelectMany(locking => CaseRows.Statements(locking)).Distinct())
        {
            await connection.ExecuteAsync(
                "PREPARE question (int, date[], uuid[]) AS "
                + sql.Replace("@unit", "$1").Replace("@months", "$2").Replace("@cases", "$3"));
            var plan = string.Join('\n', await connection.QueryAsync<string>(
                $"EXPLAIN EXECUTE question ({unit.Value}, '{{{months}}}', '{{{cases}}}')"));
            await connection.ExecuteAsync("DEALLOCATE question");
            // A unit has one directory: that table is never big.
            plan.Replace("Seq Scan on unit_directory", "").Replace("Seq Scan on scope_person", "").ShouldNotContain("Seq Scan", Case.Sensitive, $"{sql}\n{plan}");
        }
    }

    /// <summary>Eight o'clock: ten thousand are due at one instant.</summary>
    [Theory]
    [InlineData("force_custom_plan")]
    [InlineData("force_generic_plan")]
    public async Task No_statement_about_timers_walks_or_sorts_those_that_it_does_not_take(string mode)
    {
        var (unit, ids) = await FilledAsync(1);
        await using (var admin = new NpgsqlConnection(store.AdminConnection))
        {
            await admin.ExecuteAsync(Arm);
        }

        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(
            $"SELECT set_config('app.unit_id', '{unit.Value}', true), set_config('plan_cache_mode', '{mode}', true)");
        var page = await PlanAsync(
            "int, timestamptz, uuid, int, int", Timers.Due, ["@unit", "@at", "@case", "@seat", "@most"],
            $"{unit.Value}, '2026-09-07 00:00Z', '{ids[0].Value}', 0, 200");
        page.ShouldNotContain("Sort");
        page.ShouldMatch("Index Cond: .*ROW\\(");
        await PlanAsync(
            "int, date, uuid, int, text, bigint, text", Timers.Park, ["@unit", "@month", "@case", "@seen", "@why", "@version", "@error"],
            $"{unit.Value}, '{ids[0].Month:yyyy-MM-dd}', '{ids[0].Value}', 1, 'x', 1, NULL");
        (await PlanAsync("int", Timers.ReleaseAll, ["@unit"], $"{unit.Value}")).ShouldContain("timer_parked");

        async Task<string> PlanAsync(string types, string sql, string[] names, string values)
        {
            for (var i = names.Length; i > 0; i--)
            {
                sql = sql.Replace(names[i - 1], $"${i}");
            }

            await connection.ExecuteAsync($"PREPARE question ({types}) AS {sql}");
            var plan = string.Join('\n', await connection.QueryAsync<string>($"EXPLAIN EXECUTE question ({values})"));
            await connection.ExecuteAsync("DEALLOCATE question");
            plan.Replace("Seq Scan on unit_directory", "").Replace("Seq Scan on scope_person", "").ShouldNotContain("Seq Scan", Case.Sensitive, $"{sql}\n{plan}");
            return plan;
        }
    }

    /// <summary>The statement alone, so that nothing before it has sorted the keys.</summary>
    [Fact]
    public async Task Two_that_wait_for_the_same_cases_in_opposite_orders_never_wait_for_each_other()
    {
        const int rounds = 50;
        var (unit, ids) = await FilledAsync(200);
        using var barrier = new Barrier(2);
        await Task.WhenAll(new[] { ids, [.. ids.Reverse()] }.Select(keys => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < rounds; round++)
                {
                    LockAsync(unit, keys, () => barrier.SignalAndWait(Until.Patience).ShouldBeTrue("the other has broken off"))
                        .GetAwaiter().GetResult().ShouldBe(keys.Length, $"round {round}");
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
    }

    private async Task<int> LockAsync(UnitId unit, ImmutableArray<CaseId> keys, Action meet)
    {
        await using var connection = await store.Database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // One by one in the order of the keys, as among many rows, were they not sorted.
                new NpgsqlBatchCommand("SET LOCAL enable_hashjoin = off"),
                new NpgsqlBatchCommand("SET LOCAL enable_mergejoin = off"),
                CaseRows.Command(Database.SetUnit, unit, keys[0]),
                CaseRows.Command(CaseRows.Lock, unit, keys),
            },
        };
        meet();
        await using var rows = await batch.ExecuteReaderAsync();
        await rows.NextResultAsync();
        var locked = 0;
        while (await rows.ReadAsync())
        {
            locked++;
        }

        return locked;
    }

    private async Task<(UnitId Unit, ImmutableArray<CaseId> Ids)> FilledAsync(int count)
    {
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        if (await admin.ExecuteScalarAsync<long>("SELECT count(*) FROM flow_case") == 0)
        {
            await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
            var office = await Office.OpenAsync(store);
            await office.PressAsync(await office.DraftAsync(1), "送核稿");
            // On a machine that others use as well it takes longer than a statement usually may.
            await TestCluster.ExecuteAsync(new NpgsqlConnectionStringBuilder(store.AdminConnection) { CommandTimeout = 300 }.ConnectionString, Fill);
        }

        var unit = await admin.ExecuteScalarAsync<int>("SELECT min(unit_id) FROM flow_case");
        var ids = await admin.QueryAsync<Guid>("SELECT case_id FROM flow_case ORDER BY case_id LIMIT @count", new { count });
        return (new UnitId(unit), [.. ids.Select(id => new CaseId(id))]);
    }
}

using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Features.Access;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>
/// A plan is made once a connection, perhaps on the first day, when a table has a handful of rows and every way through it looks
/// alike; a thousand cases later it is still the plan.
/// </summary>
public sealed partial class KeyPlanTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Keys = """
        SELECT c.conname AS name, c.confrelid::regclass::text AS referenced,
               array_agg(a.attname::text ORDER BY k.place) AS columns,
               array_agg(format_type(a.atttypid, NULL) ORDER BY k.place) AS types
        FROM pg_constraint c
        CROSS JOIN LATERAL unnest(c.confkey) WITH ORDINALITY AS k (attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.attnum
        WHERE c.contype = 'f' AND c.confrelid = ANY (ARRAY['flow_case', 'seat', 'assignment', 'timer', 'case_event']::regclass[])
        GROUP BY c.oid, c.conname, c.confrelid
        """;

    [Fact]
    public async Task A_foreign_key_is_checked_by_the_key_on_the_first_day_too()
    {
        await using var connection = await FirstDayAsync(store.AdminConnection); // checks are not bound to the unit
        var keys = (await connection.QueryAsync<(string Name, string Referenced, string[] Columns, string[] Types)>(Keys)).ToList();
        keys.Count.ShouldBeGreaterThan(10);
        foreach (var (name, referenced, columns, types) in keys)
        {
            var where = string.Join(" AND ", columns.Select((column, i) => $"{column} = ${i + 1}"));
            var plan = await PlanAsync(
                connection, string.Join(", ", types), $"SELECT 1 FROM ONLY {referenced} x WHERE {where} FOR KEY SHARE OF x",
                string.Join(", ", types.Select(type => $"NULL::{type}")));
            GoesByKey(plan).ShouldBeTrue($"{name}\n{plan}");
        }
    }

    [Fact]
    public async Task A_case_is_read_and_locked_by_its_key_on_the_first_day_too()
    {
        await using var connection = await FirstDayAsync(store.AppConnection);
        foreach (var sql in Enum.GetValues<CaseLock>().Where(l => l != CaseLock.WaitDown).SelectMany(locking => CaseRows.Statements(locking))
            .Append(CaseRows.HoldParents).Distinct())
        {
            var plan = await PlanAsync(
                connection, "int, date[], uuid[]", sql.Replace("@unit", "$1").Replace("@months", "$2").Replace("@cases", "$3"),
                "1, NULL, NULL");
            GoesByKey(plan).ShouldBeTrue($"{sql}\n{plan}");
        }
    }

    [Fact]
    public async Task Who_may_see_a_case_is_asked_by_its_key_on_the_first_day_too()
    {
        await using var connection = await FirstDayAsync(store.AppConnection);
        (string Name, string Type)[] values =
        [
            ("unit", "int"), ("month", "date"), ("case", "uuid"), ("person", "int"), ("sees_all", "bool"), ("posted", "int[]"), ("bodies", "int[]"),
            ("texts_of", "int[]"), ("persons", "int[]"), ("roles", "text[]"), ("role_bodies", "int[]"), ("within", "uuid"),
        ];
        var sql = Named().Replace(Gate.One, name => $"${Array.FindIndex(values, v => v.Name == name.Groups[1].Value) + 1}");
        var plan = await PlanAsync(
            connection, string.Join(", ", values.Select(v => v.Type)), sql, string.Join(", ", values.Select(v => $"NULL::{v.Type}")));
        GoesByKey(plan).ShouldBeTrue(plan);
    }

    /// <summary>What a split opens is known to the transaction that opens it: nothing of it is read again to see that it has just begun.</summary>
    [Fact]
    public async Task Of_a_notice_that_is_handed_down_only_what_stood_before_looks_again()
    {
        var office = await Office.OpenAsync(store);
        var notice = await office.DraftAsync(20);
        foreach (var action in new[] { "送核稿", "同意", "同意", "同意", "签发", "编号" })
        {
            await office.PressAsync(notice, action);
        }

        (await office.SendAsync(await office.PressOfAsync(notice, "印发"))).ShouldBe(new Answer.Done(false));

        (await office.TreeAsync(notice)).Count.ShouldBeGreaterThan(40);
        (await office.QueryAsync<Guid>("SELECT DISTINCT receiver_id FROM wake")).ShouldBe([notice.Value]);
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);
        await office.ProveAsync();
    }

    /// <summary>The statement after which the server plans for whichever keys; some cases stand, and nobody has counted them.</summary>
    private async Task<NpgsqlConnection> FirstDayAsync(string by)
    {
        var office = await Office.OpenAsync(store);
        await office.PressAsync(await office.DraftAsync(1), "送核稿");
        var connection = new NpgsqlConnection(by);
        await connection.OpenAsync();
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL READ COMMITTED");
        await connection.ExecuteAsync(Database.SetUnitByKey, new { unit = office.Unit.Value });
        return connection;
    }

    private static async Task<string> PlanAsync(NpgsqlConnection connection, string types, string sql, string values)
    {
        await connection.ExecuteAsync($"PREPARE question ({types}) AS {sql}");
        var plan = string.Join('\n', await connection.QueryAsync<string>($"EXPLAIN EXECUTE question ({values})"));
        await connection.ExecuteAsync("DEALLOCATE question");
        return plan;
    }

    /// <summary>
    /// No scan of a whole table, and none of a whole unit, which is every row on the first day; but for the unit's one directory, and for
    /// its notices, which are few and which a list reads by their days.
    /// </summary>
    private static bool GoesByKey(string plan) =>
        !plan.Contains("Seq Scan", StringComparison.Ordinal)
        && Scan().Matches(plan).All(
            c => OnlyUnit().Replace(c.Groups["columns"].Value, "").Contains("_id = ", StringComparison.Ordinal)
                || c.Groups["table"].Value.StartsWith("unit_directory", StringComparison.Ordinal)
                || c.Groups["table"].Value.StartsWith("notice", StringComparison.Ordinal));

    /// <summary>By an index, of a table or into a bitmap; a scan without a condition goes through the whole of it.</summary>
    [GeneratedRegex(@"(?:Index (?:Only )?Scan(?: Backward)? using \w+ on|Bitmap Index Scan on) (?<table>\w+)[^\n]*(?:\n\s+Index Cond: (?<columns>[^\n]*))?")]
    private static partial Regex Scan();

    [GeneratedRegex("@([a-z_]+)")]
    private static partial Regex Named();

    [GeneratedRegex(@"\(unit_id = [^)]*\)")]
    private static partial Regex OnlyUnit();
}

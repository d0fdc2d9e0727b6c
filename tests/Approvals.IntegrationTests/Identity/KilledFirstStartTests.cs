using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Verify;
using Dapper;
using Npgsql;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Identity;

/// <summary>
/// kill -9 of the first start, again and again in its middle: what stands in the end is what one whole start makes. It makes two units
/// with their people and passwords, registers two notices, rules on one, splits it, and works at its parts: 74 steps, each a command of
/// the product.
/// </summary>
[Trait("Part", "faults")]
public sealed class KilledFirstStartTests(ITestOutputHelper output) : IAsyncLifetime
{
    // Every step writes its key with it: how many there are says how far a start has come.
    private const string Steps = "SELECT count(*) FROM command_key";

    private const string Standing = """
        SELECT format(
                 '%s: %s people, %s posts, %s accounts, %s without a password, %s files of its edition', u.name,
                 (SELECT count(*) FROM person p WHERE p.unit_id = u.unit_id), (SELECT count(*) FROM post p WHERE p.unit_id = u.unit_id),
                 (SELECT count(*) FROM account a WHERE a.unit_id = u.unit_id),
                 (SELECT count(*) FROM account a WHERE a.unit_id = u.unit_id AND a.password_hash IS NULL),
                 (SELECT count(*) FROM edition_file f WHERE f.unit_id = u.unit_id))
        FROM unit u
        UNION ALL
        SELECT format('%s %s %s/%s: %s', u.name, c.workflow, c.stage, c.child_key, count(*))
        FROM flow_case c
        JOIN unit u USING (unit_id)
        GROUP BY u.name, c.workflow, c.stage, c.child_key
        UNION ALL
        SELECT format('%s %s events: %s', u.name, e.kind, count(*))
        FROM case_event e
        JOIN unit u USING (unit_id)
        GROUP BY u.name, e.kind
        UNION ALL
        SELECT format('%s %s rows: %s, confirmed: %s', u.name, n.number, count(*), count(r.confirmed_at))
        FROM notice n
        JOIN unit u USING (unit_id)
        JOIN notice_row r USING (unit_id, opened_month, case_id)
        GROUP BY u.name, n.number
        UNION ALL
        SELECT format('%s ruled: %s of %s', u.name, count(d.ruled_at), count(*))
        FROM notice_difference d
        JOIN unit u USING (unit_id)
        GROUP BY u.name
        ORDER BY 1
        """;

    // The real notice is registered and nothing ruled on; the twin is ruled on, split into ten items, and worked at.
    private const string Promise = """
        SELECT u.demonstration,
               (SELECT count(*) FROM notice n WHERE n.unit_id = u.unit_id) AS notices,
               EXISTS (SELECT FROM notice_difference d WHERE d.unit_id = u.unit_id AND d.ruled_at IS NOT NULL) AS ruled,
               (SELECT count(*) FROM flow_case c JOIN flow_case p ON p.unit_id = c.unit_id AND p.case_id = c.parent_id
                WHERE c.unit_id = u.unit_id AND p.parent_id = p.root_id) AS items,
               (SELECT count(DISTINCT e.case_id) FROM case_event e JOIN flow_case c USING (unit_id, opened_month, case_id)
                WHERE e.unit_id = u.unit_id AND e.kind = 'vote-cast' AND c.parent_id <> c.root_id) AS begun
        FROM unit u
        ORDER BY u.demonstration
        """;

    /// <summary>What a start writes of a unit before it takes the first step there, in its order.</summary>
    private static readonly string[] Makings =
        ["INSERT ON unit", "INSERT ON account", "INSERT ON post", "UPDATE ON account", "INSERT ON edition", "INSERT ON edition_file"];

    // A step's key is written in its transaction, so whoever waits here has done all before it and nothing of it; so with a unit's people.
    private const string HoldAfter = """
        CREATE OR REPLACE FUNCTION held_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
          IF (SELECT count(*) FROM public.command_key) >= {0} THEN
            PERFORM pg_advisory_xact_lock_shared(74);
          END IF;
          RETURN NEW;
        END $$;
        CREATE OR REPLACE TRIGGER held_step BEFORE {1} FOR EACH ROW EXECUTE FUNCTION held_step()
        """;

    private const string Holds = """
        SELECT EXISTS (
          SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database
          WHERE l.locktype = 'advisory' AND l.objid = 74 AND NOT l.granted AND d.datname = current_database())
        """;

    // What a killed client leaves hears of it when it has what it waits for.
    private const string Hangs = """
        SELECT count(pg_terminate_backend(l.pid))
        FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE l.locktype = 'advisory' AND l.objid = 74 AND NOT l.granted AND d.datname = current_database()
        """;

    private const string LetGo = "DROP FUNCTION held_step CASCADE";

    private static readonly Lazy<Task<(int Steps, IReadOnlyList<string> Standing)>> Whole = new(WholeAsync);

    private readonly TestDatabase _store = new();
    private readonly string _folder = TestCluster.NewFolder();
    private readonly int _seed = Seeds.Given();

    public Task InitializeAsync()
    {
        output.WriteLine($"APPROVALS_SEED={_seed}");
        return _store.InitializeAsync();
    }

    public Task DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task What_is_half_made_is_made_whole_by_the_next_start_and_nothing_twice()
    {
        await using var look = new NpgsqlConnection(_store.AdminConnection);
        await using var holder = await HolderAsync();
        foreach (var making in Makings.Where((_, at) => LongRun.Of("faults") || at == (_seed & int.MaxValue) % Makings.Length))
        {
            await KillHeldAsync(look, 0, making);
            await look.ExecuteAsync(LetGo);
        }

        foreach (var moment in await MomentsAsync(LongRun.Times("faults", 2, 8)))
        {
            await KillAsync(look, $"SELECT ({Steps}) >= {moment}");
        }

        await IsWholeAsync(look);
    }

    [Fact]
    public async Task Started_anew_after_every_step_it_comes_to_the_same()
    {
        await using var look = new NpgsqlConnection(_store.AdminConnection);
        await using var holder = await HolderAsync();
        foreach (var moment in await MomentsAsync(LongRun.Times("faults", 2, int.MaxValue)))
        {
            await KillHeldAsync(look, moment, "INSERT ON command_key");
        }

        await look.ExecuteAsync(LetGo);
        await IsWholeAsync(look);
    }

    /// <summary>Whoever waits at a trigger waits for this one.</summary>
    private async Task<NpgsqlConnection> HolderAsync()
    {
        var holder = new NpgsqlConnection(_store.AdminConnection);
        await holder.OpenAsync();
        await holder.ExecuteAsync("SELECT pg_advisory_lock(74)");
        return holder;
    }

    /// <summary>A start that has taken so many steps is killed where it writes this.</summary>
    private async Task KillHeldAsync(NpgsqlConnection look, int steps, string writes)
    {
        await look.ExecuteAsync(HoldAfter.Replace("{0}", $"{steps}", StringComparison.Ordinal).Replace("{1}", writes, StringComparison.Ordinal));
        await KillAsync(look, Holds);
        (await look.ExecuteScalarAsync<int>(Steps)).ShouldBe(steps, writes);
        await look.ExecuteAsync(Hangs);
    }

    /// <summary>So many of a start's steps in their order, early and late ones: one out of each of as many equal parts.</summary>
    private async Task<IEnumerable<int>> MomentsAsync(int times)
    {
        var (taste, steps) = (new Random(_seed), (await Whole.Value).Steps - 1);
        var parts = Math.Min(times, steps);
        return Enumerable.Range(0, parts).Select(part => 1 + taste.Next(part * steps / parts, (part + 1) * steps / parts));
    }

    /// <param name="when">Asked of the database until it is so; the start is killed then.</param>
    private async Task KillAsync(NpgsqlConnection look, string when)
    {
        await using var start = ServerProcess.Start(
            "serve", "--Urls=http://127.0.0.1:0", "--Samples=true", $"--Data={_folder}",
            $"--ConnectionStrings:Approvals={_store.AppConnection}",
            $"--ConnectionStrings:ApprovalsOwner={_store.OwnerConnection}");
        await Until.TrueAsync(
            async () =>
            {
                start.HasExited.ShouldBeFalse(start.Errors);
                return await look.ExecuteScalarAsync<bool>(when);
            },
            () => $"never {when}: {start.Errors} {start.Output}");

        await start.KillAsync();
        output.WriteLine($"killed after {await look.ExecuteScalarAsync<int>(Steps)} steps");
    }

    private async Task IsWholeAsync(NpgsqlConnection look)
    {
        var whole = await Whole.Value;
        await using (await _store.StartProcessAsync("--Samples=true", $"--Data={_folder}"))
        {
            (await look.QueryAsync<string>(Standing)).ShouldBe(whole.Standing, $"APPROVALS_SEED={_seed}");
            (await look.ExecuteScalarAsync<int>(Steps)).ShouldBe(whole.Steps);
            (await look.ExecuteScalarAsync<long>("SELECT count(*) FROM wake")).ShouldBe(0);
            foreach (var unit in await _store.Database.UnitsAsync(CancellationToken.None))
            {
                (await new CaseAudit(_store.Database).AuditAsync(unit, CancellationToken.None)).First.ShouldBeNull();
                (await new StoreCheck(_store.Database).RunAsync(unit.Id, CancellationToken.None)).Where(b => b.Rule.Fault)
                    .Select(b => b.Sentence).ShouldBeEmpty($"APPROVALS_SEED={_seed}");
            }
        }

        // Once more: nothing is left to do.
        await using var again = await _store.StartProcessAsync("--Samples=true", $"--Data={_folder}");
        (await look.QueryAsync<string>(Standing)).ShouldBe(whole.Standing);
        again.Output.ShouldNotContain("已不在数据文件夹中");
    }

    /// <summary>What one start makes that nobody disturbs; it must be what a visitor is promised.</summary>
    private static async Task<(int Steps, IReadOnlyList<string> Standing)> WholeAsync()
    {
        var undisturbed = new TestDatabase();
        await undisturbed.InitializeAsync();
        await using (await undisturbed.StartProcessAsync("--Samples=true", $"--Data={TestCluster.NewFolder()}"))
        {
            await using var look = new NpgsqlConnection(undisturbed.AdminConnection);
            var promised = (await look.QueryAsync<(bool, long Notices, bool Ruled, long Items, long Begun)>(Promise)).ToList();
            promised.Select(p => (p.Notices, p.Ruled, p.Items)).ShouldBe([(1, false, 0), (1, true, 10)]);
            promised.Select(p => p.Begun > 3).ShouldBe([false, true]);
            var standing = (await look.QueryAsync<string>(Standing)).ToList();
            var steps = await look.ExecuteScalarAsync<int>(Steps);
            await undisturbed.DisposeAsync();
            return (steps, standing);
        }
    }
}

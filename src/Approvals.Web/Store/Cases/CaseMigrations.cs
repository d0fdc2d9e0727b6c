using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>What a change of edition does, or would do, to one case.</summary>
/// <param name="Problem">Null where it goes on at <paramref name="To"/>.</param>
public sealed record CaseMove(CaseId Case, Workflow Workflow, string Title, StageId From, StageId? To, MigrationProblem? Problem);

/// <summary>A notice with everything below it: it moves whole or not at all.</summary>
public sealed record TreeMove(CaseId Root, ImmutableArray<CaseMove> Cases)
{
    public bool Refused => Cases.Any(c => c.Problem is not null);
}

/// <param name="From">Hash of the edition that is left.</param>
public sealed record EditionChange(string From, string To, ImmutableArray<TreeMove> Trees)
{
    public bool Complete => !Trees.Any(t => t.Refused);
}

/// <summary>No edition, or several, begin with the words of the file.</summary>
public sealed class NoSuchEditionException(string sentence) : Exception(sentence);

/// <summary>
/// Takes live cases of one edition over into another by an explicit mapping, a transaction a tree: parent and child never see two
/// editions of each other. A rehearsal does the same and commits nothing. Ended cases keep the edition in which they ended.
/// </summary>
public sealed class CaseMigrations(Database database, Editions editions, Deciding deciding, WakeSignal signal)
{
    private const string Roots = """
        SELECT DISTINCT root_id
        FROM flow_case
        WHERE unit_id = @unit AND book_hash = @from AND NOT ended
        ORDER BY root_id
        """;

    private const string Below = """
        SELECT c.case_id, c.ended OR c.book_hash <> @from AS aside
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        JOIN flow_case c ON c.unit_id = @unit AND c.parent_month = k.month AND c.parent_id = k.id
        """;

    private const string Root = """
        SELECT case_id, ended OR book_hash <> @from AS aside
        FROM flow_case
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @root
        """;

    private const string Known = """
        SELECT hash
        FROM edition
        WHERE unit_id = @unit AND starts_with(hash, @beginning)
        """;

    /// <summary>Whether an open seat is put before anybody follows from the stage.</summary>
    private const string Quieten = """
        UPDATE assignment a
        SET quiet = n.quiet
        FROM unnest(@cases::uuid[], @quiet::bool[]) AS n (id, quiet)
        WHERE a.unit_id = @unit AND a.case_id = n.id AND a.quiet <> n.quiet
        """;

    /// <param name="apply">False: only what would become of it.</param>
    /// <exception cref="NoSuchEditionException">The file names an edition that the unit never had.</exception>
    /// <exception cref="Readers.Yaml.FaultsException">It names a stage that there is not.</exception>
    public async Task<EditionChange> RunAsync(UnitId unit, MigrationFile file, bool apply, CancellationToken cancellation)
    {
        var (before, after) = await BooksAsync(unit, file, cancellation);
        var map = file.Map.Between(before, after);
        var roots = await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<Guid>(new CommandDefinition(
                Roots, new { unit = unit.Value, from = before.Hash }, cancellationToken: cancellation)),
            cancellation);
        var trees = ImmutableArray.CreateBuilder<TreeMove>();
        foreach (var root in roots.Select(id => new CaseId(id)))
        {
            trees.Add(await MoveTreeAsync(unit, root, new Change(before, after, map, apply), cancellation));
        }

        return new EditionChange(before.Hash, after.Hash, [.. trees.Where(t => !t.Cases.IsEmpty)]);
    }

    private Task<(WorkflowBook Before, WorkflowBook After)> BooksAsync(UnitId unit, MigrationFile file, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            unit,
            async (connection, _) =>
            {
                var before = await BookAsync(connection, unit, file.From, cancellation);
                var after = file.To is { } named ? await BookAsync(connection, unit, named, cancellation) : editions.Current;
                return before.Hash == after.Hash
                    ? throw new NoSuchEditionException($"要离开的和要换到的是同一版（{before.Hash[..12]}），没有可换的。")
                    : (before, after);
            },
            cancellation);

    private async Task<WorkflowBook> BookAsync(NpgsqlConnection connection, UnitId unit, string beginning, CancellationToken cancellation)
    {
        var hashes = (await connection.QueryAsync<string>(new CommandDefinition(
            Known, new { unit = unit.Value, beginning }, cancellationToken: cancellation))).AsList();
        return hashes switch
        {
            [var only] => await editions.GetAsync(connection, unit, only, cancellation),
            [] => throw new NoSuchEditionException($"这个单位没有以 {beginning} 开头的流程版本。"),
            _ => throw new NoSuchEditionException($"以 {beginning} 开头的流程版本有 {hashes.Count} 个，请多写几位。"),
        };
    }

    private async Task<TreeMove> MoveTreeAsync(UnitId unit, CaseId root, Change change, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var entering = new NpgsqlBatch(connection))
        {
            entering.BatchCommands.Add(CaseRows.Command(Database.SetUnitByKey, unit, root));
            await entering.ExecuteNonQueryAsync(cancellation);
        }

        var loaded = await LockTreeAsync(connection, unit, root, change.Before, cancellation);
        var moves = ImmutableArray.CreateBuilder<CaseMove>();
        CaseWrites? writes = null;
        foreach (var one in loaded)
        {
            var context = await deciding.LookAsync(connection, unit, one, cancellation) with { Book = change.After };
            var (moved, problem) = CaseMigration.Decide(one.Case, change.Before, change.Map, context);
            moves.Add(new CaseMove(
                one.Case.Id, change.Before[one.Case.Workflow], one.Case.Title, one.Case.Stage, moved?.After.Stage, problem));
            writes ??= new CaseWrites(unit, context.Now, context.Today, null);
            if (moved is not null)
            {
                await Writing.TakeAsync(connection, writes, one, moved, context, cancellation);
            }
        }

        var tree = new TreeMove(root, moves.ToImmutable());
        if (change.Apply && !tree.Refused && writes is not null)
        {
            await editions.PublishAsync(connection, unit, cancellation);
            await Writing.SendAsync(connection, writes, null, cancellation);
            await QuietenAsync(connection, unit, tree, change.After, cancellation);
            await transaction.CommitAsync(cancellation);
            signal.Hint(writes.LeavesWork);
        }

        return tree;
    }

    /// <summary>
    /// Every live case of the tree, locked level by level from above: once a case is held, nobody opens a child of it, so none is
    /// missed. What has ended opens none; it is passed over, and what stands below it is not.
    /// </summary>
    private static async Task<IReadOnlyList<LoadedCase>> LockTreeAsync(
        NpgsqlConnection connection, UnitId unit, CaseId root, WorkflowBook before, CancellationToken cancellation)
    {
        var held = new List<CaseId>();
        var level = await LevelAsync(Root, new { unit = unit.Value, month = root.Month, root = root.Value, from = before.Hash });
        while (level.Count > 0)
        {
            CaseId[] live = [.. level.Where(c => !c.Aside).Select(c => c.Id)];
            await CaseLoading.ForCountingAsync(connection, unit, live, cancellation);
            held.AddRange(live);
            level = await LevelAsync(Below, new
            {
                unit = unit.Value,
                months = level.Select(c => c.Id.Month).ToArray(),
                cases = level.Select(c => c.Id.Value).ToArray(),
                from = before.Hash,
            });
        }

        return
        [
            .. (await CaseLoading.ForCountingAsync(connection, unit, held, cancellation))
                .Where(c => !c.Case.Ended && c.Case.BookHash == before.Hash),
        ];

        async Task<List<(CaseId Id, bool Aside)>> LevelAsync(string sql, object values) =>
        [
            .. (await connection.QueryAsync<(Guid Id, bool Aside)>(new CommandDefinition(sql, values, cancellationToken: cancellation)))
                .Select(c => (new CaseId(c.Id), c.Aside)),
        ];
    }

    private static Task QuietenAsync(
        NpgsqlConnection connection, UnitId unit, TreeMove tree, WorkflowBook after, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Quieten,
            new
            {
                unit = unit.Value,
                cases = tree.Cases.Select(c => c.Case.Value).ToArray(),
                quiet = tree.Cases.Select(c => c.To is { } to && after[c.Workflow.Id].Stage(to) is { Quiet: true }).ToArray(),
            },
            cancellationToken: cancellation));

    private sealed record Change(WorkflowBook Before, WorkflowBook After, MigrationMap Map, bool Apply);
}

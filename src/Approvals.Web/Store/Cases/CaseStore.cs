using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Directories;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>What became of a press.</summary>
public abstract record Answer
{
    private Answer()
    {
    }

    /// <param name="Before">True when the same press had already been done; nothing was done again.</param>
    public sealed record Done(bool Before) : Answer;

    public sealed record Refused(Refusal Why) : Answer;

    /// <summary>No such case in this unit.</summary>
    public sealed record Unknown : Answer;

    /// <summary>The key was used for another press.</summary>
    public sealed record KeyReused : Answer;
}

/// <summary>A case seen without a lock, and what a decision about it would look at.</summary>
/// <param name="Root">The notice that it comes from; itself for a notice.</param>
public sealed record Looked(Case Case, CaseId Root, Context Context)
{
    public Workflow Workflow => Context.Book[Case.Workflow];
}

/// <summary>
/// Lock and load, decide, append, commit: one transaction a command, two round trips. Yes is said only after the commit.
/// </summary>
public sealed class CaseStore(
    Database database, Editions editions, DirectoryStore directories, Zones zones, WorkCalendar calendar, Numbers numbers, WakeSignal signal)
{
    private const string UseKey = """
        INSERT INTO command_key (unit_id, key, body_hash)
        VALUES (@unit, @key, @body)
        ON CONFLICT DO NOTHING
        RETURNING true
        """;

    private const string UsedKey = """
        SELECT body_hash
        FROM command_key
        WHERE unit_id = @unit AND key = @key
        """;

    private const string TakeWakes = """
        DELETE FROM wake
        WHERE unit_id = @unit AND receiver_month = @month AND receiver_id = @case AND parked IS NULL
        RETURNING old_body, new_body, occurrence
        """;

    private const string Park = """
        UPDATE wake
        SET parked = @why
        WHERE unit_id = @unit AND receiver_month = @month AND receiver_id = @case AND parked IS NULL
        """;

    /// <param name="key">Of the form: the same key again is answered as the first time.</param>
    public async Task<Answer> HandleAsync(
        UnitId unit, CaseId id, CaseCommand.Act act, string key, CancellationToken cancellation)
    {
        var body = SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{CaseJson.Text(act)}"));
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (isNew, same, loaded) = await LoadAsync(connection, unit, id, key, body, cancellation);
        if (!isNew)
        {
            return same ? new Answer.Done(Before: true) : new Answer.KeyReused();
        }

        if (loaded is null)
        {
            return new Answer.Unknown();
        }

        var context = await ContextAsync(connection, unit, loaded, cancellation);
        var decision = await DecideAsync(connection, unit, loaded, act, context, act.By, cancellation);
        if (decision is Decision.Refused refused)
        {
            return new Answer.Refused(refused.Why);
        }

        var wakes = await WriteAsync(connection, unit, loaded, (Decision.Permitted)decision, context, act.By, cancellation);
        await transaction.CommitAsync(cancellation);
        signal.Hint(wakes);
        return new Answer.Done(Before: false);
    }

    /// <summary>Opens a case from outside, together with whatever rows the caller writes about its subject.</summary>
    /// <param name="body">SHA-256 of what the form brought: the same key with another is refused.</param>
    /// <param name="about">Runs in the same transaction, after the case's own rows.</param>
    public async Task<Answer> OpenAsync(
        UnitId unit, CaseId id, Occasion occasion, ChildSeed seed, PersonId by, string key, byte[] body,
        Func<NpgsqlConnection, Task> about, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (isNew, same, _) = await LoadAsync(connection, unit, id, key, body, cancellation);
        if (!isNew)
        {
            return same ? new Answer.Done(Before: true) : new Answer.KeyReused();
        }

        var (now, version) = await ClockAsync(connection, unit, cancellation);
        var context = await ContextAsync(connection, unit, editions.Current, now, version, Grants.None, cancellation);
        var (workflow, at) = editions.Current.StartingOn(occasion)
            ?? throw new InvalidOperationException($"no definition says that it starts on {occasion}");
        var decision = Decisions.Open(id, workflow.Id, at, null, seed, context);
        if (decision is not Decision.Permitted permitted)
        {
            return new Answer.Refused(((Decision.Refused)decision).Why);
        }

        var writes = new CaseWrites(unit, context.Book, now, context.Today, by);
        await TakeAsync(connection, unit, writes, null, id, Chain.Start, id, permitted, context, cancellation);
        await SendAsync(connection, writes, cancellation);
        await about(connection);
        await transaction.CommitAsync(cancellation);
        signal.Hint(writes.WakesAny);
        return new Answer.Done(Before: false);
    }

    /// <summary>Cases as they stand, with what a decision would look at; unknown ids are left out. One round trip, no locks.</summary>
    public async Task<IReadOnlyList<Looked>> LookAsync(UnitId unit, IReadOnlyList<CaseId> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var loaded = new List<LoadedCase>();
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(CaseRows.Command(Database.SetUnit, unit, ids[0]));
            foreach (var id in ids)
            {
                CaseRows.AddTo(batch, unit, id, locking: false);
            }

            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            await rows.NextResultAsync(cancellation);
            foreach (var id in ids)
            {
                if (await CaseRows.ReadAsync(rows, id, cancellation) is { } one)
                {
                    loaded.Add(one);
                }
            }
        }

        var looked = new List<Looked>();
        foreach (var one in loaded)
        {
            looked.Add(new Looked(one.Case, one.Root, await ContextAsync(connection, unit, one, cancellation)));
        }

        return looked;
    }

    /// <summary>
    /// Looks at a case that others asked to look again: its transfers first, then what it waits for. What cannot be done
    /// is parked with its reason, never tried for ever. False: somebody else holds the case.
    /// </summary>
    public async Task WakeAsync(UnitId unit, CaseId id, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (_, _, loaded) = await LoadAsync(connection, unit, id, null, null, cancellation);
        if (loaded is null)
        {
            return;
        }

        var asked = await AskedAsync(connection, unit, id, cancellation);
        var context = await ContextAsync(connection, unit, loaded, cancellation);
        var commands = asked.Select(a => (CaseCommand)new CaseCommand.Replace(a.Old, a.New)).Append(new CaseCommand.Wake());
        var (all, refusal) = DecideAll(loaded.Case, commands, context);
        if (refusal is not null)
        {
            await transaction.RollbackAsync(cancellation);
            await ParkAsync(unit, id, CaseJson.Text<object>(refusal), cancellation);
            return;
        }

        var wakes = await WriteAsync(connection, unit, loaded, all, context, null, cancellation);
        await transaction.CommitAsync(cancellation);
        signal.Hint(wakes);
    }

    private static (Decision.Permitted All, Refusal? Why) DecideAll(Case @case, IEnumerable<CaseCommand> commands, Context context)
    {
        var all = new Decision.Permitted([], [], @case);
        foreach (var command in commands)
        {
            switch (Decisions.Decide(all.After, command, context))
            {
                case Decision.Permitted permitted:
                    all = new Decision.Permitted(
                        all.Events.AddRange(permitted.Events), all.Requests.AddRange(permitted.Requests), permitted.After);
                    break;
                case Decision.Refused refused:
                    return (all, refused.Why);
            }
        }

        return (all, null);
    }

    private static async Task<List<(BodyId Old, BodyId New)>> AskedAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { CaseRows.Command(TakeWakes, unit, id) } };
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        var asked = new List<(int Occurrence, BodyId Old, BodyId New)>();
        while (await rows.ReadAsync(cancellation))
        {
            if (!rows.IsDBNull(0))
            {
                asked.Add((rows.GetInt32(2), new BodyId(rows.GetInt32(0)), new BodyId(rows.GetInt32(1))));
            }
        }

        return [.. asked.OrderByDescending(a => a.Occurrence).Select(a => (a.Old, a.New))];
    }

    private async Task ParkAsync(UnitId unit, CaseId id, string why, CancellationToken cancellation) =>
        await database.InUnitAsync(
            unit,
            async (connection, _) =>
            {
                var park = CaseRows.Command(Park, unit, id);
                park.Parameters.AddWithValue("why", why);
                await using var batch = new NpgsqlBatch(connection) { BatchCommands = { park } };
                await batch.ExecuteNonQueryAsync(cancellation);
            },
            cancellation);

    private static async Task<(bool IsNew, bool Same, LoadedCase? Loaded)> LoadAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, string? key, byte[]? body, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnit, unit, id));
        if (key is not null)
        {
            foreach (var sql in new[] { UseKey, UsedKey })
            {
                var command = new NpgsqlBatchCommand(sql);
                command.Parameters.AddWithValue("unit", unit.Value);
                command.Parameters.AddWithValue("key", key);
                command.Parameters.AddWithValue("body", body!); // comes with the key
                batch.BatchCommands.Add(command);
            }
        }

        CaseRows.AddTo(batch, unit, id, locking: true);
        await using var rows = await batch.ExecuteReaderAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        var (isNew, same) = (true, true);
        if (key is not null)
        {
            isNew = await rows.ReadAsync(cancellation);
            await rows.NextResultAsync(cancellation);
            same = await rows.ReadAsync(cancellation) && rows.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(body);
            await rows.NextResultAsync(cancellation);
        }

        return (isNew, same, await CaseRows.ReadAsync(rows, id, cancellation));
    }

    private static async Task<(DateTimeOffset Now, long Version)> ClockAsync(
        NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            "SELECT office_now(), coalesce((SELECT version FROM unit_directory WHERE unit_id = @unit), 0)", connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return (new DateTimeOffset(row.GetFieldValue<DateTime>(0), TimeSpan.Zero), row.GetInt64(1));
    }

    private async Task<Context> ContextAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, CancellationToken cancellation) =>
        await ContextAsync(
            connection, unit, await editions.GetAsync(connection, unit, loaded.Case.BookHash, cancellation), loaded.Now,
            loaded.DirectoryVersion, loaded.Grants, cancellation);

    private async Task<Context> ContextAsync(
        NpgsqlConnection connection, UnitId unit, WorkflowBook book, DateTimeOffset now, long version, Grants grants,
        CancellationToken cancellation)
    {
        var directory = directories.Cached(unit, version) ?? await directories.LoadAsync(unit, connection, cancellation);
        return new Context(book, now, await zones.DayAsync(unit, now, cancellation), calendar, directory.Directory, grants);
    }

    /// <summary>Numbers are taken only where the decision really needs them; deciding is pure, so it is asked twice.</summary>
    private async Task<Decision> DecideAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, CaseCommand command, Context context, PersonId by,
        CancellationToken cancellation)
    {
        var purposes = context.Book[loaded.Case.Workflow].Stages.SelectMany(s => s.Actions).SelectMany(a => a.Effects)
            .OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct().ToImmutableArray();
        if (purposes.IsEmpty)
        {
            return Decisions.Decide(loaded.Case, command, context);
        }

        var trial = Decisions.Decide(loaded.Case, command, WithNumbers(context, purposes.Select(p => (p, ""))));
        if (trial is not Decision.Permitted permitted)
        {
            return trial;
        }

        var taken = new List<(string, string)>();
        foreach (var e in permitted.Events.OfType<CaseEvent.NumberTaken>())
        {
            taken.Add((e.Purpose, await numbers.TakeAsync(
                connection, unit, e.Purpose, loaded.Root, loaded.Case.Id, context.Today.Year, by, cancellation)));
        }

        return taken.Count == 0 ? trial : Decisions.Decide(loaded.Case, command, WithNumbers(context, taken));
    }

    private static Context WithNumbers(Context context, IEnumerable<(string Purpose, string Text)> numbers) => context with
    {
        Grants = context.Grants with { NextNumbers = numbers.ToImmutableDictionary(n => n.Purpose, n => n.Text) },
    };

    private static async Task<bool> WriteAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, Decision.Permitted decision, Context context, PersonId? actor,
        CancellationToken cancellation)
    {
        var writes = new CaseWrites(unit, context.Book, loaded.Now, context.Today, actor);
        await TakeAsync(
            connection, unit, writes, loaded.Case, loaded.Root, loaded.Head, loaded.Case.Id, decision, context, cancellation);
        await SendAsync(connection, writes, cancellation);
        return writes.WakesAny;
    }

    /// <summary>Takes a decision and, in the same transaction, opens the children it asks for, and theirs.</summary>
    private static async Task TakeAsync(
        NpgsqlConnection connection, UnitId unit, CaseWrites writes, Case? before, CaseId root, byte[] head, CaseId id,
        Decision.Permitted decision, Context context, CancellationToken cancellation)
    {
        writes.Take(before, root, head, id, decision);
        foreach (var open in decision.Requests.OfType<Request.OpenChild>())
        {
            var grants = Grants.None with
            {
                Parent = new ParentState(
                    decision.After.Workflow, decision.After.Stage, decision.After.Ended, decision.After.Parties, decision.After.Facts),
            };
            var workflow = context.Book[open.Workflow];
            if (workflow.Stage(open.At ?? workflow.Stages[0].Id) is { } first && first.Splits.Any(s => s.Each is Each.Row))
            {
                grants = grants with { Rows = await Subjects.ChecklistAsync(connection, unit, root, cancellation) };
            }

            var inside = context with { Grants = grants };
            if (Decisions.Open(open.Child, open.Workflow, open.At, id, open.Seed, inside) is not Decision.Permitted child)
            {
                throw new NobodyToSignException(workflow.Title, open.Seed.Title);
            }

            await TakeAsync(connection, unit, writes, null, root, Chain.Start, open.Child, child, inside, cancellation);
        }
    }

    private static async Task SendAsync(NpgsqlConnection connection, CaseWrites writes, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        writes.AddTo(batch);
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }
}

/// <summary>A child cannot begin because nobody may act in its first stage; the whole command is undone.</summary>
public sealed class NobodyToSignException(string workflow, string title)
    : Exception($"“{title}”的{workflow}没有人可以办理，请先在科室人员里补上负责人或经办人。");

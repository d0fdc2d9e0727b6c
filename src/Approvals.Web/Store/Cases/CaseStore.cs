using System.Collections.Immutable;
using System.Data;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features;
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
/// Lock and load, decide, append, commit: one transaction a command, two batches and a commit. Yes is said only after it.
/// </summary>
public sealed class CaseStore(
    Database database, Editions editions, DirectoryStore directories, Zones zones, WorkCalendar calendar, Numbers numbers,
    WakeSignal signal)
{
    public Task<Answer> HandleAsync(UnitId unit, CaseId id, CaseCommand.Act act, string key, CancellationToken cancellation) =>
        HandleAsync(unit, id, act, key, _ => Task.CompletedTask, cancellation);

    /// <param name="key">Of the form: the same key again is answered as the first time.</param>
    /// <param name="about">Runs in the same transaction once the press is permitted: what came with it.</param>
    public async Task<Answer> HandleAsync(
        UnitId unit, CaseId id, CaseCommand.Act act, string key, Func<NpgsqlConnection, Task> about,
        CancellationToken cancellation)
    {
        var body = SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{CaseJson.Text(act)}"));
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (isNew, same, loaded) = await CaseLoading.ForPressAsync(connection, unit, id, key, body, cancellation);
        if (!isNew)
        {
            return same ? new Answer.Done(Before: true) : new Answer.KeyReused();
        }

        if (loaded is null)
        {
            return new Answer.Unknown();
        }

        var context = await DecidingAsync(connection, unit, loaded, cancellation);
        var decision = await DecideAsync(connection, unit, loaded, [act], context, act.By, cancellation);
        if (decision is Decision.Refused refused)
        {
            return new Answer.Refused(refused.Why);
        }

        var wakes = await WriteAsync(connection, unit, loaded, (Decision.Permitted)decision, context, act.By, cancellation);
        await about(connection);
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
        var (isNew, same, _) = await CaseLoading.ForPressAsync(connection, unit, id, key, body, cancellation);
        if (!isNew)
        {
            return same ? new Answer.Done(Before: true) : new Answer.KeyReused();
        }

        // A unit that was imported since the start keeps its edition from here on.
        await editions.PublishAsync(connection, unit, cancellation);
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

    /// <summary>
    /// Cases as they stand, with what a decision would look at; unknown ids are left out. One round trip, no locks.
    /// </summary>
    public async Task<IReadOnlyList<Looked>> LookAsync(UnitId unit, IReadOnlyList<CaseId> ids, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        // One snapshot: a press between two statements must not show a round without its seats.
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
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
    /// is set aside with its reason, never tried for ever (see <see cref="Wakes"/>).
    /// </summary>
    public async Task WakeAsync(UnitId unit, CaseId id, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (asked, loaded) = await CaseLoading.ForWakeAsync(connection, unit, id, cancellation);
        if (loaded is null || asked.Count == 0)
        {
            // Another node was faster.
            return;
        }

        Parked why;
        try
        {
            var context = await DecidingAsync(connection, unit, loaded, cancellation);
            var decision = await DecideAsync(connection, unit, loaded, [.. Wakes.Commands(asked)], context, null, cancellation);
            if (decision is Decision.Permitted permitted)
            {
                var wakes = await WriteAsync(connection, unit, loaded, permitted, context, null, cancellation);
                await transaction.CommitAsync(cancellation);
                signal.Hint(wakes);
                return;
            }

            var refused = Texts.For(((Decision.Refused)decision).Why, context.Book[loaded.Case.Workflow]);
            why = new Parked(refused, null, loaded.DirectoryVersion);
        }
        catch (Exception failure) when (Wakes.IsLasting(failure))
        {
            // Whatever is wrong with this one case must not stop the others.
            why = Wakes.Of(failure, loaded.DirectoryVersion);
        }

        await transaction.RollbackAsync(cancellation);
        await Wakes.ParkAsync(database, unit, id, asked, why, cancellation);
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

    /// <summary>
    /// The same for a decision: a definition that splits by rows finds the checklist's, whatever brings it to that
    /// stage.
    /// </summary>
    private async Task<Context> DecidingAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, CancellationToken cancellation)
    {
        var context = await ContextAsync(connection, unit, loaded, cancellation);
        return SplitsByRow(context.Book[loaded.Case.Workflow])
            ? context with
            {
                Grants =
                    context.Grants with { Rows = await Subjects.ChecklistAsync(connection, unit, loaded.Root, cancellation) },
            }
            : context;
    }

    private static bool SplitsByRow(Workflow workflow) =>
        workflow.Stages.Any(stage => stage.Splits.Any(split => split.Each is Each.Row || split.Again?.Each is Each.Row));

    /// <summary>Numbers are taken only where the decision really needs them; deciding is pure, so it is asked twice.</summary>
    private async Task<Decision> DecideAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, ImmutableArray<CaseCommand> commands, Context context,
        PersonId? by,
        CancellationToken cancellation)
    {
        var purposes = context.Book[loaded.Case.Workflow].Stages
            .SelectMany(s => s.Actions.SelectMany(a => a.Effects).Concat(s.Wait?.Effects ?? []))
            .OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct();
        var trial = DecideAll(loaded.Case, commands, WithNumbers(context, purposes.Select(p => (p, ""))));
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

        return taken.Count == 0 ? trial : DecideAll(loaded.Case, commands, WithNumbers(context, taken));
    }

    /// <summary>All or none, each seeing what the one before did.</summary>
    private static Decision DecideAll(Case @case, ImmutableArray<CaseCommand> commands, Context context)
    {
        var all = new Decision.Permitted([], [], @case);
        foreach (var command in commands)
        {
            var decision = Decisions.Decide(all.After, command, context);
            if (decision is not Decision.Permitted permitted)
            {
                return decision;
            }

            all = new Decision.Permitted(
                all.Events.AddRange(permitted.Events), all.Requests.AddRange(permitted.Requests), permitted.After);
        }

        return all;
    }

    private static Context WithNumbers(Context context, IEnumerable<(string Purpose, string Text)> numbers) => context with
    {
        Grants = context.Grants with { NextNumbers = numbers.ToImmutableDictionary(n => n.Purpose, n => n.Text) },
    };

    private static async Task<bool> WriteAsync(
        NpgsqlConnection connection, UnitId unit, LoadedCase loaded, Decision.Permitted decision, Context context,
        PersonId? actor,
        CancellationToken cancellation)
    {
        var writes = new CaseWrites(unit, context.Book, loaded.Now, context.Today, actor);
        await TakeAsync(
            connection, unit, writes, loaded.Case, loaded.Root, loaded.Head, loaded.Case.Id, decision, context, cancellation);
        await SendAsync(
            connection, writes, cancellation, actor is null ? null : CaseRows.Command(Wakes.Release, unit, loaded.Case.Id));
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
                Parent = ParentState.Of(decision.After),
            };
            var workflow = context.Book[open.Workflow];
            if (SplitsByRow(workflow))
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

    private static async Task SendAsync(
        NpgsqlConnection connection, CaseWrites writes, CancellationToken cancellation, NpgsqlBatchCommand? first = null)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (first is not null)
        {
            batch.BatchCommands.Add(first);
        }

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

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features;
using Dapper;
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

/// <summary>What became of a press, and whether somebody was asked to look at something because of it.</summary>
/// <param name="Answer">As it is told.</param>
public sealed record Handled(Answer Answer)
{
    /// <summary>What follows from it is left to a look: a page waits for that.</summary>
    public bool Wakes { get; init; }
}

/// <summary>A case seen without a lock, and what a decision about it would look at.</summary>
/// <param name="Root">The notice that it comes from; itself for a notice.</param>
public sealed record Looked(Case Case, CaseId Root, Context Context)
{
    public Workflow Workflow => Context.Book[Case.Workflow];
}

/// <summary>
/// Lock and load, decide, append and commit: one transaction a command, two round trips. Yes is said only after the second.
/// </summary>
public sealed class CaseStore(Database database, Editions editions, Deciding deciding, WakeSignal signal)
{
    private const string IsUsed = "SELECT EXISTS (SELECT FROM command_key WHERE unit_id = @unit AND key = @key)";

    public async Task<Answer> HandleAsync(UnitId unit, CaseId id, CaseCommand press, string key, CancellationToken cancellation) =>
        (await HandleAsync(unit, id, press, key, about: null, cancellation)).Answer;

    /// <param name="press">What somebody asks for: it has a <see cref="CaseCommand.Presser"/>.</param>
    /// <param name="key">Of the form: the same key again is answered as the first time.</param>
    /// <param name="about">Runs in the same transaction once the press is permitted: what came with it. Null: nothing did.</param>
    public async Task<Handled> HandleAsync(
        UnitId unit, CaseId id, CaseCommand press, string key, Func<NpgsqlConnection, Task>? about,
        CancellationToken cancellation)
    {
        var by = press.Presser ?? throw new ArgumentException($"nobody presses a {press.GetType().Name}", nameof(press));
        var act = press as CaseCommand.Act;
        var asksParent = act is not null && editions.AsksParent(act.Action);
        if (await HandleAsync(unit, id, press, by, key, about, asksParent, cancellation) is { } answer)
        {
            return answer;
        }

        // The case keeps an edition that was not read here before. Now it is.
        return await HandleAsync(unit, id, press, by, key, about, asksParent: true, cancellation)
            ?? throw new InvalidOperationException($"the parent of {id} is held");
    }

    /// <returns>Null: nothing is done, since it is judged by where the parent stands, and that is not held.</returns>
    private async Task<Handled?> HandleAsync(
        UnitId unit, CaseId id, CaseCommand press, PersonId by, string key, Func<NpgsqlConnection, Task>? about, bool asksParent,
        CancellationToken cancellation)
    {
        var act = press as CaseCommand.Act;
        var body = SHA256.HashData(Encoding.UTF8.GetBytes($"{id}\n{CaseJson.Text(press)}"));
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (isNew, same, loaded, named) = await CaseLoading.ForPressAsync(
            connection, unit, id, act?.Inputs.Sibling, asksParent, key, body, cancellation);
        if (!isNew)
        {
            return new(same ? new Answer.Done(Before: true) : new Answer.KeyReused());
        }

        if (loaded is null)
        {
            return new(new Answer.Unknown());
        }

        var context = await deciding.AboutAsync(connection, unit, loaded, named, cancellation);
        if (!asksParent && act is not null && editions.AsksParent(act.Action))
        {
            return null;
        }

        var writes = new CaseWrites(unit, loaded.Now, context.Today, by);
        if (await DecideAsync(connection, writes, loaded, named, press, by, context, cancellation) is { } why)
        {
            return new(new Answer.Refused(why));
        }

        var released = await CommitAsync(connection, transaction, writes, CaseRows.Command(Wakes.Release, unit, id), about, cancellation);
        signal.Hint(writes.LeavesWork);
        return new(new Answer.Done(Before: false)) { Wakes = writes.Wakes || released > 0 };
    }

    /// <summary>Decides and takes what follows, in the case that is named too (合并); nothing is sent.</summary>
    /// <returns>Why not; null: all is taken.</returns>
    private async Task<Refusal?> DecideAsync(
        NpgsqlConnection connection, CaseWrites writes, LoadedCase loaded, LoadedCase? named, CaseCommand press, PersonId by, Context context,
        CancellationToken cancellation)
    {
        var decision = await deciding.DecideAsync(connection, writes.Unit, loaded, [press], context, by, cancellation);
        if (decision is not Decision.Permitted permitted)
        {
            return ((Decision.Refused)decision).Why;
        }

        await Writing.TakeAsync(connection, writes, loaded, permitted, context, cancellation);
        foreach (var hand in permitted.Requests.OfType<Request.HandToSibling>())
        {
            if (await TakeOverAsync(connection, writes, named, hand, cancellation) is { } why)
            {
                return why;
            }
        }

        return null;
    }

    /// <summary>With the last batch, unless something comes with the press: that finds its events written.</summary>
    private static async Task<int> CommitAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, CaseWrites writes, NpgsqlBatchCommand release,
        Func<NpgsqlConnection, Task>? about, CancellationToken cancellation)
    {
        if (about is null)
        {
            return await Writing.CommitAsync(connection, writes, release, cancellation);
        }

        var released = await Writing.SendAsync(connection, writes, release, cancellation);
        await about(connection);
        await transaction.CommitAsync(cancellation);
        return released;
    }

    /// <summary>Whether something was done under the form's key.</summary>
    public Task<bool> IsUsedAsync(UnitId unit, string key, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit, (connection, _) => connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            IsUsed, new { unit = unit.Value, key }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>By the definition that answers to the occasion.</summary>
    public Task<Answer> OpenAsync(
        UnitId unit, CaseId id, Occasion occasion, ChildSeed seed, PersonId by, string key, byte[] body,
        Func<NpgsqlConnection, Task> about, CancellationToken cancellation)
    {
        var (workflow, at) = editions.Current.StartingOn(occasion)
            ?? throw new InvalidOperationException($"no definition says that it starts on {occasion}");
        return OpenAsync(unit, id, (workflow.Id, at), seed, by, key, body, about, cancellation);
    }

    /// <summary>Opens a case from outside, together with whatever rows the caller writes about its subject.</summary>
    /// <param name="door">Of the current edition.</param>
    /// <param name="body">SHA-256 of what the form brought: the same key with another is refused.</param>
    /// <param name="about">Runs in the same transaction, after the case's own rows.</param>
    public async Task<Answer> OpenAsync(
        UnitId unit, CaseId id, (WorkflowId Workflow, StageId At) door, ChildSeed seed, PersonId by, string key, byte[] body,
        Func<NpgsqlConnection, Task> about, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (isNew, same, _, _) = await CaseLoading.ForPressAsync(
            connection, unit, id, null, asksParent: false, key, body, cancellation);
        if (!isNew)
        {
            return same ? new Answer.Done(Before: true) : new Answer.KeyReused();
        }

        // A unit that was imported since the start keeps its edition from here on.
        await editions.PublishAsync(connection, unit, cancellation);
        var (now, version) = await ClockAsync(connection, unit, cancellation);
        var context = await deciding.OpeningAsync(connection, unit, now, version, cancellation);
        var decision = Decisions.Open(id, door.Workflow, door.At, null, seed, context);
        if (decision is not Decision.Permitted permitted)
        {
            return new Answer.Refused(((Decision.Refused)decision).Why);
        }

        var writes = new CaseWrites(unit, now, context.Today, by);
        await Writing.OpenAsync(connection, writes, id, permitted, context, cancellation);
        await Writing.SendAsync(connection, writes, first: null, cancellation);
        await about(connection);
        await transaction.CommitAsync(cancellation);
        signal.Hint(writes.LeavesWork);
        return new Answer.Done(Before: false);
    }

    /// <summary>
    /// Cases as they stand, in the order asked, with what a decision would look at; unknown ids are left out. One round
    /// trip, no locks.
    /// </summary>
    public async Task<IReadOnlyList<Looked>> LookAsync(UnitId unit, IReadOnlyList<CaseId> ids, CancellationToken cancellation) =>
        ids.Count == 0 ? [] : await LookAsync(unit, ids, gate: null, cancellation);

    /// <param name="gate">Answers with one row, whether the case may be seen at all; asked in the same round trip.</param>
    /// <returns>Null where there is no such case, or it may not be seen.</returns>
    public async Task<Looked?> LookAsync(UnitId unit, CaseId id, NpgsqlBatchCommand gate, CancellationToken cancellation) =>
        await LookAsync(unit, [id], gate, cancellation) is [var looked] ? looked : null;

    private async Task<IReadOnlyList<Looked>> LookAsync(
        UnitId unit, IReadOnlyList<CaseId> ids, NpgsqlBatchCommand? gate, CancellationToken cancellation)
    {
        var loaded = await CaseLoading.ForLookingAsync(database, unit, ids, gate, cancellation);
        var looked = new List<Looked>();
        foreach (var one in ids.Select(id => loaded.GetValueOrDefault(id)).OfType<LoadedCase>())
        {
            var context = deciding.Known(unit, one) ?? await database.ReadInUnitAsync(
                unit, (connection, _) => deciding.LookAsync(connection, unit, one, cancellation), cancellation);
            looked.Add(new Looked(one.Case, one.Root, context));
        }

        return looked;
    }

    /// <summary>
    /// Looks at a case that others asked to look again: its transfers first, then what it waits for. What cannot be done
    /// is set aside with its reason, never tried for ever (see <see cref="Wakes"/>).
    /// </summary>
    public async Task WakeAsync(UnitId unit, CaseId id, CancellationToken cancellation)
    {
        // Which of them broke it shows only where each is tried alone; the look that is left comes after.
        foreach (var alone in await WakeAsync(unit, id, only: null, cancellation))
        {
            await WakeAsync(unit, id, alone, cancellation);
        }
    }

    /// <summary>
    /// The same for cases side by side that were asked for nothing but a look, all in one transaction: what each of them looks at, the
    /// case above them all and those below itself, none of the others changes.
    /// </summary>
    /// <returns>False: one of them cannot, and nothing is done. Each must be looked at alone.</returns>
    public async Task<bool> WakeTogetherAsync(UnitId unit, IReadOnlyList<CaseId> siblings, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        try
        {
            CaseWrites? writes = null;
            foreach (var one in await CaseLoading.ForLooksAsync(connection, unit, siblings, cancellation))
            {
                var context = await deciding.AboutAsync(connection, unit, one, cancellation);
                if (await deciding.DecideAsync(connection, unit, one, [new CaseCommand.Wake()], context, null, cancellation)
                    is not Decision.Permitted permitted)
                {
                    return false;
                }

                writes ??= new CaseWrites(unit, one.Now, context.Today, actor: null);
                await Writing.TakeAsync(connection, writes, one, permitted, context, cancellation);
            }

            if (writes is not null)
            {
                await Writing.CommitAsync(connection, writes, first: null, cancellation);
                signal.Hint(writes.LeavesWork);
            }

            return true;
        }
        catch (Exception failure) when (StoreFailures.IsLasting(failure))
        {
            return false;
        }
    }

    /// <returns>Of several hand-overs that broke together, each: nothing of them is done or set aside yet.</returns>
    private async Task<ImmutableArray<Asked>> WakeAsync(UnitId unit, CaseId id, Asked? only, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (asked, loaded) = await CaseLoading.ForWakeAsync(connection, unit, id, only, cancellation);
        if (loaded is null || asked.Count == 0)
        {
            // Another node was faster.
            return [];
        }

        var (why, blamed) = await TryAsync(connection, transaction, unit, loaded, asked, cancellation);
        if (why is null)
        {
            return [];
        }

        await transaction.RollbackAsync(cancellation);
        if (!blamed.IsEmpty)
        {
            await Wakes.ParkAsync(database, unit, id, loaded.Case.Version, blamed, why, cancellation);
        }

        return blamed.IsEmpty ? [.. asked.Where(a => a.Handed is not null)] : [];
    }

    /// <summary>Does what was asked, and commits it; else why not, and what of it is to be set aside: none where that is not known.</summary>
    private async Task<(Parked? Why, ImmutableArray<Asked> Blamed)> TryAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, UnitId unit, LoadedCase loaded, IReadOnlyList<Asked> asked,
        CancellationToken cancellation)
    {
        try
        {
            var context = await deciding.AboutAsync(connection, unit, loaded, cancellation);
            var decision = await deciding.DecideAsync(connection, unit, loaded, [.. Wakes.Commands(asked)], context, null, cancellation);
            if (decision is not Decision.Permitted permitted)
            {
                var refused = Texts.For(((Decision.Refused)decision).Why, context.Book[loaded.Case.Workflow]);
                return (new Parked(refused, null, loaded.DirectoryVersion), HandOvers.Blamed(loaded.Case, asked, a => a.Handed, context));
            }

            var writes = new CaseWrites(unit, loaded.Now, context.Today, actor: null);
            await Writing.TakeAsync(connection, writes, loaded, permitted, context, cancellation);
            await Writing.CommitAsync(connection, writes, first: null, cancellation);
            signal.Hint(writes.LeavesWork);
            return (null, []);
        }
        catch (Exception failure) when (StoreFailures.IsLasting(failure))
        {
            // Whatever is wrong with this one case must not stop the others.
            return (Wakes.Of(failure, loaded.DirectoryVersion), asked.Count(a => a.Handed is not null) > 1 ? [] : [.. asked]);
        }
    }

    /// <summary>合并: the other case takes over in the transaction that ends this one. Null: done.</summary>
    private async Task<Refusal?> TakeOverAsync(
        NpgsqlConnection connection, CaseWrites writes, LoadedCase? named, Request.HandToSibling hand, CancellationToken cancellation)
    {
        if (named is null || named.Case.Id != hand.Case)
        {
            throw new InvalidOperationException($"case {hand.Case} is handed something and not held");
        }

        var context = await deciding.AboutAsync(connection, writes.Unit, named, cancellation);
        var decision = Decisions.Decide(named.Case, hand.Command, context);
        if (decision is not Decision.Permitted permitted)
        {
            return ((Decision.Refused)decision).Why;
        }

        await Writing.TakeAsync(connection, writes, named, permitted, context, cancellation);
        return null;
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
}

/// <summary>A child cannot begin because nobody may act in its first stage; the whole command is undone.</summary>
public sealed class NobodyToSignException(string workflow, string title)
    : Exception($"“{title}”的{workflow}没有人可以办理，请先在科室人员里补上负责人或经办人。");

using System.Data;
using Approvals.Engine;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>The first round trip of a command: key, lock, and everything that deciding looks at.</summary>
internal static class CaseLoading
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

    /// <param name="also">Another case that the press is about too (合并): held with it, in key order.</param>
    /// <param name="asksParent">It is judged by where the parent stands, which then stays there until this is done.</param>
    /// <returns>Whether the key is new, and if not, whether it was used for this same body.</returns>
    public static async Task<(bool IsNew, bool Same, LoadedCase? Loaded, LoadedCase? Also)> ForPressAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CaseId? also, bool asksParent, string key, byte[] body,
        CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnitByKey, unit, id));
        var use = new NpgsqlBatchCommand(UseKey);
        use.Parameters.AddWithValue("unit", unit.Value);
        use.Parameters.AddWithValue("key", key);
        use.Parameters.AddWithValue("body", body);
        batch.BatchCommands.Add(use);
        if (asksParent)
        {
            batch.BatchCommands.Add(CaseRows.Command(CaseRows.HoldParents, unit, [id]));
        }

        CaseRows.AddTo(batch, unit, also is { } other && other != id ? [id, other] : [id], CaseLock.Wait);
        await using (var rows = await CaseRows.AskAsync(batch, cancellation))
        {
            await rows.NextResultAsync(cancellation);
            if (await rows.ReadAsync(cancellation))
            {
                await rows.NextResultAsync(cancellation);
                if (asksParent)
                {
                    await rows.NextResultAsync(cancellation);
                }

                var loaded = await CaseAnswers.ReadAsync(rows, cancellation);
                return (true, true, loaded.SingleOrDefault(l => l.Case.Id == id), loaded.SingleOrDefault(l => l.Case.Id != id));
            }
        }

        return (false, await IsSameAsync(connection, unit, key, body, cancellation), null, null);
    }

    /// <summary>A press that was done before, which is rare: it costs one round trip more.</summary>
    private static async Task<bool> IsSameAsync(
        NpgsqlConnection connection, UnitId unit, string key, byte[] body, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(UsedKey, connection);
        command.Parameters.AddWithValue("unit", unit.Value);
        command.Parameters.AddWithValue("key", key);
        return await command.ExecuteScalarAsync(cancellation) is byte[] used && used.AsSpan().SequenceEqual(body);
    }

    /// <summary>
    /// What the case was asked is taken away under its lock and <i>before</i> anything else is read: whatever is taken
    /// was committed by then, so the reading sees it. The other way round, a child that ends between the two would be
    /// taken away unseen.
    /// </summary>
    /// <param name="only">Of what it was asked, this alone; null: all.</param>
    public static async Task<(IReadOnlyList<Asked> Asked, LoadedCase? Loaded)> ForWakeAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, Asked? only, CancellationToken cancellation)
    {
        var take = CaseRows.Command(only is null ? Wakes.Take : Wakes.TakeOne, unit, id);
        if (only is not null)
        {
            take.Parameters.AddWithValue("sender", only.Sender.Value);
            take.Parameters.AddWithValue("occurrence", only.Occurrence);
            take.Parameters.AddWithValue("part", only.Part);
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnitByKey, unit, id));
        batch.BatchCommands.Add(CaseRows.Command(CaseRows.Lock, unit, [id]));
        batch.BatchCommands.Add(take);
        CaseRows.AddTo(batch, unit, [id], CaseLock.Wait);
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        await rows.NextResultAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        var asked = new List<Asked>();
        while (await rows.ReadAsync(cancellation))
        {
            asked.Add(Wakes.Read(rows));
        }

        await rows.NextResultAsync(cancellation);
        return (asked, (await CaseAnswers.ReadAsync(rows, cancellation)).SingleOrDefault());
    }

    /// <summary>The same for several side by side that were asked for nothing but a look.</summary>
    public static async Task<IReadOnlyList<LoadedCase>> ForLooksAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyList<CaseId> siblings, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnitByKey, unit, siblings[0]));
        batch.BatchCommands.Add(CaseRows.Command(CaseRows.Lock, unit, siblings));
        batch.BatchCommands.Add(CaseRows.Command(Wakes.TakeLooks, unit, siblings));
        CaseRows.AddTo(batch, unit, siblings, CaseLock.Wait);
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        await rows.NextResultAsync(cancellation);
        await rows.NextResultAsync(cancellation);
        return await CaseAnswers.ReadAsync(rows, cancellation);
    }

    /// <summary>
    /// Locks and loads those of the cases that nobody holds, in key order, all at one instant; the others are left for
    /// the next time. What became due is read after this: it may have been done while we looked for it without a lock.
    /// </summary>
    public static Task<IReadOnlyList<LoadedCase>> ForFiringAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyList<CaseId> ids, CancellationToken cancellation) =>
        ManyAsync(connection, unit, ids, CaseLock.Skip, cancellation);

    /// <summary>The same for what must reach every one of them: waits for whoever holds it, for parents before their children.</summary>
    public static Task<IReadOnlyList<LoadedCase>> ForCountingAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyList<CaseId> ids, CancellationToken cancellation) =>
        ManyAsync(connection, unit, ids, CaseLock.WaitDown, cancellation);

    /// <summary>
    /// Without locks, from one snapshot: a press between two statements must not show a round without its seats. The transaction ends
    /// in the same round trip.
    /// </summary>
    /// <param name="gate">Answers with one row, whether anything of it may be seen; null: nobody need ask.</param>
    public static async Task<Dictionary<CaseId, LoadedCase>> ForLookingAsync(
        Database database, UnitId unit, IReadOnlyList<CaseId> ids, NpgsqlBatchCommand? gate, CancellationToken cancellation)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnitByKey, unit, ids[0]));
        if (gate is not null)
        {
            batch.BatchCommands.Add(gate);
        }

        CaseRows.AddTo(batch, unit, [.. ids.Distinct()], CaseLock.None);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        await rows.NextResultAsync(cancellation);
        if (gate is not null)
        {
            if (!await rows.ReadAsync(cancellation) || !rows.GetBoolean(0))
            {
                return [];
            }

            await rows.NextResultAsync(cancellation);
        }

        return (await CaseAnswers.ReadAsync(rows, cancellation)).ToDictionary(l => l.Case.Id);
    }

    private static async Task<IReadOnlyList<LoadedCase>> ManyAsync(
        NpgsqlConnection connection, UnitId unit, IReadOnlyList<CaseId> ids, CaseLock locking, CancellationToken cancellation)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(CaseRows.Command(Database.SetUnitByKey, unit, ids[0]));
        CaseRows.AddTo(batch, unit, ids, locking);
        await using var rows = await CaseRows.AskAsync(batch, cancellation);
        await rows.NextResultAsync(cancellation);
        return await CaseAnswers.ReadAsync(rows, cancellation);
    }
}

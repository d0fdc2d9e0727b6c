using Approvals.Engine;
using Approvals.Engine.Cases;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// Carries out what was decided: the events of one or many cases, and the children that they open, in one batch of the
/// transaction that holds their locks.
/// </summary>
internal static class Writing
{
    /// <summary>Takes a decision about a loaded case and, in the same transaction, opens the children it asks for, and theirs.</summary>
    /// <param name="context">With which it was decided; its book is the case's own.</param>
    public static Task TakeAsync(
        NpgsqlConnection connection, CaseWrites writes, LoadedCase loaded, Decision.Permitted decision, Context context,
        CancellationToken cancellation) =>
        TakeAsync(
            connection, writes, new Taken(loaded.Case, loaded.Root, loaded.Head, loaded.Case.Id) { Scope = loaded.Scope, Campaign = loaded.Campaign },
            decision, context, cancellation);

    /// <summary>The same for a case that opens from outside, its own root.</summary>
    public static Task OpenAsync(
        NpgsqlConnection connection, CaseWrites writes, CaseId id, Decision.Permitted decision, Context context,
        CancellationToken cancellation) =>
        TakeAsync(connection, writes, new Taken(null, id, Chain.Start, id), decision, context, cancellation);

    /// <param name="first">A statement of the sender's own, before all others.</param>
    /// <returns>How many rows the first statement changed.</returns>
    public static Task<int> SendAsync(
        NpgsqlConnection connection, CaseWrites writes, NpgsqlBatchCommand? first, CancellationToken cancellation) =>
        SendAsync(connection, writes, first, last: null, cancellation);

    /// <summary>
    /// The same with the transaction's end in the same round trip: committed when it returns. What a constraint has to say at the end
    /// is thrown as by a commit of its own.
    /// </summary>
    /// <returns>How many rows the first statement changed.</returns>
    public static async Task<int> CommitAsync(
        NpgsqlConnection connection, CaseWrites writes, NpgsqlBatchCommand? first, CancellationToken cancellation) =>
        await SendAsync(connection, writes, first, new NpgsqlBatchCommand("COMMIT"), cancellation);

    private static async Task<int> SendAsync(
        NpgsqlConnection connection, CaseWrites writes, NpgsqlBatchCommand? first, NpgsqlBatchCommand? last,
        CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (first is not null)
        {
            batch.BatchCommands.Add(first);
        }

        writes.AddTo(batch);
        if (last is not null)
        {
            batch.BatchCommands.Add(last);
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.PrepareAsync(cancellation);
            await batch.ExecuteNonQueryAsync(cancellation);
        }

        return first is null ? 0 : (int)first.RecordsAffected;
    }

    private static async Task TakeAsync(
        NpgsqlConnection connection, CaseWrites writes, Taken taken, Decision.Permitted decision, Context context,
        CancellationToken cancellation)
    {
        writes.Take(taken, decision, context);
        var children = new List<Case>();
        foreach (var open in decision.Requests.OfType<Request.OpenChild>())
        {
            var workflow = context.Book[open.Workflow];
            var parent = Scoping.Below(decision.After, context.Grants);
            var inside = context with
            {
                Grants = await Subjects.WithChecklistAsync(
                    connection, writes.Unit, taken.Root, workflow, parent, cancellation),
            };
            if (Decisions.Open(open.Child, open.Workflow, open.At, taken.Id, open.Seed, inside) is not Decision.Permitted child)
            {
                throw new NobodyToSignException(workflow.Title, open.Seed.Title);
            }

            children.Add(child.After);
            await TakeAsync(connection, writes, taken.Opening(open.Child, decision.After), child, inside, cancellation);
        }

        if (taken.Before is null && SeesNothing(decision.After, children, context))
        {
            writes.NeedsNoLook(taken.Id);
        }
    }

    /// <summary>
    /// Whether a case that this transaction opened would find nothing to do in a look at what the transaction leaves: everything below
    /// it is known here. A notice of a thousand rows would otherwise have a thousand items read again to see that their parts have
    /// only begun.
    /// </summary>
    private static bool SeesNothing(Case opened, IEnumerable<Case> children, Context context)
    {
        var workflow = context.Book[opened.Workflow];
        if (opened.Parent is null || ChildNumbers.AreAskedBy(workflow))
        {
            return false;
        }

        var below = children.GroupBy(c => (c.Workflow, c.Stage, c.Ended)).Select(g => new ChildCount(g.Key.Workflow, g.Key.Stage, g.Key.Ended, g.Count()));
        var seen = context with { Grants = context.Grants with { Children = [.. below] } };
        return Decisions.Decide(opened, new CaseCommand.Wake(), Deciding.WithEveryNumber(seen, workflow))
            is Decision.Permitted { Events.IsEmpty: true, Requests.IsEmpty: true };
    }
}

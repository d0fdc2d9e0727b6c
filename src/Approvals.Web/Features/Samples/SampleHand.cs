using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Hosting;
using Approvals.Web.Jobs;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Samples;

/// <summary>
/// Presses for the invented people of a demonstration unit, as they would: by whoever the engine lets sit, under a key of
/// its own, so that a start that was broken off goes on where it stopped.
/// </summary>
internal sealed class SampleHand(Database database, CaseStore cases, DirectoryStore directories, Editions editions, Waker waker)
{
    /// <summary>Workdays that a campaign of the samples still has before it.</summary>
    private const int Ahead = 60;

    // The same every time: a start that goes on counts them again, and what the lead department does again and again has its branch's key.
    private const string Children = """
        SELECT c.case_id
        FROM flow_case c
        WHERE c.unit_id = @unit AND c.parent_month = @month AND c.parent_id = @case
        ORDER BY length(c.child_key), c.child_key, c.workflow
        """;

    private const string Known = """
        SELECT EXISTS (SELECT FROM command_key WHERE unit_id = @unit AND key = @key)
        """;

    private const string Mark = """
        INSERT INTO command_key (unit_id, key, body_hash)
        VALUES (@unit, @key, sha256(@key::bytea))
        ON CONFLICT DO NOTHING
        """;

    private const string Today = """
        SELECT (office_now() AT TIME ZONE zone)::date
        FROM unit
        WHERE unit_id = @unit
        """;

    /// <summary>The first person in official order whose posts carry all the powers.</summary>
    public async Task<CurrentUser> PersonWithAsync(UnitRow unit, ImmutableArray<Power> powers, CancellationToken cancellation)
    {
        var today = await database.ReadInUnitAsync(
            unit.Id,
            (connection, _) => connection.QuerySingleAsync<DateOnly>(
                new CommandDefinition(Today, new { unit = unit.Id.Value }, cancellationToken: cancellation)),
            cancellation);
        var snapshot = await directories.LoadAsync(unit.Id, cancellation);
        var person = snapshot.Directory.People.Values.OrderBy(p => p.Order).First(p =>
            powers.All(power => snapshot.Directory.PostsOf(p.Id, today).Any(post => editions.Current.Carries(post.Role, power))));
        return new CurrentUser(
            unit, 0, "", person, [.. snapshot.Directory.PostsOf(person.Id, today)], today, false, snapshot);
    }

    public async Task<ImmutableArray<CaseId>> ChildrenAsync(UnitId unit, CaseId parent, CancellationToken cancellation) =>
    [
        .. (await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<Guid>(new CommandDefinition(
                Children, new { unit = unit.Value, month = parent.Month, @case = parent.Value },
                cancellationToken: cancellation)),
            cancellation)).Select(id => new CaseId(id)),
    ];

    /// <summary>Whether a step with this key stands in the store; its key was written with it.</summary>
    public Task<bool> HasDoneAsync(UnitId unit, string key, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        (connection, _) => connection.QuerySingleAsync<bool>(
            new CommandDefinition(Known, new { unit = unit.Value, key }, cancellationToken: cancellation)),
        cancellation);

    public Task MarkAsync(UnitId unit, string key, CancellationToken cancellation) => database.InUnitAsync(
        unit,
        (connection, _) => connection.ExecuteAsync(
            new CommandDefinition(Mark, new { unit = unit.Value, key }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>What a killed start was still to be woken for.</summary>
    public Task FinishAsync(UnitId unit, CancellationToken cancellation) => waker.FinishAsync(unit, cancellation);

    /// <summary>
    /// The first action that leads on (or, reporting, that stays) and is permitted, by the first person who may; nothing
    /// where nobody may, or where this step of the case is done.
    /// </summary>
    public async Task PressAsync(UnitId unit, CaseId id, int step, bool reporting, Said said, CancellationToken cancellation)
    {
        var key = $"sample/{id}/step/{step}";
        if (await HasDoneAsync(unit, key, cancellation)
            || await cases.LookAsync(unit, [id], cancellation) is not [var looked]
                || Choose(looked, reporting, said) is not { } act)
        {
            return;
        }

        switch (await cases.HandleAsync(unit, id, act, key, cancellation))
        {
            case Answer.Done:
                await waker.FinishAsync(unit, cancellation);
                return;
            case Answer.Refused refused:
                throw new OfficeException(Texts.Setup.Refused(looked.Case.Title, Texts.For(refused.Why, looked.Workflow)));
            case var other:
                throw new System.Diagnostics.UnreachableException(other.GetType().Name);
        }
    }

    private static CaseCommand.Act? Choose(Looked looked, bool reporting, Said said)
    {
        var context = looked.Context;
        var inputs = Inputs.None with
        {
            Said = said,
            Dates = NamedDates.Of(context.Book, context.Calendar.AddWorkdays(context.Today, Ahead), context.Calendar),
        };
        foreach (var action in looked.Workflow.Stage(looked.Case.Stage)?.Actions.Where(a => a.To is null == reporting) ?? [])
        {
            foreach (var seat in looked.Case.Seats)
            {
                foreach (var person in Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today))
                {
                    var act = new CaseCommand.Act(
                        looked.Case.Round, seat.No, action.Id, person, null, null, inputs,
                        looked.Context.Grants.ContentHash, []);
                    if (Decisions.Judge(looked.Case, act, looked.Context) is null)
                    {
                        return act;
                    }
                }
            }
        }

        return null;
    }
}

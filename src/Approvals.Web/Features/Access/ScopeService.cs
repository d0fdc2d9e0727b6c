using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Access;

/// <summary>知悉范围 on a case's page.</summary>
/// <param name="Named">Those who may know of it; empty: nothing restricts it.</param>
/// <param name="People">Whom the form lets tick; empty where the reader may not say it.</param>
/// <param name="Ticked">Those who are ticked as it is drawn.</param>
/// <param name="Again">What was ticked was refused: the form is open.</param>
/// <param name="Action">Address of the form.</param>
public sealed record ScopeView(
    ImmutableArray<string> Named, ImmutableArray<Choice> People, ImmutableArray<string> Ticked, bool Again, string Action, string Key);

/// <summary>限定范围: who may know of a matter, and saying it.</summary>
public sealed class ScopeService(Pressing pressing, CaseStore cases, Database database)
{
    private const int Together = 100;

    // What has a scope of its own stays in it, and so does all that is below it.
    private const string Below = """
        WITH RECURSIVE below (month, id, open) AS (
          SELECT c.opened_month, c.case_id, NOT c.ended
          FROM flow_case c
          WHERE c.unit_id = @unit AND c.parent_month = @month AND c.parent_id = @id AND c.scope_id IS DISTINCT FROM c.case_id
          UNION ALL
          SELECT c.opened_month, c.case_id, NOT c.ended
          FROM below b
          JOIN flow_case c ON c.unit_id = @unit AND c.parent_month = b.month AND c.parent_id = b.id
            AND c.scope_id IS DISTINCT FROM c.case_id
        )

        """;

    private const string OpenBelow = Below + "SELECT id FROM below WHERE open";

    private const string WorkBelow = Below + """
        SELECT DISTINCT t.person_id, t.body_id, t.role
        FROM below b
        JOIN assignment_sitter t ON t.unit_id = @unit AND t.case_id = b.id
        WHERE b.open
        UNION
        SELECT p.person_id, NULL, NULL
        FROM below b
        JOIN case_party p ON p.unit_id = @unit AND p.opened_month = b.month AND p.case_id = b.id AND p.party = 'ResponsibleLeaders'
        WHERE b.open AND p.person_id IS NOT NULL
        """;

    /// <param name="page">Address of the case's page.</param>
    /// <param name="again">Who was ticked when the form was refused; none where it was not.</param>
    /// <returns>Null: the person may not see the case, or there is nothing to say of it.</returns>
    public async Task<ScopeView?> LookAsync(
        CaseId id, string page, IReadOnlyCollection<string?> again, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(id, user, cancellation) is not { } looked)
        {
            return null;
        }

        var (@case, context) = (looked.Case, looked.Context);
        var named = Scoping.Named(@case, context.Grants) ?? [];
        var may = !@case.Ended && Scoping.Judge(@case, user.Person.Id, context) is null;
        if (named.IsEmpty && !may)
        {
            return null;
        }

        var ticked = again.Count > 0 ? again.OfType<string>()
            : (!may ? [] : named.IsEmpty ? await ProposedAsync(looked, user, cancellation) : named).Select(p => $"{p.Value}");
        return new ScopeView(
            [.. InOrder(named, looked).Select(p => Names.Of(p, context.Directory))], may ? Choosing.People(looked) : [], [.. ticked],
            may && again.Count > 0, $"{page}?handler=Restrict", Offers.NewKey());
    }

    /// <param name="sure">Also where somebody who has to do with it drops out, or a later step has nobody.</param>
    public async Task<Pressed> RestrictAsync(
        CaseId id, IEnumerable<string?> who, bool sure, string key, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(id, user, cancellation) is not { } looked)
        {
            return new Pressed.Unknown();
        }

        var named = who.Select(w => int.TryParse(w, out var person) ? person : 0).Where(p => p > 0).Distinct().Select(p => new PersonId(p));
        var press = new CaseCommand.Restrict([.. named], user.Person.Id);
        // Whoever may not restrict is told that, and not what would come of it.
        var may = Scoping.Judge(looked.Case, press.By, looked.Context) is null;
        return may && await WhyNotAsync(looked, Scope.Of(press.Named.Append(press.By)), sure, user, cancellation) is { } why
            ? Pressing.Refused(why)
            : await pressing.SendAsync(looked, press, key, user, cancellation);
    }

    private async Task<string?> WhyNotAsync(Looked looked, Scope scope, bool sure, CurrentUser user, CancellationToken cancellation) =>
        await StrandedAsync(looked, scope, user, cancellation) ?? (sure ? null : await AsksAsync(looked, scope, user, cancellation));

    /// <summary>
    /// The sentence where work that is open below would wait for nobody; null: none would. What somebody opens meanwhile, and whoever
    /// leaves later, <see cref="Jobs.Vacancies"/> finds.
    /// </summary>
    private async Task<string?> StrandedAsync(Looked looked, Scope scope, CurrentUser user, CancellationToken cancellation)
    {
        var below = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) => (await connection.QueryAsync<Guid>(new CommandDefinition(
                OpenBelow, new { unit = user.Unit.Id.Value, month = looked.Case.Id.Month, id = looked.Case.Id.Value },
                cancellationToken: cancellation))).Select(one => new CaseId(one)).ToList(),
            cancellation);
        foreach (var some in below.Chunk(Together))
        {
            foreach (var one in await cases.LookAsync(user.Unit.Id, some, cancellation))
            {
                if (Scoping.Strands(one.Case, scope, one.Context) is { } stage)
                {
                    return Texts.Scopes.Strands(WhereOf(one), one.Workflow.TitleOf(stage));
                }
            }
        }

        return null;
    }

    /// <summary>Who of those that have to do with it would know of it no longer, and which later steps nobody could take; null: neither.</summary>
    private async Task<string?> AsksAsync(Looked looked, Scope scope, CurrentUser user, CancellationToken cancellation)
    {
        var dropped = (await ProposedAsync(looked, user, cancellation)).Where(p => !scope.Named.Contains(p) && Scoping.Admits(looked.Case, p, looked.Context));
        var names = InOrder([.. dropped], looked).Select(p => Names.Of(p, looked.Context.Directory)).ToList();
        var stages = Scoping.StrandsAhead(looked.Case, scope, looked.Context).Select(s => looked.Workflow.TitleOf(s)).ToList();
        return names.Count + stages.Count == 0 ? null : Texts.Scopes.Asks(names, stages);
    }

    /// <summary>The departments that are waited for; else the title.</summary>
    private static string WhereOf(Looked one) =>
        string.Join('、', one.Case.OpenSeats.Select(s => s.Body).OfType<BodyId>().Distinct().Select(b => one.Context.Directory.Bodies[b].Name))
            is { Length: > 0 } bodies ? bodies : one.Case.Title;

    /// <summary>Whose work it is now, here and below, who leads it, who keeps the checklist, and who says it.</summary>
    private async Task<IReadOnlyCollection<PersonId>> ProposedAsync(Looked looked, CurrentUser user, CancellationToken cancellation)
    {
        var (directory, today) = (looked.Context.Directory, looked.Context.Today);
        var below = await database.ReadInUnitAsync(
            user.Unit.Id,
            (connection, _) => connection.QueryAsync<(int? Person, int? Body, string? Role)>(new CommandDefinition(
                WorkBelow, new { unit = user.Unit.Id.Value, month = looked.Case.Id.Month, id = looked.Case.Id.Value },
                cancellationToken: cancellation)),
            cancellation);
        var sitters = below.Select(s => new Sitter(
            s.Person is { } person ? new PersonId(person) : null, s.Body is { } body ? new BodyId(body) : null,
            s.Role is { } role ? new RoleId(role) : null));
        var seats = looked.Case.OpenSeats.Append(new Seat(SeatNo.Standing, [.. sitters], null, null));
        return
        [
            .. seats.SelectMany(seat => Seating.Candidates(seat, directory, today))
                .Concat(looked.Case.Party(Party.ResponsibleLeaders).People.Where(p => directory.Serves(p, today)))
                .Concat(directory.People.Keys.Where(p => directory.PostsOf(p, today).Any(h => looked.Context.Book.Carries(h.Role, Power.KeepChecklist))))
                .Prepend(user.Person.Id).Distinct(),
        ];
    }

    private static IEnumerable<PersonId> InOrder(ImmutableArray<PersonId> people, Looked looked) =>
        people.OrderBy(p => looked.Context.Directory.People.TryGetValue(p, out var person) ? person.Order : int.MaxValue);
}

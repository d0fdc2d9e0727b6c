using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Access;

/// <summary>知悉范围 on a case's page.</summary>
/// <param name="Named">Those who may know of it; empty: nothing restricts it.</param>
/// <param name="People">Whom the form lets tick; empty where the reader may not say it.</param>
/// <param name="Ticked">Those who are ticked as it is drawn.</param>
/// <param name="Action">Address of the form.</param>
public sealed record ScopeView(
    ImmutableArray<string> Named, ImmutableArray<Choice> People, ImmutableArray<string> Ticked, string Action, string Key);

/// <summary>限定范围: who may know of a matter, and saying it.</summary>
public sealed class ScopeService(Pressing pressing)
{
    /// <param name="page">Address of the case's page.</param>
    /// <returns>Null: the person may not see the case, or there is nothing to say of it.</returns>
    public async Task<ScopeView?> LookAsync(CaseId id, string page, CurrentUser user, CancellationToken cancellation)
    {
        if (await pressing.LookAsync(id, user, cancellation) is not { } looked)
        {
            return null;
        }

        var (@case, context) = (looked.Case, looked.Context);
        var named = Scoping.Named(@case, context.Grants) ?? [];
        var may = !@case.Ended && Scoping.Judge(@case, user.Person.Id, context) is null;
        return named.IsEmpty && !may ? null : new ScopeView(
            [.. InOrder(named, looked).Select(p => Names.Of(p, context.Directory))],
            may ? Choosing.People(looked) : [],
            [.. (named.IsEmpty ? Proposed(looked, user) : named).Select(p => $"{p.Value}")],
            $"{page}?handler=Restrict", Offers.NewKey());
    }

    public async Task<Pressed> RestrictAsync(
        CaseId id, IEnumerable<string?> who, string key, CurrentUser user, CancellationToken cancellation) =>
        await pressing.LookAsync(id, user, cancellation) is { } looked
            ? await pressing.SendAsync(
                looked,
                new CaseCommand.Restrict(
                    [.. who.Select(w => int.TryParse(w, out var person) ? person : 0).Where(p => p > 0).Distinct().Select(p => new PersonId(p))],
                    user.Person.Id),
                key, user, cancellation)
            : new Pressed.Unknown();

    /// <summary>Whose work it is now, and who says it.</summary>
    private static IEnumerable<PersonId> Proposed(Looked looked, CurrentUser user) => looked.Case.OpenSeats
        .SelectMany(seat => Seating.Candidates(seat, looked.Context.Directory, looked.Context.Today)).Prepend(user.Person.Id).Distinct();

    private static IEnumerable<PersonId> InOrder(ImmutableArray<PersonId> people, Looked looked) =>
        people.OrderBy(p => looked.Context.Directory.People.TryGetValue(p, out var person) ? person.Order : int.MaxValue);
}

using Approvals.Engine;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Rights;

/// <summary>Reads rights for whoever keeps them. They are posts in roles that reach over the whole unit: what the gate reads.</summary>
public sealed class RightsBook(Database database, Editions editions)
{
    private const string List = """
        SELECT p.person_id, n.name, p.body_id, p.role, p.valid_from, p.valid_to
        FROM post p
        JOIN person n ON n.unit_id = p.unit_id AND n.person_id = p.person_id
        WHERE p.unit_id = @unit AND p.role = ANY(@wide)
          AND (p.valid_to IS NULL OR (p.valid_to >= @today AND p.valid_to >= p.valid_from))
        ORDER BY n.position, n.person_id, p.valid_from
        """;

    private const string Administrators = """
        SELECT a.kind, n.name, a.login
        FROM account a
        JOIN person n ON n.unit_id = a.unit_id AND n.person_id = a.person_id
        WHERE a.unit_id = @unit AND a.kind <> 'member' AND a.disabled_at IS NULL
        ORDER BY array_position(ARRAY['system', 'security', 'audit'], a.kind), a.account_id
        """;

    public Task<RightsView> LookAsync(CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var (wide, directory) = (WideRoles.Of(editions.Current), user.Directory.Directory);
            var values = new { unit = user.Unit.Id.Value, wide = wide.Select(r => r.Id.Value).ToArray(), today = user.Today };
            var held = (await connection.QueryAsync<Row>(new CommandDefinition(List, values, cancellationToken: cancellation)))
                .ToLookup(row => row.Role);
            var administrators = await connection.QueryAsync<(string Kind, string Name, string Login)>(
                new CommandDefinition(Administrators, values, cancellationToken: cancellation));
            return new RightsView(
                [.. wide.Select(role => new RightGroup(
                    role.Title,
                    Texts.Rights.Gives(WideRoles.PowersOf(role).Select(Texts.Rights.Of), [.. WideRoles.StagesOf(role.Id, editions.Current)]),
                    [.. held[role.Id.Value].Select(row => Line(row, user))]))],
                [.. administrators.Select(a => new AdministratorLine(Texts.Administrators.Of(AccountKinds.Of(a.Kind)), a.Name, a.Login))],
                [
                    .. directory.People.Values.Where(p => p.Id != user.Human).OrderBy(p => p.Order)
                        .Select(p => Names.Choice(p.Id, directory)),
                ],
                [.. wide.Select(role => new Choice(role.Id.Value, role.Title))],
                [
                    .. directory.Bodies.Values.Where(b => directory.Exists(b.Id, user.Today)).OrderBy(b => b.Kind).ThenBy(b => b.Order)
                        .Select(b => new Choice($"{b.Id.Value}", b.Name, Texts.Kind(b.Kind))),
                ],
                user.Today);
        },
        cancellation);

    private static RightLine Line(Row row, CurrentUser user) => new(
        row.PersonId, row.Name, row.BodyId, Names.Of(new BodyId(row.BodyId), user.Directory.Directory), row.Role, row.ValidFrom,
        Texts.Rights.Days(row.ValidFrom, row.ValidTo, user.Today), row.PersonId == user.Human.Value);

    private sealed record Row(int PersonId, string Name, int BodyId, string Role, DateOnly ValidFrom, DateOnly? ValidTo);
}

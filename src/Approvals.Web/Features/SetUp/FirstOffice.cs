using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Units;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.SetUp;

/// <summary>Puts down the office of a unit that has no bodies yet, with the clerk who adds the others.</summary>
internal static class FirstOffice
{
    private const string InsertBody = """
        INSERT INTO body (unit_id, body_id, kind, name, position, valid_from)
        VALUES (@unit, 1, @kind, @name, 1, @from)
        """;

    private const string InsertName = """
        INSERT INTO body_name (unit_id, name, valid_from, body_id)
        VALUES (@unit, @name, @from, 1)
        """;

    private const string InsertPerson = """
        INSERT INTO person (unit_id, person_id, name, position)
        SELECT @unit, coalesce(max(person_id), 0) + 1, @clerk, 1
        FROM person
        WHERE unit_id = @unit
        RETURNING person_id
        """;

    /// <returns>The clerk's account.</returns>
    public static async Task<Kept.Password> OpenAsync(
        NpgsqlConnection connection, CurrentUser by, Beginning.Office office, Editions editions, AccountOpening opening,
        CancellationToken cancellation)
    {
        var values = new
        {
            unit = by.Unit.Id.Value,
            kind = BodyKinds.Spelling(BodyKind.Administrative),
            name = office.Body,
            from = by.Today,
            clerk = office.Clerk,
        };
        await connection.ExecuteAsync(new CommandDefinition(InsertBody, values, cancellationToken: cancellation));
        await connection.ExecuteAsync(new CommandDefinition(InsertName, values, cancellationToken: cancellation));
        await Trail.WriteAsync(connection, by.Unit.Id, TrailLine.Of(by, TrailAct.BodyAdded, office.Body), cancellation);
        var person = await connection.QuerySingleAsync<int>(new CommandDefinition(InsertPerson, values, cancellationToken: cancellation));
        var role = Beginning.Keeper(editions.Current);
        await PostRows.AddAsync(
            connection, by.Unit.Id, new PostKey(new PersonId(person), new BodyId(1), role.Id, by.Today), until: null, cancellation);
        await Trail.WriteAsync(
            connection, by.Unit.Id,
            TrailLine.Of(by, TrailAct.RightGranted, Texts.Rights.Said(role.Title, office.Body, Texts.Trail.Days(by.Today, null))) with
            {
                Person = new PersonId(person),
            },
            cancellation);
        var first = FirstPassword.Make();
        var account = await opening.InsertAsync(
            connection, by, new NewAccount(person, office.Login, AccountKind.Member, first), cancellation);
        return new Kept.Password(account, office.Login, first);
    }
}

using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Rights;

/// <summary>
/// What the security administrator grants and withdraws: posts in roles that reach over the whole unit, with their days. Nobody grants to
/// himself, and none of the three administrators holds one, through whichever account.
/// </summary>
public sealed class RightsKeeping(Database database, Editions editions)
{
    private const string IsAdministrator = """
        SELECT EXISTS (
          SELECT FROM account
          WHERE unit_id = @unit AND person_id = @person AND kind <> 'member' AND disabled_at IS NULL)
        """;

    private const string Overlapping = """
        SELECT EXISTS (
          SELECT FROM post
          WHERE unit_id = @unit AND person_id = @person AND body_id = @body AND role = @role
            AND valid_from <= coalesce(@until::date, 'infinity')
            AND (valid_to IS NULL OR (valid_to >= @from AND valid_to >= valid_from)))
        """;

    // What was withdrawn before its first day ended stands there still, with no day.
    private const string Insert = """
        INSERT INTO post (unit_id, person_id, body_id, role, valid_from, valid_to)
        VALUES (@unit, @person, @body, @role, @from, @until)
        ON CONFLICT (unit_id, person_id, body_id, role, valid_from) DO UPDATE SET valid_to = excluded.valid_to
        """;

    private const string End = """
        UPDATE post
        SET valid_to = greatest(@today, valid_from) - 1
        WHERE unit_id = @unit AND person_id = @person AND body_id = @body AND role = @role AND valid_from = @from
          AND role = ANY(@wide) AND (valid_to IS NULL OR (valid_to >= @today AND valid_to >= valid_from))
        """;

    private const string Holders = """
        SELECT count(*)::int
        FROM post
        WHERE unit_id = @unit AND role = @role AND @today BETWEEN valid_from AND coalesce(valid_to, 'infinity')
        """;

    /// <summary>Null when it is granted; else the sentence why not.</summary>
    public async Task<string?> GrantAsync(CurrentUser by, AskedRight asked, CancellationToken cancellation)
    {
        if (asked is not { Person: { } person, Role: { } role, Body: { } body, From: { } from }
            || WideRoles.Of(editions.Current).FirstOrDefault(r => r.Id.Value == role) is not { } known
            || !by.Directory.Directory.People.ContainsKey(new PersonId(person)))
        {
            return Texts.Rights.Incomplete;
        }

        return from < by.Today ? Texts.Rights.NotBackwards
            : asked.Until < from ? Texts.Rights.EndsBefore
            : person == by.Human.Value ? Texts.Rights.NotOwn
            : !by.Directory.Directory.Exists(new BodyId(body), from) ? Texts.Rights.UnknownBody
            : await database.InUnitAsync(
                by.Unit.Id,
                (connection, _) => GrantAsync(connection, by, known, new Post(person, body, role, from, asked.Until), cancellation),
                cancellation);
    }

    /// <summary>At once: today it gives nothing any more. The sentence what stands now; null: there is no such right.</summary>
    public async Task<(string Sentence, bool Refused)?> WithdrawAsync(
        CurrentUser by, int person, string role, int body, DateOnly from, CancellationToken cancellation) =>
        person == by.Human.Value ? (Texts.Rights.NotOwn, true) : await database.InUnitAsync<(string, bool)?>(
            by.Unit.Id,
            async (connection, _) =>
            {
                if (!await AccountTurn.TakeAsync(connection, by, cancellation))
                {
                    return (Texts.Accounts.NoLonger, true);
                }

                var values = new
                {
                    unit = by.Unit.Id.Value,
                    person,
                    body,
                    role,
                    from,
                    today = by.Today,
                    wide = WideRoles.Ids(editions.Current),
                };
                if (await connection.ExecuteAsync(new CommandDefinition(End, values, cancellationToken: cancellation)) == 0)
                {
                    return null;
                }

                var title = Names.TitleOf(new RoleId(role), editions.Current);
                await TellAsync(connection, by, TrailAct.RightWithdrawn, new PersonId(person), Said(title, body, by, ""), cancellation);
                var left = await connection.QuerySingleAsync<int>(new CommandDefinition(Holders, values, cancellationToken: cancellation));
                return (left == 0 ? Texts.Rights.NobodyLeft(title) : Texts.Rights.Withdrawn, false);
            },
            cancellation);

    private static async Task<string?> GrantAsync(
        NpgsqlConnection connection, CurrentUser by, Role role, Post post, CancellationToken cancellation)
    {
        if (!await AccountTurn.TakeAsync(connection, by, cancellation))
        {
            return Texts.Accounts.NoLonger;
        }

        var values = new
        {
            unit = by.Unit.Id.Value,
            person = post.Person,
            body = post.Body,
            role = post.Role,
            from = post.From,
            until = post.Until,
        };
        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(IsAdministrator, values, cancellationToken: cancellation)))
        {
            return Texts.Rights.IsAdministrator;
        }

        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(Overlapping, values, cancellationToken: cancellation)))
        {
            return Texts.Rights.HasIt;
        }

        await connection.ExecuteAsync(new CommandDefinition(Insert, values, cancellationToken: cancellation));
        await TellAsync(
            connection, by, TrailAct.RightGranted, new PersonId(post.Person),
            Said(role.Title, post.Body, by, Texts.Trail.Days(post.From, post.Until)), cancellation);
        return null;
    }

    private static Task TellAsync(
        NpgsqlConnection connection, CurrentUser by, TrailAct act, PersonId person, string details, CancellationToken cancellation) =>
        Trail.WriteAsync(connection, by.Unit.Id, TrailLine.Of(by, act, details) with { Person = person }, cancellation);

    private static string Said(string title, int body, CurrentUser by, string days) =>
        Texts.Rights.Said(title, Names.Of(new BodyId(body), by.Directory.Directory), days);

    private sealed record Post(int Person, int Body, string Role, DateOnly From, DateOnly? Until);
}

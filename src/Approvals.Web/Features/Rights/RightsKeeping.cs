using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
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
public sealed class RightsKeeping(Database database, DirectoryStore directories, Editions editions)
{
    // Nor through him who stands in for him.
    private const string IsAdministrator = """
        SELECT EXISTS (
          SELECT FROM account a
          WHERE a.unit_id = @unit AND a.kind <> 'member' AND a.disabled_at IS NULL
            AND (a.person_id = @person OR EXISTS (
              SELECT FROM absence s
              WHERE s.unit_id = a.unit_id AND s.proxy_id = a.person_id AND s.person_id = @person AND s.withdrawn_at IS NULL
                AND s.valid_to >= @today)))
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
            : await database.InUnitAsync(
                by.Unit.Id,
                (connection, _) => GrantAsync(
                    connection, by, known, new PostKey(new PersonId(person), new BodyId(body), known.Id, from), asked.Until, cancellation),
                cancellation);
    }

    /// <summary>At once: today it gives nothing any more. The sentence what stands now; null: there is no such right.</summary>
    public async Task<(string Sentence, bool Refused)?> WithdrawAsync(
        CurrentUser by, PostKey post, CancellationToken cancellation) =>
        post.Person == by.Human ? (Texts.Rights.NotOwn, true) : await database.InUnitAsync<(string, bool)?>(
            by.Unit.Id,
            async (connection, _) =>
            {
                var role = post.Role.Value;
                if (!await AccountTurn.TakeAsync(connection, by, cancellation))
                {
                    return (Texts.Accounts.NoLonger, true);
                }

                if (!WideRoles.Ids(editions.Current).Contains(role)
                    || !await PostRows.EndAsync(connection, by.Unit.Id, post, by.Today.AddDays(-1), cancellation))
                {
                    return null;
                }

                var values = new { unit = by.Unit.Id.Value, role, today = by.Today };
                var title = Names.TitleOf(post.Role, editions.Current);
                await TellAsync(connection, by, TrailAct.RightWithdrawn, post.Person, Said(title, post.Body, by, ""), cancellation);
                var left = await connection.QuerySingleAsync<int>(new CommandDefinition(Holders, values, cancellationToken: cancellation));
                return (left == 0 ? Texts.Rights.NobodyLeft(title) : Texts.Rights.Withdrawn, false);
            },
            cancellation);

    private async Task<string?> GrantAsync(
        NpgsqlConnection connection, CurrentUser by, Role role, PostKey post, DateOnly? until, CancellationToken cancellation)
    {
        if (!await AccountTurn.TakeAsync(connection, by, cancellation))
        {
            return Texts.Accounts.NoLonger;
        }

        var directory = (await directories.LoadAsync(by.Unit.Id, connection, cancellation)).Directory;
        if (!directory.Exists(post.Body, post.From))
        {
            return Texts.Rights.UnknownBody;
        }

        var values = new { unit = by.Unit.Id.Value, person = post.Person.Value, today = by.Today };
        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(IsAdministrator, values, cancellationToken: cancellation)))
        {
            return Texts.Rights.IsAdministrator;
        }

        if (!await PostRows.AddAsync(connection, by.Unit.Id, post, until, cancellation))
        {
            return Texts.Rights.HasIt;
        }

        await TellAsync(
            connection, by, TrailAct.RightGranted, post.Person, Said(role.Title, post.Body, by, Texts.Trail.Days(post.From, until)), cancellation);
        return null;
    }

    private static Task TellAsync(
        NpgsqlConnection connection, CurrentUser by, TrailAct act, PersonId person, string details, CancellationToken cancellation) =>
        Trail.WriteAsync(connection, by.Unit.Id, TrailLine.Of(by, act, details) with { Person = person }, cancellation);

    private static string Said(string title, BodyId body, CurrentUser by, string days) =>
        Texts.Rights.Said(title, Names.Of(body, by.Directory.Directory), days);
}

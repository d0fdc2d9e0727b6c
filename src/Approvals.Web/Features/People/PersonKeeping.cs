using Approvals.Engine;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Rights;
using Approvals.Web.Features.Trails;
using Approvals.Web.Features.Vocabulary;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.People;

/// <summary>人员、任职、别名、离任. Roles that reach over the whole unit are the security administrator's to give (授权).</summary>
public sealed class PersonKeeping(Keeping keeping)
{
    private const int LongestName = 30;

    private const string AddPerson = """
        INSERT INTO person (unit_id, person_id, name, position)
        SELECT @unit, coalesce(max(person_id), 0) + 1, @name, coalesce(max(position), 0) + 1
        FROM person
        WHERE unit_id = @unit
        RETURNING person_id
        """;

    private const string Place = """
        WITH target AS (SELECT position FROM person WHERE unit_id = @unit AND person_id = @before)
        UPDATE person p
        SET position = CASE WHEN p.person_id = @person THEN t.position ELSE p.position + 1 END
        FROM target t
        WHERE p.unit_id = @unit AND (p.person_id = @person OR p.position >= t.position)
        """;

    /// <returns>The new person's number, or the sentence why there is none.</returns>
    public async Task<(int? Person, string? Problem)> AddAsync(AskedPerson asked, CurrentUser by, CancellationToken cancellation)
    {
        var person = 0;
        var name = (asked.Named ?? "").Trim();
        var problem = name.Length is 0 or > LongestName ? Texts.People.NameMissing : await keeping.ChangeAsync(
            by,
            async (connection, by) =>
            {
                if (!by.Directory.Names.PeopleCalled(name).IsEmpty)
                {
                    return Texts.People.NameTaken(name);
                }

                person = await connection.QuerySingleAsync<int>(
                    new CommandDefinition(AddPerson, new { unit = by.Unit.Id.Value, name }, cancellationToken: cancellation));
                await TellAsync(connection, by, TrailAct.PersonAdded, new PersonId(person), name, cancellation);
                return await AppointAsync(connection, new PersonId(person), name, asked.Post, by, cancellation);
            },
            cancellation);
        return problem is null ? (person, null) : (null, problem);
    }

    public Task<string?> AppointAsync(PersonId person, AskedPost asked, CurrentUser by, CancellationToken cancellation) =>
        keeping.ChangeAsync(
            by, (connection, by) => AppointAsync(connection, person, Names.Of(person, by.Directory.Directory), asked, by, cancellation), cancellation);

    /// <summary>Who holds on its first day what is asked for, in official order: of them one is chosen whom the new one comes after.</summary>
    public static IEnumerable<PersonId> HoldersOf(AskedPost? asked, PersonId? except, CurrentUser by) =>
        asked is not { Body: { } body, Role: { } role, From: { } from } ? []
        : by.Directory.Directory.PostsIn(new BodyId(body), from).Where(p => p.Role.Value == role && p.Person != except).Select(p => p.Person).Distinct()
            .OrderBy(p => by.Directory.Directory.People.TryGetValue(p, out var known) ? known.Order : int.MaxValue);

    /// <summary>Whose post ends by it.</summary>
    public static PersonId? BeforeOf(AskedPost asked) => asked is { Succeeds: true, After: { } after } ? new PersonId(after) : null;

    /// <param name="last">Last day, inclusive.</param>
    public Task<string?> EndAsync(PostKey post, DateOnly? last, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            if (WrongLast(last, by) is { } wrong)
            {
                return wrong;
            }

            if (WideRoles.Ids(keeping.Book).Contains(post.Role.Value)
                || !await PostRows.EndAsync(connection, by.Unit.Id, post, last ?? default, cancellation))
            {
                return Texts.People.NoSuchPost;
            }

            await TellAsync(
                connection, by, TrailAct.PostEnded, post.Person, Said(post.Role.Value, post.Body.Value, by) + Texts.People.UntilDay(last), cancellation);
            return null;
        },
        cancellation);

    /// <summary>离任: every post ends. What waits for him goes where its stage says, or an alarm names it until somebody can take it.</summary>
    public Task<string?> LeaveAsync(PersonId person, DateOnly? last, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            if ((WrongLast(last, by) ?? (person == by.Person.Id ? Texts.People.NotOneself : null)) is { } wrong)
            {
                return wrong;
            }

            if (!await PostRows.EndAllAsync(connection, by.Unit.Id, person, last ?? default, cancellation))
            {
                return Texts.People.NoSuchPost;
            }

            await TellAsync(connection, by, TrailAct.PersonLeft, person, Texts.People.UntilDay(last).TrimStart('，'), cancellation);
            return null;
        },
        cancellation);

    /// <summary>别名: how papers call him, for the reading of notices.</summary>
    public Task<string?> NameAsync(PersonId person, string? word, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            var nickname = (word ?? "").Trim();
            if (nickname.Length is 0 or > LongestName)
            {
                return Texts.People.NicknameMissing;
            }

            if (await CalledAlreadyAsync(connection, nickname, person, by, cancellation) is { } other)
            {
                return other;
            }

            await VocabularyStore.TeachAsync(
                connection, by.Unit.Id, nickname, new Meaning.OfPerson(person), by.Person.Id, null, cancellation);
            await TellAsync(connection, by, TrailAct.NicknameGiven, person, nickname, cancellation);
            return null;
        },
        cancellation);

    /// <summary>The sentence that says who is called so; null: nobody else is.</summary>
    private static async Task<string?> CalledAlreadyAsync(
        NpgsqlConnection connection, string nickname, PersonId person, CurrentUser by, CancellationToken cancellation)
    {
        if (by.Directory.Names.PeopleCalled(nickname) is [var named, ..])
        {
            return named == person ? Texts.People.IsHisName(nickname) : Texts.People.IsAnothersName(nickname);
        }

        var words = await VocabularyStore.ReadAsync(connection, by.Unit.Id, cancellation);
        var means = words.All.Where(w => w.Word == nickname).Select(w => w.Means).OfType<Meaning.OfPerson>().FirstOrDefault();
        return means is { Person: var known } && known != person
            ? Texts.People.IsAnothersNickname(nickname, Names.Of(known, by.Directory.Directory)) : null;
    }

    /// <summary>班子排序.</summary>
    public Task<string?> PlaceAsync(PersonId person, int? before, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) => before == person.Value
            || await connection.ExecuteAsync(new CommandDefinition(
                Place, new { unit = by.Unit.Id.Value, person = person.Value, before }, cancellationToken: cancellation)) == 0
                ? Texts.People.ChooseSomebody : null,
        cancellation);

    private async Task<string?> AppointAsync(
        NpgsqlConnection connection, PersonId person, string name, AskedPost asked, CurrentUser by, CancellationToken cancellation)
    {
        if (asked is not { Body: { } body, Role: { } role, From: { } from } || !keeping.Book.Roles.ContainsKey(new RoleId(role)))
        {
            return Texts.People.PostIncomplete;
        }

        var wrong = WideRoles.Ids(keeping.Book).Contains(role) ? Texts.People.WideRole(Names.TitleOf(new RoleId(role), keeping.Book))
            : from < by.Today ? Texts.People.NotBackwards
            : asked.Until < from ? Texts.People.EndsBefore
            : !by.Directory.Directory.Exists(new BodyId(body), from) ? Texts.People.NoBody : null;
        if (wrong is not null)
        {
            return wrong;
        }

        var post = new PostKey(person, new BodyId(body), new RoleId(role), from);
        if (!await PostRows.AddAsync(connection, by.Unit.Id, post, asked.Until, cancellation))
        {
            return Texts.People.HoldsIt;
        }

        if (asked.Succeeds && await SucceedAsync(connection, post, name, asked.After, by, cancellation) is { } why)
        {
            return why;
        }

        await TellAsync(
            connection, by, TrailAct.PersonAppointed, person,
            Said(role, body, by) + Texts.People.FromDay(from, asked.Until, BeforeOf(asked) is { } before ? Names.Of(before, by.Directory.Directory) : null),
            cancellation);
        return null;
    }

    private async Task<string?> SucceedAsync(
        NpgsqlConnection connection, PostKey post, string name, int? after, CurrentUser by, CancellationToken cancellation)
    {
        var holders = HoldersOf(new AskedPost(post.Body.Value, post.Role.Value, post.From, null, true), post.Person, by).ToList();
        if (after is not { } before || !holders.Contains(new PersonId(before)))
        {
            return holders.Count == 0 ? Texts.People.NobodyBefore : Texts.People.ChooseBefore;
        }

        await PostRows.SucceedAsync(connection, by.Unit.Id, post, new PersonId(before), cancellation);
        await TellAsync(
            connection, by, TrailAct.PostEnded, new PersonId(before),
            Said(post.Role.Value, post.Body.Value, by) + Texts.People.Succeeded(post.From.AddDays(-1), name), cancellation);
        return null;
    }

    private static string? WrongLast(DateOnly? last, CurrentUser by) =>
        last is null ? Texts.People.DayMissing : last < by.Today.AddDays(-1) ? Texts.People.LastNotBackwards : null;

    private string Said(string role, int body, CurrentUser by) =>
        $"{Names.Of(new BodyId(body), by.Directory.Directory)} {Names.TitleOf(new RoleId(role), keeping.Book)}";

    private static Task TellAsync(
        NpgsqlConnection connection, CurrentUser by, TrailAct act, PersonId person, string details, CancellationToken cancellation) =>
        Trail.WriteAsync(connection, by.Unit.Id, TrailLine.Of(by, act, details) with { Person = person }, cancellation);
}

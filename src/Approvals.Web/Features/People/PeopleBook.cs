using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Rights;
using Approvals.Web.Features.Vocabulary;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.People;

/// <summary>Reads people and posts from the picture of the day; only what waits for somebody is asked of the store.</summary>
internal sealed class PeopleBook(Keeping keeping, VocabularyStore vocabulary, Database database)
{
    // Of his open seats those that nobody else can take, as far as the reader may see the case. Whoever may not know of it takes none.
    private const string OnlyHis = """
        SELECT DISTINCT c.case_id, c.title
        FROM assignment a
        JOIN flow_case c ON c.unit_id = a.unit_id AND c.opened_month = a.opened_month AND c.case_id = a.case_id
        WHERE a.unit_id = @unit
          AND (a.holder = @whom
               OR (EXISTS (
                     SELECT FROM assignment_sitter s
                     LEFT JOIN post p ON p.unit_id = s.unit_id AND p.role = s.role AND (s.body_id IS NULL OR p.body_id = s.body_id)
                       AND p.person_id = @whom AND @today BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')
                     WHERE s.unit_id = a.unit_id AND s.case_id = a.case_id AND s.seat_no = a.seat_no
                       AND (s.person_id = @whom OR p.person_id IS NOT NULL))
                   AND NOT EXISTS (
                     SELECT FROM assignment_sitter s
                     LEFT JOIN post p ON p.unit_id = s.unit_id AND p.role = s.role AND (s.body_id IS NULL OR p.body_id = s.body_id)
                       AND p.person_id <> @whom AND @today BETWEEN p.valid_from AND coalesce(p.valid_to, 'infinity')
                     WHERE s.unit_id = a.unit_id AND s.case_id = a.case_id AND s.seat_no = a.seat_no
                       AND (s.person_id <> @whom OR p.person_id IS NOT NULL)
                       AND (c.scope_id IS NULL OR EXISTS (
                         SELECT FROM scope_person n
                         WHERE n.unit_id = c.unit_id AND n.opened_month = c.scope_month AND n.case_id = c.scope_id
                           AND n.person_id = coalesce(s.person_id, p.person_id))))))
          AND
        """ + " " + Gate.MaySeeCase + """

        ORDER BY c.title, c.case_id
        LIMIT 200
        """;

    private const string Leads = """
        SELECT count(DISTINCT c.case_id)::int
        FROM case_party p
        JOIN flow_case c ON c.unit_id = p.unit_id AND c.opened_month = p.opened_month AND c.case_id = p.case_id
        WHERE p.unit_id = @unit AND p.person_id = @whom AND p.party = 'ResponsibleLeaders' AND NOT c.ended AND
        """ + " " + Gate.MaySeeCase;

    public bool MayKeep(CurrentUser user) => user.Kind == AccountKind.Member && keeping.MayKeep(user);

    public PeopleView Look(CurrentUser user, string? text, bool left)
    {
        var (directory, wanted) = (user.Directory.Directory, text?.Trim() ?? "");
        var rows = directory.People.Values.OrderBy(p => p.Order).Select(p => Row(p, user))
            .Where(r => (left || r.Serves)
                && (wanted.Length == 0 || r.Name.Contains(wanted, StringComparison.Ordinal) || r.Posts.Any(p => p.Contains(wanted, StringComparison.Ordinal))));
        return new PeopleView([.. rows], wanted, left, MayKeep(user), Bodies(user), Roles());
    }

    /// <summary>Null: there is no such person.</summary>
    public async Task<PersonView?> LookAsync(PersonId id, CurrentUser user, CancellationToken cancellation)
    {
        if (!user.Directory.Directory.People.TryGetValue(id, out var person))
        {
            return null;
        }

        var (keeps, posts) = (MayKeep(user), user.Directory.Directory.AllPostsOf(id).Where(p => p.Until is not { } last || last >= p.From).ToList());
        var words = await vocabulary.ReadAsync(user, cancellation);
        var (waiting, leads) = keeps ? await WaitingAsync(id, user, cancellation) : ([], 0);
        return new PersonView(
            id.Value, person.Name, keeps,
            [.. posts.Where(p => p.Until is not { } last || last >= user.Today).OrderBy(p => p.From).Select(p => Line(p, user))],
            [.. posts.Where(p => p.Until < user.Today).OrderByDescending(p => p.Until).Select(p => Line(p, user))],
            [.. words.All.Where(w => w.Means is Meaning.OfPerson of && of.Person == id).Select(w => w.Word)],
            waiting, Bodies(user), Roles(),
            [.. user.Directory.Directory.People.Values.Where(p => p.Id != id && user.Directory.Directory.Serves(p.Id, user.Today))
                .OrderBy(p => p.Order).Select(p => Names.Choice(p.Id, user.Directory.Directory))],
            user.Today)
        {
            Alone = keeps ? [.. user.Directory.Directory.PostsOf(id, user.Today).Where(p => IsAlone(p, user)).Select(p => Title(p, user))] : [],
            Leads = leads,
            Leaving = Leaving(id, user),
        };
    }

    /// <summary>Whom somebody may come after (接任), each with the day on which he would end; empty where the form does not ask for it.</summary>
    public static ImmutableArray<Choice> Holders(AskedPost? asked, int? except, CurrentUser user) => asked is not { Succeeds: true, From: { } from } ? [] :
    [
        .. PersonKeeping.HoldersOf(asked, except is { } id ? new PersonId(id) : null, user)
            .Select(p => new Choice($"{p.Value}", Texts.People.WouldEnd(Names.Of(p, user.Directory.Directory), from))),
    ];

    /// <summary>What is said when somebody was appointed, and whose post ended by it.</summary>
    public static string Done(string done, AskedPost asked, CurrentUser user) =>
        PersonKeeping.BeforeOf(asked) is { } before && asked.From is { } from
            ? Texts.People.AlsoEnded(done, Names.Of(before, user.Directory.Directory), from) : done;

    private Task<(ImmutableArray<Link>, int)> WaitingAsync(PersonId id, CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var values = Gate.Parameters(user, keeping.Book);
            values.Add("whom", id.Value);
            values.Add("today", user.Today);
            var rows = await connection.QueryAsync<(Guid Id, string Title)>(new CommandDefinition(OnlyHis, values, cancellationToken: cancellation));
            return (rows.Select(r => new Link(r.Title, $"/cases/{r.Id}")).ToImmutableArray(),
                await connection.QuerySingleAsync<int>(new CommandDefinition(Leads, values, cancellationToken: cancellation)));
        },
        cancellation);

    /// <summary>Nobody else holds it: in its body, or in the unit where it reaches over the whole unit. A role that may do nothing stops nothing.</summary>
    private bool IsAlone(Post post, CurrentUser user)
    {
        var (directory, wide) = (user.Directory.Directory, WideRoles.Ids(keeping.Book).Contains(post.Role.Value));
        var others = wide ? directory.People.Keys.SelectMany(p => directory.PostsOf(p, user.Today)) : directory.PostsIn(post.Body, user.Today);
        return keeping.Book.Roles.TryGetValue(post.Role, out var role) && !role.May.IsEmpty
            && !others.Any(p => p.Role == post.Role && p.Person != post.Person);
    }

    /// <summary>The last day of all his posts; null: one of them has none, or he holds none.</summary>
    private static DateOnly? Leaving(PersonId person, CurrentUser user)
    {
        var posts = user.Directory.Directory.AllPostsOf(person).Where(p => p.Until is not { } last || (last >= user.Today && last >= p.From)).ToList();
        return posts.Count == 0 || posts.Exists(p => p.Until is null) ? null : posts.Max(p => p.Until);
    }

    private PersonRow Row(Person person, CurrentUser user) => new(
        person.Id.Value, person.Name,
        [.. user.Directory.Directory.PostsOf(person.Id, user.Today).Select(p => Title(p, user))],
        user.Directory.Directory.Serves(person.Id, user.Today))
    {
        Leaving = Leaving(person.Id, user),
    };

    private PostLine Line(Post post, CurrentUser user) => new(
        new PostKey(post.Person, post.Body, post.Role, post.From), Title(post, user),
        Texts.People.Days(post.From, post.Until, user.Today), WideRoles.Ids(keeping.Book).Contains(post.Role.Value));

    private string Title(Post post, CurrentUser user)
    {
        var (body, role) = (Names.Of(post.Body, user.Directory.Directory), Names.TitleOf(post.Role, keeping.Book));
        return body.EndsWith(role, StringComparison.Ordinal) ? body : $"{body} {role}";
    }

    /// <summary>What the office may give: no role that reaches over the whole unit.</summary>
    private ImmutableArray<Choice> Roles() =>
    [
        .. keeping.Book.Roles.Values.ExceptBy(WideRoles.Of(keeping.Book).Select(r => r.Id), r => r.Id)
            .Select(r => new Choice(r.Id.Value, r.Title)).OrderBy(c => c.Title, StringComparer.Ordinal),
    ];

    private static ImmutableArray<Choice> Bodies(CurrentUser user) =>
    [
        .. user.Directory.Directory.Bodies.Values.Where(b => user.Directory.Directory.Exists(b.Id, user.Today))
            .OrderBy(b => b.Kind).ThenBy(b => b.Order).Select(b => new Choice($"{b.Id.Value}", b.Name, Texts.Kind(b.Kind))),
    ];
}

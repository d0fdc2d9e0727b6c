using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Rights;
using Approvals.Web.Features.Trails;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Absences;

/// <summary>What somebody says about his being away.</summary>
/// <param name="Until">Last day, inclusive.</param>
public sealed record SaidAbsence(PersonId Person, DateOnly From, DateOnly Until, PersonId Proxy);

/// <summary>
/// 外出委托: who is away when and who stands in for him. Each says it for himself, the office for others. What has begun is cut
/// short, what has not is withdrawn; neither is deleted, for decisions rest on it.
/// </summary>
public sealed class AbsenceStore(Database database, DirectoryStore directories, Editions editions)
{
    private const string IsAdministrator = """
        SELECT EXISTS (
          SELECT FROM account
          WHERE unit_id = @unit AND person_id = @proxy AND kind <> 'member' AND disabled_at IS NULL)
        """;

    private const string Overlapping = """
        SELECT count(*)::int
        FROM absence
        WHERE unit_id = @unit AND person_id = @person AND withdrawn_at IS NULL AND valid_from <= @until AND @from <= valid_to
        """;

    // Whom he stands in for, the first of them.
    private const string StoodInFor = """
        SELECT person_id
        FROM absence
        WHERE unit_id = @unit AND proxy_id = @person AND withdrawn_at IS NULL AND valid_from <= @until AND @from <= valid_to
        ORDER BY valid_from, absence_id
        LIMIT 1
        """;

    private const string Insert = """
        INSERT INTO absence (unit_id, absence_id, person_id, proxy_id, valid_from, valid_to, said_by)
        SELECT @unit, coalesce(max(absence_id), 0) + 1, @person, @proxy, @from, @until, @by
        FROM absence
        WHERE unit_id = @unit
        """;

    private const string List = """
        SELECT absence_id, person_id, proxy_id, valid_from, valid_to
        FROM absence
        WHERE unit_id = @unit AND withdrawn_at IS NULL AND valid_to >= @today AND (@all OR person_id = @person OR proxy_id = @person)
        ORDER BY valid_from, absence_id
        """;

    private const string End = """
        UPDATE absence
        SET valid_to = CASE WHEN valid_from < @today THEN @today - 1 ELSE valid_to END,
            withdrawn_at = CASE WHEN valid_from < @today THEN NULL ELSE office_now() END,
            withdrawn_by = @by
        WHERE unit_id = @unit AND absence_id = @id AND withdrawn_at IS NULL AND valid_to >= @today AND (@all OR person_id = @by)
        RETURNING person_id
        """;

    private const string MayEnd = """
        SELECT EXISTS (
          SELECT FROM absence
          WHERE unit_id = @unit AND absence_id = @id AND withdrawn_at IS NULL AND valid_to >= @today AND (@all OR person_id = @by))
        """;

    /// <summary>Whether he may say it of others too.</summary>
    public bool KeepsOthers(CurrentUser user) => Gate.Has(user, editions.Current, Power.RecordForOthers);

    /// <summary>Those of today and later: his own, those in which he stands in, and for the office everybody's.</summary>
    public Task<ImmutableArray<AbsenceRow>> ListAsync(CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var rows = await connection.QueryAsync<AbsenceRow>(new CommandDefinition(
                List,
                new { unit = user.Unit.Id.Value, today = user.Today, all = KeepsOthers(user), person = user.Person.Id.Value },
                cancellationToken: cancellation));
            return rows.ToImmutableArray();
        },
        cancellation);

    /// <summary>Null when it is kept; else the sentence why not.</summary>
    public Task<string?> SayAsync(SaidAbsence said, CurrentUser user, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            // In turn with whoever keeps people, rights and accounts; two absences of one person on one day would leave open who stands in.
            if (!await AccountTurn.TakeAsync(connection, user, cancellation))
            {
                return Texts.Accounts.NoLonger;
            }

            var now = user.As(await directories.LoadAsync(user.Unit.Id, connection, cancellation));
            return Judge(said, now) ?? await InsertAsync(connection, said, now, cancellation);
        },
        cancellation);

    private string? Judge(SaidAbsence said, CurrentUser user) =>
        said.Person != user.Person.Id && !KeepsOthers(user) ? Texts.Absences.OnlyOwn
        : said.Until < said.From ? Texts.Absences.EndsBefore
        : said.From < user.Today ? Texts.Absences.NotBackwards
        : said.Proxy == said.Person ? Texts.Absences.NotHimself
        : !user.Directory.Directory.Serves(said.Person, said.From) || !user.Directory.Directory.Serves(said.Proxy, said.From)
            ? Texts.Absences.Unknown
        : null;

    /// <summary>He is there again, or stays: false when there is no such absence, or it is not his to end.</summary>
    public Task<bool> EndAsync(int id, CurrentUser user, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var values = new { unit = user.Unit.Id.Value, id, today = user.Today, all = KeepsOthers(user), by = user.Person.Id.Value };
            // Asked first: also an update of no row makes everybody read the directory anew.
            if (!await connection.QuerySingleAsync<bool>(new CommandDefinition(MayEnd, values, cancellationToken: cancellation)))
            {
                return false;
            }

            var person = await connection.QuerySingleOrDefaultAsync<int?>(new CommandDefinition(End, values, cancellationToken: cancellation));
            if (person is { } absent)
            {
                await Trail.WriteAsync(
                    connection, user.Unit.Id, TrailLine.Of(user, TrailAct.AbsenceEnded) with { Person = new PersonId(absent) },
                    cancellation);
            }

            return person is not null;
        },
        cancellation);

    private async Task<string?> InsertAsync(
        NpgsqlConnection connection, SaidAbsence said, CurrentUser user, CancellationToken cancellation)
    {
        var values = new
        {
            unit = user.Unit.Id.Value,
            person = said.Person.Value,
            proxy = said.Proxy.Value,
            from = said.From,
            until = said.Until,
            by = user.Person.Id.Value,
        };
        if (await WhyNotAsync(connection, said, user, values, cancellation) is { } why)
        {
            return why;
        }

        await connection.ExecuteAsync(new CommandDefinition(Insert, values, cancellationToken: cancellation));
        await Trail.WriteAsync(
            connection, user.Unit.Id,
            TrailLine.Of(user, TrailAct.AbsenceSaid, Texts.Absences.Told(said, Names.Of(said.Proxy, user.Directory.Directory))) with
            {
                Person = said.Person,
            },
            cancellation);
        return null;
    }

    /// <summary>The sentence why he cannot be away then with this proxy; null: he can.</summary>
    /// <param name="values">Of the absence, as its statements call them.</param>
    private async Task<string?> WhyNotAsync(
        NpgsqlConnection connection, SaidAbsence said, CurrentUser user, object values, CancellationToken cancellation)
    {
        if (await connection.QuerySingleAsync<int>(new CommandDefinition(Overlapping, values, cancellationToken: cancellation)) > 0)
        {
            return Texts.Absences.Overlaps(Names.Of(said.Person, user.Directory.Directory));
        }

        // Nobody hands on what was handed to him: whoever stands in is there.
        var proxys = new { unit = user.Unit.Id.Value, person = said.Proxy.Value, from = said.From, until = said.Until };
        if (await connection.QuerySingleAsync<int>(new CommandDefinition(Overlapping, proxys, cancellationToken: cancellation)) > 0)
        {
            return Texts.Absences.ProxyIsAway(Names.Of(said.Proxy, user.Directory.Directory));
        }

        if (await connection.QuerySingleOrDefaultAsync<int?>(
            new CommandDefinition(StoodInFor, values, cancellationToken: cancellation)) is { } absent)
        {
            return Texts.Absences.StandsIn(
                Names.Of(said.Person, user.Directory.Directory), Names.Of(new PersonId(absent), user.Directory.Directory));
        }

        // None of the three acts with a right over the whole unit, also not in somebody's place.
        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(IsAdministrator, values, cancellationToken: cancellation))
            && await WideRoles.AreHeldByAsync(said.Person.Value, connection, user, editions.Current, cancellation))
        {
            return Texts.Absences.ProxyIsAdministrator(Names.Of(said.Proxy, user.Directory.Directory));
        }

        return null;
    }
}

/// <param name="ValidTo">Last day, inclusive.</param>
public sealed record AbsenceRow(int AbsenceId, int PersonId, int ProxyId, DateOnly ValidFrom, DateOnly ValidTo);

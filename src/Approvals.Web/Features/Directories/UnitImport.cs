using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Units;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Directories;

/// <summary>
/// Brings a unit file into the store. A unit is known by its short name; a second import adds what is missing and
/// changes nothing else, because what the office has changed since is the truth.
/// </summary>
public sealed class UnitImport(Database database)
{
    /// <summary>One import at a time in the whole installation: it hands out unit numbers. "units" in ASCII.</summary>
    private const string TakeTurn = "SELECT pg_advisory_xact_lock(504875152499)";

    private const string FindUnit = """
        SELECT coalesce(
          (SELECT unit_id FROM units_of_installation() WHERE short_name = @shortName),
          (SELECT coalesce(max(unit_id), 0) + 1 FROM units_of_installation()))
        """;

    private const string InsertUnit = """
        INSERT INTO unit (unit_id, name, short_name, demonstration, zone)
        VALUES (@unit, @name, @shortName, @demonstration, @zone)
        ON CONFLICT (unit_id) DO NOTHING
        """;

    private const string ReadBodies = "SELECT name, body_id FROM body_name WHERE unit_id = @unit";

    private const string ReadLogins = "SELECT login, person_id FROM account WHERE unit_id = @unit";

    private const string LastPerson = "SELECT coalesce(max(person_id), 0) FROM person WHERE unit_id = @unit";

    private const string LastBody = "SELECT coalesce(max(body_id), 0) FROM body WHERE unit_id = @unit";

    private const string LastRegister = "SELECT coalesce(max(register_id), 0) FROM number_register WHERE unit_id = @unit";

    private const string InsertPerson = """
        INSERT INTO person (unit_id, person_id, name, position)
        VALUES (@unit, @id, @name, @position)
        """;

    private const string InsertAccount = """
        INSERT INTO account (unit_id, account_id, login, person_id, kind)
        SELECT @unit, coalesce(max(account_id), 0) + 1, @login, @id, @kind
        FROM account
        WHERE unit_id = @unit
        """;

    private const string InsertBody = """
        INSERT INTO body (unit_id, body_id, kind, name, position, valid_from, valid_to)
        VALUES (@unit, @id, @kind, @name, @position, @from, @until)
        """;

    private const string AnswerBody = """
        UPDATE body
        SET answered_by = @by
        WHERE unit_id = @unit AND body_id = @id
        """;

    private const string InsertName = """
        INSERT INTO body_name (unit_id, name, valid_from, valid_to, body_id)
        VALUES (@unit, @name, @from, @until, @id)
        """;

    private const string InsertPosts = """
        INSERT INTO post (unit_id, person_id, body_id, role, valid_from, valid_to)
        SELECT @unit, p.person_id, p.body_id, p.role, p.valid_from, p.valid_to
        FROM unnest(@people, @bodies, @roles, @from, @until) AS p (person_id, body_id, role, valid_from, valid_to)
        WHERE NOT EXISTS (
          SELECT FROM post old
          WHERE old.unit_id = @unit AND old.person_id = p.person_id AND old.body_id = p.body_id
            AND old.role = p.role AND old.valid_from = p.valid_from)
        """;

    private const string InsertAbsences = """
        INSERT INTO absence (unit_id, absence_id, person_id, proxy_id, valid_from, valid_to)
        SELECT @unit, (SELECT coalesce(max(absence_id), 0) FROM absence WHERE unit_id = @unit) + a.place, a.person, a.proxy,
               a.first, a.last
        FROM unnest(@people, @proxies, @from, @until) WITH ORDINALITY AS a (person, proxy, first, last, place)
        WHERE NOT EXISTS (
          SELECT FROM absence old
          WHERE old.unit_id = @unit AND old.person_id = a.person AND old.valid_from <= a.last AND a.first <= old.valid_to)
        """;

    private const string SetHost = """
        UPDATE unit_directory
        SET host_body_id = @host
        WHERE unit_id = @unit AND host_body_id IS NULL AND @host::int IS NOT NULL
        """;

    private const string InsertRegister = """
        INSERT INTO number_register (unit_id, register_id, symbol, kept, first_number, first_year, serves)
        VALUES (@unit, @id, @symbol, @kept, @first, @year, @for)
        ON CONFLICT (unit_id, symbol) DO NOTHING
        """;

    /// <exception cref="OfficeException">A login of the file belongs to another unit: whoever signs in has not said his
    /// unit.</exception>
    public Task<UnitId> ImportAsync(UnitFile file, CancellationToken cancellation) =>
        database.InUnitAsync(
            default,
            async (connection, _) =>
            {
                await connection.ExecuteAsync(new CommandDefinition(TakeTurn, cancellationToken: cancellation));
                var unit = await connection.QuerySingleAsync<int>(
                    new CommandDefinition(FindUnit, new { file.ShortName }, cancellationToken: cancellation));
                // Only now is the unit known.
                await connection.ExecuteAsync(
                    new CommandDefinition(Database.SetUnit, new { unit }, cancellationToken: cancellation));
                var rows = new Rows(connection, unit, cancellation);
                await rows.ExecuteAsync(InsertUnit, new { unit, file.Name, file.ShortName, file.Demonstration, file.Zone });
                await ImportAsync(file, rows);
                await TellAsync(rows, by: null);
                return new UnitId(unit);
            },
            cancellation);

    /// <summary>The same for a unit that is there already, within the transaction of whoever brings the file.</summary>
    /// <exception cref="OfficeException">As for an import.</exception>
    internal static async Task FillAsync(
        NpgsqlConnection connection, UnitId unit, UnitFile file, CurrentUser by, CancellationToken cancellation)
    {
        var rows = new Rows(connection, unit.Value, cancellation);
        await ImportAsync(file, rows);
        await TellAsync(rows, by);
    }

    /// <param name="by">Null: the program itself.</param>
    private static async Task TellAsync(Rows rows, CurrentUser? by)
    {
        if (rows.Changed > 0)
        {
            var said = Texts.Trail.Rows(rows.Changed);
            await rows.TellAsync(by is null ? new TrailLine(TrailAct.UnitImported, said) : TrailLine.Of(by, TrailAct.UnitImported, said));
        }
    }

    private static async Task ImportAsync(UnitFile file, Rows rows)
    {
        var bodies = await BodiesAsync(file.Bodies, rows);
        var people = await PeopleAsync(
            [
                .. file.People.Select(p => (p.Name, p.Login, AccountKind.Member)),
                .. file.Administrators.Select(a => (a.Name, a.Login, Kind: Enum.Parse<AccountKind>($"{a.Kind}"))),
            ],
            rows);
        await rows.ExecuteAsync(InsertPosts, new
        {
            unit = rows.Unit,
            people = file.Posts.Select(p => people[p.Login]).ToArray(),
            bodies = file.Posts.Select(p => bodies[p.Body]).ToArray(),
            roles = file.Posts.Select(p => p.Role.Value).ToArray(),
            from = file.Posts.Select(p => p.From).ToArray(),
            until = file.Posts.Select(p => p.Until).ToArray(),
        });
        await rows.ExecuteAsync(InsertAbsences, new
        {
            unit = rows.Unit,
            people = file.Absences.Select(a => people[a.Login]).ToArray(),
            proxies = file.Absences.Select(a => people[a.Proxy]).ToArray(),
            from = file.Absences.Select(a => a.From).ToArray(),
            until = file.Absences.Select(a => a.Until).ToArray(),
        });
        await rows.ExecuteAsync(SetHost, new { unit = rows.Unit, host = file.Host is { } host ? bodies[host] : (int?)null });
        var register = await rows.SingleAsync(LastRegister);
        foreach (var r in file.Registers)
        {
            await rows.ExecuteAsync(InsertRegister, new
            {
                unit = rows.Unit,
                id = ++register,
                r.Symbol,
                kept = NumberRegister.Kept(r.KeptHere),
                r.First,
                year = r.FirstYear,
                @for = r.For,
            });
        }
    }

    private static async Task<Dictionary<string, int>> BodiesAsync(ImmutableArray<UnitBody> bodies, Rows rows)
    {
        var known = await rows.MapAsync(ReadBodies);
        var last = await rows.SingleAsync(LastBody);
        var added = new List<UnitBody>();
        foreach (var (body, at) in bodies.Select((b, at) => (b, at)).Where(b => !known.ContainsKey(b.b.Name)))
        {
            added.Add(body);
            known[body.Name] = ++last;
            await rows.ExecuteAsync(InsertBody, new
            {
                unit = rows.Unit,
                id = last,
                kind = BodyKinds.Spelling(body.Kind),
                body.Name,
                position = at + 1,
                body.From,
                body.Until,
            });
        }

        foreach (var body in added)
        {
            foreach (var name in body.AllNames())
            {
                await rows.ExecuteAsync(
                    InsertName, new { unit = rows.Unit, name.Name, name.From, name.Until, id = known[body.Name] });
            }

            if (body.AnsweredBy is { } by)
            {
                await rows.ExecuteAsync(AnswerBody, new { unit = rows.Unit, id = known[body.Name], by = known[by] });
            }
        }

        return known;
    }

    private static async Task<Dictionary<string, int>> PeopleAsync(
        ImmutableArray<(string Name, string Login, AccountKind Kind)> people, Rows rows)
    {
        var known = await rows.MapAsync(ReadLogins);
        var last = await rows.SingleAsync(LastPerson);
        foreach (var (person, at) in people.Select((p, at) => (p, at)).Where(p => !known.ContainsKey(p.p.Login)))
        {
            known[person.Login] = ++last;
            await rows.ExecuteAsync(InsertPerson, new { unit = rows.Unit, id = last, person.Name, position = at + 1 });
            try
            {
                await rows.ExecuteAsync(
                    InsertAccount, new { unit = rows.Unit, id = last, person.Login, kind = AccountKinds.Spelling(person.Kind) });
            }
            catch (PostgresException taken) when (taken.ConstraintName == "account_login")
            {
                throw new OfficeException($"登录名“{person.Login}”已被其他单位使用，请改用别的登录名。", taken);
            }
        }

        return known;
    }

    /// <summary>One transaction of one unit.</summary>
    private sealed class Rows(NpgsqlConnection connection, int unit, CancellationToken cancellation)
    {
        public int Unit { get; } = unit;

        /// <summary>Rows added or changed so far.</summary>
        public int Changed { get; private set; }

        public Task TellAsync(TrailLine line) => Trail.WriteAsync(connection, new UnitId(Unit), line, cancellation);

        public async Task ExecuteAsync(string sql, object values) =>
            Changed += await connection.ExecuteAsync(new CommandDefinition(sql, values, cancellationToken: cancellation));

        public Task<int> SingleAsync(string sql) =>
            connection.QuerySingleAsync<int>(new CommandDefinition(sql, new { unit = Unit }, cancellationToken: cancellation));

        public async Task<Dictionary<string, int>> MapAsync(string sql) =>
            (await connection.QueryAsync<(string Name, int Id)>(
                new CommandDefinition(sql, new { unit = Unit }, cancellationToken: cancellation)))
            .DistinctBy(row => row.Name)
            .ToDictionary(row => row.Name, row => row.Id);
    }
}

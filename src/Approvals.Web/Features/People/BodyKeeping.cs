using Approvals.Engine;
using Approvals.Readers.Units;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Trails;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.People;

/// <summary>科室、支部、专班: added, renamed, ordered, abolished. A former name stays known with its days.</summary>
public sealed class BodyKeeping(Keeping keeping)
{
    private const int LongestName = 60;

    // Also a name of the past: old papers mean by it the body that bore it.
    private const string NameIsOf = """
        SELECT b.name, b.valid_to
        FROM body_name n
        JOIN body b ON b.unit_id = n.unit_id AND b.body_id = n.body_id
        WHERE n.unit_id = @unit AND n.name = @name AND n.body_id <> @body
        ORDER BY coalesce(n.valid_to, 'infinity') DESC
        LIMIT 1
        """;

    private const string Add = """
        INSERT INTO body (unit_id, body_id, kind, name, position, answered_by, valid_from)
        SELECT @unit, coalesce(max(body_id), 0) + 1, @kind, @name, coalesce(max(position), 0) + 1, @by, @from
        FROM body
        WHERE unit_id = @unit
        RETURNING body_id
        """;

    private const string AddName = """
        INSERT INTO body_name (unit_id, name, valid_from, body_id)
        VALUES (@unit, @name, @from, @body)
        ON CONFLICT (unit_id, name, valid_from) DO UPDATE SET valid_to = NULL, body_id = @body
        """;

    private const string Rename = """
        UPDATE body
        SET name = @name
        WHERE unit_id = @unit AND body_id = @body AND name <> @name
        """;

    // The name that it bore today already is the new one's; what is also said of it stays.
    private const string EndName = """
        UPDATE body_name
        SET valid_to = greatest(@from - 1, valid_from)
        WHERE unit_id = @unit AND body_id = @body AND name = @old AND valid_to IS NULL
        """;

    private const string Answer = """
        UPDATE body
        SET answered_by = @by
        WHERE unit_id = @unit AND body_id = @body
        """;

    private const string StillHeld = """
        SELECT EXISTS (
          SELECT FROM post
          WHERE unit_id = @unit AND body_id = @body AND valid_to IS DISTINCT FROM valid_from - 1 AND coalesce(valid_to, 'infinity') > @last)
        """;

    private const string Abolish = """
        UPDATE body
        SET valid_to = greatest(@last, valid_from)
        WHERE unit_id = @unit AND body_id = @body AND (valid_to IS NULL OR valid_to > @last)
        """;

    private const string EndNames = """
        UPDATE body_name
        SET valid_to = greatest(@last, valid_from)
        WHERE unit_id = @unit AND body_id = @body AND (valid_to IS NULL OR valid_to > @last)
        """;

    private const string Restore = """
        UPDATE body
        SET valid_to = NULL
        WHERE unit_id = @unit AND body_id = @body AND valid_to >= @today - 1
        """;

    private const string RestoreNames = """
        UPDATE body_name n
        SET valid_to = NULL
        FROM body b
        WHERE b.unit_id = @unit AND b.body_id = @body AND n.unit_id = b.unit_id AND n.body_id = b.body_id
          AND n.valid_to = greatest(b.valid_to, n.valid_from)
        """;

    private const string Place = """
        WITH target AS (SELECT position FROM body WHERE unit_id = @unit AND body_id = @before)
        UPDATE body b
        SET position = CASE WHEN b.body_id = @body THEN t.position ELSE b.position + 1 END
        FROM target t
        WHERE b.unit_id = @unit AND (b.body_id = @body OR b.position >= t.position)
        """;

    public Task<string?> AddAsync(AskedBody asked, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            var (name, from) = ((asked.Named ?? "").Trim(), asked.From ?? by.Today);
            var wrong = name.Length is 0 or > LongestName ? Texts.People.BodyNameMissing
                : from < by.Today ? Texts.People.NotBackwards
                : !BodyKinds.TryParse(asked.Kind ?? "", out _) ? Texts.People.KindMissing
                : asked.AnsweredBy is { } other && !by.Directory.Directory.Exists(new BodyId(other), from) ? Texts.People.NoBody
                : await TakenAsync(connection, by, name, 0, cancellation);
            if (wrong is not null)
            {
                return wrong;
            }

            var body = await connection.QuerySingleAsync<int>(new CommandDefinition(
                Add, new { unit = by.Unit.Id.Value, kind = asked.Kind, name, by = asked.AnsweredBy, from }, cancellationToken: cancellation));
            await connection.ExecuteAsync(
                new CommandDefinition(AddName, new { unit = by.Unit.Id.Value, name, from, body }, cancellationToken: cancellation));
            await TellAsync(connection, by, TrailAct.BodyAdded, name, cancellation);
            return null;
        },
        cancellation);

    /// <summary>From today on it is called so; yesterday it was called as before.</summary>
    public Task<string?> RenameAsync(BodyId body, string? named, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            var (name, from) = ((named ?? "").Trim(), by.Today);
            if (!by.Directory.Directory.Bodies.TryGetValue(body, out var known))
            {
                return Texts.People.NoBody;
            }

            if (name.Length is 0 or > LongestName)
            {
                return Texts.People.BodyNameMissing;
            }

            if (await TakenAsync(connection, by, name, body.Value, cancellation) is { } taken)
            {
                return taken;
            }

            var values = new { unit = by.Unit.Id.Value, body = body.Value, name, from, old = known.Name };
            if (await connection.ExecuteAsync(new CommandDefinition(Rename, values, cancellationToken: cancellation)) == 0)
            {
                return null; // it is called so
            }

            await connection.ExecuteAsync(new CommandDefinition(EndName, values, cancellationToken: cancellation));
            await connection.ExecuteAsync(new CommandDefinition(AddName, values, cancellationToken: cancellation));
            await TellAsync(connection, by, TrailAct.BodyRenamed, $"{known.Name} → {name}", cancellation);
            return null;
        },
        cancellation);

    /// <summary>归口汇总: which body answers for this collective one; null: it answers itself.</summary>
    /// <param name="sure">Also where people serve in it.</param>
    public Task<string?> AnswerAsync(BodyId body, int? answering, bool sure, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            var directory = by.Directory.Directory;
            if (answering is { } other && (!directory.Exists(new BodyId(other), by.Today) || directory.Answering(new BodyId(other)) == body))
            {
                return Texts.People.AnswersInCircle;
            }

            var name = answering is { } answers ? NameOf(new BodyId(answers), by) : null;
            if (name is not null && !sure && directory.PostsIn(body, by.Today).Select(p => p.Person).Distinct().Count() is > 0 and var people)
            {
                return Texts.People.AnswerAsks(NameOf(body, by), people, name);
            }

            await connection.ExecuteAsync(new CommandDefinition(
                Answer, new { unit = by.Unit.Id.Value, body = body.Value, by = answering }, cancellationToken: cancellation));
            await TellAsync(connection, by, TrailAct.BodyChanged, Texts.People.AnswerTold(NameOf(body, by), name), cancellation);
            return null;
        },
        cancellation);

    /// <param name="last">Last day, inclusive: nobody may hold a post in it after that day.</param>
    public Task<string?> AbolishAsync(BodyId body, DateOnly? last, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            if (last is null || last < by.Today.AddDays(-1))
            {
                return last is null ? Texts.People.DayMissing : Texts.People.LastNotBackwards;
            }

            var values = new { unit = by.Unit.Id.Value, body = body.Value, last };
            if (await connection.QuerySingleAsync<bool>(new CommandDefinition(StillHeld, values, cancellationToken: cancellation)))
            {
                return Texts.People.BodyStillHeld(NameOf(body, by));
            }

            if (await connection.ExecuteAsync(new CommandDefinition(Abolish, values, cancellationToken: cancellation)) == 0)
            {
                return Texts.People.NoBody;
            }

            await connection.ExecuteAsync(new CommandDefinition(EndNames, values, cancellationToken: cancellation));
            await TellAsync(connection, by, TrailAct.BodyAbolished, NameOf(body, by) + Texts.People.UntilDay(last), cancellation);
            return null;
        },
        cancellation);

    /// <summary>Its last day, where this one is asked for: what begins later is there on its first.</summary>
    public static DateOnly LastDay(DateOnly asked, DateOnly? from) => from > asked ? from.Value : asked;

    /// <summary>Until the day after its last one: later it would have existed on days that are over and had none.</summary>
    public static bool IsRestorable(DateOnly last, DateOnly today) => last >= today.AddDays(-1);

    /// <summary>恢复: what was abolished exists again, under the names that it had, as if nothing had been said.</summary>
    public Task<string?> RestoreAsync(BodyId body, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) =>
        {
            if (!by.Directory.Directory.Bodies.TryGetValue(body, out var known) || known.Until is not { } last)
            {
                return Texts.People.NotAbolished;
            }

            var wrong = !IsRestorable(last, by.Today) ? Texts.People.AbolishedLongAgo(known.Name, last)
                : await TakenAsync(connection, by, known.Name, body.Value, cancellation);
            if (wrong is not null)
            {
                return wrong;
            }

            var values = new { unit = by.Unit.Id.Value, body = body.Value, today = by.Today };
            await connection.ExecuteAsync(new CommandDefinition(RestoreNames, values, cancellationToken: cancellation));
            await connection.ExecuteAsync(new CommandDefinition(Restore, values, cancellationToken: cancellation));
            await TellAsync(connection, by, TrailAct.BodyRestored, NameOf(body, by), cancellation);
            return null;
        },
        cancellation);

    /// <summary>科室排序.</summary>
    public Task<string?> PlaceAsync(BodyId body, int? before, CurrentUser by, CancellationToken cancellation) => keeping.ChangeAsync(
        by,
        async (connection, by) => before == body.Value
            || await connection.ExecuteAsync(new CommandDefinition(
                Place, new { unit = by.Unit.Id.Value, body = body.Value, before }, cancellationToken: cancellation)) == 0
                ? Texts.People.ChooseBody : null,
        cancellation);

    /// <summary>The sentence that says whose name it is or was; null: nobody's.</summary>
    private static async Task<string?> TakenAsync(
        NpgsqlConnection connection, CurrentUser by, string name, int body, CancellationToken cancellation) =>
        await connection.QuerySingleOrDefaultAsync<(string? Name, DateOnly? Until)>(new CommandDefinition(
            NameIsOf, new { unit = by.Unit.Id.Value, name, body }, cancellationToken: cancellation)) switch
        {
            (null, _) => null,
            (var other, { } last) when last < by.Today => Texts.People.BodyNameAbolished(name, other, IsRestorable(last, by.Today)),
            (var other, _) => other == name ? Texts.People.BodyNameTaken(name) : Texts.People.BodyNameFormer(name, other),
        };

    private static string NameOf(BodyId body, CurrentUser by) => Cases.Names.Of(body, by.Directory.Directory);

    private static Task TellAsync(
        NpgsqlConnection connection, CurrentUser by, TrailAct act, string details, CancellationToken cancellation) =>
        Trail.WriteAsync(connection, by.Unit.Id, TrailLine.Of(by, act, details), cancellation);
}

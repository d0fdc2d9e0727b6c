using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Directories;

/// <summary>One post that stands, by what names it.</summary>
public sealed record PostKey(PersonId Person, BodyId Body, RoleId Role, DateOnly From);

/// <summary>Writes posts (任职). A post is ended, never deleted; one that is ended before its first day stands there still, with no day.</summary>
internal static class PostRows
{
    private const string Overlapping = """
        SELECT EXISTS (
          SELECT FROM post
          WHERE unit_id = @unit AND person_id = @person AND body_id = @body AND role = @role
            AND valid_from <= coalesce(@until::date, 'infinity')
            AND (valid_to IS NULL OR (valid_to >= @from AND valid_to >= valid_from)))
        """;

    private const string Insert = """
        INSERT INTO post (unit_id, person_id, body_id, role, valid_from, valid_to)
        VALUES (@unit, @person, @body, @role, @from, @until)
        ON CONFLICT (unit_id, person_id, body_id, role, valid_from) DO UPDATE SET valid_to = excluded.valid_to
        """;

    private const string End = """
        UPDATE post
        SET valid_to = greatest(@last, valid_from - 1)
        WHERE unit_id = @unit AND person_id = @person AND body_id = @body AND role = @role AND valid_from = @from
          AND (valid_to IS NULL OR (valid_to > @last AND valid_to >= valid_from))
        """;

    // What he holds now he holds until the day before; what had not begun then never does.
    private const string Succeed = """
        UPDATE post
        SET valid_to = greatest(@from, valid_from) - 1
        WHERE unit_id = @unit AND body_id = @body AND role = @role AND person_id = @person
          AND (valid_to IS NULL OR (valid_to >= @from AND valid_to >= valid_from))
        """;

    private const string EndAll = """
        UPDATE post
        SET valid_to = greatest(@last, valid_from - 1)
        WHERE unit_id = @unit AND person_id = @person AND (valid_to IS NULL OR (valid_to > @last AND valid_to >= valid_from))
        """;

    /// <summary>False where he holds it on one of these days already; then nothing has changed.</summary>
    /// <param name="until">Last day, inclusive; null: until it is ended.</param>
    public static async Task<bool> AddAsync(
        NpgsqlConnection connection, UnitId unit, PostKey post, DateOnly? until, CancellationToken cancellation)
    {
        var values = Values(unit, post);
        values.Add("until", until, System.Data.DbType.Date);
        if (await connection.QuerySingleAsync<bool>(new CommandDefinition(Overlapping, values, cancellationToken: cancellation)))
        {
            return false;
        }

        await connection.ExecuteAsync(new CommandDefinition(Insert, values, cancellationToken: cancellation));
        return true;
    }

    /// <summary>接任: whom the new one comes after holds it until the day before.</summary>
    /// <param name="post">The new one's.</param>
    public static Task SucceedAsync(
        NpgsqlConnection connection, UnitId unit, PostKey post, PersonId before, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Succeed, Values(unit, post with { Person = before }), cancellationToken: cancellation));

    /// <summary>False where no such post lasts beyond that day.</summary>
    /// <param name="last">Last day, inclusive.</param>
    public static async Task<bool> EndAsync(
        NpgsqlConnection connection, UnitId unit, PostKey post, DateOnly last, CancellationToken cancellation)
    {
        var values = Values(unit, post);
        values.Add("last", last);
        return await connection.ExecuteAsync(new CommandDefinition(End, values, cancellationToken: cancellation)) > 0;
    }

    /// <summary>False where none of his posts lasts beyond that day.</summary>
    /// <param name="last">Last day, inclusive.</param>
    public static async Task<bool> EndAllAsync(
        NpgsqlConnection connection, UnitId unit, PersonId person, DateOnly last, CancellationToken cancellation) =>
        await connection.ExecuteAsync(new CommandDefinition(
            EndAll, new { unit = unit.Value, person = person.Value, last }, cancellationToken: cancellation)) > 0;

    private static DynamicParameters Values(UnitId unit, PostKey post) => new(new
    {
        unit = unit.Value,
        person = post.Person.Value,
        body = post.Body.Value,
        role = post.Role.Value,
        from = post.From,
    });
}

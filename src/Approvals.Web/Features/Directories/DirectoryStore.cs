using System.Collections.Concurrent;
using Approvals.Engine;
using Approvals.Engine.Directories;
using Approvals.Readers.Units;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Directories;

/// <summary>
/// The directory of a unit, read once a version. The version is read in the caller's transaction, so a decision
/// never uses a picture older than its own rows.
/// </summary>
public sealed class DirectoryStore(Database database)
{
    /// <summary>For a hot path's own batch; the answer goes to <see cref="Cached"/>. No row: the unit has no directory.</summary>
    public const string ReadVersion = "SELECT version FROM unit_directory WHERE unit_id = @unit";

    /// <summary>Whoever changes people, posts, rights or accounts of a unit does it after whoever does so now.</summary>
    public const string TakeTurn = ReadVersion + " FOR NO KEY UPDATE";

    private const string ReadHost = "SELECT host_body_id FROM unit_directory WHERE unit_id = @unit";

    private const string ReadPeople = """
        SELECT person_id, name, position
        FROM person n
        WHERE n.unit_id = @unit
          -- Whoever is here as an administrator alone is none of those who can be asked for anything.
          AND (NOT EXISTS (SELECT FROM account a WHERE a.unit_id = n.unit_id AND a.person_id = n.person_id AND a.kind <> 'member')
               OR EXISTS (SELECT FROM post p WHERE p.unit_id = n.unit_id AND p.person_id = n.person_id)
               OR EXISTS (SELECT FROM account a WHERE a.unit_id = n.unit_id AND a.person_id = n.person_id AND a.kind = 'member'))
        ORDER BY position, person_id
        """;

    private const string ReadBodies = """
        SELECT body_id, kind, name, position, answered_by, valid_from, valid_to
        FROM body
        WHERE unit_id = @unit
        ORDER BY position, body_id
        """;

    private const string ReadNames = """
        SELECT n.body_id, n.name, n.valid_from, n.valid_to
        FROM body_name n
        JOIN body b ON b.unit_id = n.unit_id AND b.body_id = n.body_id
        WHERE n.unit_id = @unit
        ORDER BY b.position, n.name, n.valid_from
        """;

    private const string ReadPosts = """
        SELECT person_id, body_id, role, valid_from, valid_to
        FROM post
        WHERE unit_id = @unit
        ORDER BY person_id, body_id, role, valid_from
        """;

    private const string ReadAbsences = """
        SELECT person_id, proxy_id, valid_from, valid_to
        FROM absence
        WHERE unit_id = @unit AND withdrawn_at IS NULL
        ORDER BY valid_from, absence_id
        """;

    private readonly ConcurrentDictionary<UnitId, DirectorySnapshot> _snapshots = new();

    public Task<DirectorySnapshot> LoadAsync(UnitId unit, CancellationToken cancellation) =>
        database.ReadInUnitAsync(unit, (connection, _) => LoadAsync(unit, connection, cancellation), cancellation);

    /// <summary>The same inside the caller's transaction.</summary>
    public async Task<DirectorySnapshot> LoadAsync(UnitId unit, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var version = await connection.QuerySingleOrDefaultAsync<long>(Command(ReadVersion, unit, cancellation));
        if (Cached(unit, version) is { } known)
        {
            return known;
        }

        // A writer may commit between the version and the rows (READ COMMITTED): the picture is then newer than its
        // number, is reloaded once more than needed, and is never older than it says.
        var read = await ReadAsync(unit, version, connection, cancellation);
        return _snapshots.AddOrUpdate(unit, read, (_, other) => other.Version > version ? other : read);
    }

    /// <summary>The picture of exactly this version; null when it must be loaded.</summary>
    public DirectorySnapshot? Cached(UnitId unit, long version) =>
        _snapshots.TryGetValue(unit, out var known) && known.Version == version ? known : null;

    private static async Task<DirectorySnapshot> ReadAsync(
        UnitId unit, long version, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var people = (await connection.QueryAsync<PersonRow>(Command(ReadPeople, unit, cancellation))).ToList();
        var bodies = (await connection.QueryAsync<BodyRow>(Command(ReadBodies, unit, cancellation))).ToList();
        var names = await connection.QueryAsync<NameRow>(Command(ReadNames, unit, cancellation));
        var posts = await connection.QueryAsync<PostRow>(Command(ReadPosts, unit, cancellation));
        var absences = await connection.QueryAsync<AbsenceRow>(Command(ReadAbsences, unit, cancellation));
        var host = await connection.QuerySingleOrDefaultAsync<int?>(Command(ReadHost, unit, cancellation));
        return new DirectorySnapshot(
            unit,
            version,
            new UnitDirectory(
                [.. people.Select(p => new Person(new PersonId(p.PersonId), p.Name, p.Position))],
                [.. bodies.Select(Body)],
                [.. posts.Select(p => new Post(
                    new PersonId(p.PersonId), new BodyId(p.BodyId), new RoleId(p.Role), p.ValidFrom, p.ValidTo))],
                [.. absences.Select(a => new Absence(
                    new PersonId(a.PersonId), a.ValidFrom, a.ValidTo, new PersonId(a.ProxyId)))]),
            new NameBook(
                [.. names.Select(n => new BodyName(new BodyId(n.BodyId), n.Name, n.ValidFrom, n.ValidTo))],
                [.. people.Select(p => (new PersonId(p.PersonId), p.Name))]),
            host is { } body ? new BodyId(body) : null);
    }

    private static Body Body(BodyRow row) => new(
        new BodyId(row.BodyId), BodyKinds.Parse(row.Kind), row.Name, row.Position,
        row.AnsweredBy is { } by ? new BodyId(by) : null, row.ValidFrom, row.ValidTo);

    private static CommandDefinition Command(string sql, UnitId unit, CancellationToken cancellation) =>
        new(sql, new { unit = unit.Value }, cancellationToken: cancellation);

    private sealed record PersonRow(int PersonId, string Name, int Position);

    private sealed record BodyRow(
        int BodyId, string Kind, string Name, int Position, int? AnsweredBy, DateOnly ValidFrom, DateOnly? ValidTo);

    private sealed record NameRow(int BodyId, string Name, DateOnly ValidFrom, DateOnly? ValidTo);

    private sealed record AbsenceRow(int PersonId, int ProxyId, DateOnly ValidFrom, DateOnly ValidTo);

    private sealed record PostRow(int PersonId, int BodyId, string Role, DateOnly ValidFrom, DateOnly? ValidTo);
}

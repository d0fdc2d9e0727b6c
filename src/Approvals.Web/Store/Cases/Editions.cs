using System.Collections.Concurrent;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using Dapper;
using Npgsql;

namespace Approvals.Web.Store.Cases;

/// <summary>
/// The editions of the definitions: the one that new cases begin with, and all that running cases keep. Published files
/// are kept in the store, so that a case goes on with its own edition whatever lies in the folder.
/// </summary>
public sealed class Editions
{
    private const string Publish = """
        INSERT INTO edition (unit_id, hash)
        VALUES (@unit, @hash)
        ON CONFLICT DO NOTHING
        """;

    private const string PublishFile = """
        INSERT INTO edition_file (unit_id, hash, name, content)
        VALUES (@unit, @hash, @name, @content)
        ON CONFLICT DO NOTHING
        """;

    private const string Load = """
        SELECT name, content
        FROM edition_file
        WHERE unit_id = @unit AND hash = @hash
        """;

    private const string Published = """
        SELECT hash
        FROM edition
        WHERE unit_id = @unit
        ORDER BY published_at DESC, hash
        """;

    private readonly IReadOnlyList<DefinitionFile> _files;
    private readonly ConcurrentDictionary<string, WorkflowBook> _known = new();

    /// <summary>Publishing proves it sound; what was published with these bytes is not proved again at every start.</summary>
    /// <exception cref="Readers.Yaml.FaultsException">The folder's files are no definitions, or name what is not there.</exception>
    public Editions(string folder)
    {
        _files = [.. Files(folder)];
        Current = BookReader.ReadNamed(_files);
        _known[Current.Hash] = Current;
    }

    /// <summary>What new cases begin with.</summary>
    public WorkflowBook Current { get; }

    /// <summary>Whether an action of that id, in any edition that was read here, is judged by where the case's parent stands.</summary>
    public bool AsksParent(ActionId action) => _known.Values.SelectMany(book => book.Workflows.Values)
        .SelectMany(workflow => workflow.AllActions).Any(a => a.Id == action && a.When is { AsksParent: true });

    /// <summary>The definition files of a folder, sub-folders not included.</summary>
    public static IEnumerable<DefinitionFile> Files(string folder) => System.IO.Directory.Exists(folder)
        ? System.IO.Directory.GetFiles(folder, "*.yaml")
            .Select(path => new DefinitionFile(Path.GetFileName(path), File.ReadAllBytes(path)))
        : [];

    /// <summary>Keeps the current edition in the unit's store, if it is sound. A second time changes nothing.</summary>
    /// <exception cref="Readers.Yaml.FaultsException">It is not sound; nothing is kept.</exception>
    public async Task PublishAsync(Database database, UnitId unit, CancellationToken cancellation)
    {
        var known = await database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QueryAsync<string>(
                new CommandDefinition(Published, new { unit = unit.Value }, cancellationToken: cancellation)),
            cancellation);
        if (!known.Contains(Current.Hash))
        {
            BookReader.Read(_files); // its time must not run in a transaction that the server would then end
            await database.InUnitAsync(unit, (connection, _) => PublishAsync(connection, unit, cancellation), cancellation);
        }
    }

    /// <summary>The same inside a transaction of the unit.</summary>
    public async Task PublishAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        var isNew = await connection.ExecuteAsync(new CommandDefinition(
            Publish, new { unit = unit.Value, hash = Current.Hash }, cancellationToken: cancellation)) > 0;
        if (!isNew)
        {
            return;
        }

        BookReader.Read(_files); // at hand where it was proved before
        foreach (var file in _files)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                PublishFile,
                new { unit = unit.Value, hash = Current.Hash, name = file.Name, content = file.Bytes.ToArray() },
                cancellationToken: cancellation));
        }
    }

    /// <summary>Every edition that a case of the unit may keep, the current one first.</summary>
    public async Task<IReadOnlyList<WorkflowBook>> AllAsync(
        NpgsqlConnection connection, UnitId unit, CancellationToken cancellation)
    {
        var hashes = await connection.QueryAsync<string>(
            new CommandDefinition(Published, new { unit = unit.Value }, cancellationToken: cancellation));
        var books = new List<WorkflowBook>();
        foreach (var hash in hashes.OrderBy(h => h != Current.Hash).ToList())
        {
            books.Add(await GetAsync(connection, unit, hash, cancellation));
        }

        return books;
    }

    /// <summary>The same where it was read here before; else null.</summary>
    public WorkflowBook? Known(string hash) => _known.GetValueOrDefault(hash);

    /// <summary>
    /// The edition that a case keeps. It is not proved again: it was when it was published, and its hash says it is the
    /// same.
    /// </summary>
    public async Task<WorkflowBook> GetAsync(
        NpgsqlConnection connection, UnitId unit, string hash, CancellationToken cancellation)
    {
        if (_known.TryGetValue(hash, out var known))
        {
            return known;
        }

        var files = await connection.QueryAsync<(string Name, byte[] Content)>(
            new CommandDefinition(Load, new { unit = unit.Value, hash }, cancellationToken: cancellation));
        var book = BookReader.ReadPublished(files.Select(f => new DefinitionFile(f.Name, f.Content)));
        return book.Hash == hash
            ? _known.GetOrAdd(hash, book)
            : throw new InvalidOperationException($"the stored files of edition {hash} are not those that were published");
    }
}

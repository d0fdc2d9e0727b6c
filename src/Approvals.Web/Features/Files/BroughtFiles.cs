using System.Collections.Immutable;
using System.Security.Cryptography;
using Approvals.Engine;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Files;

/// <summary>A file that came with a press, before anybody has said that it is kept.</summary>
public sealed record Brought(string Name, byte[] Content)
{
    /// <summary>Lower-case hex.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));
}

/// <summary>Why a file is taken as it is although it holds the numbers of people.</summary>
public sealed record FileRuling(int Numbers, string Reason)
{
    private const int Longest = 500;

    /// <summary>Without blanks around it, at most 500 signs.</summary>
    public static string Cut(string reason) => reason.Trim() is { Length: > Longest } longer ? longer[..Longest] : reason.Trim();
}

/// <summary>
/// What waits for its form to be pressed again (暂存), a day long: nobody can take it after that, and the next night it is deleted. And
/// how files are called where they are cited, and why those with numbers of people were taken.
/// </summary>
public sealed class BroughtFiles(Database database)
{
    private const string Keep = """
        INSERT INTO brought_file (unit_id, brought_by, sha256, name, content)
        VALUES (@unit, @by, @sha256, @name, @content)
        ON CONFLICT (unit_id, brought_by, sha256) DO UPDATE SET name = @name, brought_at = office_now()
        """;

    private const string Find = """
        SELECT name, content
        FROM brought_file
        WHERE unit_id = @unit AND brought_by = @by AND sha256 = ANY (@hashes) AND brought_at >= office_now() - interval '1 day'
        ORDER BY name, sha256
        """;

    private const string Rule = """
        INSERT INTO file_ruling (unit_id, sha256, ruled_by, numbers, reason)
        VALUES (@unit, @sha256, @by, @numbers, @reason)
        ON CONFLICT DO NOTHING
        """;

    private const string Forget = """
        DELETE FROM brought_file
        WHERE unit_id = @unit AND brought_by = @by AND sha256 = ANY (@hashes)
        """;

    private const string Sweep = """
        DELETE FROM brought_file
        WHERE unit_id = @unit AND brought_at < office_now() - interval '1 day'
        """;

    // Its event is written by now, and has no name of it yet.
    private const string Cite = """
        UPDATE citation
        SET name = @name, reason = @reason
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND sha256 = @sha256 AND name IS NULL
        """;

    public Task KeepAsync(IReadOnlyCollection<Brought> files, CurrentUser user, CancellationToken cancellation) =>
        files.Count == 0 ? Task.CompletedTask : database.InUnitAsync(
            user.Unit.Id,
            (connection, _) => connection.ExecuteAsync(new CommandDefinition(
                Keep,
                files.Select(file => new
                {
                    unit = user.Unit.Id.Value,
                    by = user.Person.Id.Value,
                    sha256 = Convert.FromHexString(file.Sha256),
                    name = file.Name,
                    content = file.Content,
                }),
                cancellationToken: cancellation)),
            cancellation);

    /// <summary>Those of them that wait for this person; the others are not there, whoever brought them.</summary>
    public async Task<ImmutableArray<Brought>> FindAsync(IReadOnlyCollection<string> hashes, CurrentUser user, CancellationToken cancellation) =>
        hashes.Count == 0 ? [] : await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) => (await connection.QueryAsync<(string Name, byte[] Content)>(new CommandDefinition(
                Find,
                new { unit = user.Unit.Id.Value, by = user.Person.Id.Value, hashes = hashes.Select(Convert.FromHexString).ToArray() },
                cancellationToken: cancellation))).Select(f => new Brought(f.Name, f.Content)).ToImmutableArray(),
            cancellation);

    /// <summary>They went with a press: nothing of them waits any more.</summary>
    public static Task ForgetAsync(
        NpgsqlConnection connection, IReadOnlyCollection<string> hashes, CurrentUser user, CancellationToken cancellation) =>
        hashes.Count == 0 ? Task.CompletedTask : connection.ExecuteAsync(new CommandDefinition(
            Forget,
            new { unit = user.Unit.Id.Value, by = user.Person.Id.Value, hashes = hashes.Select(Convert.FromHexString).ToArray() },
            cancellationToken: cancellation));

    /// <summary>What nobody came back for.</summary>
    /// <returns>How many.</returns>
    public static Task<int> SweepAsync(NpgsqlConnection connection, UnitId unit, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(Sweep, new { unit = unit.Value }, cancellationToken: cancellation));

    /// <summary>How the file is called where the press cites it, and why it is taken as it is.</summary>
    public static Task CiteAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, StoredFile file, string? reason, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Cite,
            new
            {
                unit = unit.Value,
                month = id.Month,
                @case = id.Value,
                sha256 = Convert.FromHexString(file.Sha256),
                name = file.Name,
                reason,
            },
            cancellationToken: cancellation));

    /// <summary>Why a kept file is taken as it is.</summary>
    public static Task RuleAsync(
        NpgsqlConnection connection, UnitId unit, string sha256, FileRuling ruling, PersonId by, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Rule,
            new
            {
                unit = unit.Value,
                sha256 = Convert.FromHexString(sha256),
                by = by.Value,
                numbers = ruling.Numbers,
                reason = ruling.Reason,
            },
            cancellationToken: cancellation));
}

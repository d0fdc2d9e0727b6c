using System.Security.Cryptography;
using Approvals.Engine;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Files;

/// <param name="Sha256">Lower-case hex: the name by which everything else speaks of the file.</param>
public sealed record StoredFile(string Sha256, string Name, string MediaType, long Size);

/// <summary>Uploaded files, kept by their content.</summary>
public sealed class FileStore
{
    private const string Insert = """
        INSERT INTO file (unit_id, sha256, name, media_type, size, content, uploaded_by)
        VALUES (@unit, @sha256, @name, @type, @size, @content, @by)
        ON CONFLICT (unit_id, sha256) DO NOTHING
        """;

    private const string Find = """
        SELECT name, media_type, size
        FROM file
        WHERE unit_id = @unit AND sha256 = @sha256
        """;

    private const string Read = """
        SELECT content
        FROM file
        WHERE unit_id = @unit AND sha256 = @sha256
        """;

    /// <summary>Keeps the bytes; the same bytes again are the same file.</summary>
    /// <param name="by">Null for what the program made by itself.</param>
    public async Task<StoredFile> KeepAsync(
        NpgsqlConnection connection, UnitId unit, string name, byte[] content, PersonId? by, CancellationToken cancellation)
    {
        var sha256 = SHA256.HashData(content);
        var type = FileType.Of(name, content);
        await connection.ExecuteAsync(new CommandDefinition(
            Insert,
            new { unit = unit.Value, sha256, name = Plain(name), type, size = (long)content.Length, content, by = by?.Value },
            cancellationToken: cancellation));
        return new StoredFile(Convert.ToHexStringLower(sha256), Plain(name), type, content.Length);
    }

    public async Task<StoredFile?> FindAsync(
        NpgsqlConnection connection, UnitId unit, string sha256, CancellationToken cancellation) =>
        await connection.QuerySingleOrDefaultAsync<(string Name, string Type, long Size)?>(new CommandDefinition(
            Find, new { unit = unit.Value, sha256 = Convert.FromHexString(sha256) }, cancellationToken: cancellation))
            is var (name, type, size)
            ? new StoredFile(sha256, name, type, size)
            : null;

    public Task<byte[]?> ContentAsync(NpgsqlConnection connection, UnitId unit, string sha256, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<byte[]?>(new CommandDefinition(
            Read, new { unit = unit.Value, sha256 = Convert.FromHexString(sha256) }, cancellationToken: cancellation));

    /// <summary>A browser may send a path; control signs and direction marks would let a name lie about its ending.</summary>
    private static string Plain(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new string([
            .. last.Where(c => !char.IsControl(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format)]);
        return kept.Length == 0 ? "未命名" : kept.Length > 200 ? kept[^200..] : kept;
    }
}

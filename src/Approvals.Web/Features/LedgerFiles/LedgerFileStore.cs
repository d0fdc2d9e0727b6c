using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store;
using Dapper;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>A workbook whose columns are being told.</summary>
/// <param name="BroughtBy">He goes on with it; so may those who register.</param>
internal sealed record LedgerUpload(Guid Id, string Name, byte[] Content, PersonId BroughtBy);

/// <summary>Workbooks on their way in, and how the columns of such a workbook were told before.</summary>
internal sealed class LedgerFileStore(Database database, FileStore files)
{
    private const string Insert = """
        INSERT INTO ledger_upload (unit_id, upload_id, source_sha256, name, uploaded_by)
        VALUES (@unit, @id, @source, @name, @by)
        ON CONFLICT DO NOTHING
        """;

    private const string Find = """
        SELECT u.upload_id, u.name, f.content, u.uploaded_by
        FROM ledger_upload u
        JOIN file f ON f.unit_id = u.unit_id AND f.sha256 = u.source_sha256
        WHERE u.unit_id = @unit AND u.upload_id = @id AND (u.uploaded_by = @by OR @all)
        """;

    private const string Brought = """
        SELECT EXISTS (
          SELECT 1
          FROM ledger_upload
          WHERE unit_id = @unit AND source_sha256 = @source)
        """;

    private const string Told = """
        SELECT columns
        FROM ledger_mapping
        WHERE unit_id = @unit AND heads = @heads
        """;

    private const string Tell = """
        INSERT INTO ledger_mapping (unit_id, heads, columns, told_by)
        VALUES (@unit, @heads, @columns, @by)
        ON CONFLICT (unit_id, heads) DO UPDATE
        SET columns = @columns, told_by = @by, told_at = office_now()
        """;

    public Task<Guid> KeepAsync(NoticeSource source, CurrentUser user, CancellationToken cancellation) => database.InUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var by = user.Person.Id;
            var file = await files.KeepAsync(connection, user.Unit.Id, source.Name, source.Content, by, cancellation);
            if (source.Ruling is { } ruling)
            {
                await BroughtFiles.RuleAsync(connection, user.Unit.Id, file.Sha256, ruling, by, cancellation);
            }

            var id = Of(by, file.Sha256);
            await connection.ExecuteAsync(new CommandDefinition(
                Insert,
                new { unit = user.Unit.Id.Value, id, source = Convert.FromHexString(file.Sha256), name = file.Name, by = by.Value },
                cancellationToken: cancellation));
            return id;
        },
        cancellation);

    /// <summary>The same workbook of the same person is the same upload.</summary>
    private static Guid Of(PersonId by, string sha256) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"{by.Value}/{sha256}")).AsSpan(0, 16));

    /// <param name="all">Others' too.</param>
    public Task<LedgerUpload?> FindAsync(Guid id, CurrentUser user, bool all, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) => await connection.QuerySingleOrDefaultAsync<(Guid Id, string Name, byte[] Content, int By)?>(
            new CommandDefinition(
                Find, new { unit = user.Unit.Id.Value, id, by = user.Person.Id.Value, all }, cancellationToken: cancellation))
            is var (upload, name, content, by) ? new LedgerUpload(upload, name, content, new PersonId(by)) : null,
        cancellation);

    /// <summary>Whether somebody brought the file in as a ledger.</summary>
    public Task<bool> IsBroughtAsync(UnitId unit, byte[] sha256, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        (connection, _) => connection.QuerySingleAsync<bool>(
            new CommandDefinition(Brought, new { unit = unit.Value, source = sha256 }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>Null: such heads were never told.</summary>
    public Task<string[]?> ToldAsync(UnitId unit, ImmutableArray<string> heads, CancellationToken cancellation) =>
        database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleOrDefaultAsync<string[]?>(new CommandDefinition(
                Told, new { unit = unit.Value, heads = heads.ToArray() }, cancellationToken: cancellation)),
            cancellation);

    public Task TellAsync(
        ImmutableArray<string> heads, ImmutableArray<string> columns, CurrentUser user, CancellationToken cancellation) =>
        database.InUnitAsync(
            user.Unit.Id,
            (connection, _) => connection.ExecuteAsync(new CommandDefinition(
                Tell,
                new { unit = user.Unit.Id.Value, heads = heads.ToArray(), columns = columns.ToArray(), by = user.Person.Id.Value },
                cancellationToken: cancellation)),
            cancellation);
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Notices;
using Approvals.Web.Store;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.LedgerFiles;

/// <summary>A workbook whose columns are being told.</summary>
/// <param name="BroughtBy">He goes on with it; so may those who register.</param>
internal sealed record LedgerUpload(Guid Id, string Name, byte[] Content, PersonId BroughtBy);

/// <summary>The heads of a workbook in their order, with the column that each is.</summary>
internal sealed record ToldColumns(ImmutableArray<string> Heads, ImmutableArray<string> Columns)
{
    /// <summary>With what was said of single heads since.</summary>
    public ToldColumns With(ImmutableDictionary<string, string> said) =>
        this with { Columns = [.. Heads.Zip(Columns, (head, column) => said.GetValueOrDefault(head, column))] };
}

/// <summary>Workbooks on their way in, and how the columns of such a workbook were told before.</summary>
internal sealed class LedgerFileStore(Database database, FileStore files)
{
    private const string Insert = """
        INSERT INTO ledger_upload (unit_id, upload_id, source_sha256, name, uploaded_by)
        VALUES (@unit, gen_random_uuid(), @source, @name, @by)
        RETURNING upload_id
        """;

    private const string Before = """
        SELECT upload_id
        FROM ledger_upload
        WHERE unit_id = @unit AND source_sha256 = @source AND uploaded_by = @by AND notice_id IS NULL
        LIMIT 1
        """;

    private const string Tie = """
        UPDATE ledger_upload
        SET notice_month = @month, notice_id = @case, heads = @heads, columns = @columns
        WHERE unit_id = @unit AND upload_id = @id AND notice_id IS NULL
        """;

    private const string Became = """
        SELECT c.case_id
        FROM ledger_upload u
        JOIN flow_case c ON c.unit_id = u.unit_id AND c.opened_month = u.notice_month AND c.case_id = u.notice_id
        WHERE u.unit_id = @unit AND u.upload_id = @upload AND
        """ + " " + Gate.MaySeeCase;

    private const string Find = """
        SELECT u.upload_id, u.name, f.content, u.uploaded_by
        FROM ledger_upload u
        JOIN file f ON f.unit_id = u.unit_id AND f.sha256 = u.source_sha256
        WHERE u.unit_id = @unit AND u.upload_id = @id AND u.notice_id IS NULL AND (u.uploaded_by = @by OR @all)
        """;

    private const string ToldOf = """
        SELECT heads, columns
        FROM ledger_upload
        WHERE unit_id = @unit AND notice_month = @month AND notice_id = @case
        """;

    private const string IsTied = """
        SELECT EXISTS (SELECT FROM ledger_upload WHERE unit_id = @unit AND notice_month = @month AND notice_id = @case)
        """;

    private const string TellOf = """
        UPDATE ledger_upload
        SET heads = @heads, columns = @columns
        WHERE unit_id = @unit AND notice_month = @month AND notice_id = @case
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

            // The same workbook of the same person is the same upload, until it is a notice.
            var row = new { unit = user.Unit.Id.Value, source = Convert.FromHexString(file.Sha256), name = file.Name, by = by.Value };
            return await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(Before, row, cancellationToken: cancellation))
                ?? await connection.QuerySingleAsync<Guid>(new CommandDefinition(Insert, row, cancellationToken: cancellation));
        },
        cancellation);

    /// <summary>In the transaction that opens the notice: from now on nothing of the workbook is shown but by it.</summary>
    public static Task TieAsync(
        NpgsqlConnection connection, UnitId unit, Guid id, CaseId notice, ToldColumns told, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            Tie,
            new
            {
                unit = unit.Value,
                id,
                month = notice.Month,
                @case = notice.Value,
                heads = told.Heads.ToArray(),
                columns = told.Columns.ToArray(),
            },
            cancellationToken: cancellation));

    /// <summary>Null: it became none yet, or one that is not the reader's to see.</summary>
    /// <param name="gate">The reader's, by <see cref="Gate.Parameters"/>.</param>
    public Task<Guid?> BecameAsync(Guid id, DynamicParameters gate, UnitId unit, CancellationToken cancellation)
    {
        gate.Add("upload", id);
        return database.ReadInUnitAsync(
            unit,
            (connection, _) => connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(Became, gate, cancellationToken: cancellation)),
            cancellation);
    }

    /// <summary>Null where there is none, or it is a notice by now.</summary>
    /// <param name="all">Others' too.</param>
    public Task<LedgerUpload?> FindAsync(Guid id, CurrentUser user, bool all, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) => await connection.QuerySingleOrDefaultAsync<(Guid Id, string Name, byte[] Content, int By)?>(
            new CommandDefinition(
                Find, new { unit = user.Unit.Id.Value, id, by = user.Person.Id.Value, all }, cancellationToken: cancellation))
            is var (upload, name, content, by) ? new LedgerUpload(upload, name, content, new PersonId(by)) : null,
        cancellation);

    /// <summary>Whether the notice came in as a ledger.</summary>
    public Task<bool> IsLedgerAsync(UnitId unit, CaseId notice, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        (connection, _) => connection.QuerySingleAsync<bool>(new CommandDefinition(
            IsTied, new { unit = unit.Value, month = notice.Month, @case = notice.Value }, cancellationToken: cancellation)),
        cancellation);

    /// <summary>As the columns of the very ledger were told that the notice came in as; null: that was not kept.</summary>
    public Task<ToldColumns?> ToldOfAsync(UnitId unit, CaseId notice, CancellationToken cancellation) => database.ReadInUnitAsync(
        unit,
        async (connection, _) => await connection.QuerySingleOrDefaultAsync<(string[] Heads, string[] Columns)?>(new CommandDefinition(
            ToldOf, new { unit = unit.Value, month = notice.Month, @case = notice.Value }, cancellationToken: cancellation))
            is var (heads, columns) && heads is not null ? new ToldColumns([.. heads], [.. columns]) : null,
        cancellation);

    /// <summary>In the transaction that reads it anew.</summary>
    public static Task TellOfAsync(
        NpgsqlConnection connection, UnitId unit, CaseId notice, ToldColumns told, CancellationToken cancellation) =>
        connection.ExecuteAsync(new CommandDefinition(
            TellOf,
            new
            {
                unit = unit.Value,
                month = notice.Month,
                @case = notice.Value,
                heads = told.Heads.ToArray(),
                columns = told.Columns.ToArray(),
            },
            cancellationToken: cancellation));

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

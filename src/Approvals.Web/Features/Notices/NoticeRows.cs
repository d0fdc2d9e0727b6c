using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Approvals.Web.Features.Notices;

internal sealed record NewNotice(UnitId Unit, CaseId Id, bool Elsewhere, ReadNotice Read, StoredFile File, CurrentUser By);

/// <summary>A notice as kept.</summary>
internal sealed record NoticeRecord(
    Guid CaseId, bool Elsewhere, string? Number, string? Issuer, string Title, DateOnly? IssuedOn, DateOnly? PrintedOn,
    string Draft,
    byte[] SourceSha256, string SourceName, long SourceSize, string ContentHash, DateOnly ReadOn, string[]? Addressees, string[]? Cc,
    bool TitleProposed)
{
    /// <summary>No date of the checklist lies before it: the issuing date, or the day on which a draft was read.</summary>
    public DateOnly Begins => IssuedOn ?? ReadOn;

    private NoticeDraft? _read;

    /// <summary>A page and an edit ask for it again and again; it is parsed once.</summary>
    public NoticeDraft Read() => _read ??= JsonSerializer.Deserialize<NoticeDraft>(Draft, NoticeJson.Options)
        ?? throw new JsonException("a kept notice is null");

    /// <summary>The reading with its head as it was corrected; its places are still those of the reading.</summary>
    public NoticeDraft Corrected()
    {
        var read = Read();
        return read with
        {
            Title = Title,
            Issuer = Issuer ?? read.Issuer,
            Issuers = Issuer is null || Issuer == read.Issuer ? read.Issuers : [.. HeadEdit.Names(Issuer)],
            Addressees = Addressees is null ? read.Addressees : [.. Addressees],
            Cc = Cc is null ? read.Cc : [.. Cc],
        };
    }

    /// <summary>The same with the corrected title where it stands in the text, if it does: what is issued begins after it.</summary>
    public NoticeDraft CorrectedWithPlaces()
    {
        var corrected = Corrected();
        var places = corrected.Sources;
        return Title == Read().Title ? corrected
            : corrected with { Sources = places with { Title = ValuePlaces.OfLines(Title, corrected) ?? places.Title } };
    }
}

internal sealed record ChecklistRowRecord(
    string RowNo, string Title, string Plan, int[] Leaders, int[] Departments, int? LeadDepartment, DateOnly? DueOn, bool Lasting,
    string Standard, int? ConfirmedBy, DateTime? ConfirmedAt, int Version,
    string? Recurrence, Guid? SameAs, int Place, string? Points, string? SplitFrom, int? Found, int? AddedBy, DateTime? AddedAt,
    string? ReadNo);

/// <summary>A row before it is kept.</summary>
internal sealed record NewRow(
    string No, int Place, string Title, string Plan, ImmutableArray<int> Leaders, ImmutableArray<int> Departments, int? Lead,
    DateOnly? DueOn, bool Lasting, string Standard, string? Recurrence)
{
    /// <summary>要点, where they are not those of its reading.</summary>
    public string? Points { get; init; }

    public string? SplitFrom { get; init; }

    public int? Found { get; init; }

    /// <summary>Who added it; null: it was read.</summary>
    public int? AddedBy { get; init; }
}

internal sealed record DifferenceRecord(
    int Difference, string? Ruling, string? Note, string? Typed, int? RuledBy, DateTime? RuledAt, int Version);

/// <summary>The rows of a notice: the one place that writes them first and reads them.</summary>
internal static class NoticeRows
{
    private const string InsertNotice = """
        INSERT INTO notice (
          unit_id, opened_month, case_id, elsewhere, number, issuer, title, title_proposed, issued_on, printed_on, draft, source_sha256,
          source_name, read_by)
        VALUES (
          @unit, @month, @case, @elsewhere, @number, @issuer, @title, @proposed, @issued, @printed, @draft::jsonb, @source,
          @name, @by)
        """;

    private const string InsertRows = """
        INSERT INTO notice_row (
          unit_id, opened_month, case_id, row_no, place, title, plan, leaders, departments, lead_department, due_on, lasting,
          recurrence, standard, points, split_from, found, added_by, added_at)
        SELECT @unit, @month, @case, n.no, n.place, n.title, n.plan, n.leaders::int[], n.departments::int[], n.lead, n.due, n.lasting,
               n.recurrence, n.standard, n.points::jsonb, n.split_from, n.found, n.added_by,
               CASE WHEN n.added_by IS NOT NULL THEN office_now() END
        FROM unnest(
          @no::text[], @place::int[], @title::text[], @plan::text[], @leaders::text[], @departments::text[], @lead::int[], @due::date[],
          @lasting::bool[], @recurrence::text[], @standard::text[], @points::text[], @split_from::text[], @found::int[], @added_by::int[])
          AS n (no, place, title, plan, leaders, departments, lead, due, lasting, recurrence, standard, points, split_from, found, added_by)
        """;

    private const string InsertDifferences = """
        INSERT INTO notice_difference (unit_id, opened_month, case_id, difference)
        SELECT @unit, @month, @case, n
        FROM generate_series(1, @count) AS n
        """;

    private const string SelectNotice = """
        SELECT n.case_id, n.elsewhere, n.number, n.issuer, n.title, n.issued_on, n.printed_on, n.draft::text, n.source_sha256,
               n.source_name, f.size AS source_size, n.content_hash,
               (n.read_at AT TIME ZONE u.zone)::date AS read_on, n.addressees, n.cc, n.title_proposed
        FROM notice n
        JOIN file f ON f.unit_id = n.unit_id AND f.sha256 = n.source_sha256
        JOIN unit u ON u.unit_id = n.unit_id
        WHERE n.unit_id = @unit AND n.opened_month = @month AND n.case_id = @case
        """;

    private const string SelectRows = """
        SELECT row_no, title, plan, leaders, departments, lead_department, due_on, lasting, standard, confirmed_by, confirmed_at,
          version, recurrence, same_as, place, points, split_from, found, added_by, added_at, read_no(notice_row) AS read_no
        FROM notice_row
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY place
        """;

    private const string SelectDifferences = """
        SELECT difference, ruling, note, typed, ruled_by, ruled_at, version
        FROM notice_difference
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY difference
        """;

    public static async Task InsertAsync(NpgsqlConnection connection, NewNotice notice, CancellationToken cancellation)
    {
        var (draft, key) = (notice.Read.Draft, new { unit = notice.Unit.Value, month = notice.Id.Month, @case = notice.Id.Value });
        await connection.ExecuteAsync(new CommandDefinition(
            InsertNotice,
            new
            {
                key.unit,
                key.month,
                key.@case,
                notice.Elsewhere,
                number = notice.Elsewhere ? draft.Number : null,
                draft.Issuer,
                title = TitleOf(draft, notice.File.Name),
                proposed = draft.Title is null,
                issued = draft.IssuedOn,
                printed = draft.PrintedOn,
                draft = JsonSerializer.Serialize(draft, NoticeJson.Options),
                source = Convert.FromHexString(notice.File.Sha256),
                name = notice.File.Name,
                by = notice.By.Person.Id.Value,
            },
            cancellationToken: cancellation));
        await InsertReadAsync(connection, notice.Unit, notice.Id, notice.Read, notice.By, cancellation);
        await SignedContent.KeepAsync(connection, notice.Unit, notice.Id, cancellation);
    }

    /// <summary>The rows and differences of what was read; nobody has touched them yet.</summary>
    public static async Task InsertReadAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, ReadNotice read, CurrentUser user, CancellationToken cancellation)
    {
        await InsertAsync(connection, unit, id, [.. read.Draft.Items.Select((item, place) => Row(item, place, read.Names, user))], cancellation);
        var key = new { unit = unit.Value, month = id.Month, @case = id.Value };
        await connection.ExecuteAsync(new CommandDefinition(
            InsertDifferences, new { key.unit, key.month, key.@case, count = read.Draft.Findings.Length },
            cancellationToken: cancellation));
    }

    /// <summary>All in one statement: a long list has thousands.</summary>
    public static async Task InsertAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, List<NewRow> rows, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        Rows.Add(batch, unit, InsertRows, rows, p => p
            .One("month", NpgsqlDbType.Date, id.Month).One("case", NpgsqlDbType.Uuid, id.Value)
            .With("no", r => r.No).With("place", r => r.Place).With("title", r => r.Title).With("plan", r => r.Plan)
            .With("leaders", r => Ids(r.Leaders)).With("departments", r => Ids(r.Departments)).With("lead", r => r.Lead)
            .With("due", r => r.DueOn).With("lasting", r => r.Lasting).With("recurrence", r => r.Recurrence)
            .With("standard", r => r.Standard).With("points", r => r.Points).With("split_from", r => r.SplitFrom)
            .With("found", r => r.Found).With("added_by", r => r.AddedBy));
        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    /// <summary>Where no title was read, the name of the file is proposed: somebody confirms it before the rows go out.</summary>
    public static string TitleOf(NoticeDraft draft, string fileName) =>
        draft.Title ?? (Path.GetFileNameWithoutExtension(fileName) is { Length: > 0 } name ? name : fileName);

    public static Task<NoticeRecord?> NoticeAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation) =>
        connection.QuerySingleOrDefaultAsync<NoticeRecord?>(Command(SelectNotice, unit, id, cancellation));

    public static async Task<ImmutableArray<ChecklistRowRecord>> RowsAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<ChecklistRowRecord>(Command(SelectRows, unit, id, cancellation))];

    public static async Task<ImmutableArray<DifferenceRecord>> DifferencesAsync(
        NpgsqlConnection connection, UnitId unit, CaseId id, CancellationToken cancellation) =>
        [.. await connection.QueryAsync<DifferenceRecord>(Command(SelectDifferences, unit, id, cancellation))];

    /// <summary>Departments as ids of the directory: a collective owner gives way to the body that answers for all.</summary>
    public static NewRow Row(NoticeItem item, int place, NameBook names, CurrentUser user)
    {
        ImmutableArray<int> departments = [.. Bodies(item.Departments, names, user).Distinct()];
        return new NewRow(
            $"{item.No}", place, item.Title, item.Plan,
            [.. item.Leaders.Select(names.PersonCalled).OfType<PersonId>().Distinct().Select(p => p.Value)], departments,
            Bodies(item.Lead, names, user).Where(departments.Contains).Select(b => (int?)b).FirstOrDefault(), item.Due, Lasting: false,
            item.Standard ?? "", ItemDuty.Of(item)?.ToString());
    }

    private static string Ids(ImmutableArray<int> ids) => $"{{{string.Join(',', ids)}}}";

    private static IEnumerable<int> Bodies(IEnumerable<string> named, NameBook names, CurrentUser user) => named
        .Select(name => names.BodyCalled(name, user.Today)).OfType<BodyId>()
        .Select(id => user.Directory.Directory.Bodies[id]).Select(b => (b.AnsweredBy ?? b.Id).Value);

    /// <summary>A question about one notice: its key are the parameters.</summary>
    public static CommandDefinition Command(string sql, UnitId unit, CaseId id, CancellationToken cancellation) =>
        new(sql, new { unit = unit.Value, month = id.Month, @case = id.Value }, cancellationToken: cancellation);
}

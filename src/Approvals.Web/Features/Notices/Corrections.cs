using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Deadlines;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>What a person made of a value that had been read otherwise, in words.</summary>
internal sealed record CorrectionRecord(
    string RowNo, string Field, string ReadAs, string Now, int CorrectedBy, DateTime CorrectedAt);

/// <summary>更正: each value of a row in words, as the reader has it and as the clerk left it.</summary>
/// <param name="Words">By field, in the order in which a page tells them.</param>
internal sealed record RowWords(ImmutableArray<(string Field, string Words)> Words)
{
    public string? Of(string field) => Words.Where(w => w.Field == field).Select(w => w.Words).FirstOrDefault();

    public static RowWords Read(NoticeItem item) => new([
        ("title", item.Title), ("plan", item.Plan), ("points", Points(RowPoints.Of(null, item))),
        (OwnerChoice.Leaders, Texts.Join(item.Leaders)), (OwnerChoice.Departments, Texts.Join(item.Departments)),
        ("lead", Texts.Join(item.Lead)), ("due", item.Due is { } due ? Texts.FullDay(due) : ""), ("standard", item.Standard ?? ""),
        ("recurrence", Recurring(ItemDuty.Of(item))),
    ]);

    public static RowWords Kept(ChecklistRowRecord row, NoticeItem? item, CurrentUser user)
    {
        var directory = user.Directory.Directory;
        return new([
            ("title", row.Title), ("plan", row.Plan), ("points", Points(RowPoints.Of(row.Points, item))),
            (OwnerChoice.Leaders, Texts.Join(row.Leaders.Select(p => Names.Of(new PersonId(p), directory)))),
            (OwnerChoice.Departments, Texts.Join(row.Departments.Select(b => Names.Of(new BodyId(b), directory)))),
            ("lead", row.LeadDepartment is { } lead ? Names.Of(new BodyId(lead), directory) : ""),
            ("due", row.Lasting ? Texts.Notice.Standing : row.DueOn is { } due ? Texts.FullDay(due) : ""), ("standard", row.Standard),
            ("recurrence", Recurring(row.Recurrence is { } kept ? Recurrence.Parse(kept) : null)),
        ]);
    }

    private static string Points(ImmutableArray<RowPoint> points) => string.Join('；', RowPoints.Lines(points).Select(l => l.TrimEnd('。', '；')));

    private static string Recurring(Recurrence? recurrence) => recurrence is null ? "" : Texts.Measures.Recurs(recurrence);
}

/// <summary>Keeps the reading that a correction replaces, with who did it and when. Nothing of it is ever changed.</summary>
internal static class Corrections
{
    private const string Insert = """
        INSERT INTO notice_correction (unit_id, opened_month, case_id, row_no, field, read_as, now, corrected_by)
        VALUES (@unit, @month, @case, @row, @field, @read, @now, @by)
        """;

    private const string Select = """
        SELECT DISTINCT ON (row_no, field) row_no, field, read_as, now, corrected_by, corrected_at
        FROM notice_correction
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case
        ORDER BY row_no, field, correction_id DESC
        """;

    private const string SelectFirst = """
        SELECT DISTINCT ON (field) field, read_as
        FROM notice_correction
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND row_no = @row
        ORDER BY field, correction_id
        """;

    /// <summary>What an edit changes, of values that were read otherwise.</summary>
    public static IEnumerable<(string Field, string ReadAs, string Now)> Of(RowWords read, RowWords before, RowWords after) =>
        from value in after.Words
        let was = before.Of(value.Field)
        let readAs = read.Of(value.Field) ?? ""
        where value.Words != was && value.Words != readAs
        select (value.Field, readAs, value.Words);

    public static async Task KeepAsync(
        NpgsqlConnection connection, CaseId notice, string row, IEnumerable<(string Field, string ReadAs, string Now)> corrections,
        CurrentUser user, CancellationToken cancellation)
    {
        foreach (var (field, read, now) in corrections)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                Insert,
                new
                {
                    unit = user.Unit.Id.Value,
                    month = notice.Month,
                    @case = notice.Value,
                    row,
                    field,
                    read,
                    now,
                    by = user.Person.Id.Value,
                },
                cancellationToken: cancellation));
        }
    }

    /// <summary>What was read where a row stands; of one that a person added, what he wrote first.</summary>
    public static async Task<RowWords> ReadingAsync(
        NpgsqlConnection connection, CaseId notice, ChecklistRowRecord row, NoticeRecord of, CurrentUser user,
        CancellationToken cancellation)
    {
        if (ItemOf.Row(row, of.Read()) is { } item)
        {
            return RowWords.Read(item);
        }

        var key = new { unit = user.Unit.Id.Value, month = notice.Month, @case = notice.Value, row = row.RowNo };
        var first = (await connection.QueryAsync<(string Field, string ReadAs)>(
            new CommandDefinition(SelectFirst, key, cancellationToken: cancellation))).ToDictionary(f => f.Field, f => f.ReadAs);
        return new RowWords(
            [.. RowWords.Kept(row, null, user).Words.Select(w => (w.Field, first.GetValueOrDefault(w.Field, w.Words)))]);
    }

    /// <summary>The last of each field of each row.</summary>
    public static async Task<ILookup<string, CorrectionRecord>> ReadAsync(
        NpgsqlConnection connection, UnitId unit, CaseId notice, CancellationToken cancellation) =>
        (await connection.QueryAsync<CorrectionRecord>(new CommandDefinition(
            Select, new { unit = unit.Value, month = notice.Month, @case = notice.Value }, cancellationToken: cancellation)))
            .ToLookup(c => c.RowNo);
}

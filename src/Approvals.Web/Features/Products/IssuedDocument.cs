using Approvals.Engine;
using Approvals.Readers.Word;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Notices;
using Dapper;

namespace Approvals.Web.Features.Products;

/// <summary>印发稿: the notice at the root of a case, as it was signed, with its number.</summary>
internal static class IssuedDocument
{
    // 成文日期 is the day of the signature that froze the text.
    private const string Signed = """
        SELECT max(effective_on)
        FROM case_event
        WHERE unit_id = @unit AND opened_month = @month AND case_id = @case AND kind = 'content-frozen'
        """;

    /// <exception cref="CannotBeMadeException">The text is not the one for which it was ordered.</exception>
    public static async Task<MadeFile> MakeAsync(Making making, CancellationToken cancellation)
    {
        var (connection, unit, root) = (making.Connection, making.Unit.Id, making.Order.Root);
        var notice = await NoticeRows.NoticeAsync(connection, unit, root, cancellation)
            ?? throw new CannotBeMadeException(Texts.Products.NoNotice);
        if (making.Order.ContentHash is { } ordered && ordered != notice.ContentHash)
        {
            throw new CannotBeMadeException(Texts.Products.TextChanged);
        }

        var rows = await NoticeRows.RowsAsync(connection, unit, root, cancellation);
        var signed = await connection.QuerySingleAsync<DateOnly?>(
            new CommandDefinition(Signed, making.Key(root), cancellationToken: cancellation));
        var on = notice.IssuedOn ?? signed ?? making.Today;
        using var memory = new MemoryStream();
        var issuing = new Issuing(notice.Number, on, notice.PrintedOn ?? making.Today)
        {
            Addressees = notice.Addressees is { } to ? $"{string.Join('，', to)}：" : null,
        };
        IssuedNotice.Of(notice.CorrectedWithPlaces(), issuing, [.. rows.Select(r => Row(r, making))]).Write(memory);
        return new MadeFile(Texts.Products.DocumentFile(notice.Number ?? notice.Title), memory.ToArray());
    }

    private static IssuedRow Row(ChecklistRowRecord row, Making making) => new(
        row.RowNo, row.Title, row.Plan,
        [.. row.Leaders.Select(p => Names.Of(new PersonId(p), making.Directory))],
        [.. InOrder(row).Select(b => Names.Of(new BodyId(b), making.Directory))],
        row.Lasting ? Texts.Item.Standing : row.DueOn is { } due ? Texts.FullDay(due) : "");

    /// <summary>The lead department first, as it is read.</summary>
    private static IEnumerable<int> InOrder(ChecklistRowRecord row) => row.Departments.OrderBy(b => b == row.LeadDepartment ? 0 : 1);
}

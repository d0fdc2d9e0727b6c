using System.Text;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Trails;

/// <summary>/trail/export: the lines that the filter finds, as a table (CSV in UTF-8 with its mark, which Excel and WPS open as it is).</summary>
internal static class TrailExport
{
    public const string Path = "/trail/export";

    [OpenTo(AccountKind.Audit)]
    [TakesAway(Texts.Trail.Title)]
    public static async Task<IResult> AnswerAsync(
        string? who, string? kind, string? from, string? until, HttpContext context, CurrentUserSource users, TrailRows trail,
        CancellationToken cancellation)
    {
        var user = await users.RequiredAsync(context.User, cancellation);
        var filter = AskedTrail.Of(who, kind, from, until, user);
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(
            async stream => await WriteAsync(stream, trail.AllAsync(user.Unit, filter, cancellation), cancellation),
            "text/csv; charset=utf-8", $"{Texts.Trail.FileName}-{Texts.Machine(filter.From)}-{Texts.Machine(filter.Until)}.csv");
    }

    private static async Task WriteAsync(Stream stream, IAsyncEnumerable<TrailRow> rows, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Line(
            [
                Texts.Trail.When, Texts.Trail.Kind, Texts.Trail.Who, Texts.Trail.What, Texts.Trail.Whom, Texts.Trail.Details,
                Texts.Trail.Where,
            ]).AsMemory(), cancellation);
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            await writer.WriteAsync(Line(
                [
                    Texts.Trail.At(row.At), Texts.Trail.Of(TrailLine.KindOf(row.Act)), Texts.Trail.By(row), Texts.Trail.Of(row.Act),
                    row.Whom ?? "", row.Details, row.Address ?? "",
                ]).AsMemory(), cancellation);
        }
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(CsvCell.Of)) + "\r\n";
}

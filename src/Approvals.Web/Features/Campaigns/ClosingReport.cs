using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Word;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Files;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Campaigns;

/// <summary>In whose unit and on which day a file is written, and for whom; null where nobody pressed for it.</summary>
internal sealed record Writer(UnitRow Unit, UnitDirectory Directory, DateOnly Today, PersonId? Person);

/// <summary>
/// 总结报告: the ledger as it was closed, what was found wanting and made good, and the check values of the histories, as
/// .docx. Written when it is first wanted, by somebody who sees the whole campaign or for its archive, and kept: names and posts that
/// change later do not change it.
/// </summary>
internal sealed class ClosingReport(
    Database database, Editions editions, FileStore files, Anchors anchors, ILogger<ClosingReport> log)
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const int CheckLength = 16;

    /// <summary>With whether nothing of it was restricted since, or the reader is named.</summary>
    private const string Kept = """
        SELECT encode(r.sha256, 'hex'),
        """ + " " + Gate.MayReadPaper + """

        FROM campaign_report r
        JOIN flow_case c ON c.unit_id = r.unit_id AND c.opened_month = r.opened_month AND c.case_id = r.case_id
        CROSS JOIN LATERAL (SELECT r.written_at AS made_at) paper
        WHERE r.unit_id = @unit AND r.opened_month = @month AND r.case_id = @case
        """;

    private const string Keep = """
        INSERT INTO campaign_report (unit_id, opened_month, case_id, sha256)
        VALUES (@unit, @month, @case, @sha256)
        """;

    /// <summary>The file and its name; null where there is no campaign that came to its end, or the person may not take the whole of it.</summary>
    public async Task<(byte[] Content, string Name)?> WriteAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        var written = await database.InUnitAsync(
            user.Unit.Id,
            (connection, _) => WriteAsync(
                connection, id, new Writer(user.Unit, user.Directory.Directory, user.Today, user.Person.Id),
                Gate.Parameters(user, editions.Current), cancellation),
            cancellation);
        if (written is not null)
        {
            await NoteAsync(id, user.Unit, cancellation);
        }

        return written;
    }

    /// <summary>The same within the caller's transaction; after its commit he has the anchors remembered.</summary>
    /// <param name="gate">For whom it is written.</param>
    public async Task<(byte[] Content, string Name)?> WriteAsync(
        NpgsqlConnection connection, CaseId id, Writer by, DynamicParameters gate, CancellationToken cancellation) =>
        await ClosingRows.ReadAsync(connection, id, by.Unit, gate, editions, cancellation) is { Campaign.Ended: true } read
        && (await editions.GetAsync(connection, by.Unit.Id, read.Campaign.BookHash, cancellation))[
            new WorkflowId(read.Campaign.Workflow)].CancelledEnd() != new StageId(read.Campaign.Stage)
            ? (await ContentAsync(connection, id, read, by, gate, cancellation),
                Texts.Closing.FileName(read.Campaign.Number ?? read.Campaign.NoticeTitle))
            : null;

    /// <summary>The report is kept, and whoever asked for it gets it: what is wrong beside the key, the night says with an alarm.</summary>
    public async Task NoteAsync(CaseId id, UnitRow unit, CancellationToken cancellation)
    {
        try
        {
            await anchors.RememberAsync(unit, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.AnchorNotNoted(log, unit.Id, id, failure);
        }
    }

    private async Task<byte[]> ContentAsync(
        NpgsqlConnection connection, CaseId id, Closing read, Writer by, DynamicParameters gate, CancellationToken cancellation)
    {
        var key = new DynamicParameters(gate);
        key.Add("month", id.Month);
        key.Add("case", id.Value);
        var kept = await connection.QuerySingleOrDefaultAsync<(string Sha256, bool ForHim)?>(
            new CommandDefinition(Kept, key, cancellationToken: cancellation));
        if (kept is (var sha256, true) && !read.SeesMore
            && await files.ContentAsync(connection, by.Unit.Id, sha256, cancellation) is { } content)
        {
            return content;
        }

        var book = await editions.GetAsync(connection, by.Unit.Id, read.Campaign.BookHash, cancellation);
        // Signed in the transaction that keeps the report: what it prints is what is anchored.
        var stamp = await anchors.OfTreeAsync(connection, by.Unit, id, by.Today, cancellation);
        var written = Written(read, book, by.Directory, stamp);
        if (kept is not null || read.SeesMore)
        {
            // A paper for him alone: what others read has other lines.
            return written;
        }

        var file = await files.KeepAsync(
            connection, by.Unit.Id, Texts.Closing.FileName(read.Campaign.Number ?? read.Campaign.NoticeTitle), written, by.Person,
            cancellation);
        await connection.ExecuteAsync(new CommandDefinition(
            Keep,
            new { unit = by.Unit.Id.Value, month = id.Month, @case = id.Value, sha256 = Convert.FromHexString(file.Sha256) },
            cancellationToken: cancellation));
        return written;
    }

    private static byte[] Written(Closing read, WorkflowBook book, UnitDirectory directory, AnchorStamp stamp)
    {
        var (closed, items, matters) = (read.Campaign, read.Items, read.Matters);
        var document = new WordDocument(landscape: true)
            .Title(Texts.Closing.Title(closed.NoticeTitle))
            .Meta(Texts.Campaign.Notice, Texts.Closing.Notice(closed.Number, closed.Issuer, closed.IssuedOn))
            .Meta(Texts.Closing.EndedOn, Texts.FullDay(closed.EndedOn))
            .Meta(Texts.Closing.Result, Texts.Closing.Results(Results(items, book)));
        Ledger(document, items, matters, book, directory);
        Found(document, matters, directory);
        document.Heading(1, Texts.Closing.Checks)
            .Paragraph(Texts.Closing.ChecksAre(Check(closed.Head), items.Sum(i => i.Presses)))
            .Paragraph(Texts.Closing.AnchoredBy(stamp.Day, stamp.Short, stamp.Key))
            .SignatureLine(Texts.Campaign.Host).SignatureLine(Texts.Closing.Office).SignatureLine(Texts.Closing.Leader);
        using var memory = new MemoryStream();
        document.Write(memory);
        return memory.ToArray();
    }

    /// <summary>How many items ended where, in the definition's order.</summary>
    private static IEnumerable<(string Stage, int Count)> Results(ImmutableArray<ClosedItem> items, WorkflowBook book) => items
        .GroupBy(i => (i.Workflow, i.Stage))
        .Select(g => (book[new WorkflowId(g.Key.Workflow)].TitleOf(new StageId(g.Key.Stage)), g.Count()));

    private static void Ledger(
        WordDocument document, ImmutableArray<ClosedItem> items, ImmutableArray<ClosedMatter> matters, WorkflowBook book,
        UnitDirectory directory) => document
        .Heading(1, Texts.Closing.Ledger)
        .Table(
            [
                new WordColumn(Texts.Ledger.Number, 1, Centred: true), new WordColumn(Texts.Ledger.Item, 6),
                new WordColumn(Texts.Item.Leaders, 3), new WordColumn(Texts.Ledger.Body, 3),
                new WordColumn(Texts.Ledger.DueOn, 2),
                new WordColumn(Texts.Closing.Outcome, 2), new WordColumn(Texts.Closing.FoundCount, 1, Centred: true),
                new WordColumn(Texts.Closing.Check, 3),
            ],
            items.Select(item => (IReadOnlyList<string>)
            [
                item.ChildKey,
                item.Title,
                Texts.Join(item.Leaders.Select(p => Names.Of(new PersonId(p), directory))),
                Texts.Join(item.Departments.Select(b => Names.Of(new BodyId(b), directory))),
                item.DueOn is { } due ? Texts.FullDay(due) : Texts.Item.Standing,
                book[new WorkflowId(item.Workflow)].TitleOf(new StageId(item.Stage)),
                $"{matters.Count(m => m.ItemKey == item.ChildKey)}",
                Check(item.Head),
            ]));

    private static void Found(WordDocument document, ImmutableArray<ClosedMatter> matters, UnitDirectory directory)
    {
        document.Heading(1, Texts.Closing.Found);
        if (matters.IsEmpty)
        {
            document.Paragraph(Texts.Closing.NothingFound);
            return;
        }

        document.Table(
            [
                new WordColumn(Texts.Ledger.Number, 1, Centred: true), new WordColumn(Texts.Closing.What, 8),
                new WordColumn(Texts.Ledger.Body, 3), new WordColumn(Texts.Item.IssueDue, 2),
                new WordColumn(Texts.Closing.Order, 4),
                new WordColumn(Texts.Closing.Outcome, 2),
            ],
            matters.Select(matter => (IReadOnlyList<string>)
            [
                matter.ItemKey,
                matter.Text,
                matter.BodyId is { } body ? Names.Of(new BodyId(body), directory) : "",
                matter.DueOn is { } due ? Texts.FullDay(due) : "",
                Texts.Join(CaseJson.Read<Dictionary<string, ImmutableArray<string>>>(matter.Numbers).Values.SelectMany(n => n)),
                matter.Open ? Texts.Seeing.NotSettled : Texts.Seeing.Settled,
            ]));
    }

    /// <summary>Enough of the last hash to compare by eye; the audit has the whole.</summary>
    private static string Check(byte[] head) => Convert.ToHexStringLower(head)[..CheckLength];
}

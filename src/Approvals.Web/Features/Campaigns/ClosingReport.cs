using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Word;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Campaigns;

/// <summary>
/// 总结报告: the ledger as it was closed, what was found wanting and made good, and the check values of the histories, as
/// .docx. Nothing of an ended campaign moves any more, so the same report is written each time it is asked for.
/// </summary>
internal sealed class ClosingReport(Database database, Editions editions)
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private const int CheckLength = 16;

    /// <summary>The file and its name; null where there is no ended campaign that the person may see.</summary>
    public async Task<(byte[] Content, string Name)?> WriteAsync(CaseId id, CurrentUser user, CancellationToken cancellation)
    {
        var (read, book) = await database.ReadInUnitAsync(
            user.Unit.Id,
            async (connection, _) =>
            {
                var rows = await ClosingRows.ReadAsync(connection, id, user, editions, cancellation);
                return (rows, rows is var (campaign, _, _)
                    ? await editions.GetAsync(connection, user.Unit.Id, campaign.BookHash, cancellation) : null);
            },
            cancellation);
        if (read is not var (closed, items, matters) || book is null || !closed.Ended)
        {
            return null;
        }

        var document = new WordDocument(landscape: true)
            .Title(Texts.Closing.Title(closed.NoticeTitle))
            .Meta(Texts.Campaign.Notice, Texts.Closing.Notice(closed.Number, closed.Issuer, closed.IssuedOn))
            .Meta(Texts.Closing.EndedOn, Texts.FullDay(closed.EndedOn))
            .Meta(Texts.Closing.Result, Texts.Closing.Results(Results(items, book)));
        Ledger(document, items, matters, book, user.Directory.Directory);
        Found(document, matters, user.Directory.Directory);
        document.Heading(1, Texts.Closing.Checks)
            .Paragraph(Texts.Closing.ChecksAre(Check(closed.Head), items.Sum(i => i.Presses)))
            .SignatureLine(Texts.Campaign.Host).SignatureLine(Texts.Closing.Office).SignatureLine(Texts.Closing.Leader);
        using var memory = new MemoryStream();
        document.Write(memory);
        return (memory.ToArray(), Texts.Closing.FileName(closed.Number ?? closed.NoticeTitle));
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

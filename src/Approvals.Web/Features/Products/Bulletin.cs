using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Readers.Word;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Campaigns;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Items;
using Approvals.Web.Features.Ledger;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Products;

/// <summary>通报: how every item of a campaign stands, by the ledger's own query, with the counts above it.</summary>
internal sealed class Bulletin(Editions editions, WorkCalendar calendar)
{
    private const string Title = """
        SELECT c.title, n.number, n.title AS notice
        FROM flow_case c
        JOIN flow_case o ON o.unit_id = c.unit_id AND o.opened_month = c.root_month AND o.case_id = c.root_id
        LEFT JOIN notice n ON n.unit_id = o.unit_id AND n.opened_month = o.opened_month AND n.case_id = o.case_id
          AND (o.scope_id IS NULL OR o.scope_id = c.scope_id)
        WHERE c.unit_id = @unit AND c.opened_month = @month AND c.case_id = @case
        """;

    private const string OpenMatters = """
        SELECT m.case_id, count(*)::int
        FROM unnest(@months::date[], @cases::uuid[]) AS k (month, id)
        JOIN matter m ON m.unit_id = @unit AND m.opened_month = k.month AND m.case_id = k.id
        WHERE m.open
        GROUP BY m.case_id
        """;

    public async Task<MadeFile> MakeAsync(Making making, CancellationToken cancellation)
    {
        var (title, number, notice) = await making.Connection.QuerySingleAsync<(string Title, string? Number, string? Notice)>(
            new CommandDefinition(Title, making.Key(making.Order.Case), cancellationToken: cancellation));
        var lines = await LinesAsync(making, making.Order.Case, editions, calendar, cancellation);
        var document = new WordDocument(landscape: true)
            .Title(Texts.Products.BulletinOf(title))
            .Meta(Texts.Campaign.Notice, Texts.Join(new[] { number, notice }.OfType<string>()))
            .Meta(Texts.Products.AsOf, Texts.FullDay(making.Today))
            .Meta(Texts.Products.Counts, Texts.Products.Counted(lines.Length, Lamps(lines), lines.Sum(l => l.OpenMatters)))
            .Meta(Texts.Products.Stages, Texts.Closing.Results(lines.GroupBy(l => l.State).Select(g => (g.Key, g.Count()))))
            .Table(
                [
                    new WordColumn(Texts.Ledger.Number, 1, Centred: true), new WordColumn(Texts.Ledger.Item, 5),
                    new WordColumn(Texts.Item.Leaders, 2), new WordColumn(Texts.Ledger.Body, 3), new WordColumn(Texts.Ledger.DueOn, 3),
                    new WordColumn(Texts.Ledger.Lamp, 1, Centred: true), new WordColumn(Texts.Ledger.Stage, 2),
                    new WordColumn(Texts.Ledger.LastReport, 5), new WordColumn(Texts.Products.Open, 2, Centred: true),
                ],
                lines.Select(l => (IReadOnlyList<string>)
                    [l.No, l.Title, l.Leaders, l.Departments, l.Due, l.Lamp, l.State, l.Result, $"{l.OpenMatters}"]));
        using var memory = new MemoryStream();
        document.Write(memory);
        return new MadeFile(Texts.Products.BulletinFile(title, making.Today), memory.ToArray());
    }

    /// <summary>The ledger of a campaign, for the program itself.</summary>
    internal static async Task<ImmutableArray<BulletinLine>> LinesAsync(
        Making making, CaseId campaign, Editions editions, WorkCalendar calendar, CancellationToken cancellation)
    {
        var (connection, unit) = (making.Connection, making.Unit.Id);
        var gate = await Gate.WholeAsync(connection, unit, campaign, making.Today, cancellation);
        var books = await editions.AllAsync(connection, unit, cancellation);
        ItemGate.AddTo(gate, books);
        LedgerRows.AddTo(gate, CampaignService.Ledger(campaign));
        var items = await LedgerRows.AllAsync(connection, gate, cancellation);
        List<CaseId> ids = [.. items.Select(i => i.Case)];
        var reports = await LedgerRows.LastReportsAsync(connection, unit, books, ids, cancellation);
        var open = (await connection.QueryAsync<(Guid Case, int Count)>(new CommandDefinition(
            OpenMatters,
            new { unit = unit.Value, months = ids.Select(i => i.Month).ToArray(), cases = ids.Select(i => i.Value).ToArray() },
            cancellationToken: cancellation))).ToDictionary(m => m.Case, m => m.Count);
        var lines = ImmutableArray.CreateBuilder<BulletinLine>();
        foreach (var item in items)
        {
            var book = await editions.GetAsync(connection, unit, item.BookHash, cancellation);
            lines.Add(Line(
                item, book[new WorkflowId(item.Workflow)], reports.GetValueOrDefault(item.Case), open.GetValueOrDefault(item.CaseId),
                making, calendar));
        }

        return lines.ToImmutable();
    }

    private static BulletinLine Line(
        LedgerItem item, Workflow workflow, LastReport? report, int open, Making making, WorkCalendar calendar)
    {
        var stage = new StageId(item.Stage);
        var colour = Cases.Lamps.Colour(
            Cases.Lamps.Running(workflow, stage, item.DueOn), item.Ended || Cases.Lamps.IsClosed(workflow, stage), item.Suspended,
            making.Today, calendar);
        return new BulletinLine(
            item.PartOf is { } whole ? $"{whole}-{item.ChildKey}" : item.ChildKey,
            item.Title,
            Texts.Join(item.Leaders.Select(p => Names.Of(new PersonId(p), making.Directory))),
            Texts.Join(item.Departments.OrderBy(b => b == item.LeadDepartment ? 0 : 1)
                .Select(b => Names.Of(new BodyId(b), making.Directory))),
            item.DueOn is { } due ? Texts.FullDay(due) : Texts.Item.Standing,
            Texts.Lamps.For(colour),
            workflow.TitleOf(stage),
            report is null ? "" : StoryRows.SaidIn(report.Event).Report ?? "",
            open);
    }

    private static IEnumerable<(string Lamp, int Count)> Lamps(ImmutableArray<BulletinLine> lines) =>
        lines.GroupBy(l => l.Lamp).Select(g => (g.Key, g.Count()));
}

/// <summary>One item, as words.</summary>
/// <param name="Result">What was reported last.</param>
/// <param name="OpenMatters">Gaps and findings that are not settled.</param>
internal sealed record BulletinLine(
    string No, string Title, string Leaders, string Departments, string Due, string Lamp, string State, string Result, int OpenMatters);

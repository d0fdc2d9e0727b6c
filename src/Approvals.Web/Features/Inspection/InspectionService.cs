using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Inspection;

/// <summary>验收单: what a named inspector looks at, whichever stages of the definition seat inspectors.</summary>
public sealed class InspectionService(Database database, CaseStore cases, Editions editions, Zones zones, WorkCalendar calendar)
{
    public async Task<InspectionView> LookAsync(CurrentUser user, CancellationToken cancellation)
    {
        var rows = await GatherAsync(user, cancellation);
        var looked = await cases.LookAsync(user.Unit.Id, [.. rows.Mine.Select(m => m.Case)], cancellation);
        var zone = await zones.OfAsync(user.Unit.Id, cancellation);
        var sheets = rows.Mine
            .Join(looked, m => m.Case, l => l.Case.Id, (mine, item) => new Sheet(mine, item, rows, user, zone, calendar))
            .Where(s => InspectorSeats.In(s.Item.Workflow, new StageId(s.Mine.Stage)))
            .ToList();
        // One campaign at a time: the one with something still to conclude.
        if (sheets.OrderBy(s => s.Open ? 0 : 1).FirstOrDefault()?.Line.Campaign?.Id is not { } campaign)
        {
            return new InspectionView(null, "", [], null, []);
        }

        sheets = [.. sheets.Where(s => s.Line.Campaign?.Id == campaign).OrderBy(s => s.Line.Row.Length).ThenBy(s => s.Line.Row)];
        return new InspectionView(
            sheets[0].Line.From,
            Texts.Seeing.Round(sheets.Max(s => s.Mine.Rounds)),
            [.. sheets.SelectMany(s => s.Colleagues).Distinct().Select(p => Names.Of(p, user.Directory.Directory))],
            sheets.Where(s => s.Open).Min(s => s.Mine.DueOn),
            [.. sheets.Select(s => s.View())]);
    }

    private Task<InspectionGathered> GatherAsync(CurrentUser user, CancellationToken cancellation) => database.ReadInUnitAsync(
        user.Unit.Id,
        async (connection, _) =>
        {
            var gate = Gate.Parameters(user, editions.Current);
            var mine = await InspectionRows.MineAsync(connection, gate, cancellation);
            List<CaseId> items = [.. mine.Select(m => m.Case)];
            var (family, standards) = await InspectionRows.AboutAsync(connection, gate, items, cancellation);
            var lines = await Lineages.ReadAsync(connection, user, editions, family, cancellation);
            var events = await StoryRows.ReadAsync(connection, user.Unit.Id, family, cancellation);
            var files = await StoryRows.FilesAsync(connection, user.Unit.Id, events, cancellation);
            return new InspectionGathered(mine, standards, lines, events, files);
        },
        cancellation);
}

internal sealed record InspectionGathered(
    List<InspectedRow> Mine, Dictionary<CaseId, string> Standards, IReadOnlyDictionary<CaseId, Lineage> Lines,
    ImmutableArray<Told> Events,
    CitedFiles Files);

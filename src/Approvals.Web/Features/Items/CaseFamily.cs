using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Comparing;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.Web.Features.Items;

/// <summary>A case and what was opened below it, as far as the reader may see: their rows, histories and files.</summary>
/// <param name="Item">The case of the page: an item, or what somebody asked for.</param>
internal sealed record CaseFamily(
    CaseId Item, List<FamilyRow> Family, IReadOnlyDictionary<CaseId, Lineage> Lines, ImmutableArray<Told> Events,
    CitedFiles Files)
{
    /// <summary>Why the item or one of its branches cannot go on by itself.</summary>
    public string? Stuck { get; init; }

    /// <summary>The row of the checklist that an item was split from; null for anything else.</summary>
    public ChecklistRow? Row { get; init; }

    /// <summary>What other notices change of it.</summary>
    public ImmutableArray<ListRulingRecord> ListRulings { get; init; } = [];

    /// <summary>The case itself, and all of its own that is open.</summary>
    public IReadOnlyList<CaseId> Wanted => [.. Open.Prepend(Item).Distinct()];

    private IEnumerable<CaseId> Open => Family.Where(f => !f.Ended).Select(f => new CaseId(f.CaseId)).Where(IsOwn);

    /// <summary>Null: there is no such case, or the person may not see it.</summary>
    /// <param name="query">Answers with the rows of the family, the case itself among them; its parameters are the gate's, month and
    /// case.</param>
    public static async Task<CaseFamily?> ReadAsync(
        NpgsqlConnection connection, string query, CaseId id, CurrentUser user, Editions editions, CancellationToken cancellation)
    {
        var gate = Gate.Parameters(user, editions.Current);
        ItemGate.AddTo(gate, await editions.AllAsync(connection, user.Unit.Id, cancellation));
        gate.Add("month", id.Month);
        gate.Add("case", id.Value);
        List<FamilyRow> all = [.. await connection.QueryAsync<FamilyRow>(new CommandDefinition(query, gate, cancellationToken: cancellation))];
        if (all.Count == 0)
        {
            return null;
        }

        var family = all.Where(f => f.Seen).ToList();
        var lines = await Lineages.ReadAsync(
            connection, user, editions, [.. family.Select(f => new CaseId(f.CaseId))], cancellation);
        var events = Asides.Without(
            await StoryRows.ReadAsync(connection, user.Unit.Id, [.. lines.Keys], cancellation),
            all.Where(f => !f.Seen).Select(f => (new CaseId(f.ParentId!.Value), f.OpenedAt))); // a child has a parent
        var read = new CaseFamily(
            id, family, lines, events, await StoryRows.FilesAsync(connection, user.Unit.Id, events, cancellation));
        return read with { Stuck = await Wakes.ReasonAsync(connection, user.Unit.Id, read.Open, cancellation) };
    }

    /// <summary>
    /// The item, one of its departments' branches, or what was opened aside in them; not a part, which has a page of its own.
    /// </summary>
    public bool IsOwn(CaseId id) => id == Item || IsBranch(id) || IsDuty(id) || IsAside(id);

    /// <summary>例行任务 of the item.</summary>
    public bool IsDuty(CaseId id) =>
        Lines[id] is { IsAside: false, Self.Recurs: true, Chain: [_, var parent, ..] } && parent.Id == Item;

    public bool IsBranch(CaseId id) =>
        Lines[id] is { IsAside: false, Self.Recurs: false, Chain: [_, var parent, ..] } line && parent.Id == Item && line.Item != line.Self;

    public bool IsAside(CaseId id) => Lines[id] is { IsAside: true, Item.Id: var item } && item == Item;

    public Telling Telling(Looked item, TimeZoneInfo zone) =>
        new(item.Context.Book, item.Context.Directory, zone, Called(item.Context), Files);

    /// <summary>Those that the reader decides first, then the open ones, the newest first.</summary>
    public ImmutableArray<AsideView> AsideViews(
        Looked item, IReadOnlyList<Looked> looked, CurrentUser user, TimeZoneInfo zone, string back)
    {
        var telling = Telling(item, zone);
        return
        [
            .. Family.Where(f => IsAside(new CaseId(f.CaseId))).Reverse().Select(f =>
            {
                var id = new CaseId(f.CaseId);
                var open = looked.FirstOrDefault(l => l.Case.Id == id);
                return Asides.View(
                    id, item.Context.Book[new WorkflowId(f.Workflow)], new StageId(f.Stage),
                    [.. Events.Where(e => e.Case == id)], open,
                    Branches.Body(id, this) is { } body ? Names.Of(body, item.Context.Directory) : null, telling,
                    open is null ? [] : Offers.All(open, user, back));
            }).OrderBy(a => a.Mine ? 0 : a.Ended ? 2 : 1),
        ];
    }

    /// <summary>How each case of the family is called in the story.</summary>
    private Dictionary<CaseId, StoryCase> Called(Context context) => Family.ToDictionary(
        f => new CaseId(f.CaseId),
        f => new StoryCase(context.Book[new WorkflowId(f.Workflow)], Where(new CaseId(f.CaseId), context)));

    private string? Where(CaseId id, Context context)
    {
        if (id == Item)
        {
            return null;
        }

        var line = Lines[id];
        var part = line.Item!.Id == Item ? null : Texts.Seeing.PartOf(line.No); // below an item there is always one
        var body = line.Item == line.Self ? null : Branches.Body(id, this) is { } assigned ? Names.Of(assigned, context.Directory)
            : null;
        var aside = line.IsAside ? context.Book[line.Self.Workflow].Title : null;
        var words = string.Join(" · ", new[] { part, body, aside }.OfType<string>());
        return words.Length > 0 ? words : line.Self.Title;
    }
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Comparing;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;

namespace Approvals.Web.Features.Comparing;

/// <summary>Proposals as the page shows them, with what was ruled on each. What was ruled stays as it was seen then.</summary>
internal sealed class CompareDrawing(Compared kept, CurrentUser user, TimeZoneInfo zone, CaseId notice)
{
    private readonly Dictionary<string, LiveItem> _live = kept.Live.ToDictionary(l => $"{l.CaseId}");
    private readonly ILookup<(string Row, Guid Item), ListRulingRecord> _rulings = kept.Rulings.ToLookup(r => (r.RowNo, r.ItemId));
    private readonly Dictionary<bool, ImmutableArray<ListProposal>> _proposals = [];

    public ImmutableArray<MatchView> Matches(bool whole) =>
    [
        .. Proposals(whole).OfType<ListProposal.Same>().Select(same =>
        {
            var live = _live[same.Live.Key];
            return new MatchView(
                same.Row.Key, same.Row.Title, same.Row.Work, Item(live), live.Plan.Length == 0 ? live.Title : live.Plan,
                Texts.Compare.From(live.CampaignTitle, live.Number), Texts.Compare.Alike(same.Alike.Percent), same.Alike.SharedWords,
                [.. same.Changes.Select(Change)], Ruled(same.Row.Key, live.CaseId), Offers.NewKey());
        }),
    ];

    public ImmutableArray<WithdrawalView> Withdrawals(bool whole) =>
    [
        .. Proposals(whole).OfType<ListProposal.Withdrawn>().Select(withdrawn =>
        {
            var live = _live[withdrawn.Live.Key];
            return new WithdrawalView(
                Item(live), live.CaseId, Texts.Compare.From(live.CampaignTitle, live.Number), withdrawn.Row?.Key, withdrawn.Row?.Title,
                Ruled(withdrawn.Row?.Key ?? "", live.CaseId), Offers.NewKey());
        }),
    ];

    public ImmutableArray<AddedView> Added() =>
    [
        .. Proposals(false).OfType<ListProposal.Added>()
            .Select(added => new AddedView(added.Row.Key, added.Row.Title, $"/notices/{notice.Value}#row-{added.Row.Key}")),
    ];

    /// <summary>By rows; an item that a sentence names by its number besides is told of there too, and not as one that is gone.</summary>
    private ImmutableArray<ListProposal> Proposals(bool whole)
    {
        if (_proposals.TryGetValue(whole, out var known))
        {
            return known;
        }

        ImmutableArray<Promise> live = [.. kept.Live.Select(l => LiveItems.Promise(l, user))];
        var spoken = SpokenChanges.Of(kept.Spoken, live);
        var told = spoken.Select(s => s switch
        {
            ListProposal.Same same => same.Live.Key,
            ListProposal.Withdrawn gone => gone.Live.Key,
            _ => "",
        }).ToHashSet();
        var rows = ListComparison.Compare(live, [.. kept.Rows.Select(r => LiveItems.Promise(r, user))], whole)
            .Where(p => p is not ListProposal.Withdrawn { Row: null } gone || !told.Contains(gone.Live.Key)).ToImmutableArray();
        return _proposals[whole] = [.. rows, .. spoken.Where(s => !rows.Any(row => Says(row, s)))];
    }

    /// <summary>第2项“…”，时限调整为…: what was read as a row of its own, with the same owners, is not told a second time.</summary>
    private static bool Says(ListProposal row, ListProposal spoken) =>
        (row, spoken) is (ListProposal.Same { Row: var own, Live.Key: var key }, ListProposal.Same { Row: var said, Live.Key: var same })
        && key == same && said.Title.Contains(own.Title, StringComparison.Ordinal)
        && (own.Bodies.IsEmpty || own.Bodies.ToHashSet().SetEquals(said.Bodies));

    private static Link Item(LiveItem live) => new(live.Title, $"/items/{live.CaseId}");

    private static ChangeView Change(FieldChange change) => new(
        change.Field.ToString(), Texts.Compare.Field(change.Field),
        change.Field == PromiseField.Work ? Texts.Compare.Words(ListComparison.WordsOf(change))
            : Texts.Compare.FromTo(Texts.Compare.Value(change.Field, change.Was), Texts.Compare.Value(change.Field, change.Now)),
        Texts.Compare.Done(
            change.Field, change.Field == PromiseField.DueOn && change.Was.DueOn is { } was && change.Now.DueOn > was));

    private RuledView? Ruled(string row, Guid item) => _rulings[(row, item)].Select(r => new RuledView(
        Texts.Compare.Ruled(r.Kind), [.. r.Ruled.Select(Texts.Compare.Change)],
        Names.Of(new PersonId(r.RuledBy), user.Directory.Directory), Local(r.RuledAt), r.CarriedAt is not null)).FirstOrDefault();

    private DateTimeOffset Local(DateTime utc) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), zone);
}

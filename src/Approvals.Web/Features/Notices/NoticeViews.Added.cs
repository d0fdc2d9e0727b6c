using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Notices;

/// <summary>What a person adds to a reading or takes away from it, as the page shows it.</summary>
internal sealed partial class NoticeViews
{
    private static readonly SourceSpan Nowhere = new(int.MaxValue, 0, int.MaxValue, 0);

    /// <summary>The form of 增加事项: as it was refused just now, filled from a sentence, or blank.</summary>
    public AddingView Adding(NoticeRecord notice, (RowEdit Edit, ImmutableArray<FieldProblem> Problems)? refused, int? found)
    {
        var listed = found is { } no ? draft.Findings.ElementAtOrDefault(no - 1) : null;
        var said = listed is { Kind: FindingKind.SentenceWithoutItem }
            ? WrittenItem.Read(listed.BodyText ?? Quoted(listed.Source), WrittenPoints.Options(notice, calendar)) : null;
        var record = refused is var (edit, _) ? edit.After(Blank) : said is null ? Blank : Listed(said);
        var item = Unread(record) with { Source = listed?.Source ?? Nowhere };
        var row = Row(item, record, null, null) with
        {
            Missing = [],
            Problems = refused?.Problems ?? [],
            PointLines = string.Join('\n', refused?.Edit.Points ?? []),
            DeadlineWords = said?.DeadlineText,
        };
        return new AddingView(row, listed is null || said is null ? null : found, refused is not null || said is not null);
    }

    public ImmutableArray<RemovedView> Removed(ImmutableArray<RemovedRow> rows) =>
    [
        .. rows.Select(r => new RemovedView(
            r.RowNo, r.Title, r.Reason, Names.Of(new PersonId(r.RemovedBy), Directory), Local(r.RemovedAt), Offers.NewKey(),
            r is { RestoredBy: { } by, RestoredAt: { } at } ? (Names.Of(new PersonId(by), Directory), Local(at)) : null)),
    ];

    private static ChecklistRowRecord Blank { get; } = new(
        "", "", "", [], [], null, null, false, "", null, null, 1, null, null, 0, "[]", null, null, null, null, null);

    /// <summary>With the owners that the directory knows.</summary>
    private ChecklistRowRecord Listed(NoticeItem said)
    {
        int[] departments = [.. said.Departments.Select(Called).OfType<BodyId>().Select(b => Directory.Answering(b).Value).Distinct()];
        return Blank with
        {
            Title = said.Title,
            Plan = said.Plan,
            Leaders = [.. said.Leaders.Select(_names.PersonCalled).OfType<PersonId>().Select(p => p.Value).Distinct()],
            Departments = departments,
            LeadDepartment = said.Lead.Select(Called).OfType<BodyId>().Select(b => (int?)Directory.Answering(b).Value)
                .FirstOrDefault(b => departments.Contains(b!.Value)),
            DueOn = said.Due,
            Recurrence = ItemDuty.Of(said)?.ToString(),
        };
    }

    /// <summary>No reading stands behind the row: a person wrote all of it.</summary>
    private NoticeItem Unread(ChecklistRowRecord row) => new(
        0, row.Title, row.Plan, [], [], [], [], null, null, false, null, 1,
        row.Found is { } no && draft.Findings.ElementAtOrDefault(no - 1) is { } listed ? listed.Source : Nowhere, [],
        new ItemSources(null, null, null, null, null), null);

    private string? Origin(ChecklistRowRecord row) => row is not { AddedBy: { } by, AddedAt: { } at } ? null
        : row.SplitFrom is { } from ? Texts.Listing.PartedFrom(from, Names.Of(new PersonId(by), Directory), Local(at))
        : row.Found is { } found
            ? $"{Texts.Listing.ListedFrom(found)}：{Texts.Notice.By(Names.Of(new PersonId(by), Directory), Local(at))}"
        : Texts.Listing.AddedBy(Names.Of(new PersonId(by), Directory), Local(at));
}

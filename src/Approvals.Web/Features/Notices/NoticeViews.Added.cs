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
        var sentence = listed is { Kind: FindingKind.SentenceWithoutItem }
            ? WrittenItem.Read(listed.BodyText ?? Quoted(listed.Source), WrittenPoints.Options(notice, calendar)) : null;
        var record = refused is var (edit, _) ? edit.After(Blank) : sentence is null ? Blank : Listed(sentence);
        var item = Unread(record, WrittenPoints.Item(record.Plan, notice, calendar)) with { Source = listed?.Source ?? Nowhere };
        var row = Row(item, record, null, null) with
        {
            Missing = [],
            Problems = refused?.Problems ?? [],
            PointLines = string.Join('\n', refused?.Edit.Points ?? []),
            DeadlineWords = sentence?.DeadlineText,
        };
        // What a blank form does not ask is read from its plan.
        row = sentence is null ? row with { Recurs = null } : row;
        return new AddingView(row, sentence is null ? null : found, refused is not null || sentence is not null);
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
        var row = NoticeRows.Row(said, 0, _names, user);
        return Blank with
        {
            Title = row.Title,
            Plan = row.Plan,
            Leaders = [.. row.Leaders],
            Departments = [.. row.Departments],
            LeadDepartment = row.Lead,
            DueOn = row.DueOn,
            Recurrence = row.Recurrence,
        };
    }

    /// <summary>No reading stands behind the row: a person wrote all of it, and names no places.</summary>
    /// <param name="said">What its plan says of owners, day and duty; null: nothing.</param>
    private NoticeItem Unread(ChecklistRowRecord row, NoticeItem? said)
    {
        var source = row.Found is { } no && draft.Findings.ElementAtOrDefault(no - 1) is { } listed ? listed.Source : Nowhere;
        var nowhere = new ItemSources(null, null, null, null, null);
        return said is null
            ? new NoticeItem(0, row.Title, row.Plan, [], [], [], [], null, null, false, null, 1, source, [], nowhere, null)
            : said with
            {
                Title = row.Title,
                Plan = row.Plan,
                Source = source,
                Sources = nowhere,
                Points = [.. said.Points.Select(p => p with { DeadlineSource = null })],
            };
    }

    private string? Origin(ChecklistRowRecord row) => row is not { AddedBy: { } by, AddedAt: { } at } ? null
        : row.SplitFrom is { } from ? Texts.Listing.PartedFrom(from, Names.Of(new PersonId(by), Directory), Local(at))
        : row.Found is { } found
            ? $"{Texts.Listing.ListedFrom(found)}：{Texts.Notice.By(Names.Of(new PersonId(by), Directory), Local(at))}"
        : Texts.Listing.AddedBy(Names.Of(new PersonId(by), Directory), Local(at));
}

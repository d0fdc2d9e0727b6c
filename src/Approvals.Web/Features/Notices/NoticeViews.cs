using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Directories;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;

namespace Approvals.Web.Features.Notices;

/// <summary>What a notice's page shows of its head, its differences and its rows.</summary>
internal sealed partial class NoticeViews(
    NoticeDraft draft, CurrentUser user, TimeZoneInfo zone, WorkCalendar calendar, OwnWords words)
{
    private readonly NameBook _names = words.Over(user.Directory.Names);

    private UnitDirectory Directory => user.Directory.Directory;

    public ImmutableArray<HeadView> Heads() =>
        [.. draft.Heads.Select(h => new HeadView(h.Text, h.Column, ValuePlaces.Anchor(h.Source, draft)))];

    /// <param name="refused">The ruling that was refused just now, and why.</param>
    public ImmutableArray<DifferenceView> Differences(
        ImmutableArray<DifferenceRecord> records, (int No, string? Note, string Problem)? refused) =>
    [
        .. draft.Findings.Zip(records, (finding, record) =>
        {
            var mine = refused?.No == record.Difference ? refused : null;
            return new DifferenceView(
                record.Difference, Texts.Reading.Finding(finding.Kind), finding.Message, Sides(finding),
                [.. Rulings.For(finding)
                    .Select(r => new RulingChoice(r.ToString(), Texts.Reading.Ruling(r), Rulings.NeedsNote(r)))],
                record is { Ruling: { } ruling, RuledBy: { } by, RuledAt: { } at }
                    ? new RulingView(Texts.Reading.Ruling(ruling), record.Note, Names.Of(new PersonId(by), Directory), Local(at))
                        : null,
                $"{record.Version}", Offers.NewKey(), mine?.Note ?? record.Typed ?? record.Note, mine?.Problem)
            {
                CanBeListed = finding.Kind == FindingKind.SentenceWithoutItem && record.Ruling is null,
            };
        }),
    ];

    /// <param name="typed">What was refused just now, and why.</param>
    public ImmutableArray<RowView> Rows(KeptNotice kept, TypedAgain typed) =>
    [
        .. kept.Rows.Select(record =>
        {
            var read = ItemOf.Row(record, draft);
            var item = read ?? Unread(record, WrittenPoints.Item(record.Plan, kept.Notice, calendar));
            var refused = typed.Row?.Edit.No == record.RowNo ? typed.Row : null;
            return Row(item, record, kept.Items.GetValueOrDefault(record.RowNo), refused) with
            {
                More = typed.Of(record.RowNo),
                Corrections = [.. Corrected(read, record, kept.Corrections[record.RowNo])],
                SameAs = record.SameAs is { } live ? $"/items/{live}" : null,
                Origin = Origin(record),
            };
        }),
    ];

    public ImmutableArray<Choice> Leaders() =>
    [
        .. Directory.People.Values.OrderBy(p => p.Order).Select(p => Names.Choice(p.Id, Directory)),
    ];

    public ImmutableArray<Choice> Departments() =>
    [
        .. Directory.Bodies.Values
            .Where(b => b.From <= user.Today && (b.Until is not { } last || user.Today <= last))
            .OrderBy(b => b.Kind).ThenBy(b => b.Order)
            .Select(b => new Choice($"{b.Id.Value}", b.Name, Texts.Kind(b.Kind))),
    ];

    private ImmutableArray<DifferenceSide> Sides(NoticeFinding finding)
    {
        var sides = ImmutableArray.CreateBuilder<DifferenceSide>();
        if (finding.BodyText is { } body)
        {
            sides.Add(Side(Texts.Reading.Body, body, finding.Other ?? finding.Source));
        }

        if (finding.AnnexText is { } annex)
        {
            sides.Add(Side(finding.Item is { } no ? Texts.Reading.AnnexRow(no) : Texts.Reading.Annex, annex, finding.Source));
        }

        if (sides.Count == 0)
        {
            sides.Add(Side(
                finding.Item is { } no ? Texts.Reading.AnnexRow(no) : Texts.Reading.Body, Quoted(finding.Source),
                finding.Source));
        }

        return sides.ToImmutable();
    }

    private DifferenceSide Side(string place, string text, SourceSpan span) =>
        new(place, ValuePlaces.Anchor(span, draft), text);

    private string Quoted(SourceSpan span)
    {
        var line = draft.Text[Math.Min(span.Line, draft.Text.Length - 1)].Text;
        var end = span.Line == span.EndLine ? Math.Min(span.End, line.Length) : line.Length;
        return line[Math.Min(span.Start, end)..end];
    }

    private RowView Row(
        NoticeItem item, ChecklistRowRecord record, string? href, (RowEdit Edit, ImmutableArray<FieldProblem> Problems)? refused)
    {
        var shown = refused is var (typed, _) ? typed.After(record) : record;
        var due = shown.DueOn;
        var unconfirmed = record.ConfirmedAt is null;
        return new RowView(
            record.RowNo, shown.Title, shown.Plan, ValuePlaces.Anchor(item.Source, draft) ?? "",
            [.. shown.Leaders.Select(p => Leader(new PersonId(p), item)), .. unconfirmed ? AskedLeaders(item, shown) : []],
            [.. shown.Departments.Select(b => Department(new BodyId(b), item)), .. unconfirmed ? AskedDepartments(item, shown) : []],
            shown.LeadDepartment is { } lead ? $"{lead}" : null,
            item.DeadlineText, Texts.Reading.Proposed(item.Due), item.MustConfirm && unconfirmed, due,
            due is { } day && !calendar.IsWorkday(day) ? calendar.WorkdayOnOrBefore(day) : null,
            shown.Lasting, shown.Standard, [.. RowPoints.Of(shown.Points, item).Select(Point)],
            [
                .. Texts.Edits.Missing(
                    shown.Leaders.Length == 0, shown.Departments.Length == 0, due is null && !shown.Lasting,
                    shown.Standard.Length == 0)
                    .Where(_ => unconfirmed).Select(p => p.Sentence),
            ],
            refused?.Problems ?? [],
            record is { ConfirmedBy: { } by, ConfirmedAt: { } at }
                ? new RowConfirmed(Names.Of(new PersonId(by), Directory), Local(at)) : null,
            href, $"{record.Version}", Offers.NewKey())
        {
            Recurs = (shown.Recurrence is { } kept ? Recurrence.Parse(kept) : ItemDuty.Of(item)) is { } recurrence
                ? new RecurrenceView($"{recurrence}", Texts.Measures.Recurs(recurrence), shown.Recurrence is not null)
                : null,
            PointLines = refused?.Edit.Points is { } written ? string.Join('\n', written)
                : string.Join('\n', RowSaving.Shown(RowPoints.Of(shown.Points, item), record.Plan)),
            Pieces = RowPieces.Of(record.Plan, RowPoints.Of(record.Points, item)),
            Anchors = new RowAnchors(
                ValuePlaces.Anchor(item.Sources.Title, draft), ValuePlaces.Anchor(item.Sources.Plan, draft),
                ValuePlaces.Anchor(ValuePlaces.OfDeadline(item), draft), ValuePlaces.Anchor(item.Sources.Standard, draft),
                ValuePlaces.Anchor(item.BodySource, draft)),
        };
    }

    private PointView Point(RowPoint point) =>
        new(point.Text, Texts.Reading.Point(point.Kind, point.Baseline),
            point.DeadlineText ?? (point.Due is { } due ? Texts.FullDay(due) : null), ValuePlaces.Anchor(point.Source, draft),
            ValuePlaces.Anchor(point.DeadlineSource, draft));

    private DateTimeOffset Local(DateTime utc) =>
        TimeZoneInfo.ConvertTime(new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)), zone);
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Notices;

/// <summary>The head of a notice as it stands, with what was read where that was corrected.</summary>
internal sealed partial class NoticeViews
{
    public ImmutableArray<HeadField> Head(NoticeRecord notice, IEnumerable<CorrectionRecord> corrections)
    {
        var (read, now, kept) = (HeadWords.Read(draft), HeadWords.Kept(notice), corrections.ToDictionary(c => c.Field));
        var sources = draft.Sources;
        return
        [
            .. kept.ContainsKey("title") ? [Field("title", Texts.Listing.HeadTitle, sources.Title)] : ImmutableArray<HeadField>.Empty,
            Field("number", Texts.Reading.Number, sources.Number),
            Field("issuer", Texts.Reading.Issuer, sources.Issuer),
            Field("addressees", Texts.Reading.Addressees, sources.Addressees),
            Field("issued_on", Texts.Reading.IssuedOn, sources.IssuedOn),
            Field("printed_on", Texts.Reading.PrintedOn, sources.PrintedOn),
            Field("cc", Texts.Reading.Cc, sources.Cc),
            .. Marks(),
        ];

        HeadField Field(string field, string title, SourceSpan? span)
        {
            var (words, was) = (now.Of(field), read.Of(field));
            return new HeadField(title, words.Length == 0 ? null : words, was.Length == 0 ? null : ValuePlaces.Anchor(span, draft))
            {
                Correction = words != was && kept.TryGetValue(field, out var correction)
                    ? new CorrectionView(
                        Texts.Listing.ReadAs(was), Names.Of(new PersonId(correction.CorrectedBy), Directory), Local(correction.CorrectedAt))
                    : null,
            };
        }
    }

    /// <param name="refused">As typed just now, and why it was refused.</param>
    public HeadForm HeadForm(NoticeRecord notice, (HeadEdit Edit, ImmutableArray<FieldProblem> Problems)? refused)
    {
        var (kept, head) = (notice.Corrected(), refused?.Edit);
        return new HeadForm(
            head?.Title ?? notice.Title, head is null ? notice.Number ?? draft.Number ?? "" : head.Number ?? "",
            head?.Issuer ?? kept.Issuer ?? "", string.Join('、', head?.Addressees ?? kept.Addressees),
            head is null ? notice.IssuedOn : head.IssuedOn, head is null ? notice.PrintedOn : head.PrintedOn,
            string.Join('、', head?.Cc ?? kept.Cc), notice.Elsewhere, notice.TitleProposed, HeadEdit.VersionOf(notice), Offers.NewKey(),
            refused?.Problems ?? []);
    }

    /// <summary>Marks stand in few documents: their absence is not worth a line.</summary>
    private IEnumerable<HeadField> Marks() => new[]
    {
        Mark(Texts.Reading.Urgency, draft.Urgency, draft.Sources.Urgency),
        Mark(Texts.Reading.Secrecy, draft.Secrecy, draft.Sources.Secrecy),
        Mark(Texts.Reading.PlanTitle, draft.PlanTitle, draft.Sources.PlanTitle),
    }.Where(f => f.Value is not null);

    private HeadField Mark(string title, string? value, SourceSpan? span) =>
        new(title, value, value is null ? null : ValuePlaces.Anchor(span, draft));
}

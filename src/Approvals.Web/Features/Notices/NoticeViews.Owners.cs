using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Notices;

/// <summary>Owners of a row as the page shows them: who is meant, where the text names him, and what is still to be asked.</summary>
internal sealed partial class NoticeViews
{
    private Named Leader(PersonId id, NoticeItem item)
    {
        var read = item.Leaders.FirstOrDefault(name => _names.PersonCalled(name) == id);
        return new Named($"{id.Value}", Names.Of(id, Directory), null) { Anchor = Place(read, item.Sources.Leaders) };
    }

    private Named Department(BodyId id, NoticeItem item)
    {
        var collective = item.Departments.FirstOrDefault(name => Called(name) is { } named && Directory.Bodies[named].AnsweredBy == id);
        return new Named($"{id.Value}", Names.Of(id, Directory), collective is null ? null : Texts.Reading.Collective(collective))
        {
            Anchor = Place(collective ?? item.Departments.FirstOrDefault(name => Called(name) == id), item.Sources.Departments),
            Asks = collective is null ? null : Collective(collective),
        };
    }

    /// <summary>Names that the directory lacks are shown until somebody has confirmed the row without them.</summary>
    private IEnumerable<Named> AskedLeaders(NoticeItem item, ChecklistRowRecord row) => item.Leaders
        .Where(name => user.Directory.Names.PersonCalled(name) is null && !Has(row, row.Leaders, _names.PersonCalled(name)?.Value))
        .Select(name => Unknown(
            name, item.Sources.Leaders, OwnerChoice.Leaders, user.Directory.Names.NearestPerson(name), Leaders(),
            _names.PersonCalled(name)?.Value));

    private IEnumerable<Named> AskedDepartments(NoticeItem item, ChecklistRowRecord row) => item.Departments
        .Where(name => user.Directory.Names.BodyCalled(name, user.Today) is null && !Has(row, row.Departments, Called(name)?.Value))
        .Where(name => !CollectiveOwners.IsCollective(name)
            || !CollectiveOwners.Members(name, Directory, user.Today).Any(b => row.Departments.Contains(b.Value)))
        .Select(name => CollectiveOwners.IsCollective(name)
            ? new Named(null, name, null) { Anchor = Place(name, item.Sources.Departments), Asks = Collective(name) }
            : Unknown(
                name, item.Sources.Departments, OwnerChoice.Departments, user.Directory.Names.NearestBody(name, user.Today), Departments(),
                Called(name)?.Value));

    /// <summary>The row has him already, or a person took him out of a row that he had in his hands.</summary>
    private static bool Has(ChecklistRowRecord row, int[] ids, int? id) => id is { } known && (ids.Contains(known) || row.Version > 1);

    private Named Unknown(
        string name, SourceSpan? among, string field, string? nearest, ImmutableArray<Choice> all, int? taught)
    {
        return new Named(null, name, null)
        {
            Anchor = Place(name, among),
            Asks = new MeansQuestion(
                Texts.Corrected.Asks(name), Texts.Corrected.Remembers(name),
                [
                    .. all.Where(c => c.Title == nearest).Select(c => c with { Value = Value(c), Group = Texts.Corrected.Nearest }),
                    .. all.Where(c => c.Title != nearest).Select(c => c with { Value = Value(c) }),
                ],
                taught is { } id ? $"{new OwnerChoice(field, name, id)}" : null),
        };

        string Value(Choice choice) => $"{field}:{choice.Value}:{name}";
    }

    /// <summary>各科室: each of them, or one body for all; above five the one body comes first.</summary>
    private MeansQuestion Collective(string name)
    {
        var members = CollectiveOwners.Members(name, Directory, user.Today);
        ImmutableArray<Choice> each = members.IsEmpty ? []
            : [new Choice($"{new OwnerChoice(OwnerChoice.Departments, name, null)}", Texts.Corrected.Each(members.Length))];
        var one = Departments().Select(c => new Choice(
            $"{OwnerChoice.Departments}:{c.Value}:{name}", Texts.Corrected.OneBody(c.Title), Texts.Corrected.OneForAll));
        return new MeansQuestion(
            Texts.Corrected.AsksCollective(name),
            members.IsEmpty ? "" : Texts.Corrected.Members(members.Select(b => Names.Of(b, Directory))),
            members.Length > CollectiveOwners.Many ? [.. one, .. each] : [.. each, .. one], null);
    }

    /// <param name="item">What was read; null where a person added the row.</param>
    private IEnumerable<CorrectionView> Corrected(NoticeItem? item, ChecklistRowRecord row, IEnumerable<CorrectionRecord> corrections)
    {
        var kept = corrections.ToDictionary(c => c.Field);
        foreach (var (field, now) in RowWords.Kept(row, item, user).Words)
        {
            if (kept.TryGetValue(field, out var correction) && correction.ReadAs.Length > 0 && correction.ReadAs != now)
            {
                yield return new CorrectionView(
                    item is null ? Texts.Corrected.WasWritten(field, correction.ReadAs, now)
                        : Texts.Corrected.Was(field, correction.ReadAs, now), Names.Of(new PersonId(correction.CorrectedBy), Directory),
                    Local(correction.CorrectedAt));
            }
        }
    }

    private BodyId? Called(string name) => _names.BodyCalled(name, user.Today);

    private string? Place(string? name, SourceSpan? among) =>
        name is null ? null : ValuePlaces.Anchor(ValuePlaces.OfName(name, among, draft), draft);
}

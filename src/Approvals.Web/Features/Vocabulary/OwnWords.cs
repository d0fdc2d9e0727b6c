using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Readers.Units;

namespace Approvals.Web.Features.Vocabulary;

/// <summary>What a word of the unit's own means: a body, a person, or a column of a checklist by its name in the reader.</summary>
public abstract record Meaning
{
    private Meaning()
    {
    }

    public sealed record OfBody(BodyId Body) : Meaning;

    public sealed record OfPerson(PersonId Person) : Meaning;

    public sealed record OfHead(string Column) : Meaning;
}

/// <summary>A word that stands.</summary>
/// <param name="NoticeTitle">Of the notice whose correction taught it; null where somebody said it by himself.</param>
internal sealed record OwnWord(
    long WordId, string Word, int? BodyId, int? PersonId, string? ColumnName, int TaughtBy, DateTime TaughtAt, string? NoticeTitle,
    Guid? CaseId)
{
    public Meaning Means => this switch
    {
        { BodyId: { } body } => new Meaning.OfBody(new BodyId(body)),
        { PersonId: { } person } => new Meaning.OfPerson(new PersonId(person)),
        { ColumnName: { } column } => new Meaning.OfHead(column),
        _ => throw new InvalidOperationException($"own word {WordId} means nothing"),
    };
}

/// <summary>本单位的叫法: what corrections taught, used by the next reading.</summary>
internal sealed record OwnWords(ImmutableArray<OwnWord> All)
{
    public static OwnWords None { get; } = new([]);

    public ImmutableDictionary<string, string> Heads =>
        All.Where(w => w.ColumnName is not null).ToImmutableDictionary(w => w.Word, w => w.ColumnName!); // filtered by it

    /// <summary>The directory's names, with those that only the unit says.</summary>
    public NameBook Over(NameBook names) => All.IsEmpty ? names : names.With(
        All.Where(w => w.BodyId is not null).Select(w => (new BodyId(w.BodyId ?? 0), w.Word)),
        All.Where(w => w.PersonId is not null).Select(w => (new PersonId(w.PersonId ?? 0), w.Word)));
}

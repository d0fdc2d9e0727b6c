using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Vocabulary;
using Npgsql;

namespace Approvals.Web.Features.Notices;

/// <summary>Whom the clerk says that a name of the notice means: one of the directory, or each of those whom a collective name means.</summary>
/// <param name="Field">leaders or departments.</param>
/// <param name="Id">Null: each of them.</param>
internal sealed record OwnerChoice(string Field, string Word, int? Id)
{
    public const string Leaders = "leaders";
    public const string Departments = "departments";
    private const string Each = "each";

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Field}:{(Id is { } id ? $"{id}" : Each)}:{Word}");

    public static OwnerChoice? Parse(string? value) =>
        (value ?? "").Split(':', 3) is [Leaders or Departments, var whom, { Length: > 0 and <= 60 }] parts
        && (whom == Each || int.TryParse(whom, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            ? new OwnerChoice(parts[0], parts[2], whom == Each ? null : int.Parse(whom, CultureInfo.InvariantCulture)) : null;
}

/// <summary>Puts what the clerk chose for a name where the notice has the name: the first named leads.</summary>
internal static class OwnerChoices
{
    public static RowEdit Place(RowEdit edit, NoticeItem item, NameBook names, CurrentUser user) => edit.Means.IsEmpty ? edit : edit with
    {
        Leaders = Place(
            edit, OwnerChoice.Leaders, item.Leaders, edit.Leaders, name => names.PersonCalled(name) is { } p ? [p.Value] : [], user),
        Departments = Place(
            edit, OwnerChoice.Departments, item.Departments, edit.Departments,
            name => names.BodyCalled(name, user.Today) is { } b ? [user.Directory.Directory.Answering(b).Value] : [], user),
    };

    public static async Task TeachAsync(
        NpgsqlConnection connection, CaseId notice, RowEdit edit, CurrentUser user, CancellationToken cancellation)
    {
        foreach (var (word, meaning) in Lessons(edit, user))
        {
            await VocabularyStore.TeachAsync(connection, user.Unit.Id, word, meaning, user.Person.Id, notice, cancellation);
        }
    }

    /// <summary>What the choices teach: a name that nobody knew; of whom a collective name speaks is asked each time.</summary>
    private static IEnumerable<(string Word, Meaning Meaning)> Lessons(RowEdit edit, CurrentUser user)
    {
        foreach (var choice in edit.Means.Where(m => !CollectiveOwners.IsCollective(m.Word)))
        {
            if (choice is { Field: OwnerChoice.Leaders, Id: { } person } && user.Directory.Names.PeopleCalled(choice.Word).IsEmpty)
            {
                yield return (choice.Word, new Meaning.OfPerson(new PersonId(person)));
            }
            else if (choice is { Field: OwnerChoice.Departments, Id: { } body }
                && user.Directory.Names.BodyCalled(choice.Word, user.Today) is null)
            {
                yield return (choice.Word, new Meaning.OfBody(new BodyId(body)));
            }
        }
    }

    /// <summary>Only names that the item has may be given a meaning, and only by those who are in the directory.</summary>
    public static bool AreSound(RowEdit edit, NoticeItem? item) => edit.Means.All(m => item is not null
        && (m.Field == OwnerChoice.Leaders ? item.Leaders : item.Departments).Contains(m.Word)
        && (m.Id is not null || CollectiveOwners.IsCollective(m.Word)));

    private static ImmutableArray<int> Place(
        RowEdit edit, string field, ImmutableArray<string> read, ImmutableArray<int> chosen, Func<string, IEnumerable<int>> known,
        CurrentUser user)
    {
        var means = edit.Means.Where(m => m.Field == field).ToLookup(m => m.Word);
        var dropped = means.SelectMany(m => m).Where(m => m.Id is null).SelectMany(m => known(m.Word)).ToHashSet();
        var placed = read.SelectMany(name => means[name] is var choices && choices.Any()
            ? choices.SelectMany(c => c.Id is { } id ? [id] : Members(c.Word, user))
            : known(name).Where(chosen.Contains));
        return [.. placed.Concat(chosen.Where(id => !dropped.Contains(id))).Distinct()];
    }

    private static IEnumerable<int> Members(string word, CurrentUser user) =>
        CollectiveOwners.Members(word, user.Directory.Directory, user.Today).Select(b => b.Value);
}

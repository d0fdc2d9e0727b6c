using Approvals.Tests.Notices.Corpus.Generated;

namespace Approvals.Tests.Notices.Corpus.Mutants;

/// <summary>A notice says the same in other clothes, so it is read the same.</summary>
public sealed class MutantTests
{
    private const int AtLeast = 10;

    public static TheoryData<string> Names => [.. CorpusDocument.Names, .. GeneratedCorpus.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void At_least_ten_changes_that_keep_its_meaning_keep_its_reading(string name)
    {
        var (document, mutants) = Load(name);
        var original = Reading(document.FileName, document.Bytes, inOrder: true);
        var unordered = Reading(document.FileName, document.Bytes, inOrder: false);

        mutants.Length.ShouldBeGreaterThanOrEqualTo(AtLeast);
        mutants.Select(m => (m.Change, Difference: FirstDifference(
                m.MovesBodies ? unordered : original, Reading(m.FileName, m.Bytes, !m.MovesBodies))))
            .Where(m => m.Difference is not null).Select(m => $"{m.Change}: {m.Difference}")
            .ShouldBeEmpty();
    }

    private static (CorpusDocument Document, Mutant[] Mutants) Load(string name)
    {
        if (GeneratedCorpus.Names.Contains(name))
        {
            var generated = GeneratedCorpus.Load(name);
            return (generated, GeneratedCorpus.Text(name) is { } words
                ? [.. Mutant.Of(name, words, generated.Expected.Layout)]
                : [.. Mutant.Of(name, GeneratedCorpus.Blocks(name))]);
        }

        var document = CorpusDocument.Load(name);
        return CorpusDocument.Source(name) switch
        {
            (".word", var markup) => (document, [.. Mutant.Of(name, WordMarkup.Parse(markup))]),
            (".sheet", var markup) => (document, [.. Mutant.Of(name, SheetMarkup.Parse(markup))]),
            (_, var text) => (document, [.. Mutant.Of(name, text, document.Expected.Layout)]),
        };
    }

    /// <summary>All that was read, a value a line, by letters and digits.</summary>
    /// <param name="inOrder">Whether the order of the departments counts: two columns of them that change places change it.</param>
    private static string[] Reading(string fileName, byte[] bytes, bool inOrder)
    {
        try
        {
            var read = CorpusDocument.Read(fileName, bytes);
            return
            [
                $"number {Wording.Plain(read.Number)}", $"issuer {List(read.AllIssuers)}", $"title {Wording.Plain(read.Title)}",
                $"to {List(read.Addressees)}", $"issued {read.IssuedOn}", $"printed {read.PrintedOn}", $"cc {List(read.Cc)}",
                .. read.Items.SelectMany(item => Item(item, inOrder)),
            ];
        }
        catch (Exception exception) // a refusal is a reading too; a crash that both share is the corpus test's to tell
        {
            return [exception.GetType().Name];
        }
    }

    private static IEnumerable<string> Item(ReadItem item, bool inOrder) =>
    [
        $"item {Wording.Plain(item.Title)}", $"leaders {List(item.Leaders)}", $"departments {List(inOrder ? item.Departments : item.Departments.Order(StringComparer.Ordinal))}",
        $"lead {List(item.Lead)}", $"support {List(item.Support)}", $"words {Wording.Plain(item.DeadlineText)}",
        $"due {item.Due} {item.MustConfirm} {item.Recurrence}",
        .. item.Points.Select(p => $"point {Wording.Plain(p.Text)} {p.Kind} {p.Due} {p.Recurrence} {p.Measure}"),
    ];

    private static string List(IEnumerable<string> names) => string.Join('、', names.Select(Wording.Plain));

    private static string? FirstDifference(string[] original, string[] mutant)
    {
        for (var at = 0; at < Math.Max(original.Length, mutant.Length); at++)
        {
            var (was, @is) = (original.ElementAtOrDefault(at), mutant.ElementAtOrDefault(at));
            if (was != @is)
            {
                return $"[{was}] became [{@is}]";
            }
        }

        return null;
    }
}

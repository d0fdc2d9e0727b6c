using Approvals.Readers.Notices;
using Approvals.Tests.Notices.Corpus.Generated;

namespace Approvals.Tests.Notices.Corpus.Mutants;

/// <summary>A notice says the same in other clothes, so it is read the same.</summary>
public sealed class MutantTests
{
    private const int AtLeast = 10;
    private static readonly string[] _ofClothes = ["wrong-bracket", "unpaired-mark", "missing-full-stop"];

    private static readonly string[] _ofHead =
        ["number", "title", "addressees", "issuedOn", "printedOn", "cc", "planTitle", "urgency", "secrecy", "annexes"];

    private static readonly string[] _ofItem = ["title", "plan", "leaders", "deadline", "standard"];

    public static TheoryData<string> Names => [.. CorpusDocument.Names, .. GeneratedCorpus.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void At_least_ten_changes_that_keep_its_meaning_keep_its_reading(string name)
    {
        var (document, mutants) = Load(name);
        var readings = new[] { new Compared(true, true), new Compared(false, true), new Compared(true, false) }
            .ToDictionary(c => c, c => Reading(document.FileName, document.Bytes, c));

        mutants.Length.ShouldBeGreaterThanOrEqualTo(AtLeast);
        mutants.Select(m => (m.Change, Difference: FirstDifference(
                readings[Compared.Of(m)], Reading(m.FileName, m.Bytes, Compared.Of(m)))))
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

    /// <param name="InOrder">Whether the order of the departments counts: two columns of them that change places change it.</param>
    /// <param name="Words">Whether all words of sections and groups count: other names of labels change them.</param>
    private sealed record Compared(bool InOrder, bool Words)
    {
        public static Compared Of(Mutant mutant) => new(!mutant.MovesBodies, mutant.MovesBodies || mutant.Change != Mutant.Renamed);
    }

    /// <summary>All that was read, a value a line, by letters and digits.</summary>
    private static string[] Reading(string fileName, byte[] bytes, Compared compared)
    {
        try
        {
            var read = CorpusDocument.Read(fileName, bytes);
            return
            [
                $"number {Wording.Plain(read.Number)}", $"issuer {List(read.AllIssuers)}", $"title {Wording.Plain(read.Title)}",
                $"to {List(read.Addressees)}", $"issued {read.IssuedOn}", $"printed {read.PrintedOn}", $"cc {List(read.Cc)}",
                $"marks {read.Urgency} {Wording.Plain(read.Secrecy)}", $"plan {Wording.Plain(read.PlanTitle)}", $"annexes {List(read.Annexes)}",
                .. Places(read, read.Sources, "", _ofHead),
                .. read.Sections.SelectMany(s => s.WithBelow)
                    .Select(s => $"section {s.Level} {s.No} {(compared.Words ? Wording.Plain(s.Heading + s.Text) : "")}"),
                .. read.Items.SelectMany(item => Item(read, item, compared.InOrder)),
                .. Findings(read),
            ];
        }
        catch (Exception exception) // a refusal is a reading too; a crash that both share is the corpus test's to tell
        {
            return [exception.GetType().Name];
        }
    }

    private static IEnumerable<string> Item(ReadNotice read, ReadItem item, bool inOrder) =>
    [
        $"item {Wording.Plain(item.Title)}", $"group {Wording.Plain(item.Group)}", $"leaders {List(item.Leaders)}",
        $"departments {List(inOrder ? item.Departments : item.Departments.Order(StringComparer.Ordinal))}",
        $"lead {List(item.Lead)}", $"support {List(item.Support)}", $"words {Wording.Plain(item.DeadlineText)}",
        $"standard {Wording.Plain(item.Standard)}", $"due {item.Due} {item.MustConfirm} {item.Recurrence}",
        .. item.Points.Select(p => $"point {Wording.Plain(p.Text)} {p.Kind} {p.Due} {p.Recurrence} {p.Measure} {List(p.Phones)}"),
        .. Places(read, item.Sources, item.Title, _ofItem),
        .. item.Points.Select(p => $"at point {Behind(read, p.Source)} {Behind(read, p.DeadlineSource)}"),
    ];

    /// <summary>What the places show of the values that have one name or one text each; names in several cells have no one place.</summary>
    private static IEnumerable<string> Places(ReadNotice read, ReadSources sources, string of, string[] values) =>
        values.Select(v => $"at {v} {string.Join('|', sources.Of(v).Select(s => Behind(read, s)))} of {Wording.Plain(of)}");

    private static string Behind(ReadNotice read, SourceSpan? place) => place is null ? "" : Wording.Plain(read.At(place));

    /// <summary>All but those that the clothes themselves give (half-width brackets), whatever order and numbers they have.</summary>
    private static IEnumerable<string> Findings(ReadNotice read) => read.Findings.Where(f => !_ofClothes.Contains(f.Kind))
        .Select(f => $"finding {f.Kind} {Wording.Plain(read.Items.FirstOrDefault(i => i.No == f.Item)?.Title)}")
        .Order(StringComparer.Ordinal);

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

using Approvals.Tests.Notices.Corpus.Generated;
using Xunit.Abstractions;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>
/// The reader against a careful clerk, document by document. <c>APPROVALS_CORPUS=1</c> also writes the report to
/// artifacts/corpus, where every miss stands with its document and field; <c>APPROVALS_CORPUS=113-128</c> counts those numbers alone.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private const double Enough = 0.95;

    [Fact]
    public void Of_notices_that_nobody_prepared_each_field_is_read_as_the_clerk_reads_it() =>
        Judge("written", CorpusDocument.Names.Where(IsAsked).Select(CorpusDocument.Load));

    [Fact]
    public void Of_generated_notices_in_each_layout_each_field_is_read_as_it_was_made() =>
        Judge("generated", GeneratedCorpus.Names.Select(GeneratedCorpus.Load));

    private static bool IsAsked(string name) =>
        Environment.GetEnvironmentVariable("APPROVALS_CORPUS")?.Split('-') is not [var first, var last]
        || (int.Parse(name.Split('-')[0]) is var number && number >= int.Parse(first) && number <= int.Parse(last));

    private void Judge(string what, IEnumerable<CorpusDocument> documents)
    {
        var (score, read) = (new Score(), 0);
        foreach (var document in documents)
        {
            Scorer.Count(document, score);
            read++;
        }

        read.ShouldBePositive("no document has such a number");
        var report = score.Report().ToArray();
        foreach (var line in report)
        {
            output.WriteLine(line);
        }

        if (Environment.GetEnvironmentVariable("APPROVALS_CORPUS") is not null)
        {
            var folder = Directory.CreateDirectory(RepositoryFiles.PathOf("artifacts/corpus"));
            File.WriteAllLines(Path.Combine(folder.FullName, $"{what}.txt"), report);
        }

        Score.Fields.Where(field => score[field] is { Precision: < Enough } or { Recall: < Enough })
            .Select(field => $"{field}: precision {score[field].Precision:P1}, recall {score[field].Recall:P1}")
            .ShouldBeEmpty();
    }
}

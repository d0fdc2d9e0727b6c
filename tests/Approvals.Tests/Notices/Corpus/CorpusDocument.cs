using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>A document and how a careful clerk reads it.</summary>
/// <param name="FileName">Tells the reader the format.</param>
internal sealed record CorpusDocument(string Name, string FileName, byte[] Bytes, ExpectedNotice Expected)
{
    private const string Folder = "tests/Approvals.Tests/Notices/Corpus/Documents";

    /// <summary>Those that were written by hand.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(RepositoryFiles.PathOf(Folder), "*.expected.json")
            .Select(path => Path.GetFileName(path)[..^".expected.json".Length]).Order(StringComparer.Ordinal),
    ];

    public static CorpusDocument Load(string name)
    {
        var expected = ExpectedNotice.Parse(File.ReadAllBytes(PathOf($"{name}.expected.json")));
        return Source(name) switch
        {
            (".word", var markup) => new CorpusDocument(
                name, $"{name}.docx", WordBuilder.Build(WordMarkup.Parse(markup), new WordHabits()), expected),
            (".sheet", var markup) => new CorpusDocument(
                name, $"{name}.xlsx", SheetMarkup.Build(SheetMarkup.Parse(markup), inline: false), expected),
            (var extension, var text) => new CorpusDocument(name, name + extension, Encoding.UTF8.GetBytes(text), expected),
        };
    }

    /// <summary>The file as it was written: its extension (.txt, .word, .sheet) and its text.</summary>
    public static (string Extension, string Text) Source(string name)
    {
        var extension = new[] { ".txt", ".word", ".sheet" }.Single(e => File.Exists(PathOf(name + e)));
        return (extension, File.ReadAllText(PathOf(name + extension)));
    }

    /// <summary>What the reader makes of it, through the JSON that `read` prints.</summary>
    public static ReadNotice Read(string fileName, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var json = new MemoryStream();
        NoticeJson.Write(NoticeReader.Read(stream, fileName, SampleNotice.Options), json);
        return ReadNotice.Parse(json.ToArray());
    }

    private static string PathOf(string file) => Path.Combine(RepositoryFiles.PathOf(Folder), file);
}

namespace Approvals.Tests.House;

/// <summary>
/// The bar: what is built can be read beside something else. The .editorconfig asks for 130; this is where it ends.
/// </summary>
public sealed class LineLengthTests
{
    private const int Longest = 160;

    [Fact]
    public void No_line_of_the_source_runs_out_of_sight()
    {
        var hits = SourceFiles.Under("src", ".cs", ".cshtml").SelectMany(path => File.ReadLines(path)
            .Select((text, at) => (text, Line: at + 1))
            .Where(l => l.text.Length > Longest)
            .Select(l => $"{Path.GetRelativePath(RepositoryFiles.Root, path)}:{l.Line}: {l.text.Length}"));

        hits.ShouldBeEmpty();
    }
}

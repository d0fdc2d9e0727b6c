using System.Xml.Linq;

namespace Approvals.Tests.House;

public sealed class DependencyTests
{
    private const int MostLines = 400;

    [Fact]
    public void The_engine_references_no_package_and_no_project()
    {
        References("Approvals.Engine", "PackageReference").ShouldBeEmpty();
        References("Approvals.Engine", "ProjectReference").ShouldBeEmpty();
    }

    [Fact]
    public void The_engine_reads_no_clock_and_touches_nothing()
    {
        string[] forbidden =
        [
            "DateTime.Now", "DateTime.UtcNow", "DateTime.Today", "DateTimeOffset.Now", "DateTimeOffset.UtcNow", "TimeProvider",
            "Stopwatch", "Environment.TickCount", "Guid.NewGuid", "System.IO", "System.Net", "Random.Shared", "Task.Delay",
            "async ",
        ];
        var hits = SourceFiles.Under("src/Approvals.Engine", ".cs").SelectMany(path => File.ReadLines(path)
            .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .SelectMany(line => forbidden.Where(line.Contains).Select(word => $"{Path.GetFileName(path)}: {word}")));

        hits.ShouldBeEmpty();
    }

    [Fact]
    public void No_project_references_upward()
    {
        References("Approvals.Readers", "ProjectReference").ShouldBe(["Approvals.Engine"]);
        References("Approvals.Web", "ProjectReference").ShouldBeSubsetOf(["Approvals.Engine", "Approvals.Readers"]);
    }

    [Fact]
    public void No_source_file_is_longer_than_a_reader_can_hold() =>
        SourceFiles.Under("src", ".cs", ".cshtml", ".js", ".sql", ".css")
            .Where(path => File.ReadLines(path).Count() > MostLines)
            .Select(path => Path.GetRelativePath(RepositoryFiles.Root, path))
            .ShouldBeEmpty();

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(RepositoryFiles.PathOf($"src/{project}/{project}.csproj")).Descendants(kind)
            .Select(e => e.Attribute("Include")?.Value ?? "")
            .Select(
                include => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(include.Replace('\\', '/')) : include);
}

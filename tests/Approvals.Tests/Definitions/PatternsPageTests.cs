using System.Text.RegularExpressions;

namespace Approvals.Tests.Definitions;

/// <summary>docs/patterns.md is true: every test that it names stands in the file that it links.</summary>
public sealed partial class PatternsPageTests
{
    [Fact]
    public void Every_pattern_has_a_test_that_there_is()
    {
        var rows = Row().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs/patterns.md")));

        rows.Count.ShouldBeGreaterThan(40);
        rows.Where(row => !Tests(row.Groups["file"].Value).Contains($" {row.Groups["test"].Value}(", StringComparison.Ordinal))
            .Select(row => row.Value).ShouldBeEmpty();
    }

    private static string Tests(string file) => File.ReadAllText(RepositoryFiles.PathOf(file));

    [GeneratedRegex(@"\[\w+\]\(\.\./(?<file>tests/[\w/.]+\.cs)\): (?<test>\w+) \|")]
    private static partial Regex Row();
}

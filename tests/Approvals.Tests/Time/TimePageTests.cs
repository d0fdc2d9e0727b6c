using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>What docs/definitions.md says of time by example is what the engine does.</summary>
public sealed partial class TimePageTests
{
    private static readonly string Page = File.ReadAllText(RepositoryFiles.PathOf("docs/definitions.md"));

    [Fact]
    public void The_example_of_the_page_is_what_fires()
    {
        var example = Example().Match(Page);
        example.Success.ShouldBeTrue("the page has lost its example");
        var due = new DateOnly(
            int.Parse(example.Groups[3].Value), Month(example.Groups[2].Value), int.Parse(example.Groups[1].Value));
        due.DayOfWeek.ShouldBe(DayOfWeek.Sunday);
        var rungs = Rungs().Matches(example.Groups[4].Value);
        rungs.Count.ShouldBe(3);

        Scenario.Given(Ladder($"remind: [{string.Join(", ", rungs.Select(r => r.Groups[1].Value))}]"),
            (Opened("06-01 09:00") with { DueOn = due }).With(Party.ResponsibleDepartments, Bodies(Medical)))
            .Until("07-31 00:00", out var fired);

        fired.Select(f => Text(f.At)).ShouldBe(rungs.Select(r => $"{due.Month:00}-{int.Parse(r.Groups[3].Value):00} 08:00"));
        rungs.ShouldAllBe(r => $"{new DateOnly(due.Year, due.Month, int.Parse(r.Groups[3].Value)).DayOfWeek}" == r.Groups[2].Value);
    }

    /// <summary>The examples of the table of a stage's keys, each put into a definition as it stands.</summary>
    [Theory]
    [InlineData("deadline")]
    [InlineData("remind")]
    [InlineData("escalate")]
    [InlineData("on_deadline")]
    public void The_examples_of_the_table_are_read(string key)
    {
        var row = Page.Split('\n').Single(line => line.StartsWith($"| `{key}` |", StringComparison.Ordinal));
        var examples = Code().Matches(row.Split('|', 3)[2]).Select(m => m.Groups[1].Value)
            .Select(text => text.Replace("clerk", "office").Replace("open: report", "open: main"));
        foreach (var example in examples.Where(e => e is not "to" and not "signers" and not "of"))
        {
            var written = (key, example[0]) switch
            {
                ("escalate", '{') or ("remind", not '[') => $"{key}: [{example}]",
                _ => $"{key}: {example}",
            };
            Scenario.Book(Scenario.MainFile(Ladder(written))).Workflows.Count.ShouldBe(1, written);
        }
    }

    private static string Ladder(string line) => $$"""
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head]}
            {{line}}{{(line.StartsWith("deadline", StringComparison.Ordinal) ? "" : "\n    deadline: own")}}
            actions:
              hand-in: {title: 提交, to: done}
              find: {title: 查出, to: work, needs: [reason, {date: checks, title: 开始日}], effects: [raise: finding]}
        """;

    private static int Month(string name) => DateTime.ParseExact(name, "MMMM", CultureInfo.InvariantCulture).Month;

    [GeneratedRegex(@"Due Sunday (\d+) (\w+) (\d{4}): ([^.]+)\.")]
    private static partial Regex Example();

    [GeneratedRegex(@"`([-+0-9dh]+)`(?: is)? (\w+)\s+(\d+)")]
    private static partial Regex Rungs();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}

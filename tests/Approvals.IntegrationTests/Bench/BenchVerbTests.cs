using System.Text.RegularExpressions;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.Bench;

/// <summary>What the bench is asked for is judged before anything is started, and what comes of it is a line an item.</summary>
public sealed partial class BenchVerbTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("2")]
    [InlineData("NaN")]
    public async Task A_part_of_nothing_or_of_more_than_all_is_refused_in_one_sentence(string part)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(["bench", "--part", part]);

        code.ShouldBe(2, errors);
        output.ShouldBeEmpty();
        errors.Trim().ShouldBe($"--part 写的是 {part}，请写大于 0、不大于 1 的数，如 0.1。");
    }

    [Fact]
    public async Task A_folder_that_holds_something_else_is_refused_in_one_sentence_before_anything_is_started()
    {
        var folder = Directory.CreateDirectory(TestCluster.NewFolder()).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "notes.txt"), "mine");

        var (code, output, errors) = await ServerProcess.RunAsync(["bench", "--only", "inbox", "--keep", folder]);

        code.ShouldNotBe(0);
        output.ShouldBeEmpty();
        errors.Trim().ShouldBe($"{folder} 里不是一份写完的测试数据：请换一个空文件夹。里面的东西没有动过。");
        Directory.GetFileSystemEntries(folder).Length.ShouldBe(1);
    }

    [Fact]
    public async Task An_item_that_there_is_not_is_told_with_those_that_there_are()
    {
        var (code, output, errors) = await ServerProcess.RunAsync(["bench", "--only", "signoff,sign"]);

        code.ShouldBe(2, errors);
        output.ShouldBeEmpty();
        errors.ShouldContain("没有“sign”这一项，可以测的有：startup、sweep、growth、signoff、");
    }

    [Fact]
    public async Task A_quick_run_prints_a_line_an_item_and_what_it_measured_beside_them()
    {
        string[] items = ["signoff", "timers", "split", "search", "reading", "simulation"];
        var (code, output, errors) = await ServerProcess.RunAsync(["bench", "--quick", "--only", string.Join(',', items)]);

        code.ShouldBe(0, output + errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(items.Length, output);
        foreach (var (line, name) in lines.Zip(items))
        {
            (name == "search" ? line == "bench: search not yet" : Measured().Match(line) is { Success: true } m && m.Groups[1].Value == name)
                .ShouldBeTrue(line);
        }

        errors.ShouldContain("of the reference, in 2 round trips: ");
        errors.ShouldContain("1000 rows in ");
        errors.ShouldContain("reading: median ");
        errors.ShouldContain("fsync on");
    }

    [GeneratedRegex(@"^bench: (\w+) \d+\.\d\d p99 \d+(\.\d)? ms$")]
    private static partial Regex Measured();
}

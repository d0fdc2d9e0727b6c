using System.Text.Json;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.CommandLine;

/// <summary><c>approvals check</c>, once as a process.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task The_shipped_definitions_are_sound_and_that_is_one_line()
    {
        var (code, output, errors) = await ServerProcess.RunAsync(["check"]);
        code.ShouldBe(0, output + errors);
        output.Trim().Split('\n').ShouldHaveSingleItem();
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_file_alone_is_judged_with_those_beside_it()
    {
        var (code, output, _) = await Verb.RunAsync("check", Path.Combine(AppContext.BaseDirectory, "workflows", "item.yaml"));
        code.ShouldBe(0, output);
    }

    [Fact]
    public async Task A_misspelt_key_is_shown_with_file_line_and_column()
    {
        var folder = Misspelt(out var file, out var line);
        var (code, output, errors) = await Verb.RunAsync("check", folder);
        code.ShouldBe(1);
        errors.ShouldBeEmpty();
        output.Trim().Split('\n').ShouldAllBe(l => l.StartsWith($"{file}:{line}:"));

        (await Verb.RunAsync("check", file)).ShouldBe((code, output, errors));
    }

    [Fact]
    public async Task Json_is_one_document()
    {
        var folder = Misspelt(out var file, out var line);
        var (code, output, _) = await Verb.RunAsync("check", folder, "--json");
        code.ShouldBe(1);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("sound").GetBoolean().ShouldBeFalse();
        var fault = document.RootElement.GetProperty("faults")[0];
        fault.GetProperty("file").GetString().ShouldBe(file);
        fault.GetProperty("line").GetInt32().ShouldBe(line);
    }

    [Fact]
    public async Task An_example_is_told_with_its_signatures_and_too_many_requests_are_a_warning()
    {
        var (code, output, errors) = await Verb.RunAsync("check", "--example", "--most-requests", "1", "--on", "2026-03-02");
        code.ShouldBe(0, output + errors);
        output.ShouldContain("其中签批5次");
        output.ShouldContain("件待办，多于 1 件");

        var (_, json, _) = await Verb.RunAsync("check", "--example", "--json", "--on", "2026-03-02");
        using var document = JsonDocument.Parse(json);
        document.RootElement.GetProperty("examples").EnumerateArray()
            .Select(e => e.GetProperty("played").GetProperty("counts").GetProperty("signatures").GetInt32()).ShouldContain(5);
    }

    [Fact]
    public async Task With_a_unit_the_departments_that_have_nobody_are_told()
    {
        var unit = Path.Combine(AppContext.BaseDirectory, "units", "twin.yaml");
        var (code, output, errors) = await Verb.RunAsync("check", "--unit", unit);
        code.ShouldBe(0, output + errors);
        output.ShouldContain("轮到这些科室时没有人能办");

        (await Verb.RunAsync("check", "--unit", unit, "--on", "1. Juni")).Code.ShouldBe(2);
    }

    [Fact]
    public async Task A_missing_path_is_wrong_usage()
    {
        var (code, output, errors) = await Verb.RunAsync("check", "/nowhere/at/all.yaml");
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("/nowhere/at/all.yaml");
    }

    [Fact]
    public async Task The_site_does_not_start_with_a_misspelt_definition()
    {
        var folder = Misspelt(out _, out var line);
        var data = TestCluster.NewFolder();
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["serve", "--Urls=http://127.0.0.1:0", $"--Workflows={folder}", $"--Data={Path.Combine(data, "data")}"]);
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain($"campaign.yaml:{line}:");
        errors.ShouldNotContain("   at ");
        Directory.Exists(Path.Combine(data, "data")).ShouldBeFalse("nothing is written");
    }

    /// <summary>The shipped definitions with one key of one file misspelt.</summary>
    private static string Misspelt(out string file, out int line)
    {
        var folder = TestCluster.NewFolder();
        foreach (var path in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml"))
        {
            File.Copy(path, Path.Combine(folder, Path.GetFileName(path)));
        }

        file = Path.Combine(folder, "campaign.yaml");
        var lines = File.ReadAllLines(file);
        line = Array.FindIndex(lines, l => l.Contains("quiet: true")) + 1;
        lines[line - 1] = lines[line - 1].Replace("quiet", "qiet");
        File.WriteAllLines(file, lines);
        return folder;
    }
}

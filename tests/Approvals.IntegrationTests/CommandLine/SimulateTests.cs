using System.Text.Json;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.CommandLine;

/// <summary><c>approvals simulate</c>, once as a process.</summary>
public sealed class SimulateTests
{
    private readonly string _data = Path.Combine(TestCluster.NewFolder(), "data");

    [Fact]
    public async Task The_same_seed_prints_the_same_document_and_another_seed_another()
    {
        var (code, output, errors) = await SimulateAsync(Sample, "--seed", "5", "--json");
        code.ShouldBe(0, errors);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("seed").GetInt64().ShouldBe(5);
        foreach (var part in new[] { "timeline", "messages", "people", "months" })
        {
            document.RootElement.GetProperty(part).GetArrayLength().ShouldBeGreaterThan(0, part);
        }

        (await ServerProcess.RunAsync(["simulate", Sample, "--seed", "5", "--json", $"--Data={_data}"])).Output.ShouldBe(output);
        (await SimulateAsync(Sample, "--seed", "6", "--json")).Output.ShouldNotBe(output);
    }

    [Fact]
    public async Task A_person_reads_what_happens_who_is_told_and_who_is_asked_how_often()
    {
        var (code, output, errors) = await SimulateAsync(Sample);
        code.ShouldBe(0, errors);
        foreach (var heading in new[] { "一、经过", "二、消息", "三、各人", "四、每月末", "五、没有办结的" })
        {
            output.ShouldContain(heading);
        }

        output.ShouldNotContain("毫秒", customMessage: "how long it took is said beside the answer, not in it");
        errors.ShouldContain("毫秒");
    }

    [Fact]
    public async Task A_play_that_is_cut_off_says_whom_it_waits_for()
    {
        var (code, output, errors) = await SimulateAsync(Sample, "--until", "2021-07-01", "--json");
        code.ShouldBe(0, errors);
        using var document = JsonDocument.Parse(output);
        document.RootElement.GetProperty("ended").GetBoolean().ShouldBeFalse();
        document.RootElement.GetProperty("left").EnumerateArray()
            .ShouldContain(left => left.GetProperty("waitsFor").GetArrayLength() > 0);
    }

    [Theory]
    [InlineData(2, "nowhere.docx")]
    [InlineData(2, "*", "--from", "昨天")]
    [InlineData(2, "*", "--until", "2021-13-01")]
    [InlineData(2, "*", "--until", "2020-01-01")]
    [InlineData(2, "*", "--workflow", "nothing")]
    [InlineData(2, "*", "--unit", "nowhere.yaml")]
    [InlineData(2, "sx-tcm-2021-18-draft.txt")]
    public async Task Wrong_usage_is_told_in_one_sentence(int expected, string file, params string[] options)
    {
        var (code, output, errors) = await SimulateAsync([file == "*" ? Sample : InSamples(file), .. options]);
        code.ShouldBe(expected, errors);
        output.ShouldBeEmpty();
        OneSentence(errors);
    }

    [Fact]
    public async Task Names_that_the_unit_does_not_know_are_listed_and_nothing_is_played()
    {
        var unit = Path.Combine(TestCluster.NewFolder(), "unit.yaml");
        await File.WriteAllTextAsync(unit, """
            apiVersion: approvals/1
            unit: 某院
            short: 某院
            demonstration: true
            zone: Asia/Shanghai
            from: 2019-01-01
            bodies:
              - {name: 医务科, kind: administrative}
            people:
              - {name: 某人, login: moren}
            posts:
              - {person: 某人, body: 医务科, role: registrar}
            """);
        var (code, output, errors) = await SimulateAsync(Sample, "--unit", unit);
        code.ShouldBe(1, errors);
        output.ShouldBeEmpty();
        OneSentence(errors);
        errors.ShouldContain("张建荣");
        errors.ShouldNotContain("医务科");
    }

    private static string Sample => InSamples("sx-tcm-2021-18.docx");

    private static string InSamples(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);

    private static void OneSentence(string errors)
    {
        errors.Trim().Split('\n').ShouldHaveSingleItem();
        errors.Any(c => c is >= '\u4e00' and <= '\u9fff').ShouldBeTrue(errors);
    }

    private async Task<(int Code, string Output, string Errors)> SimulateAsync(params string[] arguments)
    {
        var answer = await Verb.RunAsync(["simulate", .. arguments, $"--Data={_data}"]);
        Directory.Exists(_data).ShouldBeFalse("a play starts no database and writes nothing");
        return answer;
    }
}

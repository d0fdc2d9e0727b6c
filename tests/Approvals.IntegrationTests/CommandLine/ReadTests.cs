using System.Text.Json;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.CommandLine;

/// <summary><c>approvals read</c>, as a process where it writes a document and where memory counts.</summary>
public sealed class ReadTests
{
    private readonly string _data = Path.Combine(TestCluster.NewFolder(), "data");

    [Fact]
    public async Task The_docx_and_the_txt_of_the_sample_have_the_same_ten_items()
    {
        var docx = await ItemsAsync("sx-tcm-2021-18.docx");
        docx.Count.ShouldBe(10);
        (await ItemsAsync("sx-tcm-2021-18.txt")).ShouldBe(docx);
    }

    [Fact]
    public async Task A_person_reads_items_dates_and_differences()
    {
        var (code, output, errors) = await ReadAsync(Sample("sx-tcm-2021-18.txt"));
        code.ShouldBe(0, errors);
        output.ShouldContain("事项 10 项");
        output.ShouldContain("差异和疑点");
        errors.ShouldBeEmpty();
    }

    /// <summary>With 140 MB for what it reads and makes of it, the process stays under 200 MB.</summary>
    [Theory]
    [Trait("Part", "readers")]
    [InlineData("每周一、周二和", 80_000)]
    [InlineData("（一）甲乙丙。丁戊\n", 50_000)]
    [InlineData("1.完成甲乙丙工作。责任单位：医务科；完成时限：2021年6月底前。\n", 17_000)]
    public async Task The_longest_text_is_read_in_bounded_memory(string words, int times)
    {
        var path = Path.Combine(TestCluster.NewFolder(), "long.txt");
        await File.WriteAllTextAsync(path, "关于印发方案的通知\n各科室：\n" + string.Concat(Enumerable.Repeat(words, times)));
        // One heap, collected while nobody allocates: what is asked is how much the reader needs, not how the collector shares it out.
        var (code, _, errors) = await ServerProcess.RunAsync(
            ["read", path], ("DOTNET_GCHeapHardLimit", "0x8C00000"), ("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"));
        code.ShouldBe(0, errors);
    }

    [Theory]
    [InlineData("empty.txt", 0)]
    [InlineData("no-notice.txt", 1)]
    [InlineData("large.txt", 2)]
    [InlineData("damaged.docx", 3)]
    [InlineData("cut.docx", 4)]
    public async Task What_is_no_notice_is_refused_in_one_sentence(string name, int kind)
    {
        var path = Path.Combine(TestCluster.NewFolder(), name);
        await File.WriteAllBytesAsync(path, kind switch
        {
            0 => [],
            1 => "今天天气很好。"u8.ToArray(),
            2 => new byte[50 << 20],
            3 => "PK\u0003\u0004 nothing that unpacks"u8.ToArray(),
            _ => (await File.ReadAllBytesAsync(Sample("sx-tcm-2021-18.docx")))[..9000],
        });
        var (code, output, errors) = await ReadAsync(path);

        code.ShouldBe(1, errors);
        output.ShouldBeEmpty();
        OneSentence(errors);
    }

    [Theory]
    [InlineData("nowhere.docx")]
    [InlineData("")]
    public async Task A_missing_file_is_wrong_usage(string name)
    {
        var (code, output, errors) = await ReadAsync(Path.Combine(TestCluster.NewFolder(), name));
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        OneSentence(errors);
    }

    [Theory]
    [InlineData("2021-13-01")]
    [InlineData("昨天")]
    public async Task A_day_that_is_none_is_wrong_usage(string day)
    {
        var (code, output, errors) = await ReadAsync(Sample("sx-tcm-2021-18.txt"), "--on", day);
        code.ShouldBe(2);
        output.ShouldBeEmpty();
        OneSentence(errors);
    }

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "samples", name);

    private static void OneSentence(string errors)
    {
        errors.Trim().Split('\n').ShouldHaveSingleItem();
        errors.Any(c => c is >= '\u4e00' and <= '\u9fff').ShouldBeTrue(errors);
    }

    /// <summary>Number, title, leaders, departments and date of each item; standard output must be one JSON document.</summary>
    private async Task<List<string>> ItemsAsync(string sample)
    {
        var (code, output, errors) = await ServerProcess.RunAsync(["read", Sample(sample), "--json", $"--Data={_data}"]);
        code.ShouldBe(0, errors);
        using var document = JsonDocument.Parse(output);
        return
        [
            .. document.RootElement.GetProperty("items").EnumerateArray().Select(i =>
                $"{i.GetProperty("no")} {i.GetProperty("title")} {i.GetProperty("leaders")} "
                + $"{i.GetProperty("departments")} {i.GetProperty("due")}"),
        ];
    }

    private async Task<(int Code, string Output, string Errors)> ReadAsync(params string[] arguments)
    {
        var answer = await Verb.RunAsync(["read", .. arguments, $"--Data={_data}"]);
        Directory.Exists(_data).ShouldBeFalse("reading starts no database and writes nothing");
        return answer;
    }
}

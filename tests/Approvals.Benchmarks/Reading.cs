using System.Globalization;
using System.IO.Compression;
using System.Text;
using Approvals.Readers.Calendars;
using Approvals.Readers.Notices;
using BenchmarkDotNet.Attributes;

namespace Approvals.Benchmarks;

/// <summary>
/// Reading, warm: the .docx of 18号, and a notice of 300 pages with a list of 2,000 rows.
/// Run: <c>dotnet run -c Release --project tests/Approvals.Benchmarks -- --job short --filter '*Reading*'</c>.
/// </summary>
[MemoryDiagnoser]
public class Reading
{
    private const int Rows = 2_000;

    /// <summary>Of 22 lines with 28 characters (GB/T 9704), the list counted in.</summary>
    private const int Pages = 300;

    private const int OfAPage = 22 * 28;
    private const string Main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

    private byte[] _seed = [];
    private byte[] _large = [];
    private ReadOptions _options = null!; // set up before every run

    [GlobalSetup]
    public void Prepare()
    {
        _options = new ReadOptions(CalendarReader.ReadAll(
            Directory.GetFiles(Project.PathOf("calendars"), "*.yaml").Select(path => (Path.GetFileName(path), File.ReadAllText(path)))));
        _seed = File.ReadAllBytes(Project.PathOf("samples/sx-tcm-2021-18.docx"));
        _large = Large();
        if (Seed() != 10 || LongNotice() != Rows)
        {
            throw new InvalidOperationException("the notices that are measured are not read whole");
        }
    }

    [Benchmark]
    public int Seed() => Read(_seed);

    [Benchmark]
    public int LongNotice() => Read(_large);

    private int Read(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return NoticeReader.Read(stream, "notice.docx", _options).Items.Length;
    }

    private static byte[] Large()
    {
        var table = new StringBuilder("<w:tbl>").Append(Row(["序号", "工作任务", "工作措施", "责任科室", "完成时限"]));
        var characters = 0;
        for (var no = 1; no <= Rows; no++)
        {
            string[] cells =
            [
                Text(no), $"完善第{Text(no)}项服务流程", $"梳理第{Text(no)}项的堵点，修订制度，现场公布办理时间；每季度回访一次，记录患者的意见。",
                no % 3 == 0 ? "护理部、门诊办" : "医务科", $"2021年{Text((no % 6) + 7)}月底前",
            ];
            characters += cells.Sum(c => c.Length);
            table.Append(Row(cells));
        }

        var body = new StringBuilder();
        foreach (var line in new[] { "绍市中医〔2021〕99号", "关于印发服务提升任务清单的通知", "各科室：", "现将任务清单印发给你们，请遵照执行。" })
        {
            body.Append(Paragraph(line));
        }

        for (var no = 1; characters < Pages * OfAPage; no++)
        {
            var text = $"{Text(no)}.服务提升的第{Text(no)}点考虑。坚持以病人为中心，把群众反映的突出问题改在前面，统筹人员、场地和信息系统，边改边查，"
                + "发现一处整改一处，并把好的做法写进制度，让就医的人看得见、用得上，也让一线的人少填表、少跑腿。";
            characters += text.Length;
            body.Append(Paragraph(text));
        }

        body.Append(Paragraph("绍兴市中医院")).Append(Paragraph("2021年6月2日")).Append(Paragraph("附件")).Append(Paragraph("任务清单")).Append(table).Append("</w:tbl>");
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry("word/document.xml").Open(), new UTF8Encoding(false));
            writer.Write($"<w:document xmlns:w=\"{Main}\"><w:body>{body}</w:body></w:document>");
        }

        return target.ToArray();
    }

    private static string Text(int no) => no.ToString(CultureInfo.InvariantCulture);

    private static string Row(string[] cells) =>
        $"<w:tr>{string.Concat(cells.Select(c => $"<w:tc>{Paragraph(c)}</w:tc>"))}</w:tr>";

    private static string Paragraph(string text) => $"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>";
}

using System.Diagnostics;
using System.Text;
using Approvals.Readers.Notices;

namespace Approvals.Tests.Notices;

/// <summary>Whatever is cut, spliced and turned over in a file, it is read or refused in one sentence.</summary>
[Trait("Part", "readers")]
public sealed class MutatedFilesTests
{
    [Fact]
    public void Mutants_are_read_or_refused_and_nothing_else()
    {
        var seed = LongRun.Seed("readers", 20211118);
        var random = new Random(seed);
        var files = new (byte[] Bytes, string Name)[]
        {
            (SampleNotice.Docx, "18.docx"), (Encoding.UTF8.GetBytes(SampleNotice.Txt), "18.txt"),
            (File.ReadAllBytes(RepositoryFiles.PathOf("samples/sx-tcm-2021-18-annex.xlsx")), "annex.xlsx"),
            (Encoding.UTF8.GetBytes($"<html><body><table><tr><td>{SampleNotice.Txt.Replace("\t", "</td><td>")}</table>"), "18.html"),
        };
        var others = files.Select(f => f.Bytes).ToArray();
        for (var round = 0; round < LongRun.Times("readers", 200, 20_000); round++)
        {
            var (bytes, name) = files[round % files.Length];
            var mutant = DocxMutants.Mutate(bytes, others, random);
            var clock = Stopwatch.StartNew();
            try
            {
                NoticeText.Write(SampleNotice.Read(mutant, random.Next(10) == 0 ? "18.docx" : name), TextWriter.Null);
            }
            catch (NoticeRefusedException refused)
            {
                BadFilesTests.OneSentence(refused);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"APPROVALS_SEED={seed}, round {round}, {name}", e);
            }

            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10), $"APPROVALS_SEED={seed}, round {round}, {name}");
        }
    }

    [Fact]
    public void Spliced_lines_and_cells_are_read_or_refused_and_nothing_else()
    {
        var seed = LongRun.Seed("readers", 7);
        var random = new Random(seed);
        var lines = SampleNotice.Txt.Split('\n');
        for (var round = 0; round < LongRun.Times("readers", 150, 10_000); round++)
        {
            var text = string.Join(
                '\n', Enumerable.Range(0, random.Next(1, lines.Length)).Select(_ => lines[random.Next(lines.Length)]));
            try
            {
                SampleNotice.Read(text);
            }
            catch (NoticeRefusedException refused)
            {
                BadFilesTests.OneSentence(refused);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"APPROVALS_SEED={seed}, round {round}", e);
            }
        }
    }
}

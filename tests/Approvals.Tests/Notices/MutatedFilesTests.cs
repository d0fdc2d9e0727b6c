using System.Diagnostics;
using System.Text;
using Approvals.Readers.Notices;
using Xunit.Abstractions;

namespace Approvals.Tests.Notices;

/// <summary>
/// Whatever is cut, spliced, turned over or made to hurt, it is read or refused in one sentence, within ten seconds each. In depth
/// (<c>./test.sh --long readers</c>) the process has a heap of 140 MB, and its peak is printed.
/// </summary>
[Trait("Part", "readers")]
public sealed class MutatedFilesTests(ITestOutputHelper output)
{
    /// <summary>One of so many is made to hurt; the others are damaged.</summary>
    private const int Hostile = 5;

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
        var ends = new Dictionary<string, (int Read, int Refused, TimeSpan Longest)>();
        for (var round = 0; round < LongRun.Times("readers", 200, 20_000); round++)
        {
            var (bytes, name) = files[round % files.Length];
            var (kind, mutant) = random.Next(Hostile) == 0 ? HostileFiles.Make(bytes, random)
                : ("damaged", DocxMutants.Mutate(bytes, others, random));
            var called = random.Next(10) == 0 ? "18.docx" : name;
            var clock = Stopwatch.StartNew();
            var read = IsRead(
                $"APPROVALS_SEED={seed}, round {round}, {name}, {kind}",
                () => NoticeText.Write(SampleNotice.Read(mutant, called), TextWriter.Null));
            var (good, bad, longest) = ends.GetValueOrDefault(kind);
            ends[kind] = (good + (read ? 1 : 0), bad + (read ? 0 : 1), clock.Elapsed > longest ? clock.Elapsed : longest);
        }

        foreach (var (kind, end) in ends.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{kind}: {end.Read} read, {end.Refused} refused, the longest in {end.Longest.TotalSeconds:0.00} s");
        }

        TellMemory();
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
            IsRead($"APPROVALS_SEED={seed}, round {round}", () => SampleNotice.Read(text));
        }

        TellMemory();
    }

    /// <returns>False where it was refused.</returns>
    private static bool IsRead(string what, Action reading)
    {
        try
        {
            Patience.Read(what, reading);
            return true;
        }
        catch (NoticeRefusedException refused)
        {
            BadFilesTests.OneSentence(refused);
            return false;
        }
        catch (Exception e) when (e is not TimeoutException)
        {
            throw new InvalidOperationException(what, e);
        }
    }

    private void TellMemory() => output.WriteLine(
        $"heap of at most {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB, now {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB; "
        + $"peak of the process with all its tests {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
}

using System.Diagnostics;
using Approvals.Engine.Calendars;
using Approvals.Engine.Simulation;
using Approvals.Readers.Definitions;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Bench.Ground;
using Approvals.Web.Bench.Load;
using Approvals.Web.Features;
using Approvals.Web.Features.Directories;
using Approvals.Web.Hosting;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Bench.Items;

/// <summary>What needs no database: the sample notice read, and its campaign played for a year.</summary>
internal static class ReadingItems
{
    private const double ReadingMilliseconds = 150;
    private const double SimulationMilliseconds = 1000;
    private const int Warming = 3;

    /// <summary>The printed name; as a plain text it would be a definition's word.</summary>
    public static string Reading { get; } = nameof(Reading).ToLowerInvariant();

    private static string Sample => Path.Combine(AppContext.BaseDirectory, "samples", "sx-tcm-2021-18.docx");

    public static Task<Measured> ReadAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        var bytes = File.ReadAllBytes(Sample);
        var calendar = CasesSetup.ReadCalendars(Settings.Read());
        return MeasureAsync(Reading, ReadingMilliseconds, effort, effort.Quick ? 10 : 100, () => Read(bytes, calendar));
    }

    public static Task<Measured> SimulateAsync(BenchServer server, Effort effort, CancellationToken cancellation)
    {
        var settings = Settings.Read();
        var book = BookReader.ReadNamed(Editions.Files(CasesSetup.WorkflowsFolder(settings)));
        var calendar = CasesSetup.ReadCalendars(settings);
        var draft = Read(File.ReadAllBytes(Sample), calendar);
        var unit = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "units"), "*.yaml").Select(UnitFiles.ReadAt).First(u => u.Demonstration);
        var begin = draft.IssuedOn ?? throw new InvalidOperationException("the sample has no day");
        var until = begin.AddYears(1);
        return MeasureAsync("simulation", SimulationMilliseconds, effort, effort.Quick ? 3 : 20, () =>
        {
            var play = CampaignPlay.Of(draft, unit, book, calendar, begin, new DateOnly(begin.Year, 12, 31));
            Rehearsal.Play(
                play.World, new Scene(1, until, new DateOnly(begin.Year, 12, 31), Texts.Rehearsal.Reason, Texts.Rehearsal.Report), play.Opening);
        });
    }

    private static async Task<Measured> MeasureAsync(string name, double reach, Effort effort, int times, Action work)
    {
        for (var turn = 0; turn < Warming; turn++)
        {
            work();
        }

        var taken = new List<TimeSpan>();
        for (var turn = 0; turn < times; turn++)
        {
            var began = Stopwatch.GetTimestamp();
            work();
            taken.Add(Stopwatch.GetElapsedTime(began));
        }

        var latencies = Latencies.Of(taken, corrected: false);
        var median = latencies.Percentile(0.5).TotalMilliseconds;
        await effort.TellAsync($"{name}: median {median:0.0} ms of {times}, warm");
        return new Measured(reach / median, latencies.Percentile(0.99));
    }

    private static NoticeDraft Read(byte[] bytes, WorkCalendar calendar)
    {
        using var stream = new MemoryStream(bytes);
        return NoticeReader.Read(stream, Sample, new ReadOptions(calendar));
    }
}

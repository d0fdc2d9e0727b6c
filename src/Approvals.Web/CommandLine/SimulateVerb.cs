using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Readers.Calendars;
using Approvals.Readers.Definitions;
using Approvals.Readers.Notices;
using Approvals.Readers.Units;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features;
using Approvals.Web.Features.Rehearsals;
using Approvals.Web.Hosting;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>Plays the campaign of a notice in memory and tells how it went; writes nothing but its answer.</summary>
internal static class SimulateVerb
{
    private const string Units = "units";

    /// <summary>A campaign ends with its year, but never sooner than after so many months.</summary>
    private const int LeastMonths = 6;

    private static readonly Argument<string> File = new("FILE") { Description = "通知文件，.docx 或 .txt" };
    private static readonly Option<string> Workflow = new("--workflow") { Description = "从哪个流程开始；不写就按通知是否已印发" };
    private static readonly Option<string> Unit = new("--unit") { Description = "单位文件；不写就用程序自带的演示单位" };
    private static readonly Option<string> From = new("--from") { Description = "从哪一天开始，不写就是成文日期：YYYY-MM-DD" };
    private static readonly Option<string> Until = new("--until") { Description = "最多演到哪一天，不写就是一年：YYYY-MM-DD" };
    private static readonly Option<long> Seed = new("--seed") { Description = "种子，整数；同一个种子结果相同", DefaultValueFactory = _ => 1 };
    private static readonly Option<bool> AsJson = new("--json") { Description = "输出一个 JSON 文档" };

    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("simulate", "在内存里把一份通知的专题活动从头演到尾：经过、消息、各人的操作");
        verb.Add(File);
        foreach (var option in new Option[] { Workflow, Unit, From, Until, Seed, AsJson })
        {
            verb.Add(option);
        }

        verb.SetAction((parsed, _) => RunAsync(settings, parsed));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, ParseResult parsed)
    {
        try
        {
            var watch = Stopwatch.StartNew();
            var (play, scene, unit) = Prepare(settings, parsed);
            var read = watch.ElapsedMilliseconds;
            var report = Play(play, scene, unit);
            var played = watch.ElapsedMilliseconds - read;
            if (parsed.GetValue(AsJson))
            {
                await Console.Out.WriteLineAsync(JsonSerializer.Serialize(report, Json.Options));
            }
            else
            {
                RehearsalText.Write(report, Console.Out);
            }

            await Console.Error.WriteLineAsync(Texts.Rehearsal.Took(read, played));
            return 0;
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
        catch (NoticeRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Texts.Rehearsal.Unreadable(unreadable.Message));
            return 2;
        }
    }

    private static (CampaignPlay Play, Scene Scene, UnitFile Unit) Prepare(IConfiguration settings, ParseResult parsed)
    {
        var (path, from, until) = (parsed.GetRequiredValue(File), Day(parsed, From), Day(parsed, Until));
        Exists(path);
        var book = BookReader.ReadNamed(Editions.Files(CasesSetup.WorkflowsFolder(settings)));
        var start = StartIn(book, parsed.GetValue(Workflow));
        var unit = ReadUnit(parsed.GetValue(Unit));
        var calendar = CasesSetup.ReadCalendars(settings);
        using var stream = System.IO.File.OpenRead(path);
        var draft = NoticeReader.Read(stream, path, new ReadOptions(calendar, from));
        var begin = from ?? draft.IssuedOn ?? throw new UsageException(Texts.Rehearsal.NoDay);
        var last = until ?? begin.AddYears(1);
        if (last < begin)
        {
            throw new UsageException(Texts.Rehearsal.Backwards);
        }

        if (draft.Items.IsEmpty)
        {
            throw new OfficeException(Texts.Rehearsal.NoRows);
        }

        var play = CampaignPlay.Of(draft, unit, book, calendar, begin, FinishOf(begin), start, Zones.Opening(settings));
        if (!play.Strangers.IsEmpty)
        {
            throw new OfficeException(Texts.Rehearsal.Strangers(play.Strangers));
        }

        return (
            play, new Scene(parsed.GetValue(Seed), last, FinishOf(begin), Texts.Rehearsal.Reason, Texts.Rehearsal.Report), unit);
    }

    private static RehearsalReport Play(CampaignPlay play, Scene scene, UnitFile unit)
    {
        var played = Rehearsal.Play(play.World, scene, play.Opening);
        return played.Refused is { } why
            ? throw new OfficeException(Texts.Rehearsal.Refused(Texts.For(why, play.World.Book[play.Opening.Workflow])))
            : new RehearsalTelling(play.World, scene, played).Tell(play.Opening.Seed.Title, unit.Name, unit.Demonstration);
    }

    private static DateOnly FinishOf(DateOnly begin)
    {
        var (year, least) = (new DateOnly(begin.Year, 12, 31), begin.AddMonths(LeastMonths));
        return year < least ? least : year;
    }

    private static (WorkflowId Workflow, StageId? At)? StartIn(WorkflowBook book, string? id)
    {
        if (id is null)
        {
            return null;
        }

        return book.Workflows.TryGetValue(new WorkflowId(id), out var workflow)
            ? (workflow.Id, workflow.Starts.IsEmpty ? null : workflow.Starts[0].At)
            : throw new UsageException(Texts.Rehearsal.NoWorkflow(id, book.Workflows.Keys.Select(k => k.Value).Order(StringComparer.Ordinal)));
    }

    private static UnitFile ReadUnit(string? named)
    {
        if (named is not null)
        {
            Exists(named);
            return UnitFiles.ReadAt(named);
        }

        return Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, Units), "*.yaml").Order(StringComparer.Ordinal).Select(UnitFiles.ReadAt)
            .FirstOrDefault(unit => unit.Demonstration) ?? throw new UsageException(Texts.Rehearsal.NoUnit);
    }

    private static void Exists(string path)
    {
        if (!System.IO.File.Exists(path))
        {
            throw new UsageException(Texts.Rehearsal.NoFile(path));
        }
    }

    private static DateOnly? Day(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is not { } written ? null
        : WrittenDay.Read(written) ?? throw new UsageException(Texts.Rehearsal.BadDay(option.Name, written));

    /// <summary>What the caller wrote is wrong; its sentence says what was meant.</summary>
    private sealed class UsageException(string sentence) : Exception(sentence);
}

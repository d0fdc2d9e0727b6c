using System.CommandLine;
using System.Text.Json;
using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;
using Approvals.Readers.Calendars;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using Approvals.Web.Features;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Rehearsals;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>Proves definitions sound: all named files and folders together, as one edition.</summary>
internal static class CheckVerb
{
    private static readonly Argument<string[]> Paths = new("PATH")
    {
        Description = "流程定义文件或文件夹；不写就是程序自带的 workflows",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string> Unit = new("--unit") { Description = "单位文件：还检查岗位、姓名、科室里有没有人能办" };

    private static readonly Option<string> On = new("--on")
    {
        Description = "按哪一天检查单位、从哪一天起演样例：YYYY-MM-DD；不写就是单位文件里最后一次变动的那天、最后一年的第一个工作日",
    };

    private static readonly Option<bool> WithExample = new("--example")
    {
        Description = "还从每个入口演一个样例（虚构单位，一个事项，两个科室）：经过和签批次数",
    };

    private static readonly Option<int?> MostRequests = new("--most-requests")
    {
        Description = "样例里一个科室一个月的待办多于这么多件，就提醒",
    };

    private static readonly Option<bool> AsJson = new("--json") { Description = "输出一个 JSON 文档" };

    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("check", "检查流程定义：每处错误一行，文件:行:列: 说明");
        verb.Add(Paths);
        foreach (var option in new Option[] { Unit, On, WithExample, MostRequests, AsJson })
        {
            verb.Add(option);
        }

        verb.SetAction((parsed, _) => RunAsync(settings, parsed));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, ParseResult parsed)
    {
        var paths = parsed.GetValue(Paths) is { Length: > 0 } given ? given : [CasesSetup.WorkflowsFolder(settings)];
        var day = WrittenDay.Read(parsed.GetValue(On));
        if (parsed.GetValue(On) is { } written && day is null)
        {
            await Console.Error.WriteLineAsync(Texts.Rehearsal.BadDay(On.Name, written));
            return 2;
        }

        if (Unusable(parsed, paths) is { } why)
        {
            await Console.Error.WriteLineAsync(why);
            return 2;
        }

        try
        {
            var files = paths.SelectMany(Files).DistinctBy(f => Path.GetFullPath(f.Name)).ToList();
            List<Example> examples = [];
            var (played, most) = (parsed.GetValue(WithExample), parsed.GetValue(MostRequests));
            var found = Check(paths, files, parsed.GetValue(Unit) is { } unit ? ReadUnit(unit, day) : null, Besides);
            await PrintAsync(files.Count, found, played ? examples : [], parsed.GetValue(AsJson));
            return found.Faults.Count == 0 ? 0 : 1;

            IEnumerable<Unsound> Besides(WorkflowBook book)
            {
                examples = played || most is not null ? Play(book, CasesSetup.ReadCalendars(settings), day) : [];
                return most is { } bound ? examples.SelectMany(e => e.TooMany(bound)) : [];
            }
        }
        catch (FaultsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message); // the unit's own file, or a calendar
            return 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Texts.Checks.Unreadable(unreadable));
            return 2;
        }
    }

    /// <summary>Why what was asked for cannot be done, whatever stands in the files; null where it can.</summary>
    private static string? Unusable(ParseResult parsed, string[] paths)
    {
        if (paths.FirstOrDefault(p => p.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            var options = new Option[] { Unit, On, WithExample, MostRequests, AsJson }.Select(o => o.Name);
            return $"不认识的选项 {unknown}{NearestWord.DidYouMean(unknown, options)}";
        }

        if (parsed.GetValue(Unit) is { } unit && Directory.Exists(unit))
        {
            return $"{Unit.Name} 要的是一个单位文件，{unit} 是文件夹";
        }

        return paths.Append(parsed.GetValue(Unit)).OfType<string>().FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing
            ? $"没有这个文件或文件夹：{missing}"
            : parsed.GetValue(MostRequests) < 1 ? $"{MostRequests.Name} 要写 1 以上的整数" : null;
    }

    private static Checked Check(
        string[] paths, List<DefinitionFile> files, (UnitDirectory, DateOnly)? unit, Func<WorkflowBook, IEnumerable<Unsound>> besides)
    {
        var found = BookReader.Check(files, unit, besides);
        var strangers = found.Faults.Count == 0 ? [] : Neighbours(paths, files);
        if (strangers.Count == 0)
        {
            return found;
        }

        // A file named alone is a part of its folder's edition: what it lacks may stand beside it.
        var together = BookReader.Check([.. files, .. strangers], unit, besides);
        var ours = together with { Faults = Of(files, together.Faults), Doubts = Of(files, together.Doubts) };
        return together.Faults.Count == 0 || ours.Faults.Count > 0 ? ours : found;
    }

    private static List<Example> Play(WorkflowBook book, WorkCalendar calendar, DateOnly? on)
    {
        var from = calendar.WorkdayOnOrBefore(on ?? calendar.NextWorkday(new DateOnly(calendar.Years[^1].Year, 1, 1)));
        return
        [
            .. book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal)
                .SelectMany(workflow => book.DoorsOf(workflow).Select(at => Example.Of(
                    book, (workflow, at), calendar, from, Texts.Checks.ExampleTitle, Texts.Rehearsal.Report))),
        ];
    }

    private static async Task PrintAsync(int files, Checked found, List<Example> examples, bool json)
    {
        var told = examples.ConvertAll(example => (Example: example, Report: Tell(example)));
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new
                {
                    sound = found.Faults.Count == 0,
                    files,
                    faults = found.Faults,
                    warnings = found.Doubts,
                    examples = told.Select(t => new { workflow = t.Example.Opening.Workflow.Value, at = $"{t.Example.Opening.At}", played = t.Report }),
                },
                Json.Options));
            return;
        }

        foreach (var line in found.Faults.Select(f => f.ToString()).Concat(found.Doubts.Select(Texts.Checks.Doubt)))
        {
            await Console.Out.WriteLineAsync(line);
        }

        if (found.Faults.Count == 0)
        {
            await Console.Out.WriteLineAsync(Texts.Checks.Sound(files, found.Doubts.Count));
        }

        foreach (var (example, report) in told)
        {
            var workflow = example.World.Book[example.Opening.Workflow];
            await Console.Out.WriteLineAsync();
            if (report is not null)
            {
                RehearsalText.WriteTimeline(report, Console.Out);
            }
            else if (example.Played.Refused is { } why)
            {
                await Console.Out.WriteLineAsync(Texts.Checks.NotPlayed(workflow.Title, Texts.For(why, workflow)));
            }
        }
    }

    /// <summary>Null where it could not even begin.</summary>
    private static RehearsalReport? Tell(Example example) => example.Played.Refused is not null ? null
        : new RehearsalTelling(example.World, example.Scene, example.Played)
            .Tell(example.World.Book[example.Opening.Workflow].Title, Texts.Checks.ExampleUnit, demonstration: false);

    private static List<Fault> Of(List<DefinitionFile> files, IEnumerable<Fault> faults) =>
        [.. faults.Where(f => files.Exists(file => file.Name == f.File))];

    /// <summary>The unit on the day that was asked for, or as the last change in its file left it.</summary>
    private static (UnitDirectory Directory, DateOnly On) ReadUnit(string path, DateOnly? on)
    {
        var unit = UnitFiles.ReadAt(path);
        return (unit.ToDirectory(), on ?? unit.Posts.Select(p => p.From).Concat(unit.Bodies.Select(b => b.From)).Append(unit.From).Max());
    }

    private static List<DefinitionFile> Neighbours(string[] paths, List<DefinitionFile> files) =>
    [
        .. paths.Where(File.Exists).Select(p => Path.GetDirectoryName(p) is { Length: > 0 } folder ? folder : ".").Distinct()
            .SelectMany(Files)
            .Where(f => !files.Exists(known => Path.GetFullPath(known.Name) == Path.GetFullPath(f.Name))),
    ];

    /// <summary>Named as the operator named them, so that an editor finds the place.</summary>
    private static IEnumerable<DefinitionFile> Files(string path) => File.Exists(path)
        ? [new DefinitionFile(path, File.ReadAllBytes(path))]
        : Directory.GetFiles(path).Where(f => Path.GetExtension(f) is ".yaml" or ".yml").Order(StringComparer.Ordinal)
            .Select(f => new DefinitionFile(f, File.ReadAllBytes(f)));
}

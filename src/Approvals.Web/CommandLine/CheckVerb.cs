using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Approvals.Engine.Directories;
using Approvals.Readers.Definitions;
using Approvals.Readers.Units;
using Approvals.Readers.Yaml;
using Approvals.Web.Features;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>Proves definitions sound: all named files and folders together, as one edition.</summary>
internal static class CheckVerb
{
    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("check", "检查流程定义：每处错误一行，文件:行:列: 说明");
        var paths = new Argument<string[]>("PATH")
        {
            Description = "流程定义文件或文件夹；不写就是程序自带的 workflows",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var unit = new Option<string>("--unit") { Description = "单位文件：还检查岗位、姓名、科室里有没有人能办" };
        var on = new Option<string>("--on") { Description = "按哪一天的单位检查，不写就是单位文件里最后一次变动的那天：YYYY-MM-DD" };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档" };
        verb.Add(paths);
        verb.Add(unit);
        verb.Add(on);
        verb.Add(json);
        verb.SetAction((parsed, _) =>
        {
            var named = parsed.GetValue(paths) is { Length: > 0 } given ? given : [CasesSetup.WorkflowsFolder(settings)];
            return RunAsync(named, parsed.GetValue(unit), parsed.GetValue(on), parsed.GetValue(json));
        });
        return verb;
    }

    private static async Task<int> RunAsync(string[] paths, string? unit, string? on, bool json)
    {
        var day = DateOnly.TryParseExact(on, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var given) ? given
            : (DateOnly?)null;
        if (on is not null && day is null)
        {
            await Console.Error.WriteLineAsync(Texts.Rehearsal.BadDay("--on", on));
            return 2;
        }

        if (paths.Append(unit).OfType<string>().FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
        {
            await Console.Error.WriteLineAsync($"没有这个文件或文件夹：{missing}");
            return 2;
        }

        try
        {
            var files = paths.SelectMany(Files).DistinctBy(f => Path.GetFullPath(f.Name)).ToList();
            var directory = unit is null ? ((UnitDirectory, DateOnly)?)null : ReadUnit(unit, day);
            var found = BookReader.Check(files, directory);
            var strangers = found.Faults.Count == 0 ? [] : Neighbours(paths, files);
            if (strangers.Count > 0)
            {
                // A file named alone is a part of its folder's edition: what it lacks may stand beside it.
                var together = BookReader.Check([.. files, .. strangers], directory);
                var ours = together with { Faults = Of(files, together.Faults), Doubts = Of(files, together.Doubts) };
                found = together.Faults.Count == 0 || ours.Faults.Count > 0 ? ours : found;
            }

            await PrintAsync(files.Count, found, json);
            return found.Faults.Count == 0 ? 0 : 1;
        }
        catch (FaultsException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message); // the unit's own file
            return 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"读不了文件：{unreadable.Message}");
            return 2;
        }
    }

    private static async Task PrintAsync(int files, Checked found, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new { sound = found.Faults.Count == 0, files, faults = found.Faults, warnings = found.Doubts }, Json.Options));
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
    }

    private static List<Fault> Of(List<DefinitionFile> files, IEnumerable<Fault> faults) =>
        [.. faults.Where(f => files.Exists(file => file.Name == f.File))];

    /// <summary>The unit on the day that was asked for, or as the last change in its file left it.</summary>
    private static (UnitDirectory Directory, DateOnly On) ReadUnit(string path, DateOnly? on)
    {
        using var stream = File.OpenRead(path);
        var unit = UnitFile.Read(stream, path);
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
        : Directory.GetFiles(path, "*.yaml").Order(StringComparer.Ordinal)
            .Select(f => new DefinitionFile(f, File.ReadAllBytes(f)));
}

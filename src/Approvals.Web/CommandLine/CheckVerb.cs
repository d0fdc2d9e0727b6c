using System.CommandLine;
using System.Text.Json;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
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
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档" };
        verb.Add(paths);
        verb.Add(json);
        verb.SetAction((parsed, _) =>
        {
            var named = parsed.GetValue(paths) is { Length: > 0 } given ? given : [CasesSetup.WorkflowsFolder(settings)];
            return RunAsync(named, parsed.GetValue(json));
        });
        return verb;
    }

    private static async Task<int> RunAsync(string[] paths, bool json)
    {
        if (paths.FirstOrDefault(p => !File.Exists(p) && !Directory.Exists(p)) is { } missing)
        {
            await Console.Error.WriteLineAsync($"没有这个文件或文件夹：{missing}");
            return 2;
        }

        try
        {
            var files = paths.SelectMany(Files).DistinctBy(f => Path.GetFullPath(f.Name)).ToList();
            var faults = Faults(files);
            var strangers = faults.Count == 0 ? [] : Neighbours(paths, files);
            if (strangers.Count > 0)
            {
                // A file named alone is a part of its folder's edition: what it lacks may stand beside it.
                var together = Faults([.. files, .. strangers]);
                var ours = together.Where(f => files.Exists(file => file.Name == f.File)).ToList();
                faults = together.Count == 0 || ours.Count > 0 ? ours : faults;
            }

            await PrintAsync(files.Count, faults, json);
            return faults.Count == 0 ? 0 : 1;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"读不了文件：{unreadable.Message}");
            return 2;
        }
    }

    private static async Task PrintAsync(int files, IReadOnlyList<Fault> faults, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(
                JsonSerializer.Serialize(new { sound = faults.Count == 0, files, faults }, Json.Options));
            return;
        }

        foreach (var fault in faults)
        {
            await Console.Out.WriteLineAsync(fault.ToString());
        }

        if (faults.Count == 0)
        {
            await Console.Out.WriteLineAsync($"{files} 个文件，没有错误");
        }
    }

    private static IReadOnlyList<Fault> Faults(IReadOnlyList<DefinitionFile> files)
    {
        try
        {
            BookReader.Read(files);
            return [];
        }
        catch (FaultsException wrong)
        {
            return wrong.Faults;
        }
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

using System.Diagnostics;
using Xunit.Abstractions;

namespace Approvals.Tests.Model;

/// <summary>
/// The model catches mistakes: each is made in a copy of the engine, which is built and put under a copy of these tests, and
/// the test of the model must fail there, by a disagreement and by nothing else.
/// </summary>
[Trait("Part", "engine")]
public sealed class PlantedFaultTests(ITestOutputHelper output)
{
    private const string Engine = "src/Approvals.Engine";

    [Fact]
    public void Each_stands_in_the_code_just_once()
    {
        PlantedFault.All.Length.ShouldBeGreaterThanOrEqualTo(20);
        PlantedFault.All.ShouldAllBe(f => TextOf(f).Split(f.Right, StringSplitOptions.None).Length == 2);
    }

    [Fact]
    public void The_model_catches_what_is_planted_in_the_engine()
    {
        var folder = Directory.CreateTempSubdirectory("planted");
        try
        {
            CopyEngine(folder.FullName);
            Copy(AppContext.BaseDirectory, Path.Combine(folder.FullName, "tests"));
            var planted = PlantedFault.All.Take(LongRun.Times("engine", 2, PlantedFault.All.Length));
            planted.Where(f => !IsCaught(f, folder.FullName)).Select(f => f.Rule).ToList().ShouldBeEmpty();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string TextOf(PlantedFault fault) =>
        File.ReadAllText(RepositoryFiles.PathOf(Path.Combine(Engine, fault.File)));

    private static void CopyEngine(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.Root).Where(f => Path.GetFileName(f) is
            "Directory.Build.props" or "Directory.Packages.props" or "BannedSymbols.txt" or ".editorconfig" or "nuget.config"))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        Copy(RepositoryFiles.PathOf(Engine), Path.Combine(folder, Engine));
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(from, file);
            if (relative.Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj")
            {
                continue;
            }

            var target = Path.Combine(to, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!); // below a folder that was just made
            File.Copy(file, target);
        }
    }

    private bool IsCaught(PlantedFault fault, string folder)
    {
        var file = Path.Combine(folder, Engine, fault.File);
        var right = TextOf(fault);
        File.WriteAllText(file, right.Replace(fault.Right, fault.Wrong, StringComparison.Ordinal));
        var built = Run(
            folder, "build", Engine, "-c", "Release", "-v", "quiet", "--nologo", "-p:RunAnalyzers=false",
            "-p:GenerateDocumentationFile=false");
        built.Code.ShouldBe(0, $"{fault.Rule}: the fault does not build\n{built.Said}");
        File.Copy(
            Path.Combine(folder, Engine, "bin/Release/net10.0/Approvals.Engine.dll"),
            Path.Combine(folder, "tests/Approvals.Engine.dll"), overwrite: true);
        var (code, said) = Run(
            folder, "vstest", "tests/Approvals.Tests.dll", $"--TestCaseFilter:FullyQualifiedName~{nameof(ModelTests)}");
        File.WriteAllText(file, right);
        var line = said.Split('\n').FirstOrDefault(l => l.Contains("disagree", StringComparison.Ordinal))?.Trim();
        output.WriteLine($"{(code != 0 && line is not null ? "caught" : "MISSED")}: {fault.Rule} {line}");
        return code != 0 && line is not null;
    }

    private static (int Code, string Said) Run(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // What the runner of these tests told its own builds is none of this one's business.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["APPROVALS_LONG"] = "";
        start.Environment["APPROVALS_SEED"] = "";
        start.Environment["APPROVALS_STEPS"] = "40000";
        using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}

using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace Approvals.Tests.Model;

/// <summary>
/// A copy of the engine with a fault in it, and a copy of these tests that runs on it, both inside this process: the compiler
/// alone is called, and what it made is loaded beside what runs here.
/// </summary>
internal sealed class PlantedEngine : AssemblyLoadContext
{
    private const string Engine = "Approvals.Engine";

    /// <summary>What the project file and the build say besides the sources.</summary>
    private const string Implied = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        [assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Approvals.Tests")]
        """;

    private readonly byte[] _engine;

    private PlantedEngine(byte[] engine)
        : base("planted", isCollectible: true) => _engine = engine;

    /// <summary>What the model says of the engine within so many steps; null: they agree.</summary>
    public static string? Disagreement(PlantedFault fault, int seed, int steps)
    {
        var planted = new PlantedEngine(Compile(fault));
        try
        {
            var run = planted.LoadFromAssemblyName(typeof(PlantedEngine).Assembly.GetName())
                .GetType(typeof(PlantedEngine).FullName!)!.GetMethod(nameof(Play), BindingFlags.Static | BindingFlags.NonPublic)!; // below
            return (string?)run.Invoke(null, [seed, steps]);
        }
        finally
        {
            planted.Unload();
        }
    }

    protected override Assembly? Load(AssemblyName assemblyName) => assemblyName.Name switch
    {
        Engine => LoadFromStream(new MemoryStream(_engine)),
        { } name when name.StartsWith("Approvals.", StringComparison.Ordinal) =>
            LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")),
        _ => null,
    };

    private static string? Play(int seed, int steps)
    {
        try
        {
            new ModelRun(seed, steps, shrinks: false).Play();
            return null;
        }
        catch (DisagreementException caught)
        {
            return caught.Message;
        }
    }

    private static byte[] Compile(PlantedFault fault)
    {
        var folder = Directory.CreateTempSubdirectory("planted");
        try
        {
            return Compile(fault, folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Compile(PlantedFault fault, string folder)
    {
        var (source, made, implied) = (RepositoryFiles.PathOf($"src/{Engine}"), Path.Combine(folder, $"{Engine}.dll"), Path.Combine(folder, "i.cs"));
        var spoilt = Path.Combine(folder, "spoilt.cs");
        File.WriteAllText(implied, Implied);
        File.WriteAllText(spoilt, fault.Spoil());
        var sources = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(f => Path.GetRelativePath(source, f).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Where(f => f != Path.Combine(source, fault.File)).Append(spoilt).Append(implied);
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!; // a file, where tests run
        var arguments = Path.Combine(folder, "arguments.rsp");
        File.WriteAllLines(arguments,
        [
            "/nologo", "/noconfig", "/nostdlib", "/target:library", "/langversion:14", "/nullable:enable", "/optimize", "/warn:0",
            $"/out:\"{made}\"",
            .. Directory.EnumerateFiles(runtime, "*.dll").Where(IsManaged).Select(f => $"/reference:\"{f}\""),
            .. Generators(runtime).Select(f => $"/analyzer:\"{f}\""),
            .. sources.Select(f => $"\"{f}\""),
        ]);
        var start = new ProcessStartInfo("dotnet", ["exec", Compiler(runtime), $"@{arguments}"]) { RedirectStandardOutput = true };
        using var process = System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{fault.Rule}: the fault does not build\n{said}");
        return File.ReadAllBytes(made);
    }

    private static bool IsManaged(string file) =>
        Path.GetFileName(file) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll")
        && !name.Contains(".Native.", StringComparison.Ordinal);

    /// <summary>The newest SDK beside the runtime.</summary>
    private static string Compiler(string runtime) =>
        Newest(Path.Combine(runtime, "../../../sdk"), "Roslyn/bincore/csc.dll") ?? throw new FileNotFoundException("no SDK, no compiler");

    /// <summary>What writes the sources of regular expressions.</summary>
    private static IEnumerable<string> Generators(string runtime) =>
        Newest(Path.Combine(runtime, "../../../packs/Microsoft.NETCore.App.Ref"), "analyzers/dotnet/cs") is { } folder
            ? Directory.EnumerateFiles(folder, "System.Text.RegularExpressions.Generator.dll")
            : [];

    private static string? Newest(string folder, string below) => Directory.EnumerateDirectories(folder)
        .OrderByDescending(f => Version.TryParse(Path.GetFileName(f).Split('-')[0], out var version) ? version : new Version())
        .Select(f => Path.GetFullPath(Path.Combine(f, below))).FirstOrDefault(Path.Exists);
}

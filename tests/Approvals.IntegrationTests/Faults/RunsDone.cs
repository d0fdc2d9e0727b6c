using System.Security.Cryptography;
using Approvals.IntegrationTests.Postgres;
using Approvals.Tests;

namespace Approvals.IntegrationTests.Faults;

/// <summary>
/// What of a long run is done and held, a line each, kept in artifacts/faults below the program of which it was seen: a run that was
/// stopped goes on where it stopped; one that was complete, or of another program, begins anew.
/// </summary>
internal sealed class RunsDone
{
    /// <summary>All of the program that moves cases: its assemblies, and the definitions that it ships.</summary>
    private static readonly string Program = $"program {Convert.ToHexStringLower(SHA256.HashData(
        Files().SelectMany(path => SHA256.HashData(File.ReadAllBytes(path))).ToArray()))}";

    private readonly string? _file;
    private readonly List<string> _lines = [];
    private int _left;

    private RunsDone(string? file) => _file = file;

    public IReadOnlyList<string> Lines => _lines;

    /// <param name="normally">In the normal suite, of which nothing is kept.</param>
    public static RunsDone Of(string name, int normally, int inDepth)
    {
        var file = LongRun.Of("faults") ? RepositoryFiles.PathOf($"artifacts/faults/{name}.txt") : null;
        var runs = new RunsDone(file) { _left = LongRun.Times("faults", normally, inDepth) };
        if (file is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!); // it has a folder
            runs.GoOn(File.Exists(file) ? File.ReadAllLines(file) : []);
        }

        return runs;
    }

    /// <summary>Whether one more is to be done; whoever is told so does it.</summary>
    public bool TakeNext() => Interlocked.Decrement(ref _left) >= 0;

    /// <summary>One did not hold: nobody takes another.</summary>
    public void Stop() => Interlocked.Exchange(ref _left, 0);

    /// <summary>One is done, and all held.</summary>
    public void Done(string line)
    {
        lock (_lines)
        {
            _lines.Add(line);
            if (_file is not null)
            {
                File.WriteAllLines(_file, [Program, .. _lines]);
            }
        }
    }

    private static IEnumerable<string> Files() =>
    [
        .. new[] { "approvals.dll", "Approvals.Readers.dll", "Approvals.Engine.dll" }.Select(name => Path.Combine(AppContext.BaseDirectory, name)),
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "workflows"), "*.yaml").Order(StringComparer.Ordinal),
    ];

    private void GoOn(string[] lines)
    {
        if (lines is [var seen, .. var done] && seen == Program && done.Length < _left)
        {
            _lines.AddRange(done);
            _left -= done.Length;
        }
    }
}

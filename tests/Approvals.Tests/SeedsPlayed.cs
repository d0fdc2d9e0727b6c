using System.Globalization;

namespace Approvals.Tests;

/// <summary>Which of many seeds have been played: kept in artifacts/seeds, so that a run that was stopped goes on where it stopped.</summary>
internal sealed class SeedsPlayed
{
    private readonly string? _file;
    private readonly int _first;
    private readonly int _count;
    private readonly List<string> _lines;

    private SeedsPlayed(string? file, int first, int count, List<string> lines) =>
        (_file, _first, _count, _lines) = (file, first, count, lines);

    /// <summary>One line a seed.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <param name="count">Of seeds, one after the other; a run of few begins anew each time.</param>
    public static SeedsPlayed Of(string name, int count)
    {
        var first = LongRun.Seed("seeds", 20210602);
        if (LongRun.Times("seeds", 0, 1) == 0)
        {
            return new SeedsPlayed(null, first, count, []);
        }

        var file = RepositoryFiles.PathOf($"artifacts/seeds/{name}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var lines = File.Exists(file) ? File.ReadAllLines(file).ToList() : [];
        return lines.Count == 0 || lines.Count >= count
            ? new SeedsPlayed(file, first, count, [])
            : new SeedsPlayed(file, int.Parse(lines[0].Split(':')[0], CultureInfo.InvariantCulture), count, lines);
    }

    public IEnumerable<int> Left()
    {
        while (_lines.Count < _count)
        {
            yield return unchecked(_first + _lines.Count);
        }
    }

    /// <summary>The seed that was last given holds.</summary>
    /// <param name="line">Begins with it.</param>
    public void Done(string line)
    {
        _lines.Add(line);
        if (_file is not null)
        {
            File.WriteAllLines(_file, _lines);
        }
    }
}

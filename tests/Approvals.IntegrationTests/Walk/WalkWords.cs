using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Postgres;
using Approvals.Readers.Units;
using Approvals.Tests.Definitions;

namespace Approvals.IntegrationTests.Walk;

/// <summary>The shipped ids, spoken through a renaming where there is one; the files of that renaming.</summary>
public sealed class WalkWords
{
    private readonly RandomWords? _words;

    private WalkWords(RandomWords? words) => _words = words;

    public static WalkWords AsShipped { get; } = new((RandomWords?)null);

    /// <summary>Whether a second check stands between the first and the countersigners.</summary>
    public bool SecondCheck => _words is not null;

    /// <summary>Where the renamed definitions lie; null: the shipped ones.</summary>
    public string? Folder { get; private init; }

    /// <summary>Settings that make the program read the renamed definitions.</summary>
    public string[] Settings => Folder is null ? [] : [$"--Workflows={Folder}"];

    public UnitFile Twin { get; private init; } = ShippedUnit.Twin;

    /// <summary>
    /// Every id and every title of the definitions and the twin's roles are random words; a second check is inserted.
    /// </summary>
    public static WalkWords Renamed(int seed)
    {
        const string Unit = "twin.yaml";
        var files = Directory.GetFiles(Shipped("workflows"), "*.yaml")
            .ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal);
        files["notice.yaml"] = RandomWords.WithSecondCheck(files["notice.yaml"]);
        files[Unit] = File.ReadAllText(Path.Combine(Shipped("units"), Unit));
        var words = RandomWords.Rename(seed, files);
        var folder = TestCluster.NewFolder();
        foreach (var (name, text) in words.Files.Where(f => f.Key != Unit))
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }

        return new WalkWords(words) { Folder = folder, Twin = ShippedUnit.Of(words.Files[Unit]) };
    }

    public string Action(string id) => _words?.Action(id) ?? id;

    /// <summary>What a page calls a stage or an action whose shipped title is this one.</summary>
    public string Title(string title) => _words is null ? title : _words.Map[(RandomWords.Kind.Title, title)];

    private static string Shipped(string folder) => Path.Combine(AppContext.BaseDirectory, folder);
}

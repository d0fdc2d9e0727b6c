using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>A file that says how live cases go on in another edition.</summary>
/// <param name="From">Of the edition before: its hash or the beginning of it, at least eight signs.</param>
/// <param name="To">Of the edition after, likewise; null for the one that new cases begin with.</param>
public sealed record MigrationFile(string From, string? To, MigrationMapText Map);

/// <summary>The mapping as written; which stages there are is known with the two editions.</summary>
public sealed class MigrationMapText
{
    private readonly YamlFile _file;
    private readonly ImmutableArray<Entry> _entries;

    private MigrationMapText(YamlFile file, ImmutableArray<Entry> entries)
    {
        _file = file;
        _entries = entries;
    }

    /// <summary>The mapping between two editions.</summary>
    /// <exception cref="FaultsException">It names a definition or stage that the edition does not have.</exception>
    public MigrationMap Between(WorkflowBook before, WorkflowBook after)
    {
        var all = ImmutableDictionary.CreateBuilder<WorkflowId, ImmutableArray<StageMove>>();
        foreach (var entry in _entries)
        {
            if (Known(before, entry.Workflow, entry.Node, "旧") is not { } old || Known(after, entry.Workflow, entry.Node, "新") is not { } now)
            {
                continue;
            }

            all[old.Id] = entry.Stages is { } stages
                ? [.. stages.Where(s => Exists(old, s.From, "旧") & Exists(now, s.To, "新")).Select(s => new StageMove(s.From.Id, s.To.Id))]
                : [.. old.Stages.Where(s => now.Stage(s.Id) is not null).Select(s => new StageMove(s.Id, s.Id))];
        }

        _file.ThrowIfWrong();
        return new MigrationMap(all.ToImmutable());
    }

    internal static MigrationMapText Read(YamlFile file, YamlMap root)
    {
        var entries = ImmutableArray.CreateBuilder<Entry>();
        foreach (var (id, key, value) in root.Map("workflows")?.Entries() ?? [])
        {
            if (value is YamlScalarNode)
            {
                if (root.Scalar(value) is var word and not "same")
                {
                    file.Fault(value, $"这里写 same（环节都不改名），或者用 stages 逐个写明，不能是 {word}");
                }

                entries.Add(new Entry(new WorkflowId(id), key, null));
            }
            else if (root.AsMap(value) is { } map)
            {
                entries.Add(new Entry(new WorkflowId(id), key, [.. Stages(map)]));
                map.NothingElse();
            }
        }

        return new MigrationMapText(file, entries.ToImmutable());
    }

    private static IEnumerable<(Place From, Place To)> Stages(YamlMap map) =>
        (map.Map("stages")?.Entries() ?? []).Select(e => (
            new Place(new StageId(e.Key), e.KeyNode), new Place(new StageId(map.Scalar(e.Value)), e.Value)));

    private Workflow? Known(WorkflowBook book, WorkflowId id, YamlNode at, string which)
    {
        if (book.Workflows.TryGetValue(id, out var known))
        {
            return known;
        }

        _file.Fault(at, $"{which}版里没有流程 {id}{Spelling.DidYouMean(id.Value, book.Workflows.Keys.Select(w => w.Value))}");
        return null;
    }

    private bool Exists(Workflow workflow, Place place, string which)
    {
        var known = workflow.Stage(place.Id) is not null;
        if (!known)
        {
            _file.Fault(
                place.Node,
                $"{which}版的 {workflow.Id} 没有环节 {place.Id}{Spelling.DidYouMean(place.Id.Value, workflow.Stages.Select(s => s.Id.Value))}");
        }

        return known;
    }

    private sealed record Place(StageId Id, YamlNode Node);

    /// <param name="Stages">Null: every stage goes on under its own id.</param>
    private sealed record Entry(WorkflowId Workflow, YamlNode Node, ImmutableArray<(Place From, Place To)>? Stages);
}

/// <summary>Reads a migration file (换版对照).</summary>
public static class MigrationReader
{
    private const int ShortestHash = 8;

    /// <exception cref="FaultsException">Every fault of the file.</exception>
    public static MigrationFile Read(string name, string text)
    {
        var file = new YamlFile(name);
        var root = file.Root(text);
        file.ThrowIfWrong();
        var map = root!; // without a root there was a fault
        map.RequireVersion("approvals/1");
        var (from, to) = map.Map("migration") is { } editions ? Editions(editions) : ("", null);
        if (map.Get("migration") is null)
        {
            map.Fault("migration", "要写明从哪一版到哪一版：migration: {from: …, to: current}");
        }

        var stages = MigrationMapText.Read(file, map);
        if (map.Get("workflows") is null)
        {
            map.Fault("workflows", "要写明各流程的环节怎样对应：workflows");
        }

        map.NothingElse();
        file.ThrowIfWrong();
        return new MigrationFile(from, to == "current" ? null : to, stages);
    }

    private static (string From, string? To) Editions(YamlMap map)
    {
        var from = map.Required("from");
        var to = map.Required("to");
        foreach (var (key, hash) in new[] { ("from", from), ("to", to) })
        {
            if (hash.Length > 0 && hash != "current" && (hash.Length < ShortestHash || !hash.All(char.IsAsciiHexDigitLower)))
            {
                map.Fault(key, $"{key} 要写版本号的前 {ShortestHash} 位以上，或者 current");
            }
        }

        if (from == "current")
        {
            map.Fault("from", "from 是要离开的那一版，不能是 current");
        }

        map.NothingElse();
        return (from, to);
    }
}

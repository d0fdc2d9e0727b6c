using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Yaml;

namespace Approvals.Readers.Definitions;

/// <summary>A file of an edition: its name without a folder, and its bytes (UTF-8).</summary>
public sealed record DefinitionFile(string Name, ReadOnlyMemory<byte> Bytes);

/// <summary>What a check found.</summary>
/// <param name="Book">Null where the files are no definitions at all.</param>
/// <param name="Doubts">No faults, and worth a look.</param>
public sealed record Checked(WorkflowBook? Book, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Doubts);

/// <summary>Reads all definition files of an edition together.</summary>
public static class BookReader
{
    /// <summary>Hashes of editions that were proved sound: the same bytes need no second proof.</summary>
    private static readonly ConcurrentDictionary<string, bool> Proved = [];

    /// <summary>What was read last: a start reads one and the same edition for its settings, for its cases and for publishing it.</summary>
    private static volatile Parsed? _last;

    /// <summary>For what begins now: read, and proved sound.</summary>
    /// <exception cref="FaultsException">Every fault of every file.</exception>
    public static WorkflowBook Read(IEnumerable<DefinitionFile> files)
    {
        var (book, places) = Parse(files);
        var faults = Proved.ContainsKey(book.Hash) ? [] : Soundness.Check(book).Select(places.Locate).ToList();
        if (faults.Count > 0)
        {
            throw new FaultsException(faults);
        }

        Proved[book.Hash] = true;
        return book;
    }

    /// <summary>For what is proved when it is published: read, and every name in it leads somewhere.</summary>
    /// <exception cref="FaultsException">Every fault of every file that is seen without the proof.</exception>
    public static WorkflowBook ReadNamed(IEnumerable<DefinitionFile> files)
    {
        var (book, places) = Parse(files);
        var faults = Soundness.Misnamed(book).Select(places.Locate).ToList();
        return faults.Count == 0 ? book : throw new FaultsException(faults);
    }

    /// <summary>For somebody who looks: all that is wrong, and what is worth a look besides.</summary>
    /// <param name="unit">With it, what only its directory tells, as it is on that day.</param>
    /// <param name="besides">What else is worth a look in an edition that is sound.</param>
    public static Checked Check(
        IEnumerable<DefinitionFile> files, (UnitDirectory Directory, DateOnly On)? unit = null,
        Func<WorkflowBook, IEnumerable<Unsound>>? besides = null)
    {
        try
        {
            var (book, places) = Parse(files);
            var judgement = Soundness.Judge(book);
            // A role that no stage needs may be somebody's post all the same: that is known with the unit.
            var doubts = judgement.Doubts.Where(d => d.Role is not { } role || (unit is var (posts, day) && !posts.Holders(role, day).Any()));
            judgement = judgement with { Doubts = [.. doubts] };
            if (judgement.Faults.IsEmpty && unit is var (directory, on))
            {
                judgement = judgement.And(Soundness.Judge(book, directory, on));
            }

            if (judgement.Faults.IsEmpty && besides is not null)
            {
                judgement = judgement.And(new Judgement([], [.. besides(book)]));
            }

            return new Checked(book, [.. judgement.Faults.Select(places.Locate)], [.. judgement.Doubts.Select(places.Locate)]);
        }
        catch (FaultsException wrong)
        {
            return new Checked(null, wrong.Faults, []);
        }
    }

    /// <summary>
    /// For what was published before: it was proved sound by the rules of its day, and a rule that came later must not
    /// shut out the cases that run with it.
    /// </summary>
    /// <exception cref="FaultsException">The files are no definitions at all.</exception>
    public static WorkflowBook ReadPublished(IEnumerable<DefinitionFile> files) => Parse(files).Book;

    private static (WorkflowBook Book, Places Places) Parse(IEnumerable<DefinitionFile> files)
    {
        var ordered = files.OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var hash = HashOf(ordered);
        if (_last is { } last && last.Book.Hash == hash)
        {
            return (last.Book, last.Places);
        }

        var faults = new List<Fault>();
        var roles = ImmutableDictionary.CreateBuilder<RoleId, Role>();
        var workflows = ImmutableDictionary.CreateBuilder<WorkflowId, Workflow>();
        var places = new Places();
        foreach (var definition in ordered)
        {
            var file = new YamlFile(definition.Name);
            if (file.Root(definition.Bytes.Span) is { } root)
            {
                ReadOne(root, roles, workflows, places);
            }

            faults.AddRange(file.Faults);
        }

        if (workflows.Count == 0 && faults.Count == 0)
        {
            faults.Add(new Fault("workflows", 1, 1, "这里没有任何流程定义（.yaml）"));
        }

        if (faults.Count > 0)
        {
            throw new FaultsException(faults);
        }

        var book = new WorkflowBook(hash, roles.ToImmutable(), workflows.ToImmutable());
        _last = new Parsed(book, places);
        return (book, places);
    }

    private static string HashOf(List<DefinitionFile> ordered)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var definition in ordered)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(definition.Name + "\0"));
            hash.AppendData(SHA256.HashData(definition.Bytes.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void ReadOne(
        YamlMap root,
        ImmutableDictionary<RoleId, Role>.Builder roles,
        ImmutableDictionary<WorkflowId, Workflow>.Builder workflows,
        Places places)
    {
        root.RequireVersion("approvals/1");
        if (root.Map("roles") is { } map)
        {
            foreach (var (id, key, value) in map.Entries())
            {
                if (roles.ContainsKey(new RoleId(id)))
                {
                    root.File.Fault(key, $"角色 {id} 写了两次");
                }

                ReadRole(id, value, map, roles);
                places.Add(new RoleId(id), root.File, key);
            }

            root.NothingElse();
            return;
        }

        var workflow = new WorkflowParser(root).Parse();
        if (workflow.Id.Value.Length > 0 && !workflows.TryAdd(workflow.Id, workflow))
        {
            root.File.Fault(root.Node, $"流程 {workflow.Id} 有两份定义，另一份在 {places.FileOf(workflow.Id)}");
            return;
        }

        places.Add(workflow, root);
    }

    private static void ReadRole(
        string id, YamlDotNet.RepresentationModel.YamlNode value, YamlMap map, ImmutableDictionary<RoleId, Role>.Builder roles)
    {
        if (map.AsMap(value) is { } role)
        {
            roles[new RoleId(id)] = new Role(
                new RoleId(id),
                role.Required("title"),
                [.. role.List("may").Select(n => role.Word<Power>(n)).OfType<Power>()]);
            role.NothingElse();
        }
    }

    private sealed record Parsed(WorkflowBook Book, Places Places);
}

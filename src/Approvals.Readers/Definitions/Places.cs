using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>
/// Where each definition, stage, action and word stands, so that the engine's judgement is shown with file, line and column, and
/// with the nearest known word.
/// </summary>
internal sealed class Places
{
    private readonly Dictionary<(WorkflowId Workflow, StageId? Stage), (string File, YamlMappingNode Node)> _nodes = [];

    private readonly Dictionary<RoleId, (string File, YamlNode Key)> _roles = [];

    public void Add(Workflow workflow, YamlMap root)
    {
        _nodes[(workflow.Id, null)] = (root.File.Name, root.Node);
        foreach (var node in root.List("stages").Concat(root.List("ends")).OfType<YamlMappingNode>())
        {
            var id = new YamlMap(root.File, node).Text("id");
            _nodes[(workflow.Id, new StageId(id ?? ""))] = (root.File.Name, node);
        }
    }

    public void Add(RoleId role, YamlFile file, YamlNode key) => _roles[role] = (file.Name, key);

    public string FileOf(WorkflowId workflow) => _nodes[(workflow, null)].File;

    public Fault Locate(Unsound unsound)
    {
        if (unsound.Role is { } role && _roles.TryGetValue(role, out var known))
        {
            return new Fault(known.File, known.Key.Start.Line, known.Key.Start.Column, unsound.Message);
        }

        var (file, node) = _nodes.GetValueOrDefault((unsound.Workflow, unsound.Stage), _nodes[(unsound.Workflow, null)]);
        var (at, below) = Below(node, unsound.Path);
        at = unsound.Word is { } word && Find(below, word) is { } found ? found : at;
        var meant = unsound is { Word: { } wrong, Known.IsEmpty: false } ? Spelling.DidYouMean(wrong, unsound.Known) : "";
        return new Fault(file, at.Start.Line, at.Start.Column, unsound.Message + meant);
    }

    /// <summary>The last key of the path that stands there, and what stands behind it.</summary>
    private static (YamlNode At, YamlNode Below) Below(YamlMappingNode node, string? path)
    {
        (YamlNode At, YamlNode Below) place = (node, node);
        foreach (var key in path?.Split('/') ?? [])
        {
            if (place.Below is not YamlMappingNode map
                || map.Children.FirstOrDefault(c => (c.Key as YamlScalarNode)?.Value == key) is not { Key: { } found, Value: var value })
            {
                break;
            }

            place = (found, value);
        }

        return place;
    }

    /// <summary>The first value that is the word, or a condition that has it; ids and titles are not uses of it.</summary>
    private static YamlScalarNode? Find(YamlNode node, string word) => node switch
    {
        YamlScalarNode { Value: { } text } scalar when text == word || text.Split(' ', '(', ')').Contains(word) => scalar,
        YamlSequenceNode list => list.Children.Select(child => Find(child, word)).FirstOrDefault(found => found is not null),
        YamlMappingNode map => map.Children.Where(c => (c.Key as YamlScalarNode)?.Value is not ("id" or "title" or "else_say"))
            .Select(c => Find(c.Value, word)).FirstOrDefault(found => found is not null),
        _ => null,
    };
}

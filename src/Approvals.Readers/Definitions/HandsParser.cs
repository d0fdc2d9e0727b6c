using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>The keys of a stage that say what may be done with its seats besides acting in them.</summary>
/// <param name="rule">Reads one rule of who is told or who may; the flag says that no key may be left over.</param>
internal sealed class HandsParser(YamlMap stage, Func<YamlMap, bool, SeatRule?> rule)
{
    public Hands Parse() => new(
        stage.Get("transfer") is { } transfer ? Transfer(transfer) : null,
        stage.Flag("claim"),
        Rules(stage, "copy", rule),
        stage.Flag("copy_by_hand"),
        Rules(stage, "nudge", rule),
        Rules(stage, "skip", rule));

    /// <summary>One rule, or a list of them.</summary>
    public static ImmutableArray<SeatRule> Rules(YamlMap map, string key, Func<YamlMap, bool, SeatRule?> rule) =>
    [
        .. (map.Get(key) is YamlMappingNode one ? [one] : map.List(key)).Select(map.AsMap).OfType<YamlMap>()
            .Select(m => rule(m, true)).OfType<SeatRule>(),
    ];

    /// <summary>A flag, or a map that says to whom.</summary>
    private Handover? Transfer(YamlNode node)
    {
        if (node is not YamlMappingNode)
        {
            return stage.Flag("transfer") ? new Handover([]) : null;
        }

        var map = stage.AsMap(node)!; // a mapping node is always a map
        var to = new Handover([.. map.RequiredList("to").Select(n => new RoleId(map.Scalar(n)))]);
        map.NothingElse();
        return to;
    }
}

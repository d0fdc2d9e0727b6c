using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>What an action needs and takes.</summary>
internal sealed partial class WorkflowParser
{
    private ImmutableArray<Input> Inputs(YamlMap map, string key) =>
        [.. map.List(key).Select(n => OneInput(n, map)).OfType<Input>()];

    private Input? OneInput(YamlNode node, YamlMap map)
    {
        if (node is YamlMappingNode)
        {
            return map.AsMap(node) is not { } one ? null
                : MeasureParser.Input(one, out var input) ? input
                : one.Word<Wording>("say") is { } said ? Said(said, one)
                : one.Get("say") is not null ? null
                : one.Get("date") is null ? Naming(one) : NamedDate(one);
        }

        var word = map.Scalar(node);
        Input? known = word switch
        {
            "reason" => new Input.Reason(),
            "report" => new Input.Report(),
            "evidence" => new Input.Evidence(),
            "date" => new Input.Date(),
            "later_date" => new Input.Date(Later: true),
            "sibling" => new Input.Sibling(),
            _ => Spelling.Parse<Party>(word) is { } party ? new Input.Naming(party) : null,
        };
        if (known is null)
        {
            var all = Spelling.All<Party>().Concat(["reason", "report", "evidence", "date", "later_date", "sibling"]);
            _file.Fault(node, $"不认识要填的内容 {word}{Spelling.DidYouMean(word, all)}");
        }

        return known;
    }

    private static Input.Naming? Naming(YamlMap map)
    {
        var party = map.Word<Party>("name");
        if (party is null && map.Get("name") is null)
        {
            map.File.Fault(map.Node, "要写明点谁的名：name");
        }

        var naming = new Input.Naming(party ?? default, map.Number("at_least") ?? 1, map.Word<Party>("including"))
        {
            Title = map.Text("title"),
        };
        map.NothingElse();
        return party is null ? null : naming;
    }

    /// <summary><c>{say: report, title: …}</c>: the same field, asked for in other words.</summary>
    private static Input Said(Wording said, YamlMap map)
    {
        var title = map.Required("title");
        map.NothingElse();
        return said switch
        {
            Wording.Reason => new Input.Reason(title),
            Wording.Report => new Input.Report(title),
            Wording.Evidence => new Input.Evidence(title),
            _ => throw new UnreachableException(),
        };
    }

    private static Input.NamedDate NamedDate(YamlMap map)
    {
        var date = new Input.NamedDate(map.Required("date"), map.Required("title"), map.Text("before"), map.Flag("ahead"));
        map.NothingElse();
        return date;
    }

    /// <summary>What a definition may ask for in words of its own.</summary>
    private enum Wording
    {
        Reason,
        Report,
        Evidence,
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>The keys of a stage that speak of time: <c>remind</c>, <c>escalate</c>, <c>on_deadline</c>, and its term.</summary>
/// <param name="rule">Reads one rule of who is told; the flag says that no key may be left over.</param>
internal sealed partial class LadderParser(YamlMap stage, Func<YamlMap, bool, SeatRule?> rule)
{
    public ImmutableArray<Rung> Parse() =>
    [
        .. stage.List("remind").Select(n => Before(n, stage)).OfType<Offset>().Select(when => new Rung.Remind(when)),
        .. stage.List("escalate").Select(stage.AsMap).OfType<YamlMap>().Select(Escalation).OfType<Rung>(),
        .. OnDeadline() is { } move ? [move] : Array.Empty<Rung>(),
    ];

    public static Term? Term(YamlNode node, YamlMap map)
    {
        if (node is YamlMappingNode)
        {
            var of = map.AsMap(node)!; // a mapping node is always a map
            Term? term = MeasureParser.IsIn(of, "every") ? MeasureParser.Every(of)
                : of.Text("date") is { } name ? new Term.OnDate(name)
                : new Term.OfMatters(of.Required("of"));
            of.NothingElse();
            return term;
        }

        var text = map.Scalar(node);
        if (text == "own")
        {
            return new Term.Own();
        }

        if (Number(text) is var (amount, unit))
        {
            return unit == OffsetUnit.Hours ? new Term.Hours(amount) : new Term.After(amount, unit == OffsetUnit.Workdays);
        }

        map.File.Fault(node, $"时限 {text} 看不懂；写 own、3 days、3 workdays、4 hours 或 {{date: 日程名}}");
        return null;
    }

    private Rung? Escalation(YamlMap map)
    {
        var after = map.Required("after");
        var when = Number(after) is var (amount, unit) ? new Offset(amount, unit) : (Offset?)null;
        if (when is null && map.Get("after") is not null)
        {
            map.File.Fault(map.Node, $"升级的时间 {after} 看不懂；写 1 workday、3 days 或 4 hours");
        }

        var workflow = map.Text("open");
        var to = Told(map).Select(map.AsMap).OfType<YamlMap>().Select(m => rule(m, true)).OfType<SeatRule>().ToImmutableArray();
        map.NothingElse();
        if (workflow is null == to.IsEmpty)
        {
            map.File.Fault(map.Node, "升级要写明告诉谁（to），或者开出哪个流程（open），两样写一样");
            return null;
        }

        return when is not { } at ? null
            : workflow is null ? new Rung.Escalate(at, to)
            : new Rung.Open(at, new WorkflowId(workflow));
    }

    /// <summary>One rule of who is told, or a list of them.</summary>
    private static IEnumerable<YamlNode> Told(YamlMap map) => map.Get("to") switch
    {
        null => [],
        YamlSequenceNode several => several,
        var one => [one],
    };

    /// <summary>A stage's name, or a map that says when: <c>{on: 0d, to: …}</c>, the morning of the last day itself.</summary>
    private Rung.Move? OnDeadline()
    {
        if (stage.Get("on_deadline") is not { } node)
        {
            return null;
        }

        if (node is not YamlMappingNode)
        {
            return new Rung.Move(Offset.AtDeadline, new StageId(stage.Scalar(node)));
        }

        var map = stage.AsMap(node)!; // a mapping node is always a map
        var on = map.Get("on") is { } when ? Before(when, map) : Offset.AtDeadline;
        var move = new Rung.Move(on ?? Offset.AtDeadline, new StageId(map.Required("to")));
        map.NothingElse();
        return move;
    }

    private static Offset? Before(YamlNode node, YamlMap map)
    {
        var text = map.Scalar(node);
        if (Distance().Match(text) is { Success: true } match)
        {
            return new Offset(
                int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
                match.Groups[2].Value == "h" ? OffsetUnit.Hours : OffsetUnit.Days);
        }

        map.File.Fault(node, $"离时限多远 {text} 看不懂；写 -3d（前三天）、0d（当天）、+1d（过后一天）或 -2h（前两小时）");
        return null;
    }

    private static (int Amount, OffsetUnit Unit)? Number(string text) => Length().Match(text) is { Success: true } match
        ? (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value[0] switch
        {
            'w' => OffsetUnit.Workdays,
            'h' => OffsetUnit.Hours,
            _ => OffsetUnit.Days,
        })
        : null;

    [GeneratedRegex(@"^([0-9]{1,4}) (days?|workdays?|hours?)$")]
    private static partial Regex Length();

    [GeneratedRegex(@"^([+-]?[0-9]{1,4})([dh])$")]
    private static partial Regex Distance();
}

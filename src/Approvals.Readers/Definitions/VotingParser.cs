using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Definitions;

/// <summary>The keys of a stage that say how its votes count: <c>mode</c>, <c>consult</c>, <c>add_seats</c>.</summary>
/// <param name="rule">Reads one rule of who is asked; the flag says that no key may be left over.</param>
internal sealed partial class VotingParser(YamlMap stage, Func<YamlMap, bool, SeatRule?> rule)
{
    public Mode Mode()
    {
        if (stage.Get("mode") is not { } node)
        {
            return new Mode.Any();
        }

        return node is YamlMappingNode ? Ballot(stage.AsMap(node)!) // a mapping node is always a map
            : stage.Word<SignRule>(node) switch
            {
                SignRule.All => new Mode.All(),
                SignRule.Sequential => new Mode.Sequential(),
                SignRule.LeadLast => new Mode.LeadLast(),
                _ => new Mode.Any(),
            };
    }

    /// <summary>The same stage, with whom it consults, until when, and where seats may be added.</summary>
    public Stage Complete(Stage read) => Consult() is { } consult
        ? read with { Consult = consult, AddSeats = AddSeats(), Ladder = read.Ladder.Add(new Rung.Silence(Offset.AtDeadline)) }
        : read with { AddSeats = AddSeats() };

    private static Mode.Ballot Ballot(YamlMap map)
    {
        var ballot = new Mode.Ballot(new ActionId(map.Required("votes_for")), Needed(map), Weights(map));
        map.NothingElse();
        return ballot;
    }

    private static Need Needed(YamlMap map)
    {
        var text = map.Required("need");
        if (Share().Match(text) is { Success: true } match)
        {
            return new Need(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Length > 0);
        }

        if (text.Length > 0)
        {
            map.Fault("need", $"所需票数 {text} 看不懂；写 3 或 \"60%\"");
        }

        return new Need(1, OfHundred: false);
    }

    private static ImmutableSortedDictionary<Party, int> Weights(YamlMap map)
    {
        var weights = ImmutableSortedDictionary.CreateBuilder<Party, int>();
        if (map.Map("weights") is { } parties)
        {
            foreach (var (word, key, _) in parties.Entries())
            {
                if (parties.Word<Party>(key) is { } party && parties.Number(word) is { } weight)
                {
                    weights[party] = weight;
                }
            }
        }

        return weights.ToImmutable();
    }

    private Consultation? Consult()
    {
        if (stage.Map("consult") is not { } map)
        {
            return null;
        }

        var who = map.Get("who") switch
        {
            null => [],
            YamlSequenceNode several => several.Children,
            var one => [one],
        };
        var rules = who.Select(map.AsMap).OfType<YamlMap>().Select(m => rule(m, true)).OfType<SeatRule>().ToImmutableArray();
        var silent = SilentAfter(map);
        map.NothingElse();
        return new Consultation(rules, silent);
    }

    private static Term SilentAfter(YamlMap map)
    {
        map.Required("silent_after");
        if (map.Get("silent_after") is YamlScalarNode { Value.Length: > 0 } node)
        {
            if (LadderParser.Term(node, map) is (Term.After or Term.Hours) and var term)
            {
                return term;
            }

            map.Fault("silent_after", "silent_after 写 2 workdays、3 days 或 4 hours");
        }

        return new Term.After(1, Working: true);
    }

    private ImmutableArray<Placing> AddSeats()
    {
        if (stage.Get("add_seats") is YamlMappingNode node)
        {
            var map = stage.AsMap(node)!; // a mapping node is always a map
            ImmutableArray<Placing> places =
            [
                .. map.Flag("before") ? [Placing.Before] : Array.Empty<Placing>(),
                .. map.Flag("after") ? [Placing.After] : Array.Empty<Placing>(),
            ];
            map.NothingElse();
            return places;
        }

        return stage.Flag("add_seats") ? [Placing.Before, Placing.After] : [];
    }

    [GeneratedRegex(@"^([0-9]{1,4})(%?)$")]
    private static partial Regex Share();

    /// <summary>The modes that are a single word, as the file spells them.</summary>
    private enum SignRule
    {
        Any,
        All,
        Sequential,
        LeadLast,
    }
}

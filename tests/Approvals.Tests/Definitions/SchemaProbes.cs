using System.Text;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;

namespace Approvals.Tests.Definitions;

/// <summary>What the parser itself knows, asked of it: where it meets a word that is far from all others, it lists them.</summary>
internal static class SchemaProbes
{
    private const string Hole = "<>";
    private const string Nobody = "这个词谁也不认识得";
    private const string Known = "可用的有：";

    /// <summary>
    /// The keys of every map of the language: the map's name in the schema, and places where it stands. A map that asks for
    /// some keys only beside others has several places.
    /// </summary>
    /// <remarks>A key of <c>Elsewhere</c> is asked for only to tell this map from another that has it.</remarks>
    public static readonly (string Map, string Place, string[] Elsewhere)[] Keys =
    [
        ("workflow", "{apiVersion: approvals/1, <>}", ["roles"]),
        ("roles", "{apiVersion: approvals/1, roles: {}, <>}", []),
        ("role", "{roles: {a: {title: A, <>}}}", []),
        ("start", "{starts: [{<>}]}", []),
        ("end", "{ends: [{<>}]}", []),
        ("stage", "{stages: [{<>}]}", []),
        ("signers", "{stages: [{signers: {<>}}]}", []),
        ("signers", "{stages: [{signers: {bodies: host_department, <>}}]}", []),
        ("signers", "{stages: [{signers: {people: inspectors, <>}}]}", []),
        ("rule", "{stages: [{signers: [{<>}]}]}", []),
        ("rule", "{stages: [{signers: [{bodies: host_department, <>}]}]}", []),
        ("rule", "{stages: [{signers: [{people: inspectors, <>}]}]}", []),
        ("rule", "{stages: [{escalate: [{after: 1 day, to: {people: inspectors, <>}}]}]}", []),
        ("rule", "{stages: [{signers: [{role: a, <>}]}]}", []),
        ("signers", "{stages: [{signers: {role: a, <>}}]}", []),
        ("ballot", "{stages: [{mode: {<>}}]}", []),
        ("consultation", "{stages: [{consult: {<>}}]}", []),
        ("placing", "{stages: [{add_seats: {<>}}]}", []),
        ("handover", "{stages: [{transfer: {<>}}]}", []),
        ("separation/anyOf/1", "{stages: [{not_same_as: [{<>}]}]}", []),
        ("wait", "{stages: [{wait: {<>}}]}", []),
        ("split", "{stages: [{split: [{<>}]}]}", []),
        ("again", "{stages: [{split: [{workflow: a, again: {<>}}]}]}", []),
        ("each/anyOf/1", "{stages: [{split: [{each: {<>}}]}]}", []),
        ("term/anyOf/2", "{stages: [{deadline: {<>}}]}", []),
        ("term/anyOf/2", "{stages: [{deadline: {every: own, <>}}]}", []),
        ("escalation", "{stages: [{escalate: [{<>}]}]}", []),
        ("move", "{stages: [{on_deadline: {<>}}]}", []),
        ("action", "{stages: [{actions: {a: {<>}}}]}", []),
        ("naming", "{stages: [{actions: {a: {needs: [{<>}]}}}]}", ["date", "say"]),
        ("saying", "{stages: [{actions: {a: {needs: [{say: report, <>}]}}}]}", []),
        ("named_date", "{stages: [{actions: {a: {needs: [{date: d, <>}]}}}]}", ["say"]),
        ("number", "{stages: [{actions: {a: {needs: [{number: n, title: N, <>}]}}}]}", []),
        ("occurrence", "{stages: [{actions: {a: {needs: [{occurrence: held, title: N, <>}]}}}]}", []),
        ("effect", "{stages: [{actions: {a: {effects: [{<>}]}}}]}", []),
        ("effect", "{stages: [{actions: {a: {effects: [{hand: a, <>}]}}}]}", []),
        ("effect", "{stages: [{actions: {a: {effects: [{distribute: a, <>}]}}}]}", []),
        ("standing", "{at_any_stage: {a: {<>}}}", []),
    ];

    /// <summary>The words of every closed list.</summary>
    public static readonly (string List, string Place)[] Words =
    [
        ("power", "{roles: {a: {may: [<>]}}}"),
        ("occasion", "{starts: [{on: <>}]}"),
        ("mode", "{stages: [{mode: <>}]}"),
        ("party", "{stages: [{signers: {people: <>}}]}"),
        ("each", "{stages: [{split: [{each: <>}]}]}"),
        ("input", "{stages: [{actions: {a: {needs: [<>]}}}]}"),
        ("wording", "{stages: [{actions: {a: {needs: [{say: <>}]}}}]}"),
        ("frozen", "{stages: [{actions: {a: {effects: [freeze: <>]}}}]}"),
        ("published", "{stages: [{actions: {a: {effects: [publish: <>]}}}]}"),
        ("product", "{stages: [{actions: {a: {effects: [produce: <>]}}}]}"),
        ("recurring", "{stages: [{by_exception: <>}]}"),
        ("day", "{stages: [{actions: {a: {needs: [{occurrence: <>, title: N}]}}}]}"),
        ("excepting", "{stages: [{actions: {a: {effects: [except: <>]}}}]}"),
        ("way", "{stages: [{actions: {a: {then: <>}}}]}"),
        ("clock", "{stages: [{actions: {a: {effects: [clock: <>]}}}]}"),
    ];

    public static IEnumerable<string> KeysAt(string place) => AskedAt(place.Replace(Hole, $"{Nobody}: 1")).Where(key => key != Nobody);

    public static IEnumerable<string> WordsAt(string place) => AskedAt(place.Replace(Hole, Nobody));

    public static bool Accepts(string place, string value)
    {
        var faults = FaultsOf(place.Replace(Hole, value));
        return !faults.Any(f => f.Message.Contains(value, StringComparison.Ordinal) || f.Message.Contains("看不懂", StringComparison.Ordinal));
    }

    private static IEnumerable<string> AskedAt(string yaml) =>
        FaultsOf(yaml).Where(f => f.Message.Contains(Nobody, StringComparison.Ordinal)).ToList().ShouldHaveSingleItem(yaml).Message
            .Split(Known).ShouldBeOfLength(2, yaml)[1].Split('、');

    private static IReadOnlyList<Fault> FaultsOf(string yaml)
    {
        try
        {
            BookReader.Read([new DefinitionFile("probe.yaml", Encoding.UTF8.GetBytes(yaml))]);
            return [];
        }
        catch (FaultsException wrong)
        {
            return wrong.Faults;
        }
    }

    private static string[] ShouldBeOfLength(this string[] parts, int length, string yaml)
    {
        parts.Length.ShouldBe(length, yaml);
        return parts;
    }
}

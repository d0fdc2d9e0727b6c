using YamlDotNet.RepresentationModel;

namespace Approvals.Tests.Definitions;

/// <summary>
/// Replaces every workflow, stage, action and role id and every title of the definition files, and the roles of the unit
/// files, by random words, in the YAML text alone: comments, order and layout stay. One old id of a kind becomes one new id
/// wherever it stands. The bar against toys uses it: whatever still works knows no word of the office.
/// </summary>
public sealed class RandomWords
{
    private static readonly string[] Syllables =
        ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "zu", "wa", "xe", "yi"];

    private const string Characters = "山川湖海松竹梅兰春夏秋冬东西南北风花雪月琴棋书画金木水火土石云雨";

    private readonly Random _random;
    private readonly Dictionary<(Kind Kind, string Old), string> _words = [];
    private readonly HashSet<string> _taken = [];
    private readonly List<Edit> _edits = [];

    private RandomWords(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
    }

    /// <summary>What a word of the YAML names.</summary>
    public enum Kind
    {
        Workflow,
        Stage,
        Action,
        Role,
        Title,
    }

    /// <summary>Print it: the same seed gives the same words.</summary>
    public int Seed { get; }

    /// <summary>The renamed texts, by the same file names.</summary>
    public IReadOnlyDictionary<string, string> Files { get; private set; } = new Dictionary<string, string>();

    /// <summary>Old word → new word, by kind.</summary>
    public IReadOnlyDictionary<(Kind Kind, string Old), string> Map => _words;

    public string Workflow(string old) => _words[(Kind.Workflow, old)];

    /// <summary>Endings are stages here.</summary>
    public string Stage(string old) => _words[(Kind.Stage, old)];

    public string Action(string old) => _words[(Kind.Action, old)];

    public string Role(string old) => _words[(Kind.Role, old)];

    /// <param name="files">Definition and unit files: name → text.</param>
    public static RandomWords Rename(int seed, IReadOnlyDictionary<string, string> files)
    {
        var words = new RandomWords(seed);
        words.Files = files.OrderBy(f => f.Key, StringComparer.Ordinal)
            .ToDictionary(f => f.Key, f => words.Renamed(f.Value), StringComparer.Ordinal);
        return words;
    }

    /// <summary>The text of the notice's definition with a second 核稿 after the first; before any renaming.</summary>
    public static string WithSecondCheck(string notice)
    {
        const string First = "agree: {title: 同意, to: countersigning, recall: true}";
        const string Next = "  - id: countersigning ";
        const string Second = """
              - id: checking-twice
                title: 二次核稿
                signers: {role: office}
                not_same_as: [drafting, checking]
                actions:
                  agree: {title: 同意, to: countersigning}
                  return: {title: 退回修改, to: drafting, needs: [reason]}


            """;
        var first = notice.IndexOf(First, StringComparison.Ordinal);
        var next = notice.IndexOf(Next, StringComparison.Ordinal);
        return first < 0 || next < first
            ? throw new InvalidOperationException("the notice's definition no longer has the check that this test doubles")
            : notice[..first] + "agree: {title: 同意, to: checking-twice}" + notice[(first + First.Length)..next] + Second + notice[
                next..];
    }

    private string Renamed(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        _edits.Clear();
        Visit((YamlMappingNode)stream.Documents[0].RootNode);
        foreach (var edit in _edits.OrderByDescending(e => e.From))
        {
            text = text[..edit.From] + edit.Word + text[edit.To..];
        }

        return text;
    }

    private void Visit(YamlMappingNode root)
    {
        if (root.Children.ContainsKey("roles"))
        {
            foreach (var (role, about) in (YamlMappingNode)root["roles"])
            {
                Replace(Kind.Role, role);
                VisitMap((YamlMappingNode)about);
            }
        }
        else if (root.Children.ContainsKey("unit"))
        {
            foreach (var post in root.Children.TryGetValue("posts", out var posts) ? (YamlSequenceNode)posts : [])
            {
                Replace(Kind.Role, post["role"]);
            }
        }
        else
        {
            VisitMap(root);
        }
    }

    private void VisitMap(YamlMappingNode map)
    {
        foreach (var (key, value) in map)
        {
            var name = ((YamlScalarNode)key).Value;
            switch (name)
            {
                case "workflow":
                    Replace(Kind.Workflow, value);
                    break;
                case "to" when value is YamlSequenceNode { Children: [YamlScalarNode, ..] }:
                case "except":
                    ReplaceAll(Kind.Stage, value);
                    break;
                case "to" when value is YamlScalarNode { Value: "any_earlier" }:
                    break;
                case "hand" or "votes_for":
                    Replace(Kind.Action, value);
                    break;
                case "to_children":
                    Replace(Kind.Workflow, value);
                    break;
                case "to" or "on_deadline" when value is not YamlScalarNode:
                    VisitBelow(value);
                    break;
                case "open":
                    Replace(Kind.Workflow, value);
                    break;
                case "effects":
                    VisitOpened((YamlSequenceNode)value);
                    break;
                case "on_deadline" or "id" or "to" or "at" or "on_unavailable" or "same_as" or "stage":
                    Replace(Kind.Stage, value);
                    break;
                case "role":
                    Replace(Kind.Role, value);
                    break;
                case "roles" or "or_else" or "by":
                    ReplaceAll(Kind.Role, value);
                    break;
                case "title":
                    Replace(Kind.Title, value);
                    break;
                case "when" or "until":
                    Condition((YamlScalarNode)value);
                    break;
                case "not_same_as":
                    ReplaceAll(Kind.Stage, value);
                    break;
                case "actions" or "at_any_stage":
                    Actions((YamlMappingNode)value);
                    break;
                case "each" or "on" or "needs" or "takes" or "else_say":
                    break;
                default:
                    VisitBelow(value);
                    break;
            }
        }
    }

    private void Actions(YamlMappingNode actions)
    {
        foreach (var (id, action) in actions)
        {
            Replace(Kind.Action, id);
            VisitMap((YamlMappingNode)action);
        }
    }

    /// <summary>Of effects, only the definitions that they open, the actions that they hand over and those to whom they distribute are names.</summary>
    private void VisitOpened(YamlSequenceNode effects)
    {
        foreach (var opened in effects.OfType<YamlMappingNode>().Where(e => e.Children.ContainsKey("open") || e.Children.ContainsKey("hand")))
        {
            VisitMap(opened);
        }

        foreach (var distributed in effects.OfType<YamlMappingNode>().Where(e => e.Children.ContainsKey("distribute")))
        {
            Replace(Kind.Workflow, distributed.Children["distribute"]);
            VisitBelow(distributed.Children["to"]);
        }
    }

    private void VisitBelow(YamlNode value)
    {
        if (value is YamlMappingNode map)
        {
            VisitMap(map);
        }
        else if (value is YamlSequenceNode list)
        {
            foreach (var child in list.OfType<YamlMappingNode>())
            {
                VisitMap(child);
            }
        }
    }

    /// <summary>Scalars of a list; its maps are visited.</summary>
    private void ReplaceAll(Kind kind, YamlNode list)
    {
        foreach (var one in (YamlSequenceNode)list)
        {
            if (one is YamlMappingNode map)
            {
                VisitMap(map);
            }
            else
            {
                Replace(kind, one);
            }
        }
    }

    /// <summary>
    /// <c>every WORKFLOW has …</c>, <c>… has reached STAGE</c>; everything else of a condition is the language's own.
    /// </summary>
    private void Condition(YamlScalarNode node)
    {
        var words = node.Value!.Split(' '); // a condition that was read has a text
        for (var i = 1; i < words.Length; i++)
        {
            words[i] = words[i - 1] switch
            {
                "every" or "some" => WordFor(Kind.Workflow, words[i]),
                "of" when words[i - 2] == "number" || (i > 3 && words[i - 3] == "of") => WordFor(Kind.Workflow, words[i]),
                "reached" or "in" => WordFor(Kind.Stage, words[i]),
                _ => words[i],
            };
        }

        Put(node, string.Join(' ', words));
    }

    private void Replace(Kind kind, YamlNode node) => Put(node, WordFor(kind, ((YamlScalarNode)node).Value ?? ""));

    private void Put(YamlNode node, string word) =>
        _edits.Add(new Edit(checked((int)node.Start.Index), checked((int)node.End.Index), word));

    private string WordFor(Kind kind, string old)
    {
        if (!_words.TryGetValue((kind, old), out var word))
        {
            do
            {
                word = kind == Kind.Title
                    ? string.Concat(Enumerable.Range(0, 4).Select(_ => Characters[_random.Next(Characters.Length)]))
                    : string.Concat(Enumerable.Range(0, 4).Select(_ => Syllables[_random.Next(Syllables.Length)]));
            }
            while (!_taken.Add(word));
            _words[(kind, old)] = word;
        }

        return word;
    }

    private readonly record struct Edit(int From, int To, string Word);
}

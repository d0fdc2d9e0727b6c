using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Readers.Yaml;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Notices;

/// <summary>The words that reading stands on: those of every office (Words/words.yaml) and the unit's own.</summary>
internal sealed class Lexicon
{
    private const int LongestHead = 16;
    private const int LongestWord = 12;
    private const int ShortestWithin = 3;
    private static readonly Lazy<Lexicon> _office = new(Load);
    private readonly FrozenDictionary<string, Column> _heads;
    private readonly FrozenDictionary<string, ImmutableArray<string>> _words;

    /// <summary>Heads as somebody told them: they need not look like any.</summary>
    private readonly FrozenDictionary<string, Column> _own;

    /// <summary>The people of the unit's directory.</summary>
    private readonly ImmutableHashSet<string> _people;

    private Lexicon(
        FrozenDictionary<string, Column> heads, FrozenDictionary<string, ImmutableArray<string>> words,
        FrozenDictionary<string, Column> own, ImmutableHashSet<string> people)
    {
        (_heads, _words, _own, _people) = (heads, words, own, people);
        Labels = new(LabelPattern(), RegexOptions.CultureInvariant);
    }

    public static Lexicon Office => _office.Value;

    /// <summary>A label such as 责任单位： with its word in the group of that name.</summary>
    public Regex Labels { get; }

    /// <summary>The same words with heads of the unit's own, which go before; a head is mapped to the name of a column.</summary>
    public Lexicon With(ImmutableDictionary<string, string> own)
    {
        if (own.IsEmpty)
        {
            return this;
        }

        var (heads, said) = (_heads.ToDictionary(), new Dictionary<string, Column>());
        foreach (var (head, column) in own)
        {
            if (Enum.TryParse<Column>(column, ignoreCase: true, out var known))
            {
                heads[Plain(head)] = known;
                said[head] = known;
            }
        }

        return new(heads.ToFrozenDictionary(), _words, said.ToFrozenDictionary(), _people);
    }

    /// <summary>The same, knowing people by name: 李学会 ends as a body does and is one all the same.</summary>
    public Lexicon With(ImmutableHashSet<string> people) => people.IsEmpty ? this : new(_heads, _words, _own, people);

    public bool IsPersonByName(string name) => _people.Contains(name);

    /// <summary>A label that counts only beside another (时间).</summary>
    public bool IsWeakLabel(string label) => _words["labels.weak"].Contains(label);

    /// <summary>A head that names the task (问题, 名称) rather than says what to do.</summary>
    public bool NamesTask(string head) => Holds("names-of-tasks", head);

    public ImmutableArray<string> Words(string list) => _words[list];

    /// <summary>A word of the list stands somewhere in the text.</summary>
    public bool Holds(string list, string text) => _words[list].Any(w => text.Contains(w, StringComparison.Ordinal));

    /// <summary>The text begins with a word of the list.</summary>
    public bool Begins(string list, string text) => _words[list].Any(w => text.StartsWith(w, StringComparison.Ordinal));

    public ImmutableArray<string> WordsOrNone(string list) => _words.GetValueOrDefault(list, []);

    /// <summary>The words of lists as one alternation, the longest first.</summary>
    public string Any(params string[] lists) => Alternation(lists.SelectMany(list => _words[list]));

    public bool IsHead(string cell) => ColumnOf(cell) is not null;

    /// <summary>Somebody has said what the head means.</summary>
    public bool IsTold(string cell) => _own.ContainsKey(cell);

    /// <summary>An exact head; else the longest that ends the cell; else the longest that is in it.</summary>
    public Column? ColumnOf(string cell)
    {
        if (_own.TryGetValue(cell, out var told))
        {
            return told;
        }

        var text = Plain(cell);
        if (text.Length is 0 or > LongestHead || text.AsSpan().IndexOfAny('：', ':', '。') >= 0)
        {
            return null;
        }

        return _heads.TryGetValue(text, out var exact) ? exact
            : _words["superseded"].Any(w => text.Contains(w, StringComparison.Ordinal)) ? Column.Other
            : Joined(text) is { } joined ? joined
            : _words["table-names"].Any(w => text.EndsWith(w, StringComparison.Ordinal)) ? null
            : Ending(text) ?? Within(text);
    }

    private Column? Ending(string text)
    {
        for (var length = Math.Min(text.Length - 1, LongestWord); length >= 2; length--)
        {
            if (_heads.TryGetValue(text[^length..], out var ending) && !_words["whole-heads"].Contains(text[^length..]))
            {
                return ending;
            }
        }

        return null;
    }

    private Column? Within(string text)
    {
        for (var length = Math.Min(text.Length - 1, LongestWord); length >= ShortestWithin; length--)
        {
            for (var start = 0; start + length <= text.Length; start++)
            {
                if (_heads.TryGetValue(text.Substring(start, length), out var within))
                {
                    return within;
                }
            }
        }

        return null;
    }

    public bool IsExactHead(string cell) => _heads.ContainsKey(Plain(cell));

    /// <summary>Length of the head at the beginning of a text, 0 where there is none.</summary>
    public int HeadAt(ReadOnlySpan<char> text)
    {
        for (var length = Math.Min(text.Length, LongestWord); length >= 2; length--)
        {
            if (_heads.ContainsKey(text[..length].ToString()))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>
    /// 责任单位及责任人, 责任科室及完成时限, 措施和时间安排: people and bodies together are sorted by their looks, a day stands among the
    /// owners of its cell; else the former counts.
    /// </summary>
    private Column? Joined(string text)
    {
        var parts = text.Split(['及', '和', '与', '、', '/', '／'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 2)
        {
            return Glued(text);
        }

        var columns = parts.Select(p => _heads.TryGetValue(p, out var column) ? (Column?)column : null).ToList();
        var owners = columns.OfType<Column>().Where(IsOwner).ToList();
        return columns[0] is not { } first || (parts.Length > 2 && columns.Contains(null)) ? null
            : !IsOwner(first) && (first != Column.Deadline || owners.Count == 0) ? first
            : owners.Exists(IsPeople) && !owners.TrueForAll(IsPeople) ? Column.People : owners[0];
    }

    /// <summary>责任科室完成时限, without anything between them.</summary>
    private Column? Glued(string text) => Enumerable.Range(ShortestWithin, Math.Max(text.Length - (2 * ShortestWithin) + 1, 0))
        .Select(at => _heads.TryGetValue(text[..at], out var one) && _heads.TryGetValue(text[at..], out var two)
            && IsOwner(one) != IsOwner(two) && (one == Column.Deadline || two == Column.Deadline) ? IsOwner(one) ? one : two : (Column?)null)
        .FirstOrDefault(column => column is not null);

    private static bool IsPeople(Column column) => column is Column.Leaders or Column.People;

    private static bool IsOwner(Column column) =>
        IsPeople(column) || column is Column.Departments or Column.Lead or Column.Support;

    /// <summary>Without what stands in brackets after it (责任单位（牵头）) and without marks.</summary>
    private static string Plain(string cell)
    {
        var text = cell.Trim('：', ':', '*', '★', '*', '。', '.');
        var bracket = text.IndexOfAny(['（', '(', '【', '[']);
        return bracket > 1 ? text[..bracket] : text;
    }

    /// <summary>A short word is a label only where nothing of a word stands before it.</summary>
    private string LabelPattern()
    {
        var (shorts, weak) = (_words["labels.short"], _words["labels.weak"]);
        var labels = _heads.Where(h => h.Value is not (Column.No or Column.Group or Column.Baseline or Column.Unit)
            && (h.Key.Length > 3 || shorts.Contains(h.Key) || weak.Contains(h.Key))).Select(h => h.Key)
            .ToLookup(h => shorts.Contains(h) || h.Length <= 3);
        return "(?:(?<label>" + Alternation(labels[false]) + @")|(?<![\p{L}])(?<label>" + Alternation(labels[true])
            + "))(?:[（(][^）)：:]{1,10}[）)])?[】\\]]?[：:]";
    }

    private static string Alternation(IEnumerable<string> words) =>
        string.Join('|', words.OrderByDescending(w => w.Length).ThenBy(w => w, StringComparer.Ordinal).Select(Regex.Escape));

    private static Lexicon Load()
    {
        using var stream = typeof(Lexicon).Assembly.GetManifestResourceStream("notice-words.yaml")
            ?? throw new InvalidOperationException("The vocabulary is not in the assembly.");
        using var reader = new StreamReader(stream);
        var file = new YamlFile("words.yaml");
        var root = file.Root(reader.ReadToEnd());
        file.ThrowIfWrong();
        var heads = new Dictionary<string, Column>();
        var words = new Dictionary<string, ImmutableArray<string>>();
        foreach (var (key, _, value) in root!.Entries()) // no fault: there is a root
        {
            if (value is not YamlMappingNode map)
            {
                words[key] = Listed(value);
                continue;
            }

            foreach (var (name, list) in map.Children)
            {
                var inner = name.ToString();
                words[$"{key}.{inner}"] = Listed(list);
                foreach (var head in key == "columns" ? Listed(list) : [])
                {
                    heads.TryAdd(head, Enum.Parse<Column>(inner, ignoreCase: true));
                }
            }
        }

        Compose(heads, words);
        return new(heads.ToFrozenDictionary(), words.ToFrozenDictionary(), FrozenDictionary<string, Column>.Empty, []);
    }

    /// <summary>Heads of two halves: 牵头+处室.</summary>
    private static void Compose(Dictionary<string, Column> heads, Dictionary<string, ImmutableArray<string>> words)
    {
        foreach (var (column, ends) in new[]
        {
            ("leaders", "chiefs"), ("lead", "bodies"), ("support", "bodies"), ("departments", "bodies"), ("deadline", "times"),
        })
        {
            foreach (var head in words[$"compose.{column}"].SelectMany(w => words[$"compose.{ends}"].Select(e => w + e)))
            {
                heads.TryAdd(head, Enum.Parse<Column>(column, ignoreCase: true));
            }
        }
    }

    private static ImmutableArray<string> Listed(YamlNode node) => node is YamlSequenceNode list
        ? [.. list.Select(n => n.ToString())]
        : [node.ToString()];
}

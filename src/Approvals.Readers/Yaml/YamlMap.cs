using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Yaml;

/// <summary>The faults of one file while it is read; reading goes on after a fault, so that one run names them all.</summary>
internal sealed class YamlFile(string name)
{
    private readonly List<Fault> _faults = [];

    public string Name { get; } = name;

    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>The root mapping; null, with a fault noted, where the text is not a YAML mapping.</summary>
    public YamlMap? Root(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text.TrimStart('\uFEFF')));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
            {
                return new YamlMap(this, root);
            }

            _faults.Add(new Fault(Name, 1, 1, "文件应当是一份 YAML 键值表，且只有一份"));
        }
        catch (YamlException broken)
        {
            _faults.Add(new Fault(Name, broken.Start.Line, broken.Start.Column, Chinese(broken)));
        }

        return null;
    }

    public void Fault(YamlNode at, string message)
    {
        var fault = new Fault(Name, at.Start.Line, at.Start.Column, message);
        if (!_faults.Contains(fault))
        {
            _faults.Add(fault);
        }
    }

    private static string Chinese(YamlException broken) =>
        broken.Message.LastIndexOf("uplicate key ", StringComparison.Ordinal) is var at and >= 0
            ? $"键 {broken.Message[(at + "uplicate key ".Length)..].Trim('.', ' ', '\'')} 写了两次"
            : "YAML 写法有误，多半是缩进、引号或括号";
}

/// <summary>A mapping whose keys are read one by one; what is left at the end is a misspelt or unknown key.</summary>
internal sealed class YamlMap(YamlFile file, YamlMappingNode node)
{
    private readonly HashSet<string> _known = [];

    public YamlMappingNode Node { get; } = node;

    public YamlFile File { get; } = file;

    /// <summary>All entries in order, for maps whose keys are ids.</summary>
    public IEnumerable<(string Key, YamlNode KeyNode, YamlNode Value)> Entries()
    {
        foreach (var (key, value) in Node.Children)
        {
            var word = (key as YamlScalarNode)?.Value ?? "";
            _known.Add(word);
            yield return (word, key, value);
        }
    }

    public YamlNode? Get(string key)
    {
        _known.Add(key);
        return Node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
    }

    public string? Text(string key) => Get(key) is { } value ? Scalar(value) : null;

    public string Required(string key)
    {
        if (Text(key) is { Length: > 0 } text)
        {
            return text;
        }

        File.Fault(Node, $"缺少 {key}");
        return "";
    }

    public bool Flag(string key) => Get(key) is { } value && Scalar(value) switch
    {
        "true" => true,
        "false" => false,
        var other => Wrong(value, $"{key} 只能是 true 或 false，不能是 {other}"),
    };

    public int? Number(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (int.TryParse(Scalar(value), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        File.Fault(value, $"{key} 应当是一个整数");
        return null;
    }

    public T? Word<T>(string key)
        where T : struct, Enum => Get(key) is { } value ? Word<T>(value) : null;

    public T? Word<T>(YamlNode value)
        where T : struct, Enum
    {
        var word = Scalar(value);
        if (Spelling.Parse<T>(word) is { } known)
        {
            return known;
        }

        File.Fault(value, $"不认识 {word}{Spelling.DidYouMean(word, Spelling.All<T>())}");
        return null;
    }

    public YamlMap? Map(string key) => Get(key) is { } value ? AsMap(value) : null;

    public YamlMap? AsMap(YamlNode value)
    {
        if (value is YamlMappingNode map)
        {
            return new YamlMap(File, map);
        }

        File.Fault(value, "这里应当是一组键值");
        return null;
    }

    /// <summary>The elements of a list; none where the key is absent.</summary>
    public IEnumerable<YamlNode> List(string key)
    {
        switch (Get(key))
        {
            case null:
                return [];
            case YamlSequenceNode list:
                return list.Children;
            case var other:
                File.Fault(other, $"{key} 应当是一个列表");
                return [];
        }
    }

    public string Scalar(YamlNode value)
    {
        if (value is YamlScalarNode { Value: { } text })
        {
            return text;
        }

        File.Fault(value, "这里应当是一个词");
        return "";
    }

    /// <summary>Notes every key that nobody asked for.</summary>
    public void NothingElse()
    {
        foreach (var (key, _) in Node.Children)
        {
            var word = (key as YamlScalarNode)?.Value ?? "";
            if (!_known.Contains(word))
            {
                File.Fault(key, $"不认识的键 {word}{Spelling.DidYouMean(word, _known)}");
            }
        }
    }

    private bool Wrong(YamlNode at, string message)
    {
        File.Fault(at, message);
        return false;
    }
}

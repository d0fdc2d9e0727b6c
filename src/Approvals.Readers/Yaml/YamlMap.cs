using System.Globalization;
using Approvals.Readers.Calendars;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Yaml;

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

    /// <summary>Null where the key is absent, or, with a fault noted, where nothing stands after it.</summary>
    public string? Text(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        if (value is not YamlScalarNode { Value: var text } || !string.IsNullOrWhiteSpace(text))
        {
            return Scalar(value);
        }

        File.Fault(value, $"{key} 后面空着");
        return null;
    }

    /// <summary>Empty, with a fault noted, where the key is absent.</summary>
    public string Required(string key) => RequiredNode(key) is null ? "" : Text(key) ?? "";

    /// <summary>Notes a fault where the value of the key stands, or the whole map where the key is absent.</summary>
    public void Fault(string key, string message) => File.Fault(Get(key) ?? Node, message);

    /// <summary>The file says which version of the language it is written in.</summary>
    public void RequireVersion(string known)
    {
        if (Required("apiVersion") is var version and not "" && version != known)
        {
            Fault("apiVersion", $"不认识版本 {version}，应当是 {known}");
        }
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

    /// <summary>A day, as YYYY-MM-DD; null where the key is absent.</summary>
    public DateOnly? Day(string key) => Get(key) is { } value ? Day(value) : null;

    public DateOnly? Day(YamlNode value)
    {
        var text = Scalar(value);
        if (WrittenDay.Read(text) is { } day)
        {
            return day;
        }

        File.Fault(value, $"{text} 不是日期，应当写成 2021-06-30 这样");
        return null;
    }

    /// <summary>A time of day, as HH:mm; null where the key is absent.</summary>
    public TimeOnly? Time(string key)
    {
        if (Get(key) is not { } value)
        {
            return null;
        }

        var text = Scalar(value);
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        File.Fault(value, $"{text} 不是时刻，应当写成 17:00 这样");
        return null;
    }

    /// <summary>The default day, with a fault noted, where the key is absent.</summary>
    public DateOnly RequiredDay(string key) => RequiredNode(key) is { } value ? Day(value) ?? default : default;

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

    /// <summary>The same, with a fault noted where the key is absent: an empty list is written as one.</summary>
    public IEnumerable<YamlNode> RequiredList(string key) => RequiredNode(key) is null ? [] : List(key);

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

    private YamlNode? RequiredNode(string key)
    {
        var value = Get(key);
        if (value is null)
        {
            File.Fault(Node, $"缺少 {key}");
        }

        return value;
    }

    private bool Wrong(YamlNode at, string message)
    {
        File.Fault(at, message);
        return false;
    }
}

using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Units;

/// <summary>One mapping of the unit file, read by its known keys: any other key is an error that says what was meant.</summary>
internal sealed class UnitYaml
{
    private readonly string _file;
    private readonly YamlNode _node;
    private readonly string _what;
    private readonly Dictionary<string, YamlNode> _values = [];

    public UnitYaml(string file, YamlNode node, string what, params ReadOnlySpan<string> keys)
    {
        _file = file;
        _node = node;
        _what = what;
        if (node is not YamlMappingNode mapping)
        {
            throw Wrong(node, $"{what}应写成“键: 值”的形式");
        }

        foreach (var (key, value) in mapping.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!keys.Contains(name))
            {
                throw Wrong(key, Unknown($"{what}没有“{name}”这个键", name, keys.ToArray()));
            }

            _values[name] = value;
        }
    }

    public static string Unknown(string sentence, string word, IEnumerable<string> known) =>
        NearestName.Of(word, known) is { } near ? $"{sentence}，是否想写“{near}”？" : sentence;

    public UnitFileException Wrong(string key, string problem) => Wrong(_values.GetValueOrDefault(key, _node), problem);

    public UnitFileException Wrong(YamlNode node, string problem) => At(_file, node.Start, problem);

    public static UnitFileException At(string file, Mark mark, string problem, Exception? inner = null) =>
        new(file, mark.Line, mark.Column, problem, inner);

    public bool Has(string key) => _values.ContainsKey(key);

    public string Text(string key) => Optional(key) ?? throw Wrong(_node, $"{_what}缺少“{key}”");

    public string? Optional(string key)
    {
        if (!_values.TryGetValue(key, out var node))
        {
            return null;
        }

        return node is YamlScalarNode { Value: { } value } && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : throw Wrong(node, $"“{key}”应写一段文字");
    }

    public bool Truth(string key) => Text(key) switch
    {
        "true" => true,
        "false" => false,
        var other => throw Wrong(key, $"“{key}”只能是 true 或 false，不能是“{other}”"),
    };

    public int? Number(string key) => Optional(key) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 => number,
        var text => throw Wrong(key, $"“{key}”应是正整数，不能是“{text}”"),
    };

    public DateOnly? Day(string key) => Optional(key) switch
    {
        null => null,
        var text when DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) => day,
        var text => throw Wrong(key, $"“{key}”应是日期，如 2019-01-01，不能是“{text}”"),
    };

    public IEnumerable<YamlNode> List(string key)
    {
        if (!_values.TryGetValue(key, out var node))
        {
            return [];
        }

        return node is YamlSequenceNode list ? list.Children : throw Wrong(node, $"“{key}”应是一个列表");
    }
}

using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Calendars;

/// <summary>A node that knows its file, so that every complaint says where it stands.</summary>
internal sealed record YamlPlace(string File, YamlNode Node)
{
    public CalendarFormatException Wrong(string what) =>
        new($"{File}:{Node.Start.Line}:{Node.Start.Column}: {what}");

    public string Scalar() =>
        Node is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Wrong("这里应当是一个值。");

    public DateOnly Date() =>
        DateOnly.TryParseExact(Scalar(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Wrong($"“{Scalar()}”不是日期，应当写成 YYYY-MM-DD。");

    public ImmutableArray<YamlPlace> List() =>
        Node is YamlSequenceNode list
            ? [.. list.Children.Select(c => this with { Node = c })]
            : throw Wrong("这里应当是一个列表。");

    /// <summary>Exactly these keys, each once.</summary>
    public IReadOnlyDictionary<string, YamlPlace> Map(params string[] keys)
    {
        if (Node is not YamlMappingNode map)
        {
            throw Wrong($"这里应当有这些键：{string.Join("、", keys)}。");
        }

        foreach (var key in map.Children.Keys.Select(k => this with { Node = k }))
        {
            if (!keys.Contains(key.Scalar()))
            {
                throw key.Wrong($"不认识的键“{key.Scalar()}”，只能是：{string.Join("、", keys)}。");
            }
        }

        var found = map.Children.ToDictionary(c => ((YamlScalarNode)c.Key).Value ?? "", c => this with { Node = c.Value });
        return keys.FirstOrDefault(k => !found.ContainsKey(k)) is { } missing
            ? throw Wrong($"缺少键“{missing}”。")
            : found;
    }
}

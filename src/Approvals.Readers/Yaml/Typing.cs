using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Approvals.Readers.Yaml;

/// <summary>
/// What a hand or an editor does to a YAML file that the language itself would call by another name, or not survive.
/// </summary>
internal static class Typing
{
    /// <summary>Brackets within brackets; the language of definitions needs six.</summary>
    private const int Deepest = 50;

    /// <summary>Without a file's name; empty where nothing of the kind is found.</summary>
    public static Fault[] Faults(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? [At(1, 1, "这不是文本文件；流程定义是用文本编辑器写的 YAML")]
        : [.. text.Split('\n').Select((line, no) => Of(line, no + 1)).OfType<Fault>().Take(1), .. TooDeep(text)];

    private static Fault? Of(string line, int no)
    {
        var start = line.TakeWhile(c => c is ' ').Count();
        if (start < line.Length && line[start] == '\t' && line.AsSpan(start).Trim().Length > 0)
        {
            return At(no, start + 1, "缩进里有制表符（Tab）；请改成空格");
        }

        var key = start;
        while (key < line.Length && (char.IsAsciiLetterOrDigit(line[key]) || line[key] is '_' or '-'))
        {
            key++;
        }

        return key > start && key < line.Length && line[key] == '：' ? At(no, key + 1, "键后面是全角的冒号；请改成半角冒号加一个空格") : null;
    }

    /// <summary>Asked of the events alone: building the tree of such a file would exhaust the stack.</summary>
    private static IEnumerable<Fault> TooDeep(string text)
    {
        var (parser, depth) = (new Parser(new StringReader(text)), 0);
        while (Next(parser))
        {
            depth += parser.Current is MappingStart or SequenceStart ? 1 : parser.Current is MappingEnd or SequenceEnd ? -1 : 0;
            if (depth > Deepest)
            {
                yield return At(parser.Current!.Start.Line, parser.Current.Start.Column, $"括号或缩进套了 {Deepest} 层以上");
                yield break;
            }
        }
    }

    private static bool Next(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception broken) when (broken is YamlException or InvalidOperationException)
        {
            return false; // told where the file is read
        }
    }

    private static Fault At(long line, long column, string message) => new("", line, column, message);
}

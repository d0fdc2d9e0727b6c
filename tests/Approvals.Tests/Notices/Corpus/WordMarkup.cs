using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Tests.Notices.Corpus;

/// <summary>A piece of a .word file of the corpus; README.md beside the documents describes the markup.</summary>
internal abstract record WordBlock
{
    private WordBlock()
    {
    }

    public sealed record Text(WordLook Look, int Level, string Words) : WordBlock;

    public sealed record Table(Grid Grid) : WordBlock;

    public sealed record PageBreak : WordBlock;

    public sealed record PageHeader(string Words) : WordBlock;

    public sealed record PageFooter(string Words) : WordBlock;

    public sealed record TextBox(string Words) : WordBlock;

    public sealed record Watermark(string Words) : WordBlock;
}

internal enum WordLook
{
    Plain,
    Centred,
    Title,
    Right,
    Heading,
    Numbered,
}

internal static partial class WordMarkup
{
    public static ImmutableArray<WordBlock> Parse(string markup)
    {
        var blocks = ImmutableArray.CreateBuilder<WordBlock>();
        var lines = markup.TrimEnd('\n').Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            if (TableBegin().Match(lines[at]) is { Success: true } table)
            {
                var end = Array.IndexOf(lines, "[[/table]]", at);
                blocks.Add(new WordBlock.Table(new Grid(
                    table.Groups[1].Success ? int.Parse(table.Groups[1].Value) : 0,
                    [.. lines[(at + 1)..end].Select(Grid.ParseRow)])));
                at = end;
            }
            else
            {
                blocks.Add(ParseLine(lines[at]));
            }
        }

        return blocks.ToImmutable();
    }

    private static WordBlock ParseLine(string line) => line switch
    {
        "[[page]]" => new WordBlock.PageBreak(),
        _ when After(line, "[[header]] ") is { } words => new WordBlock.PageHeader(words),
        _ when After(line, "[[footer]] ") is { } words => new WordBlock.PageFooter(words),
        _ when After(line, "[[textbox]] ") is { } words => new WordBlock.TextBox(words),
        _ when After(line, "[[watermark]] ") is { } words => new WordBlock.Watermark(words),
        _ when line.StartsWith("[[", StringComparison.Ordinal) => throw new FormatException(line),
        _ when After(line, "^^ ") is { } words => new WordBlock.Text(WordLook.Title, 0, words),
        _ when After(line, "^ ") is { } words => new WordBlock.Text(WordLook.Centred, 0, words),
        _ when After(line, "> ") is { } words => new WordBlock.Text(WordLook.Right, 0, words),
        _ when Heading().Match(line) is { Success: true } heading =>
            new WordBlock.Text(WordLook.Heading, heading.Groups[1].Length, heading.Groups[2].Value),
        _ when Numbered().Match(line) is { Success: true } numbered =>
            new WordBlock.Text(WordLook.Numbered, int.Parse(numbered.Groups[1].Value), numbered.Groups[2].Value),
        _ => new WordBlock.Text(WordLook.Plain, 0, line),
    };

    private static string? After(string line, string mark) =>
        line.StartsWith(mark, StringComparison.Ordinal) ? line[mark.Length..] : null;

    [GeneratedRegex(@"^\[\[table(?: header=(\d))?\]\]$")]
    private static partial Regex TableBegin();

    [GeneratedRegex("^(#{1,3}) (.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex("^@([1-4]) (.*)$")]
    private static partial Regex Numbered();
}

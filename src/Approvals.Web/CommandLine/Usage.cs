using System.CommandLine;
using System.CommandLine.Parsing;

namespace Approvals.Web.CommandLine;

/// <summary>Wrong usage in the reader's language: the library's own sentences are English.</summary>
internal static class Usage
{
    public static IEnumerable<string> SentencesFor(ParseResult parsed)
    {
        var unknown = parsed.UnmatchedTokens.Select(word => $"不认识“{word}”。");
        // What is missing is only worth saying where every word was understood.
        return parsed.UnmatchedTokens.Count > 0 ? unknown : parsed.Errors.Select(Sentence).Distinct();
    }

    private static string Sentence(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } argument => $"缺少 {argument.Argument.Name}（{argument.Argument.Description}）。",
        ArgumentResult argument => $"{argument.Argument.Name} 写错了：{string.Join(' ', argument.Tokens.Select(t => t.Value))}",
        OptionResult option => $"{option.Option.Name} 写错了：{option.Option.Description}",
        CommandResult { Command: var command } when command.Arguments.Count > 0 =>
            $"{command.Name} 后面要写 {string.Join(' ', command.Arguments.Select(a => $"{a.Name}（{a.Description}）"))}。",
        _ => "要写明做什么。",
    };
}

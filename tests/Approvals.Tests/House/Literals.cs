using System.Text;
using System.Text.RegularExpressions;

namespace Approvals.Tests.House;

/// <summary>A piece of text that a source file holds as a value, and the line where it begins.</summary>
internal sealed record Literal(int Line, string Text);

/// <summary>Finds the values in source files: enough of each language to tell a string from code and comment.</summary>
internal static partial class Literals
{
    public static IEnumerable<Literal> In(string extension, string text) => extension switch
    {
        ".cs" => InCSharp(text),
        ".cshtml" => InMarkup(text),
        ".js" => InScript(text),
        ".sql" => InSql(text),
        _ => [],
    };

    /// <summary>Strings of all kinds and characters. The holes of an interpolated string are code and are read as such.</summary>
    public static IEnumerable<Literal> InCSharp(string text) =>
        new CSharpScan(text).Read().SelectMany(literal => InSql(literal.Text) // SQL stands in C# strings
            .Select(inner => literal with { Text = inner.Text }).Prepend(literal));

    private static IEnumerable<Literal> InMarkup(string text)
    {
        var plain = MarkupComment().Replace(text, Blank);
        var attributes = Attribute().Matches(plain)
            .SelectMany(m => Words(Line(plain, m.Index), m.Groups[2].Success ? m.Groups[2].Value : m.Groups[3].Value));
        // Razor's code between the attributes: its strings are double-quoted.
        var strings = Quoted().Matches(plain).SelectMany(m => Words(Line(plain, m.Index), m.Groups[1].Value));
        return attributes.Concat(strings).Distinct();
    }

    private static IEnumerable<Literal> InScript(string text)
    {
        var plain = ScriptComment().Replace(text, m => m.Value[0] is '/' ? Blank(m) : m.Value);
        return ScriptString().Matches(plain).SelectMany(m => Words(Line(plain, m.Index), m.Value[1..^1])).Distinct();
    }

    private static IEnumerable<Literal> InSql(string text)
    {
        var plain = SqlComment().Replace(text, m => m.Value[0] is '\'' ? m.Value : Blank(m));
        return SqlString().Matches(plain).Select(m => new Literal(Line(plain, m.Index), m.Value[1..^1]));
    }

    /// <summary>The value as a whole and, for lists of classes and the like, its words.</summary>
    private static IEnumerable<Literal> Words(int line, string value) =>
        value.Split([' ', '\t', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Append(value).Distinct()
            .Select(word => new Literal(line, word));

    private static string Blank(Match match) => string.Concat(match.Value.Select(c => c == '\n' ? '\n' : ' '));

    private static int Line(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    [GeneratedRegex(@"@\*.*?\*@|<!--.*?-->", RegexOptions.Singleline)]
    private static partial Regex MarkupComment();

    [GeneratedRegex("""[\w:-]+\s*=\s*("([^"]*)"|'([^']*)')""")]
    private static partial Regex Attribute();

    [GeneratedRegex("\"([^\"\\r\\n]*)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", RegexOptions.Singleline)]
    private static partial Regex ScriptComment();

    [GeneratedRegex("""("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)""", RegexOptions.Singleline)]
    private static partial Regex ScriptString();

    [GeneratedRegex(@"'(?:''|[^'])*'|--[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex SqlComment();

    [GeneratedRegex(@"'(?:''|[^'])*'")]
    private static partial Regex SqlString();

    private sealed class CSharpScan(string text)
    {
        private readonly List<Literal> _found = [];
        private int _at;

        public IReadOnlyList<Literal> Read()
        {
            Code(closing: '\0');
            return _found;
        }

        private char Next(int ahead = 0) => _at + ahead < text.Length ? text[_at + ahead] : '\0';

        private bool Stands(string mark) => string.CompareOrdinal(text, _at, mark, 0, mark.Length) == 0;

        /// <summary>Reads code up to a closing brace of its own level, or to the end.</summary>
        private void Code(char closing)
        {
            for (var depth = 0; _at < text.Length;)
            {
                if (Next() == closing && depth == 0 && closing != '\0')
                {
                    return;
                }

                if (Stands("//"))
                {
                    Skip("\n");
                }
                else if (Stands("/*"))
                {
                    Skip("*/");
                }
                else if (Next() == '\'')
                {
                    _at++;
                    Plain('\'', verbatim: false, holes: 0);
                }
                else if (!TryString())
                {
                    depth += Next() switch { '{' => 1, '}' => -1, _ => 0 };
                    _at++;
                }
            }
        }

        private void Skip(string end)
        {
            var stop = text.IndexOf(end, _at + 1, StringComparison.Ordinal);
            _at = stop < 0 ? text.Length : stop + end.Length;
        }

        private bool TryString()
        {
            var marks = 0;
            var (dollars, verbatim) = (0, false);
            for (; Next(marks) is '$' or '@'; marks++)
            {
                dollars += Next(marks) == '$' ? 1 : 0;
                verbatim |= Next(marks) == '@';
            }

            if (Next(marks) != '"')
            {
                return false;
            }

            _at += marks;
            var quotes = 0;
            while (Next(quotes) == '"')
            {
                quotes++;
            }

            if (quotes >= 3 && !verbatim)
            {
                _at += quotes;
                Raw(quotes, dollars);
            }
            else
            {
                _at++;
                Plain('"', verbatim, dollars);
            }

            return true;
        }

        private void Plain(char quote, bool verbatim, int holes)
        {
            var (part, line) = (new StringBuilder(), LineNow());
            for (; _at < text.Length; _at++)
            {
                if (verbatim && Next() == quote && Next(1) == quote)
                {
                    part.Append(quote);
                    _at++;
                }
                else if (Next() == quote || (Next() == '\n' && !verbatim))
                {
                    break;
                }
                else if (!verbatim && Next() == '\\')
                {
                    part.Append(text, _at, Math.Min(2, text.Length - _at));
                    _at++;
                }
                else if (holes > 0 && Next() == '{' && Next(1) != '{')
                {
                    (part, line) = Hole(part, line, 1);
                }
                else
                {
                    part.Append(Next());
                    _at += holes > 0 && Next() is '{' or '}' ? 1 : 0;
                }
            }

            _at++;
            _found.Add(new Literal(line, part.ToString()));
        }

        private void Raw(int quotes, int holes)
        {
            var (part, line) = (new StringBuilder(), LineNow());
            var end = new string('"', quotes);
            var open = holes > 0 ? new string('{', holes) : null;
            for (; _at < text.Length && !Stands(end); _at++)
            {
                if (open is not null && Stands(open) && Next(holes) != '{')
                {
                    (part, line) = Hole(part, line, holes);
                }
                else
                {
                    part.Append(Next());
                }
            }

            _at += quotes;
            foreach (var (row, no) in part.ToString().Split('\n').Select((row, no) => (row.Trim(), no)))
            {
                _found.Add(new Literal(line + no, row));
            }
        }

        /// <summary>Leaves the last brace of the hole to its caller.</summary>
        private (StringBuilder Part, int Line) Hole(StringBuilder part, int line, int braces)
        {
            _found.Add(new Literal(line, part.ToString()));
            _at += braces;
            Code('}');
            _at += braces - 1;
            return (new StringBuilder(), LineNow());
        }

        private int LineNow() => Line(text, Math.Min(_at, text.Length));
    }
}

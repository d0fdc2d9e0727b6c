using System.Globalization;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Yaml;

namespace Approvals.Readers.Definitions;

/// <summary>
/// Reads a condition: <c>not lasting and none open finding</c>, <c>every branch has ended</c>,
/// <c>parent has reached accepting</c>, <c>open_differences = 0</c>, <c>rate >= goal</c>, <c>open finding &lt;= 2</c>,
/// <c>average of satisfaction of survey at least 90</c>. <c>and</c> binds closer than <c>or</c>.
/// </summary>
internal sealed partial class ExpressionParser
{
    /// <summary>A longer one is a mistake, and its brackets could outgrow the stack.</summary>
    private const int MostWords = 200;

    private static readonly Dictionary<string, Comparison> Comparisons = new()
    {
        ["="] = Comparison.Equal,
        ["!="] = Comparison.NotEqual,
        ["<"] = Comparison.Less,
        ["<="] = Comparison.AtMost,
        [">"] = Comparison.More,
        [">="] = Comparison.AtLeast,
    };

    private static readonly Dictionary<string, ChildSum> Sums = new()
    {
        ["number"] = ChildSum.Number,
        ["sum"] = ChildSum.Sum,
        ["average"] = ChildSum.Average,
        ["lowest"] = ChildSum.Lowest,
        ["highest"] = ChildSum.Highest,
    };

    /// <summary>Signs and words of other languages, and what stands for them here.</summary>
    private static readonly (string Wrong, string Right)[] Foreign =
    [
        ("==", "="), ("=>", ">="), ("=<", "<="), ("≥", ">="), ("≤", "<="), ("≠", "!="), ("＝", "="), ("＞", ">"), ("＜", "<"),
        ("&&", "and"), ("||", "or"), ("AND", "and"), ("OR", "or"), ("NOT", "not"), ("（", "("), ("）", ")"),
    ];

    /// <summary>With which an atom begins, besides a fact or a number.</summary>
    private static readonly string[] Beginnings = ["every", "some", "parent", "none", "known", "open", "held", "not", .. Sums.Keys];

    private readonly List<string> _words;
    private int _at;

    private ExpressionParser(string text)
    {
        foreach (var (wrong, right) in Foreign.Where(f => Says(text, f.Wrong)))
        {
            throw new FormatException($"条件里的 {wrong} 要写成 {right}");
        }

        _words = [.. Words().Matches(text).Select(m => m.Value).Take(MostWords + 1)];
        if (_words.Count > MostWords)
        {
            throw new FormatException($"条件太长，最多 {MostWords} 个词");
        }
    }

    /// <exception cref="FormatException">With one sentence that says what is wrong.</exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        var expression = parser.Or();
        return parser._at == parser._words.Count
            ? expression
            : throw new FormatException($"条件里多出了 {parser._words[parser._at]}");
    }

    private Expression Or()
    {
        var left = And();
        while (Take("or"))
        {
            left = new Expression.Or(left, And());
        }

        return left;
    }

    private Expression And()
    {
        var left = Not();
        while (Take("and"))
        {
            left = new Expression.And(left, Not());
        }

        return left;
    }

    private Expression Not() => Take("not") ? new Expression.Not(Not()) : Atom();

    private Expression Atom() =>
        Take("(") ? Bracketed()
        : Take("some") ? OfSplit(w => new Expression.SomeEnded(w), (w, stage) => new Expression.SomeReached(w, stage))
        : Take("every") ? OfSplit(w => new Expression.EveryEnded(w), (w, stage) => new Expression.EveryReached(w, stage))
        : Take("parent") ? OfParent()
        : Take("none") ? new Expression.NoneOpen(After("open"))
        : Take("known") ? new Expression.Known(Next())
        : Measured();

    private Expression Bracketed()
    {
        var inner = Or();
        Expect(")");
        return inner;
    }

    private Expression OfSplit(Func<WorkflowId, Expression> ended, Func<WorkflowId, StageId, Expression> reached)
    {
        var workflow = new WorkflowId(Next());
        Expect("has");
        return Take("ended") ? ended(workflow)
            : Take("reached") ? reached(workflow, new StageId(Next()))
            : throw new FormatException($"条件里这里应当是 ended 或 reached，不能是 {(Peek().Length > 0 ? Peek() : "结尾")}");
    }

    private Expression OfParent()
    {
        Expect("has");
        if (Take("moved"))
        {
            Expect("on");
            return new Expression.ParentMovedOn();
        }

        return Take("ended") ? new Expression.ParentEnded() : new Expression.ParentReached(new StageId(After("reached")));
    }

    /// <summary>A fact, or a quantity against another.</summary>
    private Expression Measured()
    {
        var from = _at;
        if (OfChildren() is { } sum)
        {
            return Weigh(string.Join(' ', _words[from.._at]), sum);
        }

        return Take("open") ? Weigh($"open {Peek()}", new Quantity.OpenMatters(Next())) : Fact(Next());
    }

    /// <summary><c>number of item in cleared</c>, <c>average of satisfaction of survey</c>; null where no such words come.</summary>
    private Quantity.OfChildren? OfChildren()
    {
        if (!Sums.TryGetValue(Peek(), out var what) || _at + 1 >= _words.Count || _words[_at + 1] != "of")
        {
            return null;
        }

        _at += 2;
        var name = what == ChildSum.Number ? null : Next();
        if (name is not null)
        {
            Expect("of");
        }

        return new Quantity.OfChildren(what, name, new WorkflowId(Next()), what == ChildSum.Number && Take("in") ? new StageId(Next()) : null);
    }

    private Expression Fact(string name)
    {
        if (Facts.YesOrNo.Contains(name))
        {
            return IsComparison
                ? throw new FormatException($"{name} 只有是和不是，不能和数目比较")
                : new Expression.Holds(name);
        }

        if (!Facts.Counted.Contains(name))
        {
            return IsComparison && Quantified(name) is { } quantity
                ? Weigh(name, quantity)
                : throw new FormatException($"条件里不认识 {name}{Meant(name)}");
        }

        var op = Operator(name);
        var number = Next();
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new Expression.Compare(name, op, value)
            : throw new FormatException($"{name} 要和一个整数比较，不能是 {number}");
    }

    private Expression.Weigh Weigh(string spelt, Quantity left)
    {
        var op = Operator(spelt);
        if (OfChildren() is { } sum)
        {
            return new Expression.Weigh(left, op, sum);
        }

        if (Take("open"))
        {
            return new Expression.Weigh(left, op, new Quantity.OpenMatters(Next()));
        }

        var right = Next();
        return Facts.YesOrNo.Contains(right) || Facts.Counted.Contains(right) || Quantified(right) is not { } quantity
            ? throw new FormatException($"{spelt} 要和一个数或者另一个数目比较，不能是 {right}")
            : new Expression.Weigh(left, op, quantity);
    }

    /// <summary>Null for what is no quantity at all. Whether anybody gives the number of a name is the engine's to judge.</summary>
    private static Quantity? Quantified(string word) =>
        decimal.TryParse(
            word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new Quantity.Literal(value)
            : word == "held" ? new Quantity.TimesHeld()
            : char.IsAsciiLetter(word[0]) ? new Quantity.Named(word)
            : null;

    /// <summary>A sign, or the words by which a secretary reads it aloud.</summary>
    private Comparison Operator(string left)
    {
        if (Take("at"))
        {
            return Take("least") ? Comparison.AtLeast
                : Take("most") ? Comparison.AtMost
                : throw new FormatException($"at 后面应当是 least 或 most，不能是 {(Peek().Length > 0 ? Peek() : "结尾")}");
        }

        return Next() is var word && Comparisons.TryGetValue(word, out var op)
            ? op
            : throw new FormatException($"{left} 是数目，后面应当是 = != < <= > >= 或 at least、at most 之一，不能是 {word}");
    }

    /// <summary>A word of letters stands alone; a sign anywhere.</summary>
    private static bool Says(string text, string wrong) => text.Contains(wrong, StringComparison.Ordinal)
        && (!char.IsAsciiLetter(wrong[0]) || text.Split(' ', '(', ')').Contains(wrong));

    /// <summary>The nearest beginning where it is near, else the nearest fact, or all of them.</summary>
    private static string Meant(string name) =>
        Beginnings.FirstOrDefault(b => name.Length > 2 && NearestWord.Distance(name, b) == 1) is { } near
            ? Spelling.DidYouMean(name, [near])
            : Spelling.DidYouMean(name, Facts.YesOrNo.Concat(Facts.Counted));

    private bool IsComparison => Comparisons.ContainsKey(Peek()) || Peek() == "at";

    private string Peek() => _at < _words.Count ? _words[_at] : "";

    private bool Take(string word)
    {
        var taken = _at < _words.Count && _words[_at] == word;
        _at += taken ? 1 : 0;
        return taken;
    }

    private void Expect(string word)
    {
        if (!Take(word))
        {
            throw new FormatException($"条件里这里应当是 {word}，不能是 {(_at < _words.Count ? _words[_at] : "结尾")}");
        }
    }

    private string After(string word)
    {
        Expect(word);
        return Next();
    }

    private string Next() => _at < _words.Count ? _words[_at++] : throw new FormatException("条件没有写完");

    [GeneratedRegex(@"[()]|[<>!]?=|[<>!]|[^\s()<>=!]+")]
    private static partial Regex Words();
}

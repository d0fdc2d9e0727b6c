using System.Collections.Immutable;
using Approvals.Engine.Cases;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Numbers of a case that its forms bring and its conditions compare with literals. Of what such a number can be, only the
/// ranges between those literals are told apart; it keeps its range until a form brings it anew. Numbers with which a case may
/// begin, or that parts add to, are free, and so are comparisons of two numbers.
/// </summary>
internal sealed class Numbers
{
    /// <summary>More combinations than these are left free.</summary>
    private const int Most = 2_000;

    private readonly Dictionary<string, ImmutableArray<decimal>> _ranges;

    private Numbers(Dictionary<string, ImmutableArray<decimal>> ranges) => _ranges = ranges;

    public IEnumerable<Fact.Valued> Facts =>
        _ranges.SelectMany(r => Enumerable.Range(0, r.Value.Length).Select(range => new Fact.Valued(r.Key, range)));

    public static Numbers In(WorkflowBook book, Workflow workflow)
    {
        var inputs = workflow.AllActions.SelectMany(a => a.Inputs).OfType<Input.Number>().ToLookup(n => n.Name);
        var literals = workflow.Conditions().SelectMany(Truths.Atoms).SelectMany(Compared).ToLookup(c => c.Name, c => c.Literal);
        var known = workflow.Conditions().SelectMany(Truths.Atoms).OfType<Expression.Known>().Select(k => k.Number);
        var folded = book.Workflows.Values.SelectMany(w => w.AllActions.SelectMany(a => a.Effects)
            .Concat(w.Stages.SelectMany(s => s.Wait?.Effects ?? []))).OfType<Effect.Fold>().Select(f => f.Name).ToHashSet();
        var ranges = new Dictionary<string, ImmutableArray<decimal>>();
        var states = 1;
        foreach (var name in literals.Select(l => l.Key).Concat(known).Distinct()
            .Where(n => inputs[n].Any() && !workflow.Numbers.Contains(n) && !folded.Contains(n)))
        {
            var range = Between([.. literals[name].Distinct()], [.. inputs[name].Distinct()]);
            states *= range.Length + 1;
            if (states > Most)
            {
                break;
            }

            ranges[name] = range;
        }

        return new Numbers(ranges);
    }

    public bool Follows(string number) => _ranges.ContainsKey(number);

    /// <summary>What the number is as the facts say; null where nobody has given it.</summary>
    public decimal? Value(string number, Func<Fact, bool> holds) => _ranges[number]
        .Where((_, range) => holds(new Fact.Valued(number, range))).Cast<decimal?>().FirstOrDefault();

    /// <summary>The facts after a form brought numbers: each may lie in any range, and what it may bring also be left out.</summary>
    public IEnumerable<ulong> After(StageAction action, ulong bits, Tracked tracked)
    {
        IEnumerable<ulong> all = [bits];
        foreach (var input in action.Inputs.OfType<Input.Number>().Where(i => Follows(i.Name)))
        {
            var must = action.Needs.Contains(input);
            all = all.SelectMany(before => Enumerable.Range(0, _ranges[input.Name].Length)
                .Where(range => Measures.Fits(_ranges[input.Name][range], input))
                .Select(range => Put(before, input.Name, range, tracked)).Concat(must ? [] : [before])).Distinct().ToList();
        }

        return all;
    }

    private ulong Put(ulong bits, string number, int chosen, Tracked tracked) => Enumerable.Range(0, _ranges[number].Length)
        .Aggregate(bits, (b, range) => tracked.With(b, new Fact.Valued(number, range), range == chosen));

    /// <summary>Of all that may be said in one of the forms: one for each literal, and one for each stretch that literals and bounds tell apart.</summary>
    private static ImmutableArray<decimal> Between(ImmutableArray<decimal> literals, ImmutableArray<Input.Number> forms)
    {
        var marks = literals.Concat(forms.SelectMany(f => new[] { f.AtLeast, f.AtMost }).OfType<decimal>()).Distinct();
        return
        [
            .. marks.SelectMany(mark => new[] { Measures.Highest(mark), Measures.Lowest(mark), Measures.Above(mark) }).Append(Measures.Lowest(null))
                .OfType<decimal>().Where(value => forms.Any(f => Measures.Fits(value, f)))
                .GroupBy(value => (
                    literals.Count(l => l < value), literals.Contains(value), string.Concat(forms.Select(f => Measures.Fits(value, f) ? 1 : 0))))
                .Select(alike => alike.Min()).Order(),
        ];
    }

    private static IEnumerable<(string Name, decimal Literal)> Compared(Expression atom) => atom switch
    {
        Expression.Weigh { Left: Quantity.Named name, Right: Quantity.Literal value } => [(name.Name, value.Value)],
        Expression.Weigh { Left: Quantity.Literal value, Right: Quantity.Named name } => [(name.Name, value.Value)],
        _ => [],
    };

    /// <summary>Whether the comparison holds; null where it hangs on what is free.</summary>
    public bool? Holds(Expression.Weigh weigh, Func<Fact, bool?> of)
    {
        var (left, right) = (Value(weigh.Left, of), Value(weigh.Right, of));
        return left.Unknown || right.Unknown ? false
            : left.Value is { } a && right.Value is { } b ? Conditions.Compare(a, weigh.Op, b)
            : null;
    }

    private (decimal? Value, bool Unknown) Value(Quantity quantity, Func<Fact, bool?> of) => quantity switch
    {
        Quantity.Literal literal => (literal.Value, false),
        Quantity.Named named when Follows(named.Name) =>
            Value(named.Name, fact => of(fact) == true) is { } value ? (value, false) : (null, true),
        Quantity.OpenMatters matters when of(new Fact.Open(matters.Kind)) == false => (0, false),
        _ => (null, false),
    };
}

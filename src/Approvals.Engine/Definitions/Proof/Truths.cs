using System.Diagnostics;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Whether conditions can hold together at one moment. What the proof does not follow is free, but has one value at one
/// moment: the same words say the same, and <c>not</c> says the contrary.
/// </summary>
internal static class Truths
{
    /// <summary>Beyond so many combinations of free values a condition counts as one that can hold.</summary>
    private const int MostTries = 1 << 12;

    /// <param name="known">The value of an atom, or null where it is free.</param>
    public static bool CanHold(Expression? condition, Func<Expression, bool?> known) =>
        condition is null || (Holds(condition, known) ?? CanHold([(condition, known)]));

    public static bool CanHold(IReadOnlyList<(Expression Condition, Func<Expression, bool?> Known)> all)
    {
        var free = all.SelectMany(c => Atoms(c.Condition).Where(atom => c.Known(atom) is null)).Distinct()
            .GroupBy(Subject).Select(g => (Subject: g.Key, Values: Values(g))).ToList();
        var tries = free.Aggregate(1L, (product, f) => Math.Min(MostTries + 1L, product * f.Values.Count));
        return tries > MostTries || Try(all, free, 0, []);
    }

    /// <summary>What it asks: conditions without <c>and</c>, <c>or</c> and <c>not</c>.</summary>
    public static IEnumerable<Expression> Atoms(Expression expression) => expression switch
    {
        Expression.And both => Atoms(both.Left).Concat(Atoms(both.Right)),
        Expression.Or either => Atoms(either.Left).Concat(Atoms(either.Right)),
        Expression.Not not => Atoms(not.Inner),
        _ => [expression],
    };

    /// <summary>Counts are compared with one number at one moment, however many conditions ask for it.</summary>
    private static object Subject(Expression atom) => atom is Expression.Compare compare ? compare.Fact : atom;

    private static List<int> Values(IEnumerable<Expression> atoms) =>
    [
        .. atoms.SelectMany(atom => atom is Expression.Compare compare
            ? new[] { 0, compare.Number - 1, compare.Number, compare.Number + 1 }.Where(n => n >= 0)
            : [0, 1]).Distinct(),
    ];

    private static bool Try(
        IReadOnlyList<(Expression Condition, Func<Expression, bool?> Known)> all,
        List<(object Subject, List<int> Values)> free, int at, Dictionary<object, int> chosen)
    {
        if (at == free.Count)
        {
            return all.All(c => HoldsWith(c.Condition, atom => c.Known(atom) ?? Chosen(atom, chosen)));
        }

        foreach (var value in free[at].Values)
        {
            chosen[free[at].Subject] = value;
            if (Try(all, free, at + 1, chosen))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Chosen(Expression atom, Dictionary<object, int> chosen) => atom is not Expression.Compare compare
        ? chosen[atom] == 1
        : compare.Op switch
        {
            Comparison.Equal => chosen[compare.Fact] == compare.Number,
            Comparison.NotEqual => chosen[compare.Fact] != compare.Number,
            Comparison.Less => chosen[compare.Fact] < compare.Number,
            Comparison.AtMost => chosen[compare.Fact] <= compare.Number,
            Comparison.More => chosen[compare.Fact] > compare.Number,
            Comparison.AtLeast => chosen[compare.Fact] >= compare.Number,
            _ => throw new UnreachableException(),
        };

    /// <summary>Null where it hangs on what is free.</summary>
    private static bool? Holds(Expression condition, Func<Expression, bool?> known) => condition switch
    {
        Expression.And both => Holds(both.Left, known) is var left && left == false ? false
            : Holds(both.Right, known) is var right && right == false ? false
            : left == true && right == true ? true : null,
        Expression.Or either => Holds(either.Left, known) is var left && left == true ? true
            : Holds(either.Right, known) is var right && right == true ? true
            : left == false && right == false ? false : null,
        Expression.Not not => !Holds(not.Inner, known),
        _ => known(condition),
    };

    private static bool HoldsWith(Expression condition, Func<Expression, bool> atom) => condition switch
    {
        Expression.And both => HoldsWith(both.Left, atom) && HoldsWith(both.Right, atom),
        Expression.Or either => HoldsWith(either.Left, atom) || HoldsWith(either.Right, atom),
        Expression.Not not => !HoldsWith(not.Inner, atom),
        _ => atom(condition),
    };
}

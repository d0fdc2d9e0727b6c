using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>Numbers of a case (指标): what a form brings, and what it is held against.</summary>
public static class Measures
{
    /// <summary>A measure is no science: more digits are a slip of the hand.</summary>
    public const int MostDecimals = 4;

    private const decimal Scale = 10_000m; // of that many decimals

    /// <summary>Both sides of zero.</summary>
    public const decimal Largest = 999_999_999_999m;

    public static ImmutableSortedDictionary<string, decimal> None { get; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>Whether the value may stand where that input asks for it.</summary>
    public static bool Fits(decimal value, Input.Number input) =>
        (input.AtLeast is not { } least || value >= least) && (input.AtMost is not { } most || value <= most)
        && Math.Abs(value) <= Largest && decimal.Round(value, MostDecimals) == value;

    /// <summary>Whether any value may stand where that input asks for it.</summary>
    public static bool MayBeGiven(Input.Number input) => Lowest(input.AtLeast) is { } least && Fits(least, input);

    /// <summary>The lowest value that may be said at all and is not below that.</summary>
    public static decimal? Lowest(decimal? bound) => bound switch
    {
        null or < -Largest => -Largest,
        > Largest => null,
        { } least => decimal.Ceiling(least * Scale) / Scale,
    };

    /// <summary>The highest value that may be said at all and is not above that.</summary>
    public static decimal? Highest(decimal? bound) => -Lowest(-bound);

    /// <summary>The lowest value that may be said at all and is above that.</summary>
    public static decimal? Above(decimal bound) => Highest(bound) switch
    {
        null => -Largest,
        Largest => null,
        { } most => most + (1 / Scale),
    };

    /// <summary>The first number that was brought and is out of its bounds.</summary>
    internal static Input? Unfit(StageAction action, Inputs inputs) => action.Inputs.OfType<Input.Number>()
        .FirstOrDefault(n => inputs.Numbers.TryGetValue(n.Name, out var value) && !Fits(value, n));

    /// <summary>98.50 is 98.5: one value has one spelling, in every row and event.</summary>
    internal static decimal Plain(decimal value) => value / 1.000000000000000000000000000m;

    /// <summary>What the stage waits for may be a number.</summary>
    internal static void Take(Steps steps, StageAction action, Inputs inputs, Stage? stage, Context context)
    {
        var names = action.Inputs.OfType<Input.Number>().Select(n => n.Name).Distinct(StringComparer.Ordinal);
        foreach (var name in names.Where(inputs.Numbers.ContainsKey).ToList())
        {
            steps.Add(new CaseEvent.MeasureTaken(name, Plain(inputs.Numbers[name])));
            if (stage?.Wait is not null)
            {
                steps.Ask(new Request.WakeSelf());
            }

            Tell(steps, name, context);
        }
    }

    /// <summary>What the parent makes of its children's numbers may be another now.</summary>
    internal static void Tell(Steps steps, string name, Context context)
    {
        var (own, above) = (steps.Case.Workflow, context.Grants.Parent?.Workflow);
        if (steps.Case.Parent is not null && above is { } parent && context.Book.Workflows.TryGetValue(parent, out var whole)
            && whole.ChildSums.Any(s => s.Workflow == own && s.Name == name))
        {
            steps.Ask(new Request.WakeParent());
        }
    }
}

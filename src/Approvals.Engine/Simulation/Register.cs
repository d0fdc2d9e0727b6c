using System.Collections.Immutable;

namespace Approvals.Engine.Simulation;

/// <summary>A 代字 whose numbers are allocated here without gaps, as the unit file says it.</summary>
/// <param name="Purpose">What a definition's <c>allocate</c> calls it.</param>
/// <param name="First">The first number of <paramref name="FirstYear"/>; every other year begins with 1.</param>
/// <param name="FirstYear">Null: the year of the very first allocation.</param>
public sealed record Register(string Purpose, string Symbol, int First, int? FirstYear);

/// <summary>The numbers taken so far. Immutable, so that what is undone was never taken.</summary>
public sealed record NumbersTaken(ImmutableDictionary<(string Symbol, int Year), int> Last)
{
    public static NumbersTaken None { get; } = new(ImmutableDictionary<(string, int), int>.Empty);

    /// <summary>As the register of the store writes it.</summary>
    public string TextOfNext(Register register, int year) => $"{register.Symbol}〔{year}〕{Next(register, year)}号";

    public NumbersTaken Take(Register register, int year) =>
        new(Last.SetItem((register.Symbol, year), Next(register, year)));

    private int Next(Register register, int year) => Last.TryGetValue((register.Symbol, year), out var last) ? last + 1
        : register.FirstYear == year || (register.FirstYear is null && Last.Keys.All(k => k.Symbol != register.Symbol))
            ? register.First
        : 1;
}

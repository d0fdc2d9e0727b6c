using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>A child as its parent's proof keeps it.</summary>
/// <param name="State">Of the machine that stands for the child and all that is below it.</param>
/// <param name="Moved">The parent's round in which it was opened is over.</param>
internal readonly record struct Kid(int Machine, int State, bool Moved);

/// <summary>
/// A case and its children. Children that stand alike count once, and those that have ended with all below them not at all.
/// </summary>
internal sealed class Config : IEquatable<Config>
{
    /// <summary>So many of one definition are told apart; of more, any two.</summary>
    public const int MostAlike = 2;

    private readonly int _hash;

    public Config(Standing at, ImmutableArray<Kid> kids)
    {
        (At, Kids) = (at, kids);
        var hash = new HashCode();
        hash.Add(at);
        foreach (var kid in kids)
        {
            hash.Add(kid);
        }

        _hash = hash.ToHashCode();
    }

    public Standing At { get; }

    public ImmutableArray<Kid> Kids { get; }

    public static ImmutableArray<Kid> Sorted(IEnumerable<Kid> kids) =>
        [.. kids.Distinct().OrderBy(k => k.Machine).ThenBy(k => k.State).ThenBy(k => k.Moved)];

    public bool Equals(Config? other) =>
        other is not null && _hash == other._hash && At == other.At && Kids.AsSpan().SequenceEqual(other.Kids.AsSpan());

    public override bool Equals(object? obj) => Equals(obj as Config);

    public override int GetHashCode() => _hash;
}

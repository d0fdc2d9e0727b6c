using System.Collections.Immutable;
using Approvals.Engine;

namespace Approvals.Web.Bench.Ground;

/// <summary>
/// Cases of many copies of one tree that wait for the same command, each used once. Those that follow on each other stand in
/// different trees, as those that are signed at the same time do.
/// </summary>
/// <param name="trees">How many copies there are.</param>
internal sealed class AlikeCases(ImmutableArray<CaseId> originals, int trees)
{
    private int _next;

    public ImmutableArray<CaseId> Originals => originals;

    public int Trees => trees;

    public CaseId this[int number] => TreeCopy.Id(originals[number / trees], TreeOf(number));

    public int TreeOf(int number) => number % trees;

    /// <summary>The first number of so many that nobody else has.</summary>
    public int Take(int count)
    {
        var end = Interlocked.Add(ref _next, count);
        return end <= originals.Length * trees
            ? end - count : throw new InvalidOperationException($"{end} cases are wanted of {originals.Length * trees}");
    }
}

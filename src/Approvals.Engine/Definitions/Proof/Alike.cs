namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Which nodes of a course its parent cannot tell apart, whatever comes: they show the same face, and what one can come to
/// under a view, the other can under the same view after steps that change nothing to be seen (branching bisimulation, by
/// refining signatures).
/// </summary>
internal static class Alike
{
    /// <returns>The class of each node, from 0.</returns>
    public static int[] Of(Course course)
    {
        var count = course.Nodes.Count;
        var views = Enumerable.Range(0, course.Views.Length).Select(view => (Own: Under(course, view, aside: false), Aside: Under(course, view, aside: true)))
            .ToList();
        var (classes, number) = Numbered([.. Enumerable.Range(0, count).Select(node => new[] { course.FaceOf(node) })]);
        for (var before = 0; before != number;)
        {
            before = number;
            var words = (number + 63) / 64;
            var signatures = new ulong[count][];
            for (var node = 0; node < count; node++)
            {
                signatures[node] = new ulong[1 + (2 * words * views.Count)];
                signatures[node][0] = (ulong)classes[node];
            }

            for (var view = 0; view < views.Count; view++)
            {
                Sign(views[view].Own, views[view].Own, classes, words, 1 + (2 * view * words), signatures);
                Sign(views[view].Own, views[view].Aside, classes, words, 1 + (((2 * view) + 1) * words), signatures);
            }

            (classes, number) = Numbered(signatures);
        }

        return classes;
    }

    /// <summary>To which other nodes each one leads under the view.</summary>
    private static int[][] Under(Course course, int view, bool aside)
    {
        var next = new int[course.Nodes.Count][];
        var seen = new HashSet<int>();
        for (var node = 0; node < next.Length; node++)
        {
            seen.Clear();
            foreach (var edge in course.EdgesOf(node))
            {
                if ((edge.View < 0 || edge.View == view) && edge.To != node && edge.IsAside == aside)
                {
                    seen.Add(edge.To);
                }
            }

            next[node] = [.. seen];
        }

        return next;
    }

    /// <summary>Writes the classes to which each node can come by one step, after steps inside its own: one bit a class.</summary>
    /// <param name="inside">The steps inside a class; asides are none.</param>
    private static void Sign(int[][] inside, int[][] next, int[] classes, int words, int at, ulong[][] signatures)
    {
        // Parts come in an order in which what they lead to stands before them; of each, one set for all its nodes.
        var parts = Knots.Of(classes.Length, node => inside[node], classes);
        var order = new int[classes.Length];
        for (var node = 0; node < order.Length; node++)
        {
            order[node] = node;
        }

        Array.Sort((int[])parts.Clone(), order);
        var sets = new ulong[classes.Length][];
        foreach (var node in order)
        {
            var all = sets[parts[node]] ??= new ulong[words];
            foreach (var to in next[node])
            {
                if (classes[to] != classes[node])
                {
                    all[classes[to] / 64] |= 1UL << (classes[to] % 64);
                }
            }

            foreach (var to in inside[node])
            {
                if (classes[to] == classes[node] && parts[to] != parts[node])
                {
                    Unite(all, sets[parts[to]]);
                }
            }
        }

        for (var node = 0; node < classes.Length; node++)
        {
            sets[parts[node]].CopyTo(signatures[node].AsSpan(at, words));
        }
    }

    private static void Unite(Span<ulong> all, ReadOnlySpan<ulong> further)
    {
        for (var word = 0; word < all.Length; word++)
        {
            all[word] |= further[word];
        }
    }

    private static (int[] Classes, int Number) Numbered(ulong[][] signatures)
    {
        var numbers = new Dictionary<ulong[], int>(new Same());
        var classes = new int[signatures.Length];
        for (var node = 0; node < signatures.Length; node++)
        {
            if (!numbers.TryGetValue(signatures[node], out var known))
            {
                numbers[signatures[node]] = known = numbers.Count;
            }

            classes[node] = known;
        }

        return (classes, numbers.Count);
    }

    private sealed class Same : IEqualityComparer<ulong[]>
    {
        public bool Equals(ulong[]? x, ulong[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(ulong[] obj)
        {
            var hash = new HashCode();
            foreach (var part in obj)
            {
                hash.Add(part);
            }

            return hash.ToHashCode();
        }
    }
}

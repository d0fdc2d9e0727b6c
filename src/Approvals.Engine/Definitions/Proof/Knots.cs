namespace Approvals.Engine.Definitions.Proof;

/// <summary>Strongly connected parts of a graph (Tarjan's, without recursion), each before those that lead to it.</summary>
internal static class Knots
{
    /// <param name="colours">Where given, only what leads to a node of the same colour is followed.</param>
    /// <returns>The part of each node; a node leads only to parts of its own number or a smaller one.</returns>
    public static int[] Of(int count, Func<int, IReadOnlyList<int>> next, int[]? colours = null)
    {
        var (part, low, order) = (new int[count], new int[count], new int[count]);
        var (parts, seen) = (0, 0);
        var open = new Stack<int>();
        var path = new Stack<(int Node, int Edge)>();
        Array.Fill(part, -1);
        for (var start = 0; start < count; start++)
        {
            if (order[start] != 0)
            {
                continue;
            }

            path.Push((start, 0));
            while (path.TryPop(out var at))
            {
                var (node, edge) = at;
                if (edge == 0 && order[node] == 0)
                {
                    order[node] = low[node] = ++seen;
                    open.Push(node);
                }

                var targets = next(node);
                for (; edge < targets.Count; edge++)
                {
                    var to = targets[edge];
                    if (colours is not null && colours[to] != colours[node])
                    {
                        continue;
                    }

                    if (order[to] == 0)
                    {
                        path.Push((node, edge));
                        path.Push((to, 0));
                        break;
                    }

                    low[node] = part[to] < 0 ? Math.Min(low[node], low[to]) : low[node];
                }

                if (edge < targets.Count || low[node] != order[node])
                {
                    continue;
                }

                int member;
                do
                {
                    member = open.Pop();
                    part[member] = parts;
                }
                while (member != node);
                parts++;
            }
        }

        return part;
    }
}

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// A child of one definition below a case of another, with everything below the child, reduced to what its parent can tell
/// apart. Its states are those of the <see cref="Course"/> that behave alike.
/// </summary>
internal sealed class Machine
{
    private readonly ulong[] _faces;
    private readonly Dictionary<View, (int State, bool Aside)[][]> _next;
    private readonly Dictionary<Birthday, int[]> _entries;
    private readonly string[] _where;

    private Machine(
        Sight sight, ulong[] faces, Dictionary<View, (int State, bool Aside)[][]> next, Dictionary<Birthday, int[]> entries,
        string[] where, bool free)
    {
        (Sight, _faces, _next, _entries, _where, IsFree) = (sight, faces, next, entries, where, free);
    }

    public Sight Sight { get; }

    /// <summary>
    /// Nothing is known of it, but that it can always come to its end: it stands for itself below itself, and for what was
    /// found unsound already.
    /// </summary>
    public bool IsFree { get; }

    /// <summary>Its parent asks nothing of it, and it can end by itself once the parent has: it need not be followed there.</summary>
    public bool IsApart { get; private init; }

    public ulong FaceOf(int state) => _faces[state];

    public bool IsGone(int state) => Sight.IsGone(_faces[state]);

    /// <summary>What it stands at, in words.</summary>
    public string Where(int state) => _where[state];

    /// <returns>What it can come to, and whether only by an act that is no seat's.</returns>
    public IEnumerable<(int State, bool Aside)> From(int state, View view) =>
        IsFree ? (state == 0 ? [(1, false)] : []) : _next.TryGetValue(view, out var next) ? next[state] : [];

    public IEnumerable<int> Entries(Birthday birth) => IsFree ? [0] : _entries.GetValueOrDefault(birth, []);

    public static Machine Free(Sight sight) => new(sight, [0, 1], [], [], ["", ""], free: true);

    /// <param name="afterwards">What the child can see of a parent that has ended.</param>
    public static Machine Of(Course course, Func<int, string> where, IReadOnlyCollection<View> afterwards)
    {
        var classes = Alike.Of(course);
        var count = classes.Length == 0 ? 0 : classes.Max() + 1;
        var (faces, words) = (new ulong[count], new string[count]);
        for (var node = classes.Length - 1; node >= 0; node--)
        {
            (faces[classes[node]], words[classes[node]]) = (course.FaceOf(node), where(node));
        }

        var next = new Dictionary<View, (int, bool)[][]>();
        for (var view = 0; view < course.Views.Length; view++)
        {
            var steps = Enumerable.Range(0, count).Select(_ => new HashSet<(int State, bool Aside)>()).ToArray();
            for (var node = 0; node < classes.Length; node++)
            {
                foreach (var edge in course.EdgesOf(node))
                {
                    if ((edge.View == view || edge.View < 0) && classes[edge.To] != classes[node])
                    {
                        steps[classes[node]].Add((classes[edge.To], edge.IsAside));
                    }
                }
            }

            next[course.Views[view]] = [.. steps.Select(s => s.Order().ToArray())];
        }

        var entries = course.Entries.ToDictionary(e => e.Key, e => e.Value.Select(node => classes[node]).Distinct().ToArray());
        return new Machine(course.Sight, faces, next, entries, words, free: false)
        {
            IsApart = !course.Sight.LooksDown && afterwards.Count > 0 && afterwards.All(view => AllEnd(next[view], faces)),
        };
    }

    private static bool AllEnd((int State, bool Aside)[][] next, ulong[] faces)
    {
        var ending = Enumerable.Range(0, faces.Length).Where(state => Sight.IsGone(faces[state])).ToHashSet();
        for (var before = -1; before != ending.Count;)
        {
            before = ending.Count;
            ending.UnionWith(Enumerable.Range(0, next.Length).Where(state => next[state].Any(step => !step.Aside && ending.Contains(step.State))));
        }

        return ending.Count == faces.Length;
    }
}

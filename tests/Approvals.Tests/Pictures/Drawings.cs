using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Readers.Pictures;

namespace Approvals.Tests.Pictures;

/// <summary>Definitions to draw: those that are shipped, and random ones.</summary>
internal static class Drawings
{
    public static IEnumerable<Workflow> Shipped => Definitions.Shipped.Book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal);

    public static Drawing Of(Workflow workflow, Sizes sizes) =>
        Layout.Of(FlowGraph.Of(Definitions.Shipped.Book, workflow).Merged(), sizes);

    /// <summary>Some stages in a line, with ways to anywhere: nothing of it need make sense.</summary>
    public static FlowGraph Random(int seed)
    {
        var random = new Random(seed);
        var (stages, ends) = (random.Next(1, 21), random.Next(1, 4));
        var arrows = Enumerable.Range(0, stages).Select(s => (From: s, To: s + 1))
            .Concat(Enumerable.Range(0, random.Next(0, stages + 2)).Select(_ => (From: random.Next(stages), To: random.Next(stages + ends))))
            .Distinct().Select(a => new FlowArrow(a.From, a.To, Cause.Action, [new string('退', random.Next(1, 9))], []));
        return new FlowGraph(Plain(stages, ends), [.. arrows], [new FlowStart(0, ""), new FlowStart(random.Next(stages), "")]);
    }

    public static Workflow Plain(int stages, int ends) => new(
        new WorkflowId("w"), "W", [], [.. Enumerable.Range(0, stages).Select(Stage)],
        [.. Enumerable.Range(0, ends).Select(e => new Ending(new StageId($"e{e}"), $"结局{e}"))]);

    private static Stage Stage(int no) => new(
        new StageId($"s{no}"), $"环节{no}", null, new Mode.Any(), [], [], null, [], null, null, ImmutableArray<Rung>.Empty, false, false, false,
        false, null);
}

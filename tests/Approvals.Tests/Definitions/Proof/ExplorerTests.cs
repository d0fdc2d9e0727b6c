namespace Approvals.Tests.Definitions.Proof;

/// <summary>What the player of every press must try, so that it finds what the proof finds.</summary>
public sealed class ExplorerTests
{
    private const string Leaders = "{people: responsible_leaders}";
    private const string Office = "{role: office}";

    /// <summary>The only row ends before its campaign has looked, which then waits for one that has not ended.</summary>
    [Theory]
    [InlineData("once")]
    [InlineData("row")]
    public void A_checklist_may_have_one_row(string each)
    {
        var main = Stage("main-0") with { Wait = ("not every task has ended", "main-done"), Split = ("task", each) };
        var task = Stage("task-0", Office, Go("task-done", "not lasting")) with { Wait = ("parent has ended", "task-done") };
        Explored([main], [task]).ShouldStartWith("stuck in ");
    }

    /// <summary>Only one leader alone lets his campaign begin; its item has two, and once they have returned it nobody is left.</summary>
    [Theory]
    [InlineData("once", false)]
    [InlineData("row", true)]
    public void A_row_has_leaders_of_its_own(string each, bool stuck)
    {
        var sign = All("main-0", Go("main-1", "none open gap") with { Effects = ["raise: gap"] }, new("void", "main-void", null, true, []));
        var split = Stage("main-1") with { Wait = ("every task has ended", "main-done"), Split = ("task", each) };
        var task = All("task-0", Go("task-done"), new("back", "task-0", null, false, [])) with { Apart = ["task-0"] };
        (Explored([sign, split], [task]) is { } found && found.StartsWith("stuck in ", StringComparison.Ordinal)).ShouldBe(stuck);
    }

    private static string? Explored(List<SketchStage> main, List<SketchStage> task) => new Explorer(new Sketch(
    [
        new SketchFlow("main", main, main.Exists(s => s.Actions.Exists(a => a.To == "main-void")) ? ["main-done", "main-void"] : ["main-done"]),
        new SketchFlow("task", task, ["task-done"]),
    ])).Explore();

    private static SketchStage Stage(string id, string? seat = null, params SketchAction[] actions) =>
        new(id, seat, All: false, [.. actions], [], null, null, null);

    private static SketchStage All(string id, params SketchAction[] actions) => Stage(id, Leaders, actions) with { All = true };

    private static SketchAction Go(string to, string? when = null) => new("go", to, when, false, []);
}

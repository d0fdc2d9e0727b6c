using System.Collections.Immutable;
using Approvals.Engine.Definitions.Proof;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Definitions;

/// <summary>Why a definition may not be published, and where.</summary>
/// <param name="Stage">A stage or an end; null: the definition as a whole.</param>
public sealed record Unsound(WorkflowId Workflow, StageId? Stage, string Message)
{
    /// <summary>The keys that lead to the place in the stage, as in <c>actions/agree/to</c>; null: the stage itself.</summary>
    public string? Path { get; init; }

    /// <summary>The word that is wrong; null where no single one is.</summary>
    public string? Word { get; init; }

    /// <summary>About a role of the edition, and no definition.</summary>
    public RoleId? Role { get; init; }

    /// <summary>The words that could have been meant.</summary>
    public ImmutableArray<string> Known { get; init; } = [];

    public bool Equals(Unsound? other) => other is not null
        && (Workflow, Stage, Role, Message, Path, Word)
            == (other.Workflow, other.Stage, other.Role, other.Message, other.Path, other.Word);

    public override int GetHashCode() => HashCode.Combine(Workflow, Stage, Message);
}

/// <summary>What is wrong with one stage; a sentence alone speaks of the stage as a whole.</summary>
internal readonly record struct Flaw(string Message, string? Path = null, string? Word = null)
{
    public ImmutableArray<string> Known { get; init; } = [];

    public static implicit operator Flaw(string message) => new(message);

    public static Flaw FromString(string message) => new(message);
}

/// <summary>
/// Judges all definitions of an edition together: first that every name leads somewhere, then, by
/// <see cref="SoundnessProof"/>, what can come of them.
/// </summary>
public static class Soundness
{
    /// <summary>What <c>to</c> may say instead of a stage.</summary>
    private const string AnyEarlier = "any_earlier";

    public static ImmutableArray<Unsound> Check(WorkflowBook book) => Judge(book).Faults;

    /// <summary>With what is worth a look besides.</summary>
    public static Judgement Judge(WorkflowBook book)
    {
        var names = Misnamed(book);
        return names.IsEmpty ? SoundnessProof.Of(book) : new Judgement(names, []);
    }

    /// <summary>Every name that leads nowhere, and what a stage alone cannot mean: without the proof, which takes its time.</summary>
    public static ImmutableArray<Unsound> Misnamed(WorkflowBook book) =>
        [.. InOrder(book).SelectMany(w => Names(book, w)), .. Occasions(book)];

    /// <summary>What only the unit's directory tells, as it is on that day. Asks for an edition that is sound.</summary>
    public static Judgement Judge(WorkflowBook book, UnitDirectory directory, DateOnly on) => UnitProof.Of(book, directory, on);

    /// <summary>The same for a case that would start there: what does not lie ahead of it does not matter.</summary>
    public static Judgement Judge(WorkflowBook book, (Workflow Workflow, StageId At) start, UnitDirectory directory, DateOnly on) =>
        UnitProof.Of(book, directory, on, start);

    private static IEnumerable<Workflow> InOrder(WorkflowBook book) =>
        book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal);

    private static IEnumerable<Unsound> Occasions(WorkflowBook book) => InOrder(book)
        .SelectMany(w => w.Starts.Select(start => (w.Id, start.On)))
        .GroupBy(start => (start.On, Of: start.On == Occasion.Requested ? start.Id : (WorkflowId?)null))
        .Where(same => same.Count() > 1)
        .Select(same => new Unsound(same.Last().Id, null, $"起因 {Spelt(same.Key.On)} 有两处开头，不知道从哪里开始"))
        .Concat(InOrder(book).SelectMany(w => Requests(book, w)));

    /// <summary>发起: what has a notice has a page of its own kind, and who reads a notice in is said by a power.</summary>
    private static IEnumerable<Unsound> Requests(WorkflowBook book, Workflow workflow)
    {
        if (workflow.IsRequested && workflow.Starts.Any(s => s.On != Occasion.Requested))
        {
            yield return Of(new Flaw("由人发起（requested）的流程不能又从公文开始，请分成两个流程"));
        }

        if (workflow.Starts.Any(s => s.On != Occasion.Requested && !s.By.IsEmpty))
        {
            yield return Of(new Flaw("谁可以登记、起草公文由角色的权限（register、draft）定，by 只用在由人发起（requested）的开头"));
        }

        foreach (var flaw in SeatSense.Undefined(book, workflow.Starts.SelectMany(s => s.By), "starts 的 by "))
        {
            yield return Of(flaw);
        }

        Unsound Of(Flaw flaw) => new(workflow.Id, null, flaw.Message) { Path = "starts", Word = flaw.Word, Known = flaw.Known };
    }

    /// <summary>Ids stand in addresses, commands and conditions: no blanks, and no signs that mean something there.</summary>
    private static IEnumerable<Unsound> Ids(Workflow workflow)
    {
        var ids = workflow.Stages.SelectMany(s => s.Actions.Select(a => ((StageId?)s.Id, a.Id.Value)).Prepend((s.Id, s.Id.Value)))
            .Concat(workflow.Ends.Select(e => ((StageId?)e.Id, e.Id.Value)))
            .Concat(workflow.Standing.Select(s => ((StageId?)null, s.Action.Id.Value))).Prepend((null, workflow.Id.Value));
        return ids.Where(id => !id.Item2.All(c => char.IsLetterOrDigit(c) || c is '-' or '_'))
            .Select(id => new Unsound(workflow.Id, id.Item1, $"“{id.Item2}”不能当标识（id）：只用字母、数字、- 和 _") { Word = id.Item2 });
    }

    private static IEnumerable<Unsound> Names(WorkflowBook book, Workflow workflow)
    {
        foreach (var unsound in Ids(workflow).Concat(Doubles(workflow)))
        {
            yield return unsound;
        }

        foreach (var start in workflow.Starts.Where(s => workflow.Stage(s.At) is null))
        {
            yield return new Unsound(workflow.Id, null, $"starts 指向不存在的环节 {start.At}")
            {
                Path = "starts",
                Word = start.At.Value,
                Known = [.. workflow.Stages.Select(s => s.Id.Value)],
            };
        }

        foreach (var flaw in MoveSense.OfWorkflow(book, workflow))
        {
            yield return new Unsound(workflow.Id, null, flaw.Message) { Path = flaw.Path, Word = flaw.Word, Known = flaw.Known };
        }

        foreach (var (stage, message) in SuspensionSense.Of(workflow))
        {
            yield return new Unsound(workflow.Id, stage, message);
        }

        foreach (var stage in workflow.Stages)
        {
            foreach (var flaw in Targets(workflow, stage).Concat(Seats(book, workflow, stage)).Concat(SeatSense.Of(stage))
                .Concat(Separations(book, workflow, stage)).Concat(Within(book, workflow, stage)).Concat(TimeSense.Of(book, workflow, stage))
                .Concat(MeasureSense.Of(stage)).Concat(VoteSense.Of(book, workflow, stage))
                .Concat(HandSense.Of(book, workflow, stage)).Concat(MoveSense.Of(workflow, stage))
                .Concat(BeginningSense.Of(book, workflow, stage)).Concat(ChildSumSense.Of(book, workflow, stage)))
            {
                yield return new Unsound(workflow.Id, stage.Id, flaw.Message) { Path = flaw.Path, Word = flaw.Word, Known = flaw.Known };
            }
        }
    }

    /// <summary>Stages that the book or the page could not tell apart.</summary>
    private static IEnumerable<Unsound> Doubles(Workflow workflow)
    {
        foreach (var twice in workflow.Stages.Select(s => s.Id).Concat(workflow.Ends.Select(e => e.Id))
            .GroupBy(id => id).Where(g => g.Count() > 1))
        {
            yield return new Unsound(workflow.Id, twice.Key, $"环节 {twice.Key} 写了两次");
        }

        foreach (var twice in workflow.Stages.GroupBy(s => s.Title).Where(g => g.Count() > 1))
        {
            yield return new Unsound(workflow.Id, twice.Last().Id, $"有两个环节都叫“{twice.Key}”，页面上分不清") { Path = "title" };
        }
    }

    private static IEnumerable<Flaw> Targets(Workflow workflow, Stage stage)
    {
        foreach (var target in stage.Targets.Where(t => workflow.Stage(t) is null && !workflow.IsEnd(t)))
        {
            yield return new Flaw($"环节“{stage.Title}”指向不存在的环节 {target}", Word: target.Value)
            {
                Known = NearestWord.Distance(target.Value, AnyEarlier) < 4 ? [AnyEarlier] : Places(workflow),
            };
        }

        if (!workflow.TargetsOf(stage).Any())
        {
            yield return $"环节“{stage.Title}”没有任何出口：既没有离开它的动作，也不等待什么";
        }

        foreach (var twice in stage.Actions.Where(a => a.When is null).GroupBy(a => a.Title).Where(g => g.Count() > 1))
        {
            yield return new Flaw($"环节“{stage.Title}”有两个动作都叫“{twice.Key}”，页面上分不清", $"actions/{twice.Last().Id}/title");
        }

        if ((stage.Signers is null) != stage.Actions.IsEmpty)
        {
            yield return $"环节“{stage.Title}”的签批人（signers）和动作（actions）要么都有，要么都没有";
        }
    }

    private static IEnumerable<Flaw> Seats(WorkflowBook book, Workflow workflow, Stage stage)
    {
        var rules = stage.Signers?.Seats ?? [];
        var all = rules.Concat(stage.Ladder.OfType<Rung.Escalate>().SelectMany(e => e.To)).ToList();
        var roles = all.SelectMany(SeatSense.RolesOf).Concat(stage.Actions.SelectMany(a => a.By));
        foreach (var flaw in SeatSense.Undefined(book, roles, $"环节“{stage.Title}”"))
        {
            yield return flaw;
        }

        foreach (var same in all.OfType<SeatRule.SameAs>().Distinct().Where(s => workflow.Stage(s.Stage) is null))
        {
            yield return new Flaw($"环节“{stage.Title}”的 same_as 指向不存在的环节 {same.Stage}", Word: same.Stage.Value)
            {
                Known = [.. workflow.Stages.Select(s => s.Id.Value)],
            };
        }

        // a rule has signers
        foreach (var people in rules.OfType<SeatRule.OfPeople>().Where(p => p.Choose < stage.Signers!.AtLeast))
        {
            yield return new Flaw($"环节“{stage.Title}”只选 {people.Choose} 人，却要求至少 {stage.Signers!.AtLeast} 人", "signers"); // as above
        }
    }

    private static IEnumerable<Flaw> Separations(WorkflowBook book, Workflow workflow, Stage stage)
    {
        foreach (var separation in stage.NotSameAs)
        {
            if (!book.Workflows.TryGetValue(separation.Of ?? workflow.Id, out var other) || other.Stage(separation.Stage) is null)
            {
                var where = separation.Of is { } child ? $"{child}/{separation.Stage}" : separation.Stage.Value;
                yield return new Flaw($"环节“{stage.Title}”的 not_same_as 指向不存在的环节 {where}", "not_same_as", separation.Stage.Value)
                {
                    Known = [.. (other ?? workflow).Stages.Select(s => s.Id.Value)],
                };
            }
        }
    }

    /// <summary>Its actions, its wait and its splits.</summary>
    private static IEnumerable<Flaw> Within(WorkflowBook book, Workflow workflow, Stage stage) =>
        stage.Actions.SelectMany(action => ActionSense.Of(book, workflow, stage, action)
                .Select(flaw => flaw with { Path = $"actions/{action.Id}/{flaw.Path}" }))
            .Concat(ConditionSense.Of(book, workflow, stage.Wait?.Until).Select(flaw => flaw with { Path = "wait/until" }))
            .Concat(stage.Splits.SelectMany(s => s.Conditions).SelectMany(when => ConditionSense.Of(book, workflow, when))
                .Select(flaw => flaw with { Path = "split" }))
            .Concat(Opened(book, stage)).Concat(MatterSense.Of(workflow, stage)).Concat(EffectSense.OfWait(stage))
            .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <summary>By its splits and its ladder.</summary>
    private static IEnumerable<Flaw> Opened(WorkflowBook book, Stage stage)
    {
        var opened = stage.Splits.SelectMany(s => s.Ways).Select(s => (s.Workflow, s.At))
            .Concat(stage.Ladder.OfType<Rung.Open>().Select(o => (o.Workflow, (StageId?)null)));
        foreach (var (workflow, first) in opened)
        {
            if (!book.Workflows.TryGetValue(workflow, out var child))
            {
                yield return Undefined(book, workflow);
            }
            else if (first is { } at && child.Stage(at) is null)
            {
                yield return new Flaw($"要从不存在的环节 {workflow}/{at} 开始", "split", at.Value)
                {
                    Known = [.. child.Stages.Select(s => s.Id.Value)],
                };
            }
        }
    }

    internal static Flaw Undefined(WorkflowBook book, WorkflowId workflow) =>
        new($"要拆分出没有定义的流程 {workflow}", Word: workflow.Value) { Known = Definitions(book) };

    internal static ImmutableArray<string> Definitions(WorkflowBook book) => [.. InOrder(book).Select(w => w.Id.Value)];

    /// <summary>Its stages and ends.</summary>
    internal static ImmutableArray<string> Places(Workflow workflow) =>
        [.. workflow.Stages.Select(s => s.Id.Value), .. workflow.Ends.Select(e => e.Id.Value)];

    internal static string Spelt<T>(T word)
        where T : struct, Enum => string.Concat($"{word}".Select((letter, at) =>
            char.IsUpper(letter) ? $"{(at > 0 ? "_" : "")}{char.ToLowerInvariant(letter)}" : $"{letter}"));
}

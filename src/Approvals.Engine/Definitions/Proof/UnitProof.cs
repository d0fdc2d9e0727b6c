using System.Collections.Immutable;
using Approvals.Engine.Directories;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// What only the unit's directory can tell, as it is on a day: whether anybody holds the posts and bears the names that an edition
/// asks for, and whether separation leaves somebody in every department.
/// </summary>
internal sealed class UnitProof(WorkflowBook book, UnitDirectory directory, DateOnly on)
{
    /// <summary>Names in one sentence; of more, the first.</summary>
    private const int MostNames = 5;

    private readonly List<Unsound> _faults = [];
    private readonly List<Unsound> _doubts = [];

    /// <summary>Bodies that may be given work: departments that answer for themselves.</summary>
    private readonly ImmutableArray<Body> _departments =
    [
        .. directory.Bodies.Values.Where(b => directory.Exists(b.Id, on) && b.AnsweredBy is null && b.Kind is BodyKind.Administrative
            or BodyKind.Clinical or BodyKind.MedicalTechnology or BodyKind.Ward or BodyKind.Window).OrderBy(b => b.Order),
    ];

    /// <param name="ahead">Only what lies ahead of a case that starts there, and of all below it; null: everything.</param>
    public static Judgement Of(WorkflowBook book, UnitDirectory directory, DateOnly on, (Workflow Workflow, StageId At)? ahead = null)
    {
        var proof = new UnitProof(book, directory, on);
        var asked = ahead is { } start ? AheadOf(book, start.Workflow, start.At) : null;
        foreach (var workflow in book.Workflows.Values.OrderBy(w => w.Id.Value, StringComparer.Ordinal))
        {
            foreach (var stage in workflow.Stages.Where(s => asked?.Contains((workflow.Id, s.Id)) != false))
            {
                proof.Seats(workflow, stage);
                proof.Names(workflow, stage);
                proof.Roles(workflow, stage);
                proof.Separation(workflow, stage);
            }

            if (asked is null)
            {
                proof.Standing(workflow);
            }
        }

        return new Judgement([.. proof._faults.Distinct()], [.. proof._doubts.Distinct()]);
    }

    /// <summary>Stages to which such a case may come, by whatever way the definitions take, and its children.</summary>
    private static HashSet<(WorkflowId, StageId)> AheadOf(WorkflowBook book, Workflow workflow, StageId at)
    {
        var passed = new HashSet<(WorkflowId, StageId)>();
        var ahead = new Stack<(Workflow Workflow, StageId At)>([(workflow, at)]);
        while (ahead.TryPop(out var next))
        {
            if (next.Workflow.Stage(next.At) is { } stage && passed.Add((next.Workflow.Id, next.At)))
            {
                foreach (var to in next.Workflow.TargetsOf(stage).Concat(next.Workflow.StandingTargetsOf(stage)))
                {
                    ahead.Push((next.Workflow, to));
                }

                foreach (var (child, first) in stage.Opens)
                {
                    ahead.Push((book[child], first ?? book[child].Stages[0].Id));
                }
            }
        }

        return passed;
    }

    /// <summary>What may be done at any stage, if somebody were there to do it.</summary>
    private void Standing(Workflow workflow)
    {
        foreach (var standing in workflow.Standing)
        {
            if (standing is { Handed: false, Signers.Seats: { IsEmpty: false } rules } && rules.All(r => r is not (SeatRule.OfPeople or SeatRule.SameAs))
                && !rules.SelectMany(Anywhere).Any())
            {
                _doubts.Add(new Unsound(workflow.Id, null, $"任何环节都可以办的“{standing.Action.Title}”在本单位没有人能办：{Join(rules.Select(Spelt))}")
                {
                    Path = $"at_any_stage/{standing.Action.Id}",
                });
            }
        }
    }

    /// <summary>A stage in which nobody of the house can sit, or nobody of some departments.</summary>
    private void Seats(Workflow workflow, Stage stage)
    {
        var rules = stage.Signers?.Seats ?? [];
        if (rules.IsEmpty || rules.Any(r => r is SeatRule.OfPeople or SeatRule.SameAs))
        {
            return; // whom a case names is not known before it is there
        }

        if (rules.All(rule => !Anywhere(rule).Any()))
        {
            Say(stage.OnUnavailable is null, workflow, stage, $"环节“{stage.Title}”在本单位没有人能办：{Join(rules.Select(Spelt))}", "signers");
        }
        else if (rules is [SeatRule.OfBodies bodies])
        {
            var empty = _departments.Where(b => !In(b.Id, bodies).Any()).Select(b => b.Name).ToList();
            if (empty.Count > 0)
            {
                Say(false, workflow, stage, $"环节“{stage.Title}”轮到这些科室时没有人能办：{Join(empty)}", "signers");
            }
        }
    }

    /// <summary>Posts and people that are called by name.</summary>
    private void Names(Workflow workflow, Stage stage)
    {
        foreach (var rule in RulesIn(stage))
        {
            if (rule is SeatRule.OfPost post && directory.OnlyBodyCalled(post.Body, on) is null)
            {
                Say(true, workflow, stage, $"环节“{stage.Title}”写的科室“{post.Body}”在本单位没有，或者不止一个", word: post.Body);
            }
            else if (rule is SeatRule.OfPerson person && directory.OnlyPersonCalled(person.Name, on) is null)
            {
                Say(true, workflow, stage, $"环节“{stage.Title}”写的人“{person.Name}”在本单位没有，或者不止一位", word: person.Name);
            }
        }
    }

    /// <summary>Roles that are only told, or asked besides the seat's own.</summary>
    private void Roles(Workflow workflow, Stage stage)
    {
        var seated = (stage.Signers?.Seats ?? []).SelectMany(Doubts.RolesOf).ToHashSet();
        var told = RulesIn(stage).SelectMany(Doubts.RolesOf).Except(seated).Select(role => (role, Path: (string?)null))
            .Concat(stage.Actions.SelectMany(a => a.By.Select(role => (role, Path: (string?)$"actions/{a.Id}"))));
        foreach (var (role, path) in told.Where(t => !directory.Holders(t.role, on).Any()))
        {
            Say(false, workflow, stage, $"环节“{stage.Title}”提到的“{TitleOf(role)}”在本单位没有人担任", path, role.Value);
        }
    }

    /// <summary>Where those who may sit are those who must not.</summary>
    private void Separation(Workflow workflow, Stage stage)
    {
        foreach (var separation in stage.NotSameAs)
        {
            var where = separation.Of is { } child ? book[child] : workflow;
            if (where.Stage(separation.Stage) is not { } other || stage.Signers is not { Seats: [var ours] }
                || other.Signers is not { Seats: [var theirs] })
            {
                continue;
            }

            if (ours is SeatRule.OfBodies mine && theirs is SeatRule.OfBodies others)
            {
                foreach (var body in _departments)
                {
                    Judge(workflow, stage, other, [.. In(body.Id, mine)], [.. In(body.Id, others)], body);
                }
            }
            else if (ours is SeatRule.OfRole or SeatRule.OfPost or SeatRule.OfPerson && theirs is not (SeatRule.OfBodies or SeatRule.OfPeople))
            {
                Judge(workflow, stage, other, [.. Anywhere(ours)], [.. Anywhere(theirs)], null);
            }
        }
    }

    private void Judge(
        Workflow workflow, Stage stage, Stage other, ImmutableHashSet<PersonId> may, ImmutableHashSet<PersonId> shut, Body? body)
    {
        if (may.IsEmpty || shut.IsEmpty || !may.IsSubsetOf(shut) || stage.OnUnavailable is not null)
        {
            return;
        }

        var where = body is null ? "" : $"在科室“{body.Name}”，";
        var who = Join(may.Select(NameOf));
        if (shut.Count == 1)
        {
            Say(true, workflow, stage, $"{where}环节“{stage.Title}”只有{who}能办，而“{other.Title}”也只有{who}，not_same_as 不许他再办", "not_same_as");
        }
        else if (may.Count == 1)
        {
            Say(false, workflow, stage, $"{where}环节“{stage.Title}”只有{who}能办，他在“{other.Title}”办过就没有人能办了", "not_same_as");
        }
    }

    private static IEnumerable<SeatRule> RulesIn(Stage stage) => (stage.Signers?.Seats ?? [])
        .Concat(stage.Ladder.OfType<Rung.Escalate>().SelectMany(e => e.To)).Concat(stage.Consult?.Who ?? []).Concat(stage.Hands.Rules)
        .Concat(stage.Actions.SelectMany(a => a.Copy))
        .Concat(stage.Actions.SelectMany(a => a.Effects).Concat(stage.Wait?.Effects ?? []).OfType<Effect.Distribute>().SelectMany(d => d.To));

    /// <summary>Everybody who may take such a seat, whatever the case.</summary>
    private IEnumerable<PersonId> Anywhere(SeatRule rule) => rule switch
    {
        SeatRule.OfRole role => directory.Holders(role.Role, on).Select(p => p.Person),
        SeatRule.OfPost post => directory.OnlyBodyCalled(post.Body, on) is { } body
            ? directory.PostsIn(body, on).Where(p => p.Role == post.Role).Select(p => p.Person)
            : [],
        SeatRule.OfPerson person => directory.OnlyPersonCalled(person.Name, on) is { } one ? [one] : [],
        SeatRule.OfBodies bodies => bodies.Roles.Concat(bodies.OrElse).SelectMany(r => directory.Holders(r, on)).Select(p => p.Person),
        _ => [],
    };

    private IEnumerable<PersonId> In(BodyId body, SeatRule.OfBodies rule) => directory.PostsIn(body, on)
        .Where(p => rule.Roles.Contains(p.Role) || rule.OrElse.Contains(p.Role)).Select(p => p.Person).Distinct();

    private string Spelt(SeatRule rule) => rule switch
    {
        SeatRule.OfRole role => $"没有人担任“{TitleOf(role.Role)}”",
        SeatRule.OfPost post => $"“{post.Body}”没有人担任“{TitleOf(post.Role)}”",
        SeatRule.OfPerson person => $"没有“{person.Name}”",
        SeatRule.OfBodies bodies => $"没有人担任{Join(bodies.Roles.Concat(bodies.OrElse).Select(TitleOf))}",
        _ => "",
    };

    private string TitleOf(RoleId role) => book.Roles.TryGetValue(role, out var known) ? known.Title : role.Value;

    private string NameOf(PersonId person) => directory.People.TryGetValue(person, out var known) ? known.Name : $"{person.Value}";

    private static string Join(IEnumerable<string> names) => names.ToList() is { Count: > MostNames } many
        ? $"{string.Join('、', many.Take(MostNames))}等{many.Count}个"
        : string.Join('、', names);

    private void Say(bool fault, Workflow workflow, Stage stage, string message, string? path = null, string? word = null) =>
        (fault ? _faults : _doubts).Add(new Unsound(workflow.Id, stage.Id, message) { Path = path, Word = word });
}

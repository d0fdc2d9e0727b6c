namespace Approvals.Engine.Definitions;

/// <summary>Seats that could never be filled, whoever works in the unit.</summary>
internal static class SeatSense
{
    public static IEnumerable<Flaw> Of(Stage stage) =>
        (stage.Signers is { } signers ? At("signers", Numbers(signers).Concat(signers.Seats.SelectMany(Rule))) : [])
        .Concat(At("escalate", stage.Ladder.OfType<Rung.Escalate>().SelectMany(e => e.To).SelectMany(Rule)))
        .Concat(stage.Splits.SelectMany(s => s.Ways).Select(s => s.Each).OfType<Each.BodyOf>().Where(each => !Parties.HoldsBodies(each.Party))
            .Select(each => new Flaw($"的 body_of 要的是科室，{Soundness.Spelt(each.Party)} 是人", "split", Soundness.Spelt(each.Party))))
        .Select(flaw => flaw with { Message = $"环节“{stage.Title}”{flaw.Message}" });

    /// <summary>Parties that follow from others, named all the same.</summary>
    public static IEnumerable<Flaw> Of(StageAction action) => action.Inputs.OfType<Input.Naming>()
        .Where(naming => Parties.Derived.Contains(naming.Party))
        .Select(naming => new Flaw($"要指定 {Soundness.Spelt(naming.Party)}，它是推算出来的，不能指定", Word: Soundness.Spelt(naming.Party)));

    /// <summary>Rules outside the seats of a round: their roles, their stages, and whom they take.</summary>
    public static IEnumerable<Flaw> Of(WorkflowBook book, Workflow workflow, IReadOnlyCollection<SeatRule> rules) =>
        Undefined(book, rules.SelectMany(RolesOf), "")
            .Concat(rules.OfType<SeatRule.SameAs>().Distinct().Where(same => workflow.Stage(same.Stage) is null)
                .Select(same => new Flaw($"的 same_as 指向不存在的环节 {same.Stage}", Word: same.Stage.Value)
                {
                    Known = [.. workflow.Stages.Select(s => s.Id.Value)],
                }))
            .Concat(rules.SelectMany(Rule).Select(Flaw.FromString));

    private static IEnumerable<Flaw> At(string path, IEnumerable<string> messages) => messages.Select(m => new Flaw(m, path));

    private static IEnumerable<string> Numbers(Signers signers)
    {
        if (signers.Seats.IsEmpty)
        {
            yield return "的签批人是空的";
        }

        if (signers.AtLeast < 1)
        {
            yield return "的 at_least 至少是 1";
        }

        if (signers.AtLeast > Parties.Most)
        {
            yield return $"的 at_least 是 {signers.AtLeast}，最多写 {Parties.Most}";
        }

        if (signers.AtLeast > 1 && IsOneSeat(signers))
        {
            yield return $"只有一个席位，却要求至少 {signers.AtLeast} 个";
        }
    }

    /// <summary>Whatever the case: one human's, or one that any of several may take.</summary>
    internal static bool IsOneSeat(Signers signers) => signers.Seats
        is [SeatRule.OfRole or SeatRule.OfPost or SeatRule.OfPerson or SeatRule.OfPeople { Party: Party.FirstLeader }] or { Length: > 1 };

    internal static IEnumerable<string> Rule(SeatRule rule) => rule switch
    {
        SeatRule.OfPeople people when !Parties.HoldsPeople(people.Party) =>
            [$"的 people 要的是人，{Soundness.Spelt(people.Party)} 是科室"],
        SeatRule.OfBodies bodies when !Parties.HoldsBodies(bodies.Party) =>
            [$"的 bodies 要的是科室，{Soundness.Spelt(bodies.Party)} 是人"],
        SeatRule.OfBodies { Roles.IsEmpty: true } => ["的 bodies 没有写由谁签：roles"],
        _ => [],
    };

    internal static IEnumerable<RoleId> RolesOf(SeatRule rule) => rule switch
    {
        SeatRule.OfRole role => [role.Role],
        SeatRule.OfPost post => [post.Role],
        SeatRule.OfBodies bodies => bodies.Roles.Concat(bodies.OrElse),
        _ => [],
    };

    /// <summary>Roles that nobody has defined.</summary>
    /// <param name="where">What names them, as the sentence begins.</param>
    internal static IEnumerable<Flaw> Undefined(WorkflowBook book, IEnumerable<RoleId> roles, string where) =>
        roles.Distinct().Where(role => !book.Roles.ContainsKey(role)).Select(
            role => new Flaw($"{where}用了没有定义的角色 {role}", Word: role.Value)
            {
                Known = [.. book.Roles.Keys.Select(r => r.Value).Order(StringComparer.Ordinal)],
            });
}

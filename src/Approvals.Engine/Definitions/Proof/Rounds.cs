namespace Approvals.Engine.Definitions.Proof;

/// <summary>What one more vote makes of a round.</summary>
/// <param name="Outcome">The place of the action by which the round closes; null: it goes on.</param>
/// <param name="Gravest">The gravest action cast so far, while it goes on.</param>
/// <param name="All">It closes because every seat has voted.</param>
internal readonly record struct Ballot(int? Outcome, int Gravest, bool All);

/// <summary>
/// How votes close rounds, with the number of seats left open: a round that may have several seats may have any number of
/// them. Every sign rule has its arm here.
/// </summary>
internal static class Rounds
{
    /// <param name="cast">The place of the action in the stage.</param>
    /// <param name="single">Whether the party is known to have one member.</param>
    public static IEnumerable<Ballot> Cast(Workflow workflow, Stage stage, int gravest, int cast, Func<Party, bool> single)
    {
        var action = stage.Actions[cast];
        var several = MaySeatSeveral(workflow, stage, single);
        if (action.AtOnce || (stage.Mode is Mode.Any && stage.AddSeats.IsEmpty)
            || (stage.Mode is Mode.Sequential && workflow.TargetsOf(stage, action).All(to => workflow.LeadsBack(stage, to))))
        {
            return [new Ballot(cast, -1, All: false)];
        }

        // 票签: what is against it is remembered by the gravest; what is for it passes, or waits for more.
        var now = stage.Mode is Mode.Ballot ballot && ballot.For == action.Id ? gravest : Math.Max(gravest, cast);
        var last = new Ballot(stage.Mode is Mode.Ballot { For: var For } && For == action.Id ? cast : now, -1, All: stage.Mode is not Mode.Ballot);
        return several ? [last, new Ballot(null, now, All: false)] : [last];
    }

    /// <summary>
    /// 跳过: where the last seat is passed over, the votes decide, and without any the first action that may go unsigned and whose
    /// guard holds, while that of none before it does.
    /// </summary>
    public static IEnumerable<(int Outcome, Expression? When)> Skipped(Stage stage, int gravest)
    {
        if (stage.Hands.Skip.IsEmpty)
        {
            yield break;
        }

        if (gravest >= 0)
        {
            yield return (gravest, null);
            yield break;
        }

        Expression? noneBefore = null;
        for (var at = 0; at < stage.Actions.Length; at++)
        {
            if (stage.Actions[at] is { MayGoUnsigned: true, When: var guard })
            {
                yield return (at, Expression.Both(noneBefore, guard));
                if (guard is null)
                {
                    yield break;
                }

                noneBefore = Expression.Both(noneBefore, new Expression.Not(guard));
            }
        }
    }

    private static bool MaySeatSeveral(Workflow workflow, Stage stage, Func<Party, bool> single) =>
        !stage.AddSeats.IsEmpty || Separations.Rules(workflow, stage) switch
        {
            [SeatRule.OfPeople people] => people.Choose != 1 && people.Party is not (Party.Drafter or Party.FirstLeader)
                && !single(Separations.Base(people.Party)),
            [SeatRule.OfBodies bodies] => bodies.Party is not (Party.AssignedDepartment or Party.DraftingDepartment
                or Party.LeadDepartment or Party.HostDepartment) && !single(bodies.Party),
            _ => false,
        };
}

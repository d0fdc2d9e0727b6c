namespace Approvals.Engine.Definitions.Proof;

/// <summary>What one more vote makes of a round.</summary>
/// <param name="Outcome">The place of the action by which the round closes; null: it goes on.</param>
/// <param name="Gravest">The gravest action cast so far, while it goes on.</param>
/// <param name="All">It closes because every seat has voted.</param>
/// <param name="Backed">In a 票签: somebody has voted for it, while it goes on.</param>
/// <param name="AtOnce">It closes whoever else is still asked.</param>
internal readonly record struct Ballot(int? Outcome, int Gravest, bool All, bool Backed = false, bool AtOnce = false);

/// <summary>
/// How votes close rounds, with the number of seats left open: a round that may have several seats may have any number of
/// them, and one that has several has two at least. Every sign rule has its arm here.
/// </summary>
internal static class Rounds
{
    /// <param name="cast">The place of the action in the stage.</param>
    /// <param name="single">Whether the party has one member; false where it has several, null where nobody knows.</param>
    public static IEnumerable<Ballot> Cast(Workflow workflow, Stage stage, Standing at, int cast, Func<Party, bool?> single)
    {
        var action = stage.Actions[cast];
        if (action.AtOnce || (stage.Mode is Mode.Sequential && workflow.TargetsOf(stage, action).All(to => workflow.LeadsBack(stage, to))))
        {
            return [new Ballot(cast, -1, All: false, AtOnce: true)];
        }

        if (stage.Mode is Mode.Any && stage.AddSeats.IsEmpty)
        {
            return [new Ballot(cast, -1, All: false)];
        }

        // 票签: what is against it is remembered by the gravest; what is for it passes, or waits for more.
        var backs = stage.Mode is Mode.Ballot ballot && ballot.For == action.Id;
        var now = backs ? at.Gravest : Math.Max(at.Gravest, cast);
        var last = new Ballot(backs ? cast : now, -1, All: stage.Mode is not Mode.Ballot);
        var several = SeatsSeveral(workflow, stage, single);
        if (several == false && stage.AddSeats.IsEmpty)
        {
            return [last];
        }

        var pending = new Ballot(null, now, All: false, at.Backed || (backs && several == true));
        var first = several == true && !at.Backed && (backs || at.Gravest < 0);
        return first && !MayBeFirstAndLast(stage, backs) ? [pending] : [last, pending];
    }

    /// <summary>Whether the first of several votes may decide the round; in a 票签 the first for it, or the first of all against it.</summary>
    private static bool MayBeFirstAndLast(Stage stage, bool backs) => stage.Mode switch
    {
        _ when !stage.Hands.Skip.IsEmpty => true, // all others may have been passed over
        Mode.Ballot { Weights.IsEmpty: false } => true,
        Mode.Ballot { Need: var need } => (need.Of(2) > 1) != backs, // of two, or of just so many as it needs
        _ => stage.Mode is Mode.Any,
    };

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

    /// <summary>Whether the round opens with several seats; null where it may, and may not.</summary>
    private static bool? SeatsSeveral(Workflow workflow, Stage stage, Func<Party, bool?> single) => Separations.Rules(workflow, stage) switch
    {
        [SeatRule.OfPeople { Choose: 1 } or SeatRule.OfPeople { Party: Party.Drafter or Party.FirstLeader }] => false,
        [SeatRule.OfPeople { NoneFrom: not null } people] => single(Separations.Base(people.Party)) == true ? false : null,
        [SeatRule.OfPeople people] => !single(Separations.Base(people.Party)),
        [SeatRule.OfBodies bodies] => IsOneBody(bodies.Party) ? false : !single(bodies.Party),
        _ => false,
    };

    /// <summary>A party that never has several bodies.</summary>
    public static bool IsOneBody(Party party) =>
        party is Party.AssignedDepartment or Party.DraftingDepartment or Party.LeadDepartment or Party.HostDepartment;
}

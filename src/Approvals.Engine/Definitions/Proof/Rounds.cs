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
    public static IEnumerable<Ballot> Cast(Workflow workflow, Stage stage, int gravest, int cast)
    {
        if (stage.Actions[cast].AtOnce || stage.Mode == Mode.Any)
        {
            return [new Ballot(cast, -1, All: false)];
        }

        var now = Math.Max(gravest, cast);
        var last = new Ballot(now, -1, All: true);
        return MaySeatSeveral(workflow, stage) ? [last, new Ballot(null, now, All: false)] : [last];
    }

    public static bool MaySeatSeveral(Workflow workflow, Stage stage) => Separations.Rules(workflow, stage) switch
    {
        [SeatRule.OfPeople people] => people.Choose != 1 && people.Party is not (Party.Drafter or Party.FirstLeader),
        [SeatRule.OfBodies bodies] => bodies.Party is not (Party.AssignedDepartment or Party.DraftingDepartment
            or Party.LeadDepartment or Party.HostDepartment),
        _ => false,
    };
}

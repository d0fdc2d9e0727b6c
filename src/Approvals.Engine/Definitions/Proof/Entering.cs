namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Entering a stage: a round opens, children are split off. Where people could be missing on the day, a stage that says
/// where to go instead may go there; where nobody can ever sit, it must, and without it the step is refused.
/// </summary>
internal sealed class Entering(Scope scope, Workflow workflow)
{
    private readonly Tracked _tracked = scope.TrackedIn(workflow);

    /// <param name="parentGifts">What the parent has been brought: its parties stand in for missing ones.</param>
    public IEnumerable<Arrival> Enter(StageId to, Standing before, ulong parentGifts)
    {
        var passed = new HashSet<StageId>();
        for (StageId? next = to; next is { } id && passed.Add(id);)
        {
            if (scope.EndOf(workflow, id) is { } end)
            {
                yield return new Arrival(new Standing(end, -1, before.Bits & _tracked.Votes, before.Gifts), [], NewRound: false);
                yield break;
            }

            var at = scope.PlaceOf(workflow, id);
            var stage = workflow.Stages[at];
            if (WhyShut(stage, before, parentGifts) is null)
            {
                yield return Settle(stage, before with { Stage = at, Gravest = -1 });
                if (stage.Signers is null)
                {
                    yield break; // nobody is needed: it is always entered
                }
            }

            next = stage.OnUnavailable;
        }
    }

    /// <summary>Why nobody can ever sit there as the case stands; null where somebody may.</summary>
    public Shut? WhyShut(Stage stage, Standing standing, ulong parentGifts)
    {
        if (stage.Signers is not { } signers)
        {
            return null;
        }

        var missing = signers.Seats.Select(rule => WhyEmpty(rule, standing, parentGifts)).ToList();
        return missing.Count > 0 && missing.TrueForAll(m => m is not null) ? missing[0]
            : scope.Separations.ShutBy(workflow, stage, fact => _tracked.Of(fact, standing.Bits) == true) is { } voted
                ? new Shut.SameHuman(voted)
                : null;
    }

    private Shut? WhyEmpty(SeatRule rule, Standing standing, ulong parentGifts)
    {
        if (rule is SeatRule.SameAs same)
        {
            return _tracked.Of(new Fact.Seated(same.Stage), standing.Bits) == false ? new Shut.NeverSeated(same.Stage) : null;
        }

        foreach (var party in Gifts.PartiesOf(rule))
        {
            if (scope.Gifts.Of(party) is not 0 and var gift && ((standing.Gifts | (parentGifts & scope.Gifts.Parties)) & gift) == 0)
            {
                return new Shut.NeverNamed(party);
            }
        }

        return null;
    }

    private Arrival Settle(Stage stage, Standing standing)
    {
        var bits = stage.Signers is null ? standing.Bits : _tracked.With(standing.Bits, new Fact.Seated(stage.Id), true);
        var opens = new List<Site>();
        foreach (var split in stage.Splits)
        {
            var now = split.Again is { } again && _tracked.Of(new Fact.SplitOff(split.Workflow), bits) == true ? again : split;
            var site = new Site(
                split.Workflow, now.At ?? scope.Book[split.Workflow].Stages[0].Id, BirthOf(now.Each), (now.Each as Each.OpenMatter)?.Kind);
            if (site.Kind is null || _tracked.Of(new Fact.Open(site.Kind), bits) != false)
            {
                opens.Add(site);
                bits = _tracked.With(bits, new Fact.SplitOff(split.Workflow), true);
            }
        }

        return new Arrival(standing with { Bits = bits }, [.. opens], NewRound: stage.Signers is not null);
    }

    internal static Birth BirthOf(Each each) => each switch
    {
        Each.Once => Birth.Once,
        Each.Row => Birth.Row,
        Each.BodyOf => Birth.Body,
        Each.OpenMatter => Birth.Matter,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}

/// <summary>Why a stage can be entered by no means.</summary>
internal abstract record Shut
{
    private Shut()
    {
    }

    /// <summary>Nobody was named for the party.</summary>
    public sealed record NeverNamed(Party Party) : Shut;

    /// <summary>The stage whose seats it takes over has had no round.</summary>
    public sealed record NeverSeated(StageId Stage) : Shut;

    /// <summary>The only human who could sit has voted there.</summary>
    public sealed record SameHuman(Fact.Voted After) : Shut;
}

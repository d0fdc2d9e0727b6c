namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Entering a stage: a round opens, children are split off. Where people could be missing on the day, a stage that says
/// where to go instead may go there; where nobody can ever sit, it must, and without it the step is refused.
/// </summary>
internal sealed class Entering(Scope scope, Workflow workflow)
{
    private readonly Tracked _tracked = scope.TrackedIn(workflow);

    /// <param name="known">What a condition finds in a case that stands so; null where it is free.</param>
    /// <param name="parentGifts">What the parent has been brought: its parties stand in for missing ones.</param>
    public IEnumerable<Arrival> Enter(StageId to, Standing before, Func<Expression, Standing, bool?> known, ulong parentGifts)
    {
        var passed = new HashSet<StageId>();
        for (StageId? next = to; next is { } id && passed.Add(id);)
        {
            if (scope.EndOf(workflow, id) is { } end)
            {
                yield return new Arrival(new Standing(end, -1, -1, before.Bits & _tracked.Votes, before.Gifts), [], NewRound: false);
                yield break;
            }

            var at = scope.PlaceOf(workflow, id);
            var stage = workflow.Stages[at];
            if (WhyShut(stage, before, parentGifts) is null)
            {
                foreach (var arrival in Settle(stage, before with { Stage = at, Gravest = -1, Backed = false }, known))
                {
                    yield return arrival;
                }

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

    private IEnumerable<Arrival> Settle(Stage stage, Standing standing, Func<Expression, Standing, bool?> known)
    {
        var bits = stage.Signers is null ? standing.Bits : _tracked.With(standing.Bits, new Fact.Seated(stage.Id), true);
        IEnumerable<Arrival> arrivals = [new Arrival(standing with { Bits = bits }, [], NewRound: stage.Signers is not null)];
        foreach (var split in stage.Splits)
        {
            arrivals = arrivals.SelectMany(before => Opens(split, before, known)).ToList();
        }

        return arrivals;
    }

    /// <summary>With the children of the split, and without where its condition or the matters leave that open.</summary>
    private IEnumerable<Arrival> Opens(Split split, Arrival before, Func<Expression, Standing, bool?> known)
    {
        bool? Known(Expression atom) => known(atom, before.At);
        var now = split.Now(before: _tracked.Of(new Fact.SplitOff(split.Workflow), before.At.Bits) == true);
        var kind = (now.Each as Each.OpenMatter)?.Kind;
        var opens = Truths.CanHold(now.When, Known) && (kind is null || _tracked.Of(new Fact.Open(kind), before.At.Bits) != false);
        if (opens)
        {
            var site = new Site(split.Workflow, now.At ?? scope.Book[split.Workflow].Stages[0].Id, BirthOf(now.Each), kind);
            yield return before with
            {
                At = before.At with { Bits = _tracked.With(before.At.Bits, new Fact.SplitOff(split.Workflow), true) },
                Opens = before.Opens.Add(site),
            };
        }

        if (!opens || MayBeEmpty(now.Each) || (now.When is { } when && Truths.CanHold(new Expression.Not(when), Known)))
        {
            yield return before;
        }
    }

    /// <summary>Somebody is responsible for every case; any other party may have no bodies.</summary>
    private static bool MayBeEmpty(Each each) =>
        each is Each.BodyOf { Party: not (Party.ResponsibleDepartments or Party.ConcernedDepartments) };

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

namespace Approvals.Engine.Definitions.Proof;

/// <summary>What a vote comes to: it decides, or the round goes on; 撤回 and 跳过 besides.</summary>
internal sealed partial class Walking
{
    private IEnumerable<Step> Votes(Stage stage, int cast, Standing at, Around around)
    {
        var action = stage.Actions[cast];
        foreach (var gifts in scope.Gifts.After(action, at.Gifts, report: false))
        {
            foreach (var ballot in Rounds.Cast(workflow, stage, at, cast, party => IsSingle(party, at)))
            {
                foreach (var voted in Voted(action, stage, at with { Gifts = gifts & Wanted }, ballot.All))
                {
                    foreach (var step in Count(stage, cast, ballot, voted, around))
                    {
                        yield return step;
                    }
                }
            }
        }
    }

    private IEnumerable<Step> Count(Stage stage, int cast, Ballot ballot, Standing voted, Around around)
    {
        var cause = new Cause(CauseKind.Vote, voted.Stage, cast);
        if (ballot.Outcome is not { } outcome)
        {
            return [new Step(cause, new Arrival(voted with { Gravest = ballot.Gravest, Backed = ballot.Backed }, [], NewRound: false))];
        }

        var closes = Closes(stage, outcome, voted, pressed: true, around)
            .Select(arrival => new Step(cause with { Kind = CauseKind.Press, Action = outcome }, arrival));
        closes = stage.Actions[outcome].Recall && closes.Any() ? closes.Concat(Recalls(stage, outcome, voted, around)) : closes;

        // Whoever is consulted may still be waited for, unless one vote decides at once.
        return stage.Consult is null || ballot.AtOnce
            ? closes
            : closes.Append(new Step(cause, new Arrival(voted with { Gravest = stage.Actions.Length + outcome, Backed = false }, [], NewRound: false)));
    }

    private IEnumerable<Step> Heard(Stage stage, Standing at, Around around)
    {
        var outcome = at.Gravest - stage.Actions.Length;
        return Closes(stage, outcome, at, pressed: false, around)
            .Select(arrival => new Step(new Cause(CauseKind.Heard, at.Stage, outcome), arrival));
    }

    private IEnumerable<Step> Skips(Stage stage, Standing at, Around around) =>
        from skipped in Rounds.Skipped(stage, at.Gravest)
        where around.CanHold(skipped.When, at)
        from arrival in Closes(stage, skipped.Outcome, at, pressed: false, around)
        select new Step(new Cause(CauseKind.Skip, at.Stage, skipped.Outcome), arrival, skipped.When);

    private IEnumerable<Arrival> Closes(Stage stage, int outcome, Standing voted, bool pressed, Around around)
    {
        var decided = stage.Actions[outcome];
        return Targets(stage, decided, voted).SelectMany(to => WaysBack(decided)
            .SelectMany(straight => Leave(to, decided.Effects, voted, pressed, around, straight))).Select(arrival => Brought(decided, arrival));
    }

    /// <summary>撤回: as if it had not been pressed, but that the votes stay on record.</summary>
    private IEnumerable<Step> Recalls(Stage stage, int outcome, Standing voted, Around around) =>
        _entering.Enter(stage.Id, voted, around.Known, around.ParentGifts)
            .Select(arrival => new Step(new Cause(CauseKind.Recall, voted.Stage, outcome), arrival));

    /// <summary>Where the press is refused because nobody could sit where it leads, and why; null where it is not.</summary>
    public (StageId To, Shut Why)? WhyRefused(Stage stage, int cast, Standing at, ulong parentGifts)
    {
        foreach (var ballot in Rounds.Cast(workflow, stage, at, cast, party => IsSingle(party, at)))
        {
            if (ballot.Outcome is { } outcome && stage.Actions[outcome] is { To: { } to, Effects: var effects }
                && workflow.Stage(to) is { } target)
            {
                var after = Apply(effects, Voted(stage.Actions[cast], stage, at, ballot.All).First(), pressed: true).At;
                return _entering.WhyShut(target, after, parentGifts) is { } why ? (to, why) : null;
            }
        }

        return null;
    }

    /// <summary>What a vote does whether or not it decides; two ways where the voter may be the human of another seat.</summary>
    private IEnumerable<Standing> Voted(StageAction action, Stage stage, Standing at, bool all)
    {
        var bits = _tracked.With(at.Bits, new Fact.Voted(null, stage.Id, Shutting.ByAny), true);
        bits = all ? _tracked.With(bits, new Fact.Voted(null, stage.Id, Shutting.ByAll), true) : bits;
        var rules = Separations.Rules(workflow, stage);
        var alone = rules.Length == 1 && Gifts.PartiesOf(rules[0]).Any(party => IsSingle(Separations.Base(party), at) == true);
        bits = alone ? _tracked.With(bits, new Fact.Voted(null, stage.Id, Shutting.BySingle), true) : bits;
        var perhaps = _tracked.With(bits, new Fact.Voted(null, stage.Id, Shutting.ByChance), true);
        return new[] { alone ? perhaps : bits, perhaps }.Distinct().SelectMany(b => Said(action, at with { Bits = b }));
    }
}

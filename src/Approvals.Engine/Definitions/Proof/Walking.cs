using System.Collections.Immutable;

namespace Approvals.Engine.Definitions.Proof;

/// <summary>
/// Every way in which a case of one definition can go on from where it stands, its children and its parent apart. A way to
/// move that the language gains has its method here, and the engine's arm in <c>Decisions</c> beside it.
/// </summary>
internal sealed partial class Walking(Scope scope, Workflow workflow)
{
    private readonly Tracked _tracked = scope.TrackedIn(workflow);
    private readonly Entering _entering = new(scope, workflow);
    private readonly bool _mayBeExtended = MayBeExtended(workflow.Id, scope.Book, []);

    private readonly ImmutableArray<bool> _looksUp = [.. workflow.Stages.Select(stage => LooksUp(scope, workflow, stage))];

    public Entering Entering => _entering;

    /// <summary>Whether what may happen there hangs on the parent.</summary>
    public bool LooksUp(int place) => !Scope.HasEnded(workflow, place) && _looksUp[place];

    /// <param name="known">What a condition finds in a case that stands so; null where it is free.</param>
    public IEnumerable<Step> From(Standing at, Func<Expression, Standing, bool?> known, ulong parentGifts)
    {
        if (Scope.HasEnded(workflow, at.Stage))
        {
            return [];
        }

        var stage = workflow.Stages[at.Stage];
        var around = new Around(known, parentGifts);
        var votes = at.Gravest >= stage.Actions.Length
            ? Heard(stage, at, around)
            : Presses(stage, at, around).Concat(Skips(stage, at, around));
        return votes.Concat(Waits(stage, at, around)).Concat(Deadlines(stage, at, around)).Concat(Rungs(stage, at)).Concat(Times(at))
            .Concat(Asides(stage, at, around));
    }

    /// <summary>What the case says of itself when a condition asks; null for what lies outside it, and what is not followed.</summary>
    public bool? Own(Expression atom, Standing at) => atom switch
    {
        Expression.Holds { Fact: Definitions.Facts.Overdue } => _tracked.Of(new Fact.Over(), at.Bits),
        Expression.Holds { Fact: Definitions.Facts.Suspended } => _tracked.Of(new Fact.Suspended(), at.Bits),
        Expression.Holds { Fact: Definitions.Facts.Frozen } => _tracked.Of(new Fact.Frozen(), at.Bits),
        Expression.Holds holds => _tracked.Of(new Fact.Fixed(holds.Fact), at.Bits),
        Expression.NoneOpen none => !_tracked.Of(new Fact.Open(none.Kind), at.Bits),
        Expression.Known known when _tracked.Numbers.Follows(known.Number) =>
            _tracked.Numbers.Value(known.Number, fact => _tracked.Of(fact, at.Bits) == true) is not null,
        Expression.Weigh weigh => _tracked.Numbers.Holds(weigh, fact => _tracked.Of(fact, at.Bits)),
        _ => null,
    };

    private IEnumerable<Step> Presses(Stage stage, Standing at, Around around)
    {
        for (var cast = 0; cast < stage.Actions.Length; cast++)
        {
            var action = stage.Actions[cast];
            if (IsUndated(action, at) || !around.CanHold(action.When, at))
            {
                continue;
            }

            foreach (var step in !action.Leads ? Reports(action, cast, at) : Votes(stage, cast, at, around))
            {
                yield return step with { Guard = action.When, Cause = MayLackAnother(action, step.Cause) };
            }
        }
    }

    /// <summary>Nothing is later than a day that the case does not have.</summary>
    private bool IsUndated(StageAction action, Standing at) =>
        Tracked.AsksLater(action) && _tracked.Of(new Fact.Dated(), at.Bits) == false;

    private static Cause MayLackAnother(StageAction action, Cause cause) =>
        cause.Kind == CauseKind.Press && NeedsAnother(action) ? cause with { Kind = CauseKind.Merged } : cause;

    private static bool NeedsAnother(StageAction action) => action.Needs.Any(n => n is Input.Sibling);

    /// <summary>Why nobody may press it though its condition holds, or may count on it, in words; null: somebody may.</summary>
    public string? WhyUnpressed(StageAction action, Standing at) =>
        IsUndated(action, at) ? "要填比到期日更晚的日期（later_date），没有到期日就按不了"
        : NeedsAnother(action) ? "要并入另一件（sibling），不一定有另一件"
        : null;

    private IEnumerable<Step> Reports(StageAction action, int cast, Standing at)
    {
        var after = Apply(action.Effects, at, pressed: true);
        return scope.Gifts.After(action, at.Gifts, report: true)
            .SelectMany(gifts => _tracked.Numbers.After(action, after.At.Bits, _tracked), (gifts, bits) => (gifts, bits))
            .SelectMany(said => Sent(after with { At = after.At with { Bits = said.bits, Gifts = said.gifts & Wanted } }))
            .Select(sent => new Step(new Cause(CauseKind.Press, at.Stage, cast), Brought(action, sent)));
    }

    /// <summary>What is done at any stage: by those who may press it, or because another case handed it over.</summary>
    private IEnumerable<Step> Asides(Stage stage, Standing at, Around around)
    {
        for (var number = 0; number < workflow.Standing.Length; number++)
        {
            var (standing, action) = (workflow.Standing[number], workflow.Standing[number].Action);
            if (!standing.MayBeDoneAt(stage.Id) || IsUndated(action, at) || !around.CanHold(action.When, at))
            {
                continue;
            }

            // Whether a case has handed it over is not followed: where one may, it may at any time.
            var cause = new Cause(scope.IsHanded(workflow, standing) ? CauseKind.Handed : CauseKind.Aside, at.Stage, number);
            foreach (var gifts in scope.Gifts.After(action, at.Gifts, report: false))
            {
                foreach (var said in Said(action, at with { Gifts = gifts & Wanted }))
                {
                    var arrivals = action.To is { } to
                        ? Leave(to, action.Effects, said, pressed: true, around)
                        : Sent(Apply(action.Effects, said, pressed: true));
                    foreach (var arrival in arrivals)
                    {
                        yield return new Step(cause, Brought(action, arrival), action.When);
                    }
                }
            }
        }
    }

    /// <summary>What the form brings is the new case's too.</summary>
    private Arrival Brought(StageAction action, Arrival arrival) => scope.Gifts.Named(action) is not 0 and var gifts
        ? arrival with { Opens = [.. arrival.Opens.Select(o => o.Birth == Birth.Press ? o with { Gifts = gifts } : o)] }
        : arrival;

    /// <summary>What the form of an action brings: a matter, members of parties, numbers.</summary>
    private IEnumerable<Standing> Said(StageAction action, Standing at)
    {
        var bits = action.Effects.OfType<Effect.Raise>()
            .Aggregate(at.Bits, (b, raise) => _tracked.With(b, new Fact.Open(raise.Kind), true));
        return Named(action, bits).SelectMany(b => _tracked.Numbers.After(action, b, _tracked)).Select(b => at with { Bits = b });
    }

    /// <summary>Members of a party are said anew: it may have one or several now, and others may sit where it was shut.</summary>
    private IEnumerable<ulong> Named(StageAction action, ulong bits)
    {
        IEnumerable<ulong> all = [bits];
        foreach (var party in action.Inputs.OfType<Input.Naming>().Select(naming => naming.Party).Distinct())
        {
            var forgotten = scope.Separations.Forgotten(workflow, party);
            all = all.Select(b => forgotten.Aggregate(b, (left, fact) => _tracked.With(left, fact, false)))
                .SelectMany(b => Enumerable.Range(0, 2).Select(one => _tracked.With(b, new Fact.Single(party), one == 1)))
                .Distinct().ToList();
        }

        return all;
    }

    private bool? IsSingle(Party party, Standing at) => _tracked.IsSingle(party, at.Bits);

    private IEnumerable<Step> Waits(Stage stage, Standing at, Around around) =>
        stage.Wait is { } wait && around.CanHold(wait.Until, at)
            ? Leave(wait.To, wait.Effects, at, pressed: false, around)
                .Select(arrival => new Step(new Cause(CauseKind.Wait, at.Stage), arrival, wait.Until))
            : [];

    /// <summary>The time of the stage may be over at any moment, once it runs.</summary>
    private IEnumerable<Step> Deadlines(Stage stage, Standing at, Around around) => Runs(stage, at)
        ? stage.Ladder.OfType<Rung.Move>().SelectMany(move => Leave(move.To, [], at, pressed: false, around))
            .Select(arrival => new Step(new Cause(CauseKind.Deadline, at.Stage), arrival))
        : [];

    private IEnumerable<Step> Rungs(Stage stage, Standing at) => Runs(stage, at)
        ? stage.Ladder.OfType<Rung.Open>().Select(rung => new Step(
            new Cause(CauseKind.Rung, at.Stage),
            new Arrival(Split(at, rung.Workflow), [new Site(rung.Workflow, scope.Book[rung.Workflow].Stages[0].Id, Birth.Rung)], NewRound: false)))
        : [];

    private bool Runs(Stage stage, Standing at) => stage.Signers is not null && TermOf(stage, at) is not null && WhyNoTimeRuns(stage, at) is null;

    /// <summary>Why the time of the stage never comes to its end as the case stands, in words; null: it may.</summary>
    public string? WhyNoTimeRuns(Stage stage, Standing at) => _tracked.Of(new Fact.Suspended(), at.Bits) == true
        ? "中止期间时间不走"
        : TermOf(stage, at) switch
        {
            Term.Own when _tracked.Of(new Fact.Dated(), at.Bits) == false => "没有到期日",
            Term.OnDate date when scope.Gifts.Of(date.Name) is not 0 and var gift && (at.Gifts & gift) == 0 => $"日程 {date.Name} 可能一直没有填",
            Term.OfMatters of when _tracked.Of(new Fact.Open(of.Kind), at.Bits) == false => $"没有未了的 {of.Kind}",
            _ => null,
        };

    private Term? TermOf(Stage stage, Standing at) =>
        stage.Term(urgent: _tracked.Of(new Fact.Fixed(Definitions.Facts.Urgent), at.Bits) == true);

    /// <summary>The case's own date passes, and is moved back before today where more time can be granted.</summary>
    private IEnumerable<Step> Times(Standing at)
    {
        if (_tracked.Of(new Fact.Over(), at.Bits) is { } over && _tracked.Of(new Fact.Dated(), at.Bits) != false
            && (!over || _mayBeExtended))
        {
            yield return new Step(
                new Cause(CauseKind.Time, at.Stage),
                new Arrival(at with { Bits = _tracked.With(at.Bits, new Fact.Over(), !over) }, [], NewRound: false));
        }
    }

    private static bool LooksUp(Scope scope, Workflow workflow, Stage stage)
    {
        var ahead = new Stack<StageId>(workflow.TargetsOf(stage).Concat(workflow.StandingTargetsOf(stage)));
        var passed = new HashSet<StageId>();
        var asks = stage.Actions.Concat(workflow.Standing.Select(s => s.Action)).Select(a => a.When).Append(stage.Wait?.Until)
            .OfType<Expression>().SelectMany(Truths.Atoms).Any(atom => atom.AsksParent);
        while (!asks && ahead.TryPop(out var id))
        {
            if (passed.Add(id) && workflow.Stage(id) is { } target)
            {
                asks = target.Splits.SelectMany(s => s.Conditions).SelectMany(Truths.Atoms).Any(atom => atom.AsksParent)
                    || (target.Signers is { } signers && signers.Seats.SelectMany(Gifts.PartiesOf).Any(p => scope.Gifts.Of(p) != 0));
                if (target.OnUnavailable is { } instead)
                {
                    ahead.Push(instead);
                }
            }
        }

        return asks;
    }

    private ulong Wanted => scope.Gifts.WantedIn(workflow.Id);

    private static bool MayBeExtended(WorkflowId workflow, WorkflowBook book, HashSet<WorkflowId> passed) =>
        passed.Add(workflow) && book[workflow].Opens.Select(o => o.Workflow).Distinct().Any(child =>
            book[child].AllActions.SelectMany(a => a.Effects).Any(e => e is Effect.ExtendInParent)
            || MayBeExtended(child, book, passed));

    /// <summary>What lies around the case at one moment.</summary>
    private readonly record struct Around(Func<Expression, Standing, bool?> Known, ulong ParentGifts)
    {
        public bool CanHold(Expression? condition, Standing at)
        {
            var known = Known;
            return Truths.CanHold(condition, atom => known(atom, at));
        }
    }
}

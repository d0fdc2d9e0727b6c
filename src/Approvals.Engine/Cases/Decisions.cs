using System.Collections.Immutable;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>What may happen to a case now. Pure: the same arguments give the same answer in a test, live and in replay.</summary>
public static class Decisions
{
    /// <summary>Opens a case at a stage (null: the first) and enters it.</summary>
    public static Decision Open(CaseId id, WorkflowId workflow, StageId? at, CaseId? parent, ChildSeed seed, Context context)
    {
        var definition = context.Book[workflow];
        var opened = new CaseEvent.CaseOpened(
            workflow, context.Book.Hash, parent, seed.Key, seed.Title, seed.Parties, seed.Facts, seed.DueOn, seed.Dates,
            parent is null ? null : context.Grants.Parent?.Round)
        {
            Measures = seed.Measures.IsEmpty ? null : seed.Measures,
            Duty = seed.Recurrence is { } recurrence ? new Duty(recurrence, context.Today) { Exceptions = seed.Excepted } : null,
        };
        var steps = new Steps(Evolution.Evolve(id, null, opened), context, opened);
        if (seed.About is { } about)
        {
            steps.Add(new CaseEvent.MatterRaised(about));
        }

        Stops.Follow(steps, context, from: seed.About is null ? null : context.Now);
        return steps.Enter(at ?? definition.Stages[0].Id) is { } why ? new Decision.Refused(why) : steps.Permit();
    }

    public static Decision Decide(Case @case, CaseCommand command, Context context) => command switch
    {
        CaseCommand.Produced produced => HandOvers.Decide(@case, produced, context),
        CaseCommand.Wake or CaseCommand.Replace or CaseCommand.Fire or CaseCommand.Extend or CaseCommand.Recount
            or CaseCommand.Cancel or CaseCommand.Do or CaseCommand.Fold or CaseCommand.Reassign
            or CaseCommand.Rename
            when @case.Ended => Nothing(@case),
        _ when @case.Ended => Refuse(new Refusal.CaseEnded()),

        CaseCommand.Act act => Act(@case, act, context),
        CaseCommand.AddSeat add => Rounds.Add(@case, add, context),
        CaseCommand.Wake => Wake(@case, context),
        CaseCommand.Replace replace => Replace(@case, replace, context),
        CaseCommand.Restate or CaseCommand.Retitle => Correcting.Decide(@case, command, context),
        CaseCommand.Fire => Firing.Fire(@case, context),
        CaseCommand.Extend extend => Stops.Extend(@case, extend, context),
        CaseCommand.Recount => Stops.Recount(@case, context),
        CaseCommand.Transfer or CaseCommand.Claim or CaseCommand.Release or CaseCommand.Skip or CaseCommand.Nudge
            or CaseCommand.Copy => Handing.Decide(@case, command, context),
        CaseCommand.Recall recall => Recalls.Decide(@case, recall, context),
        CaseCommand.Restrict restrict => Scoping.Decide(@case, restrict, context),
        CaseCommand.Handed handed => HandOvers.Decide(@case, handed, context),
        _ => Refuse(new Refusal.NotAllowedHere()),
    };

    /// <summary>Why the person may not do it now; null if he may. The same judgement that <see cref="Decide"/> makes.</summary>
    public static Refusal? Judge(Case @case, CaseCommand.Act act, Context context) =>
        JudgeResolved(@case, Standing.Resolve(@case, act, context), context);

    private static Refusal? JudgeResolved(Case @case, CaseCommand.Act act, Context context)
    {
        if (act.Seat == SeatNo.Standing)
        {
            return AtAnyStage.Judge(@case, act, context);
        }

        var stage = context.Book[@case.Workflow].Stage(@case.Stage);
        if (act.Round != @case.Round || !@case.RoundIsOpen)
        {
            return new Refusal.RoundIsOver();
        }

        if (stage?.Action(act.Action) is not { } action || @case.SeatAt(act.Seat) is not { } seat)
        {
            return new Refusal.NotAllowedHere();
        }

        // An opinion stops nobody.
        if (seat.Consulted && action.AtOnce)
        {
            return new Refusal.NotAllowedHere();
        }

        if (Standing.Judge(@case, seat, act.Decider, act.InPlaceOf, context) is { } notHis)
        {
            return notHis;
        }

        return Rounds.JudgeState(@case, seat, act.Decider) ?? JudgeRecording(@case, act, context)
            ?? JudgeHuman(stage, seat, action, @case, act, context)
            ?? JudgeSubject(seat.Consulted ? Opinions.Of(action) : action, @case, act, context);
    }

    /// <summary>The actions of the stages after that the same press could also do (合并办理), in order.</summary>
    public static ImmutableArray<StageAction> Together(Case @case, CaseCommand.Act act, Context context)
    {
        act = Standing.Resolve(@case, act, context);
        var steps = new Steps(@case, context) { Preview = true };
        if (act.Seat == SeatNo.Standing || JudgeResolved(@case, act, context) is not null || steps.Cast(act) is not null)
        {
            return [];
        }

        var further = ImmutableArray.CreateBuilder<StageAction>();
        var walked = new HashSet<StageId> { @case.Stage };
        var round = @case.Round;
        while (walked.Add(steps.Case.Stage) && NextTogether(steps, round, act, context) is { } next)
        {
            round = steps.Case.Round;
            if (steps.Cast(next.Act) is not null)
            {
                break;
            }

            further.Add(next.Action);
        }

        return further.ToImmutable();
    }

    private static Decision Act(Case @case, CaseCommand.Act act, Context context)
    {
        act = Standing.Resolve(@case, act, context);
        if (JudgeResolved(@case, act, context) is { } why)
        {
            return Refuse(why);
        }

        var steps = new Steps(@case, context);
        if (act.Seat == SeatNo.Standing)
        {
            return steps.Stand(act) is { } cannot ? Refuse(cannot) : steps.Permit();
        }

        if (steps.Cast(act) is { } stuck)
        {
            return Refuse(stuck);
        }

        var round = @case.Round;
        foreach (var wanted in act.Together)
        {
            // What the page promised to do in one press is done whole or not at all.
            if (NextTogether(steps, round, act, context) is not { } next || next.Action.Id != wanted)
            {
                return Refuse(new Refusal.RoundIsOver());
            }

            round = steps.Case.Round;
            if (steps.Cast(next.Act) is { } stopped)
            {
                return Refuse(stopped);
            }
        }

        return steps.Permit();
    }

    /// <summary>The press at the stage just entered; null where the round before is still the open one.</summary>
    private static (StageAction Action, CaseCommand.Act Act)? NextTogether(
        Steps steps, int roundBefore, CaseCommand.Act before, Context context)
    {
        var @case = steps.Case;
        if (@case.Ended || !@case.RoundIsOpen || @case.Round == roundBefore || @case.Seats.Length != 1
            || context.Book[@case.Workflow].Stage(@case.Stage) is not { Together: true } stage)
        {
            return null;
        }

        foreach (var action in stage.Actions.Where(a => a.Leads).Take(1))
        {
            var act = Standing.Resolve(
                @case, before with { Round = @case.Round, Seat = @case.Seats[0].No, Action = action.Id, Together = [] }, context);
            return JudgeResolved(@case, act, context) is null && !steps.TookNumberFor(action) ? (action, act) : null;
        }

        return null;
    }

    internal static Refusal? JudgeRecording(Case @case, CaseCommand.Act act, Context context)
    {
        if (act.RecordedFor is null)
        {
            return null;
        }

        if (Scoping.ShutOut(@case, [act.By], context) is { } notNamed)
        {
            return notNamed;
        }

        var posts = context.Directory.PostsOf(act.By, context.Today).ToList();
        if (act.RecordedFor == act.By || act.InPlaceOf == act.By || string.IsNullOrWhiteSpace(act.Occasion)
            || !posts.Any(p => context.Book.Carries(p.Role, Power.RecordForOthers)))
        {
            return new Refusal.MayNotRecord();
        }

        var owners = Parties.OfWork.SelectMany(party => Seating.Members(party, @case, context).Bodies)
            .SelectMany(body => new[] { body, context.Directory.Answering(body) }).ToHashSet();
        if (posts.Exists(p => owners.Contains(p.Body)))
        {
            return new Refusal.RecordsForOwnDepartment();
        }

        // Whoever wrote it, or acted where another must, does not write down the others' consent either.
        var stage = context.Book[@case.Workflow].Stage(@case.Stage);
        return @case.Party(Party.Drafter).People.Contains(act.By)
            || (stage is not null && act.Seat != SeatNo.Standing && Seating.Barring(stage, consulted: false, @case, context)(act.By))
            ? new Refusal.RecordsForOwnDraft()
            : null;
    }

    private static Refusal? JudgeHuman(
        Stage stage, Seat seat, StageAction action, Case @case, CaseCommand.Act act, Context context)
    {
        // What the roles of an absent principal allow, his proxy may do.
        return Seating.HoldsRole(seat, action.By, act.InPlaceOf ?? act.Decider, context)
            ? Seating.Barred(stage, seat.Consulted, @case, [act.Decider, act.InPlaceOf ?? act.Decider], context)
            : new Refusal.NotYourAssignment();
    }

    internal static Refusal? JudgeSubject(StageAction action, Case @case, CaseCommand.Act act, Context context)
    {
        if (act.ContentHash != context.Grants.ContentHash)
        {
            return new Refusal.ContentChanged();
        }

        if (Scoping.ShutOut(@case, act.Inputs.Named.Values.SelectMany(m => m.People), context) is { } unnamed)
        {
            return unnamed;
        }

        // Nothing is later than a day that nobody has set.
        if (@case.DueOn is null && action.Needs.Any(input => input is Input.Date { Later: true }))
        {
            return new Refusal.NotAllowedHere();
        }

        if (!Conditions.Hold(action.When, @case, context))
        {
            return action.ElseSay is { } sentence ? new Refusal.NotYet(sentence) : new Refusal.NotAllowedHere();
        }

        context = Scoping.KnownTo(act.InPlaceOf is { } absent ? [act.By, act.Decider, absent] : [act.By, act.Decider], context);
        var wrong = NotBrought(action, @case, act.Inputs, context).FirstOrDefault()
            ?? Moves.NotChosen(action, @case, act.Inputs, context)
            ?? (Input?)action.Needs.Concat(action.Takes).OfType<Input.NamedDate>().FirstOrDefault(
                date => OutOfOrder(date, @case, act.Inputs)
                    || (date.Ahead && act.Inputs.Dates.TryGetValue(date.Name, out var on) && on <= context.Today))
            ?? action.Needs.Concat(action.Takes).OfType<Input.Naming>().FirstOrDefault(
                naming => Unfit(naming, action, @case, act.Inputs, context))
            ?? Measures.Unfit(action, act.Inputs)
            ?? DutyDays.Unfit(action, @case, act.Inputs, context);
        return wrong is not null ? new Refusal.Missing(wrong)
            : GrantsNothing(action, @case, act, context) ? new Refusal.Missing(new Input.Date(Later: true))
            : Scoping.Apart(@case, act.Inputs.Sibling, context);
    }

    /// <summary>All that the action needs and a press with these inputs does not bring, in the order of the definition.</summary>
    public static IEnumerable<Input> NotBrought(StageAction action, Case @case, Inputs inputs, Context context) =>
        action.Needs.Where(input => !Brought(input, @case, inputs, context));

    /// <summary>More time that is not later than what the parent has already would be granted for nothing.</summary>
    private static bool GrantsNothing(StageAction action, Case @case, CaseCommand.Act act, Context context) =>
        action.Effects.Any(e => e is Effect.ExtendInParent) && context.Grants.Parent?.DueOn is { } due
        && (Stops.Granted(@case, act) is not { } to || to <= due);

    /// <summary>
    /// Named, but people where bodies are asked for or the other way round, unknown or departed ones, too few, without those
    /// who must be among them, or several where one takes over from one.
    /// </summary>
    private static bool Unfit(Input.Naming naming, StageAction action, Case @case, Inputs inputs, Context context)
    {
        if (!inputs.Named.TryGetValue(naming.Party, out var members))
        {
            return false;
        }

        var wanted = Seating.MustInclude(naming, @case, context);
        return (!members.People.IsEmpty && !Parties.HoldsPeople(naming.Party))
            || (!members.Bodies.IsEmpty && !Parties.HoldsBodies(naming.Party))
            || members.People.Any(p => !context.Directory.PostsOf(p, context.Today).Any())
            || members.Bodies.Any(b => !context.Directory.Exists(b, context.Today))
            || members.People.Distinct().Count() + members.Bodies.Distinct().Count() < naming.AtLeast
            || wanted.People.Except(members.People).Any() || wanted.Bodies.Except(members.Bodies).Any()
            || (naming.Party == Party.Drafter && members.People.Distinct().Count() > 1)
            || (naming.Party == Party.ConcernedDepartments
                && members.Bodies.Except(Seating.Members(Party.ResponsibleDepartments, @case, context).Bodies).Any())
            || (members.Bodies.Length > 1 && action.Effects.Any(e => e is Effect.ReplaceInParent r && r.Party == naming.Party));
    }

    /// <summary>Of two dates of which one must come before the other, one is given anew, and they are the other way round.</summary>
    private static bool OutOfOrder(Input.NamedDate date, Case @case, Inputs inputs) =>
        date.Before is { } other && (inputs.Dates.ContainsKey(date.Name) || inputs.Dates.ContainsKey(other))
        && Known(date.Name, @case, inputs) is { } on && Known(other, @case, inputs) is { } end && on >= end;

    private static DateOnly? Known(string name, Case @case, Inputs inputs) =>
        inputs.Dates.TryGetValue(name, out var said) ? said
        : @case.Time.Dates.TryGetValue(name, out var stands) ? stands
        : null;

    private static bool Brought(Input input, Case @case, Inputs inputs, Context context) => input switch
    {
        Input.Reason => !string.IsNullOrWhiteSpace(inputs.Said.Reason),
        Input.Report => !string.IsNullOrWhiteSpace(inputs.Said.Report),
        Input.Date date => inputs.Said.Date is { } on && (!date.Later || @case.DueOn is not { } due || on > due),
        Input.NamedDate named => inputs.Dates.ContainsKey(named.Name),
        Input.Number number => inputs.Numbers.ContainsKey(number.Name),
        Input.Occurrence day => inputs.Days.ContainsKey(day.Day),
        Input.Evidence => !inputs.Said.Evidence.IsEmpty,
        Input.Sibling => context.Grants.Siblings.Any(s => s.Id == inputs.Sibling),
        Input.Naming naming => inputs.Named.TryGetValue(naming.Party, out var members) && members != PartyMembers.None,
        _ => false,
    };

    private static Decision Wake(Case @case, Context context)
    {
        var steps = new Steps(@case, context);
        Stops.Follow(steps, context);
        if (Onward(steps.Case, context) is not var (to, effects))
        {
            return steps.Permit();
        }

        if ((steps.Leave(to, outcome: null, effects) ?? steps.Barred()) is not { } why)
        {
            return steps.Permit();
        }

        // Where it cannot go on, it stands still or runs on with its parent all the same, and then looks once more.
        var following = new Steps(@case, context);
        Stops.Follow(following, context);
        following.Ask(new Request.WakeSelf());
        return following.Permit() is { Events.IsEmpty: false } followed ? followed : Refuse(why);
    }

    /// <summary>Where the case goes without a press, now that it is looked at, and with which effects; null: it stays.</summary>
    private static (StageId To, ImmutableArray<Effect> Effects)? Onward(Case @case, Context context) =>
        context.Book[@case.Workflow].Stage(@case.Stage) switch
        {
            { OnUnavailable: { } instead } when Seating.StandsEmpty(@case, context) => (instead, []),
            { Wait: { } wait } when Conditions.Hold(wait.Until, @case, context) => (wait.To, wait.Effects),
            _ => null,
        };

    private static Decision.Permitted Replace(Case @case, CaseCommand.Replace replace, Context context)
    {
        var steps = new Steps(@case, context);
        steps.Reassign(replace.Old, replace.New);
        return steps.Permit();
    }

    /// <summary>
    /// All or none, each seeing what the one before did. Only where the look at the end cannot go on, what came before it is done
    /// all the same, and the case looks once more by itself.
    /// </summary>
    public static Decision DecideAll(Case @case, IEnumerable<CaseCommand> commands, Context context)
    {
        var all = new Decision.Permitted([], [], @case);
        foreach (var command in commands)
        {
            var decision = Decide(all.After, command, context);
            if (decision is not Decision.Permitted permitted)
            {
                return command is CaseCommand.Wake && !all.Events.IsEmpty
                    ? all with { Requests = all.Requests.Add(new Request.WakeSelf()) }
                    : decision;
            }

            all = new Decision.Permitted(
                all.Events.AddRange(permitted.Events), all.Requests.AddRange(permitted.Requests), permitted.After);
        }

        return all;
    }

    private static Decision.Refused Refuse(Refusal why) => new(why);

    private static Decision.Permitted Nothing(Case @case) => new([], [], @case);
}

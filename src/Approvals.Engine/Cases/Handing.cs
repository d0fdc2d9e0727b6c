using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>
/// What may be done with an open seat besides acting in it: 转办, 认领 and 放回, 跳过, 催办, 抄送. None is a vote; separation is
/// asked of every human who comes into a seat by it.
/// </summary>
public static class Handing
{
    /// <summary>Why the command may not be done now; null if it may. The same judgement that <see cref="Decisions"/> makes.</summary>
    public static Refusal? Judge(Case @case, CaseCommand command, Context context) =>
        Decisions.Decide(@case, command, context) is Decision.Refused refused ? refused.Why : null;

    /// <summary>Those to whom the person may hand the seat now, in the official order; none where he may not hand it on.</summary>
    public static ImmutableArray<PersonId> Receivers(
        Case @case, SeatNo no, PersonId by, PersonId? inPlaceOf, Context context)
    {
        if (context.Book[@case.Workflow].Stage(@case.Stage) is not { Hands.Transfer: { } handover } stage
            || @case.SeatAt(no) is not { State: SeatState.Open } seat || @case.HasVoted(no))
        {
            return [];
        }

        var at = new Hand(@case, stage, seat, context);
        var takesBack = at.MayTakeBack(by, toOther: true);
        var forWhom = takesBack ? null : Standing.InPlaceOf(@case, seat, by, inPlaceOf, context);
        return !takesBack && at.MayAct(by, forWhom) is not null ? []
            :
            [
                .. context.Directory.People.Values.OrderBy(p => p.Order).Select(p => p.Id)
                    .Where(to => at.MayReceive(to, handover, by, forWhom ?? by) is null),
            ];
    }

    internal static Decision Decide(Case @case, CaseCommand command, Context context)
    {
        var (round, no) = PlaceOf(command);
        if (round != @case.Round || !@case.RoundIsOpen)
        {
            return Refuse(new Refusal.RoundIsOver());
        }

        if (context.Book[@case.Workflow].Stage(@case.Stage) is not { } stage || @case.SeatAt(no) is not { } seat)
        {
            return Refuse(new Refusal.NotAllowedHere());
        }

        if (@case.HasVoted(no))
        {
            return Refuse(new Refusal.AlreadyVoted());
        }

        if (Rounds.NotAsked(seat) is { } notAsked)
        {
            return Refuse(notAsked);
        }

        var at = new Hand(@case, stage, seat, context);
        return command switch
        {
            CaseCommand.Transfer transfer => Transfer(at, transfer),
            CaseCommand.Claim claim => Claim(at, claim),
            CaseCommand.Release release => Release(at, release),
            CaseCommand.Skip skip => Skip(at, skip),
            CaseCommand.Nudge nudge => Nudge(at, nudge),
            CaseCommand.Copy copy => Copy(at, copy),
            _ => throw new UnreachableException(),
        };
    }

    private static (int Round, SeatNo Seat) PlaceOf(CaseCommand command) => command switch
    {
        CaseCommand.Transfer transfer => (transfer.Round, transfer.Seat),
        CaseCommand.Claim claim => (claim.Round, claim.Seat),
        CaseCommand.Release release => (release.Round, release.Seat),
        CaseCommand.Skip skip => (skip.Round, skip.Seat),
        CaseCommand.Nudge nudge => (nudge.Round, nudge.Seat),
        CaseCommand.Copy copy => (copy.Round, copy.Seat),
        _ => throw new UnreachableException(),
    };

    private static Decision Transfer(Hand at, CaseCommand.Transfer transfer)
    {
        if (at.Stage.Hands.Transfer is not { } handover)
        {
            return Refuse(new Refusal.NotAllowedHere());
        }

        // Who may do it by his own right does it for himself.
        var takesBack = at.MayTakeBack(transfer.By, transfer.To is not null);
        var inPlaceOf = takesBack ? null : Standing.InPlaceOf(at.Case, at.Seat, transfer.By, transfer.InPlaceOf, at.Context);
        if (!takesBack && at.MayAct(transfer.By, inPlaceOf) is { } why)
        {
            return Refuse(why);
        }

        var giver = inPlaceOf ?? transfer.By;
        if ((transfer.To is { } to ? at.MayReceive(to, handover, transfer.By, giver)
            : at.Seat.Holder is null ? new Refusal.NotAllowedHere() : null) is { } unfit)
        {
            return Refuse(unfit);
        }

        return transfer.Reason is not { } reason || string.IsNullOrWhiteSpace(reason)
            ? Refuse(new Refusal.Missing(new Input.Reason()))
            : at.Permit(new CaseEvent.SeatTransferred(
                at.Case.Round, at.Seat.No, transfer.To, new Decider(transfer.By, null, null) { InPlaceOf = inPlaceOf }, reason));
    }

    private static Decision Claim(Hand at, CaseCommand.Claim claim) =>
        !at.Stage.Hands.Claim ? Refuse(new Refusal.NotAllowedHere())
        : !at.MaySit(claim.By) ? Refuse(Standing.Judge(at.Case, at.Seat, claim.By, null, at.Context) is Refusal.ClaimedBy by
            ? by : new Refusal.NotYourAssignment())
        : at.HasAnother(claim.By) is { } other ? Refuse(other)
        : at.Barred(claim.By) is { } barred ? Refuse(barred)
        : Seating.Only(at.Seat, at.Context.Directory, at.Context.Today) == claim.By ? at.Permit()
        : at.Permit(new CaseEvent.SeatClaimed(at.Case.Round, at.Seat.No, claim.By));

    /// <summary>
    /// Put back by himself, by whoever holds the role that the definition names first, where the seat stands, or by who writes
    /// down the decisions of others: there may be nobody in the first role.
    /// </summary>
    private static Decision Release(Hand at, CaseCommand.Release release)
    {
        // One that he who made it could not make any more has fallen by itself.
        if (at.Seat.ClaimedBy is not { } claimed || !at.MaySitByRule(claimed))
        {
            return at.Permit();
        }

        var first = at.Seat.Sitters.FirstOrDefault(s => s.Role is not null);
        var mayRelease = claimed == release.By || at.Records(release.By) || (first is not null && at.Context.Directory.PostsOf(release.By, at.Context.Today)
            .Any(p => p.Role == first.Role && (first.Body is not { } body || p.Body == body)));
        return mayRelease
            ? at.Permit(new CaseEvent.SeatReleased(at.Case.Round, at.Seat.No, release.By))
            : Refuse(at.MaySitByRule(release.By) ? new Refusal.ClaimedBy(claimed) : new Refusal.NotYourAssignment());
    }

    private static Decision Skip(Hand at, CaseCommand.Skip skip)
    {
        if (!at.IsAmong(at.Stage.Hands.Skip, skip.By))
        {
            return Refuse(new Refusal.NotAllowedHere());
        }

        if (string.IsNullOrWhiteSpace(skip.Reason))
        {
            return Refuse(new Refusal.Missing(new Input.Reason()));
        }

        // Whoever may not judge it himself does not get it past those who must.
        if (at.Barred(skip.By) is { } barred)
        {
            return Refuse(barred);
        }

        var steps = new Steps(at.Case, at.Context);
        return steps.Skip(new CaseEvent.SeatSkipped(at.Case.Round, at.Seat.No, skip.By, skip.Reason)) is { } stuck
            ? Refuse(stuck)
            : steps.Permit();
    }

    private static Decision Nudge(Hand at, CaseCommand.Nudge nudge) =>
        at.Case.Time.Suspension is not null || !at.IsAmong(at.Stage.Hands.Nudge, nudge.By) ? Refuse(new Refusal.NotAllowedHere())
        : at.Seat.Nudges.Contains(new Nudge(nudge.By, at.Context.Today)) ? at.Permit()
        : at.Permit(new CaseEvent.Nudged(
            at.Case.Round, at.Seat.No, nudge.By, at.Context.Today, Standing.Reached(at.Case, at.Seat, at.Context)));

    private static Decision Copy(Hand at, CaseCommand.Copy copy)
    {
        var inPlaceOf = Standing.InPlaceOf(at.Case, at.Seat, copy.By, null, at.Context);
        return !at.Stage.Hands.CopyByHand ? Refuse(new Refusal.NotAllowedHere())
            : at.MayAct(copy.By, inPlaceOf) is { } why ? Refuse(why)
            : copy.To.IsEmpty || copy.To.Any(p => !at.Context.Directory.Serves(p, at.Context.Today))
                ? Refuse(new Refusal.Missing(new Input.Naming(Party.Readers)))
            : Scoping.ShutOut(at.Case, copy.To, at.Context) is { } unnamed ? Refuse(unnamed)
            : at.Permit(new CaseEvent.CopySent(at.Case.Round, at.Case.Stage, [.. copy.To.Distinct()], copy.By));
    }

    /// <summary>抄送 to those whom the rules would seat and who may know of it; not to whoever causes it, nor where the rules seat nobody.</summary>
    /// <param name="named">Whom the form named for the case that it opens.</param>
    internal static void Copy(
        Steps steps, ImmutableArray<SeatRule> rules, PersonId? by, Context context,
        IEnumerable<KeyValuePair<Party, PartyMembers>>? named = null)
    {
        if (rules.IsEmpty)
        {
            return;
        }

        var seen = steps.Case with { Parties = steps.Case.Parties.SetItems(named ?? []) };
        ImmutableArray<PersonId> to = [.. Seating.Who(rules, seen, null, context).Where(p => p != by && Scoping.Admits(seen, p, context))];
        if (!to.IsEmpty)
        {
            steps.Add(new CaseEvent.CopySent(steps.Case.Round, steps.Case.Stage, to, by));
        }
    }

    private static Decision.Refused Refuse(Refusal why) => new(why);

    /// <summary>An open seat, and what a decision about it looks at.</summary>
    private sealed record Hand(Case Case, Stage Stage, Seat Seat, Context Context)
    {
        public Decision Permit(params ReadOnlySpan<CaseEvent> events)
        {
            var steps = new Steps(Case, Context);
            foreach (var e in events)
            {
                steps.Add(e);
            }

            return steps.Permit();
        }

        public bool MaySit(PersonId person) => Seating.MaySit(Seat, person, Context.Directory, Context.Today);

        public bool MaySitByRule(PersonId person) => Seating.MaySitByRule(Seat, person, Context.Directory, Context.Today);

        public bool IsAmong(ImmutableArray<SeatRule> rules, PersonId person) =>
            !rules.IsEmpty && Scoping.Admits(Case, person, Context) && Seating.Who(rules, Case, null, Context).Contains(person);

        public Refusal? Barred(params ImmutableArray<PersonId> humans) =>
            Seating.Barred(Stage, Seat.Consulted, Case, humans, Context);

        /// <summary>Why he may not act in the seat at all; null if he may do something there.</summary>
        public Refusal? MayAct(PersonId person, PersonId? inPlaceOf) =>
            Standing.Judge(Case, Seat, person, inPlaceOf, Context) ?? HasAnother(person) ?? Barred(person, inPlaceOf ?? person);

        /// <summary>
        /// Whether he may take the seat back from whom it was handed to, or hand it on to another (收回转办): whoever sits there by the
        /// rule. Who writes down the decisions of others gives it back, and to nobody else.
        /// </summary>
        public bool MayTakeBack(PersonId person, bool toOther) => Seat.Holder is { } holder
            && Seating.Serves(holder, Context.Directory, Context.Today)
            && ((MaySitByRule(person) && Barred(person) is null) || (!toOther && Records(person)));

        public bool Records(PersonId person) =>
            Context.Directory.PostsOf(person, Context.Today).Any(p => Context.Book.Carries(p.Role, Power.RecordForOthers));

        public Refusal.HasAnotherSeat? HasAnother(PersonId person) =>
            Rounds.HasAnother(Case, Seat, person) ? new Refusal.HasAnotherSeat(person) : null;

        /// <param name="giver">By whose right it is handed on: the absent one's where a proxy does it.</param>
        public Refusal? MayReceive(PersonId to, Handover handover, PersonId by, PersonId giver) =>
            to == by || to == giver || !Qualifies(to, handover, giver) ? new Refusal.NotQualified(to)
            : Barred(to) is { } barred ? barred is Refusal.SameHuman same ? new Refusal.ActedBefore(to, same.Stage) : barred
            : Standing.IsNamedElsewhere(Case, Seat.No, to) || Rounds.IsLastFor(Case, Stage, Seat.No, to, Context)
                ? new Refusal.HasAnotherSeat(to)
            : null;

        private bool Qualifies(PersonId to, Handover handover, PersonId giver)
        {
            var posts = Context.Directory.PostsOf(to, Context.Today).ToList();
            if (Seat.Body is { } body)
            {
                var there = posts.FindAll(p => p.Body == body || p.Body == Context.Directory.Answering(body));
                return there.Exists(p => handover.To.IsEmpty || handover.To.Contains(p.Role));
            }

            var wanted = handover.To.IsEmpty
                ? Context.Directory.PostsOf(giver, Context.Today).Select(p => p.Role).ToHashSet()
                : [.. handover.To];
            return posts.Exists(p => wanted.Contains(p.Role));
        }
    }
}

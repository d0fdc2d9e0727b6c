using System.Collections.Immutable;

namespace Approvals.Engine.Cases;

/// <summary>
/// By what right somebody acts in a seat today: his own, or that of one who is away and for whom he stands in (委托). Who may
/// sit himself acts for himself; nobody stands in for who only stands in; and who has a seat of his own in the round stands in
/// for nobody there, since no human has two voices in it.
/// </summary>
public static class Standing
{
    /// <summary>Those who are away and in whose place the person may act in the seat; none where he may sit himself.</summary>
    public static ImmutableArray<PersonId> Principals(Case @case, Seat seat, PersonId person, Context context) =>
        MaySit(seat, person, context) || HasAnother(@case, seat.No, person, context) ? [] : [.. Absent(seat, person, context)];

    /// <summary>The same press, with for whom it is said: nobody where he may sit himself, the only one where the form is silent.</summary>
    internal static CaseCommand.Act Resolve(Case @case, CaseCommand.Act act, Context context) =>
        SeatOf(@case, act, context) is { } seat
            ? act with { InPlaceOf = InPlaceOf(@case, seat, act.Decider, act.InPlaceOf, context) }
            : act;

    private static Seat? SeatOf(Case @case, CaseCommand.Act act, Context context) =>
        act.Seat != SeatNo.Standing ? @case.SeatAt(act.Seat)
        : context.Book[@case.Workflow].StandingAction(act.Action) is { } standing ? AtAnyStage.SeatOf(standing, @case, context)
        : null;

    internal static PersonId? InPlaceOf(Case @case, Seat seat, PersonId person, PersonId? said, Context context) =>
        MaySit(seat, person, context) ? null
        : said is null && Principals(@case, seat, person, context) is [var only] ? only
        : said;

    /// <summary>Why the person may not act in the seat, for himself or in the place of another; null if he may.</summary>
    /// <param name="inPlaceOf">As <see cref="Resolve"/> gives it.</param>
    internal static Refusal? Judge(Case @case, Seat seat, PersonId person, PersonId? inPlaceOf, Context context)
    {
        if (MaySit(seat, person, context))
        {
            return null;
        }

        if (Seating.MaySitByRule(seat, person, context.Directory, context.Today)
            && Seating.Only(seat, context.Directory, context.Today) is { } only && only == seat.ClaimedBy && only != seat.Holder)
        {
            return @case.HasVoted(seat.No) ? new Refusal.AlreadyVoted() : new Refusal.ClaimedBy(only);
        }

        var absent = Absent(seat, person, context).ToList();
        return absent.Count == 0 || (inPlaceOf is { } one && !absent.Contains(one)) ? new Refusal.NotYourAssignment()
            : HasAnother(@case, seat.No, person, context) ? new Refusal.HasAnotherSeat(person)
            : inPlaceOf is null ? new Refusal.ForWhom()
            : null;
    }

    /// <summary>
    /// Those whom a reminder of the seat reaches today, in the official order: whoever may act in it, and who stands in for
    /// those of them who are away. Who may not act here by whatever right is not reminded.
    /// </summary>
    internal static ImmutableArray<PersonId> Reached(Case @case, Seat seat, Context context)
    {
        var barred = context.Book[@case.Workflow].Stage(@case.Stage) is { } stage
            ? Seating.Barring(stage, seat.Consulted, @case, context)
            : _ => false;
        var own = Seating.Candidates(seat, context.Directory, context.Today).Where(p => !barred(p)).ToList();
        var proxies = own.SelectMany(p => context.Directory.ProxiesOf(p, context.Today))
            .Where(p => !barred(p) && Principals(@case, seat, p, context).Any(a => !barred(a)));
        return [.. own.Concat(proxies).Distinct()];
    }

    /// <summary>Whether a seat of the round other than this one is his: he has acted in it, or it stands open in his name.</summary>
    internal static bool IsNamedElsewhere(Case @case, SeatNo seat, PersonId person) =>
        HasActed(@case, seat, person)
        || @case.Seats.Any(s => s.No != seat && !@case.HasVoted(s.No)
            && (s.Holder == person || s.ClaimedBy == person || (s.Holder is null && s.Sitters.Any(t => t.Person == person))));

    /// <summary>What may be done at any stage is no seat of the round.</summary>
    private static bool HasAnother(Case @case, SeatNo seat, PersonId person, Context context) =>
        seat != SeatNo.Standing
        && (HasActed(@case, seat, person)
            || @case.Seats.Any(s => s.No != seat && !@case.HasVoted(s.No) && MaySit(s, person, context)));

    private static bool HasActed(Case @case, SeatNo seat, PersonId person) =>
        @case.VotesOfRound.Any(v => v.Seat != seat && v.Decider.Humans.Contains(person));

    private static IEnumerable<PersonId> Absent(Seat seat, PersonId proxy, Context context) =>
        context.Directory.Serves(proxy, context.Today)
            ? context.Directory.PrincipalsOf(proxy, context.Today).Where(absent => MaySit(seat, absent, context))
            : [];

    private static bool MaySit(Seat seat, PersonId person, Context context) =>
        Seating.MaySit(seat, person, context.Directory, context.Today);
}

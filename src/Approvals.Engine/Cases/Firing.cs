using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

/// <summary>
/// What happens to a case by itself because time has passed. However late it is asked: of the reminders of a seat only
/// the newest is sent, escalations are all carried out, in the order of their times.
/// </summary>
internal static class Firing
{
    public static Decision Fire(Case @case, Context context)
    {
        // The parent may have been suspended a moment ago, and the word of it not have come yet.
        var following = new Steps(@case, context);
        Stops.Follow(following, context);
        var (fixedThere, refused) = (new HashSet<SeatNo>(), (Refusal?)null);
        while (true)
        {
            var (steps, why, stays) = Pass(following.Fork(), fixedThere, context);
            refused ??= why;
            if (stays is { } seat)
            {
                // It goes nowhere though its time is over: what comes after is the others' all the same.
                fixedThere.Add(seat);
                continue;
            }

            // What could be done is done; asked again, only the rest is left, and says why it cannot be.
            var permitted = steps.Permit();
            return permitted.Events.IsEmpty && refused is not null ? new Decision.Refused(refused) : permitted;
        }
    }

    /// <summary>Once through all that is due.</summary>
    /// <param name="fixedThere">Seats whose time is over and that cannot move the case on.</param>
    /// <returns>Why something could not be done, and whose time is over without the case being able to move on, where that is known now.</returns>
    private static (Steps Steps, Refusal? Why, SeatNo? Stays) Pass(Steps steps, HashSet<SeatNo> fixedThere, Context context)
    {
        var round = steps.Case.Round;
        var (refused, stuck) = ((Refusal?)null, new HashSet<SeatNo>());
        foreach (var (seat, rung, coalesced) in Due(steps.Case, fixedThere, context))
        {
            if (steps.Case.Round != round || !steps.Case.RoundIsOpen)
            {
                break; // a rung before moved the case on
            }

            if (stuck.Contains(seat) || steps.Case.ClockOf(seat) is not { } clock)
            {
                continue; // in order: what comes after the one that cannot be done waits with it
            }

            var further = steps.Fork();
            if ((Fire(further, clock, rung, coalesced, context) ?? further.Barred()) is not { } why)
            {
                steps = further;
                continue;
            }

            if (rung.Rung is Rung.Move)
            {
                return (steps, why, seat);
            }

            refused ??= why;
            stuck.Add(seat);
        }

        return (steps, refused, null);
    }

    private static IEnumerable<(SeatNo Seat, RungTime Rung, ImmutableArray<int> Coalesced)> Due(
        Case @case, HashSet<SeatNo> fixedThere, Context context)
    {
        if (@case.Time.Suspension is not null || context.Book[@case.Workflow].Stage(@case.Stage) is not { } stage)
        {
            return [];
        }

        var due = @case.Time.Clocks
            .SelectMany(clock => Ahead(stage, clock).Where(r => r.At <= context.Now).Select(r => (clock.Seat, Rung: r)))
            .OrderBy(d => d.Rung.At).ThenBy(d => d.Seat.Value).ThenBy(d => d.Rung.No).ToList();

        // What lies after the case has moved on never comes, so nothing that was missed before may fall into it.
        var last = due.FindIndex(d => d.Rung.Rung is Rung.Move);
        return due.Take(last < 0 ? due.Count : last + 1).GroupBy(d => d.Seat, d => d.Rung).SelectMany(d => Coalesce(d.Key, [.. d]))
            .OrderBy(d => d.Rung.At).ThenBy(d => d.Seat.Value).ThenBy(d => d.Rung.No);

        IEnumerable<RungTime> Ahead(Stage of, SeatClock clock) => @case.SeatAt(clock.Seat) is { } seat
            ? Ladders.Ahead(of, seat, clock, context.Calendar, context.Hours)
                .TakeWhile(r => r.Rung is not Rung.Move || !fixedThere.Contains(clock.Seat))
            : [];
    }

    private static IEnumerable<(SeatNo Seat, RungTime Rung, ImmutableArray<int> Coalesced)> Coalesce(
        SeatNo seat, List<RungTime> all)
    {
        var reminders = all.Where(r => r.Rung is Rung.Remind).ToList();
        return all.Where(r => r.Rung is not Rung.Remind).Select(r => (seat, r, ImmutableArray<int>.Empty))
            .Concat(reminders.TakeLast(1).Select(r => (seat, r, reminders.SkipLast(1).Select(m => m.No).ToImmutableArray())));
    }

    private static Refusal? Fire(
        Steps steps, SeatClock clock, RungTime rung, ImmutableArray<int> coalesced, Context context)
    {
        var told = Told(rung.Rung, steps.Case, clock.Seat, context);
        steps.Add(new CaseEvent.RungFired(steps.Case.Round, clock.Seat, rung.No, clock.DueOn, coalesced, told));
        if (!told.IsEmpty)
        {
            // What is read is the day on which it leaves: the rung's own may lie days of rest, or a standstill, before.
            var leaves = Ladders.GoesOut(rung.Rung.When, context.Now, context.Calendar, context.Hours);
            steps.Ask(new Request.Tell(
                rung.Rung is Rung.Remind ? MessageKind.Reminder : MessageKind.Escalation, steps.Case.Round, clock.Seat, rung.No,
                clock.DueOn, clock.DueAt, context.Hours.DayOf(leaves).DayNumber - clock.DueOn.DayNumber, told, leaves));
        }

        switch (rung.Rung)
        {
            case Rung.Open open:
                return steps.TryOpenChild(open.Workflow, new ChildSeed(
                    $"{steps.Case.Round}.{clock.Seat.Value}.{rung.No}", steps.Case.Title, steps.Case.Parties, [], clock.DueOn));
            case Rung.Move move:
                return steps.Leave(move.To, outcome: null, []);
            case Rung.Silence:
                steps.Add(new CaseEvent.SeatFellSilent(steps.Case.Round, clock.Seat));
                return Rounds.GoOn(steps, context, act: null);
            case Rung.Remind or Rung.Escalate:
                return null;
            default:
                throw new UnreachableException();
        }
    }

    internal static ImmutableArray<PersonId> Told(Rung rung, Case @case, SeatNo seat, Context context) => rung switch
    {
        Rung.Remind => @case.SeatAt(seat) is { } reminded
            ? Standing.Reached(@case, reminded, context)
            : [],
        Rung.Escalate escalate =>
            [.. Seating.Who(escalate.To, @case, @case.SeatAt(seat)?.Body, context).Where(p => Scoping.Admits(@case, p, context))],
        Rung.Open or Rung.Move or Rung.Silence => [],
        _ => throw new UnreachableException(),
    };
}

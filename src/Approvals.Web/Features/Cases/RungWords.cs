using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>A rung of a ladder (催办, 升级, 到期) as a sentence, before and after it has fired.</summary>
internal static class RungWords
{
    /// <summary>The very next one.</summary>
    public static string Next(Looked looked, SeatNo seat, RungTime rung) => rung.Rung is Rung.Remind
        ? Texts.Time.NextReminder(When(looked, rung), Whom(looked, seat, rung.Rung))
        : Later(looked, seat, rung);

    public static string Later(Looked looked, SeatNo seat, RungTime rung) => rung.Rung switch
    {
        Rung.Remind => Texts.Time.Reminder(When(looked, rung), Whom(looked, seat, rung.Rung)),
        Rung.Escalate => Texts.Time.Escalation(When(looked, rung), Whom(looked, seat, rung.Rung)),
        Rung.Open open => Texts.Time.Opening(
            When(looked, rung), looked.Context.Book[open.Workflow].Title, Steps(looked, looked.Context.Book[open.Workflow])),
        Rung.Move move => Texts.Time.Move(When(looked, rung), looked.Workflow.TitleOf(move.To)),
        Rung.Silence => Texts.Voting.WillBeSilent(When(looked, rung)),
        _ => throw new UnreachableException(),
    };

    /// <summary>For a card: a reminder goes to the reader himself, which need not be said.</summary>
    public static string Short(Looked looked, SeatNo seat, RungTime rung) =>
        rung.Rung is Rung.Remind ? Texts.Time.ShortReminder(When(looked, rung)) : Later(looked, seat, rung);

    /// <summary>For a row of a list: what, and when.</summary>
    public static string InShort(Rung rung, DateTimeOffset at, WorkCalendar calendar, OfficeHours hours, DateOnly today) => rung switch
    {
        Rung.Remind => Texts.Time.RowReminder(Texts.Time.When(Ladders.GoesOut(rung.When, at, calendar, hours), hours, today)),
        Rung.Escalate => Texts.Time.RowEscalation(Texts.Time.When(Ladders.GoesOut(rung.When, at, calendar, hours), hours, today)),
        Rung.Open or Rung.Move or Rung.Silence => Texts.Time.RowOther(Texts.Time.When(at, hours, today)),
        _ => throw new UnreachableException(),
    };

    /// <param name="nth">Of the reminders of this seat, this one included; an escalation is not counted.</param>
    public static string Fired(
        Rung rung, CaseEvent.RungFired fired, int nth, Workflow workflow, WorkflowBook book, UnitDirectory directory)
    {
        var whom = fired.Told.IsEmpty ? null : Names.Few(fired.Told, directory);
        return rung switch
        {
            Rung.Remind => Texts.Time.Reminded(nth, whom, fired.Coalesced.Length),
            Rung.Escalate => Texts.Time.Escalated(whom),
            Rung.Open open => Texts.Time.Opened(book[open.Workflow].Title),
            Rung.Move move => Texts.Time.Moved(workflow.TitleOf(move.To)),
            Rung.Silence => Texts.Voting.FellSilent,
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>A message of a day off waits for the next workday; what happens without one does not.</summary>
    private static string When(Looked looked, RungTime rung)
    {
        var (hours, calendar) = (looked.Context.Hours, looked.Context.Calendar);
        var at = rung.Rung is Rung.Remind or Rung.Escalate
            ? Ladders.GoesOut(rung.Rung.When, rung.At, calendar, hours) : rung.At;
        return Texts.Time.When(at, hours, looked.Context.Today);
    }

    /// <summary>
    /// By post, as far as anybody holds it who would be told; by name where only others would be, to whom it was handed; null when
    /// there is nobody.
    /// </summary>
    private static string? Whom(Looked looked, SeatNo seat, Rung rung)
    {
        var (@case, context) = (looked.Case, looked.Context);
        var told = Ladders.Told(rung, @case, seat, context);
        ImmutableArray<Sitter> sitters = rung switch
        {
            Rung.Escalate escalate => Seating.Sitters(escalate.To, @case, @case.SeatAt(seat)?.Body, context),
            _ => @case.SeatAt(seat)?.Sitters ?? [],
        };
        ImmutableArray<Sitter> posts = [.. sitters.Where(s => Holders(looked, s).Any(told.Contains))];
        return Words(looked, posts.IsEmpty ? [.. told.Select(person => new Sitter(person, null, null))] : posts);
    }

    /// <summary>Who has work in it, stage by stage.</summary>
    private static IEnumerable<(string Whom, string Stage)> Steps(Looked looked, Workflow workflow) => workflow.Stages
        .Where(s => s.Signers is not null)
        .Select(s => (
            Words(looked, [.. Seating.Sitters(s.Signers!.Seats, looked.Case, null, looked.Context) // as filtered
                .Where(sitter => !Holders(looked, sitter).IsEmpty)]) ?? Texts.Notice.NotSet,
            s.Title));

    private static ImmutableArray<PersonId> Holders(Looked looked, Sitter sitter) => Seating.Candidates(
        new Seat(new SeatNo(0), [sitter], null, null), looked.Context.Directory, looked.Context.Today);

    private static string? Words(Looked looked, ImmutableArray<Sitter> sitters) =>
        sitters.IsEmpty ? null : Names.Posts(sitters, looked.Context.Book, looked.Context.Directory);
}

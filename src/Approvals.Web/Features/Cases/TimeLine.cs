using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>How the time of one open seat runs, in words.</summary>
/// <param name="Title">Whose time it is, and for what; empty where what stands above says it with the date.</param>
/// <param name="Due">The due date, with the workday to which reminders count (目标日) where it is a day off.</param>
/// <param name="Lamp">Null where what stands around it shows the same.</param>
/// <param name="Next">What happens next by itself, when and to whom; null when nothing does any more.</param>
/// <param name="Later">What follows if nothing is done, in order.</param>
/// <param name="Sent">What has been sent already, the oldest first.</param>
public sealed record SeatTime(
    string Title, DateOnly DueOn, string Due, LampView? Lamp, string? Next, ImmutableArray<string> Later,
    ImmutableArray<string> Sent)
{
    /// <summary>The original date, and how often it was extended; null when it stands as it was set.</summary>
    public string? Moved { get; init; }

    /// <summary>中止: since when; null while it runs.</summary>
    public string? Stopped { get; init; }

    /// <summary>A year whose official calendar is not out yet is in it.</summary>
    public bool Provisional { get; init; }
}

/// <summary>A date of its own name (日程).</summary>
/// <param name="On">Null while nobody has set it.</param>
/// <param name="Then">What it brings, one sentence; null when nothing hangs on it.</param>
public sealed record DateLine(string Title, DateOnly? On, string Words, string? Then);

/// <summary>
/// The line of time of a page: what is due, when the next reminder goes, and to whom. Pure, out of what the engine says of
/// the seats' ladders; a rung that has not fired names those whom it would tell today.
/// </summary>
public static class TimeLine
{
    /// <summary>Every open, dated seat of these cases, in their order.</summary>
    /// <param name="events">Of these cases, for what was sent; those of others are left out.</param>
    public static ImmutableArray<SeatTime> Of(IEnumerable<Looked> cases, IEnumerable<Told> events)
    {
        var told = events.ToLookup(t => t.Case);
        return [.. cases.SelectMany(c => c.Case.Time.Clocks.Select(clock => Of(c, clock, told[c.Case.Id])))];
    }

    /// <summary>One quiet line for a card; null where there is nothing to say beyond the due date.</summary>
    public static string? Line(Looked looked, SeatNo seat)
    {
        if (looked.Case.ClockOf(seat) is not { } clock)
        {
            return null;
        }

        if (Stopped(looked) is { } stopped)
        {
            return stopped;
        }

        var ahead = Ahead(looked, clock);
        var target = Ladders.Target(clock.DueOn, looked.Context.Calendar);
        return Texts.Time.Line(
            target == clock.DueOn || target < looked.Context.Today ? null : target,
            ahead.IsEmpty ? null : RungWords.Short(looked, clock.Seat, ahead[0]),
            IsProvisional(looked, clock, ahead), looked.Context.Today);
    }

    /// <summary>The original date of a case and how often it was moved; null when it never was.</summary>
    public static string? Moved(Case @case) => Moved(@case.Time.FirstDueOn, @case.DueOn, @case.Time.Extensions);

    public static string? Moved(DateOnly? firstDueOn, DateOnly? dueOn, int extensions) => firstDueOn is not { } first ? null
        : extensions > 0 ? Texts.Time.Extended(first, extensions)
        : dueOn != first ? Texts.Time.Shifted(first)
        : null;

    /// <summary>中止, since when; null while the case's time runs.</summary>
    public static string? Stopped(Looked looked) => looked.Case.Time.Suspension is { } stop
        ? Texts.Time.Stopped(looked.Context.Hours.DayOf(stop.Since), stop.Inherited, looked.Context.Today) : null;

    /// <summary>The dates that a case has or still lacks, the nearest first.</summary>
    public static ImmutableArray<DateLine> Dates(Looked looked)
    {
        var titles = Titles(looked.Context.Book);
        var waited = looked.Workflow.Stages.Select(s => s.Deadline).OfType<Term.OnDate>().Select(d => d.Name);
        return
        [
            .. looked.Case.Time.Dates.Keys.Union(waited, StringComparer.Ordinal)
                .Select(name => (Name: name, On: looked.Case.Time.Dates.TryGetValue(name, out var on) ? on : (DateOnly?)null))
                .OrderBy(d => d.On ?? DateOnly.MaxValue).ThenBy(d => d.Name, StringComparer.Ordinal)
                .Select(d => new DateLine(
                    titles.GetValueOrDefault(d.Name, d.Name), d.On,
                    d.On is { } day ? Words(day, null, looked) : Texts.Notice.NotSet,
                    Then(d.Name, d.On, looked))),
        ];
    }

    /// <summary>What the forms call the named dates.</summary>
    internal static IReadOnlyDictionary<string, string> Titles(WorkflowBook book) => book.Workflows.Values
        .SelectMany(w => w.Stages).SelectMany(s => s.Actions).SelectMany(a => a.Needs.Concat(a.Takes)).OfType<Input.NamedDate>()
        .DistinctBy(d => d.Name).ToDictionary(d => d.Name, d => d.Title, StringComparer.Ordinal);

    private static SeatTime Of(Looked looked, SeatClock clock, IEnumerable<Told> own)
    {
        var stage = looked.Workflow.Stage(looked.Case.Stage) ?? throw new UnreachableException("only a stage has clocks");
        var ahead = Ahead(looked, clock);
        var stopped = Stopped(looked);
        return new SeatTime(
            Title(looked, stage, clock),
            clock.DueOn,
            Words(clock.DueOn, clock.DueAt, looked),
            Lamps.OfSeat(clock.DueOn, clock.DueAt, stopped is not null, looked.Context),
            stopped is null && !ahead.IsEmpty ? RungWords.Next(looked, clock.Seat, ahead[0]) : null,
            stopped is null ? [.. ahead.Skip(1).Select(rung => RungWords.Later(looked, clock.Seat, rung))] : [],
            Sent(looked, stage, clock, own))
        {
            Moved = stage.Deadline is Term.Own ? Moved(looked.Case) : null,
            Stopped = stopped,
            Provisional = IsProvisional(looked, clock, ahead),
        };
    }

    private static string Title(Looked looked, Stage stage, SeatClock clock) =>
        stage.Deadline is Term.OnDate date && stage.Quiet
            ? Titles(looked.Context.Book).GetValueOrDefault(date.Name, stage.Title)
            : looked.Case.SeatAt(clock.Seat) is { } seat ? Texts.Time.Seat(Names.Seat(seat, looked), stage.Title) : stage.Title;

    private static ImmutableArray<RungTime> Ahead(Looked looked, SeatClock clock) =>
        looked.Workflow.Stage(looked.Case.Stage) is { } stage && looked.Case.SeatAt(clock.Seat) is { } seat
            ? Ladders.Ahead(stage, seat, clock, looked.Context.Calendar, looked.Context.Hours) : [];

    private static string Words(DateOnly due, TimeOnly? at, Looked looked)
    {
        var target = Ladders.Target(due, looked.Context.Calendar);
        return Texts.Time.Due(due, at, target == due ? null : target, looked.Context.Today);
    }

    private static bool IsProvisional(Looked looked, SeatClock clock, ImmutableArray<RungTime> ahead) =>
        ahead.Select(r => looked.Context.Hours.DayOf(r.At).Year).Append(clock.DueOn.Year)
            .Any(looked.Context.Calendar.IsProvisional);

    private static ImmutableArray<string> Sent(Looked looked, Stage stage, SeatClock clock, IEnumerable<Told> own)
    {
        var reminders = 0;
        var sent = ImmutableArray.CreateBuilder<string>();
        foreach (var told in own)
        {
            if (told.Event is CaseEvent.RungFired fired && fired.Round == looked.Case.Round && fired.Seat == clock.Seat
                && fired.Rung < stage.Ladder.Length)
            {
                reminders += stage.Ladder[fired.Rung] is Rung.Remind ? 1 : 0;
                sent.Add(Texts.Time.At(
                    Texts.Time.When(told.At, looked.Context.Hours, looked.Context.Today),
                    RungWords.Fired(stage.Ladder[fired.Rung], fired, reminders, looked.Workflow, looked.Context.Book, looked.Context.Directory)));
            }
        }

        return sent.ToImmutable();
    }

    /// <summary>A stage waits for that date, or its work is due on it.</summary>
    private static string? Then(string name, DateOnly? on, Looked looked)
    {
        if (looked.Workflow.Stages.FirstOrDefault(s => s.Deadline is Term.OnDate date && date.Name == name) is not { } stage
            || (looked.Case.Stage != stage.Id && looked.Workflow.HasReached(looked.Case.Stage, stage.Id)))
        {
            return null;
        }

        var move = stage.Ladder.OfType<Rung.Move>().FirstOrDefault();
        return move is null ? Texts.Time.DueFor(stage.Title)
            : on is null ? Texts.Time.OpensNever(looked.Workflow.TitleOf(move.To))
            : Texts.Time.OpensThen(looked.Workflow.TitleOf(move.To), looked.Context.Hours.Opening);
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Simulation;
using Approvals.Web.Features.Cases;

namespace Approvals.Web.Features.Rehearsals;

/// <summary>What a play showed, as the words that a page or a JSON document gives. Instants are the office's, to the minute.</summary>
internal sealed record RehearsalReport(
    string Title,
    string Unit,
    bool Demonstration,
    long Seed,
    DateOnly From,
    DateOnly LastDay,
    bool Ended,
    string Stage,
    RehearsalCounts Counts,
    ImmutableArray<TimelineRow> Timeline,
    ImmutableArray<MessageRow> Messages,
    ImmutableArray<PersonRow> People,
    ImmutableArray<MonthRow> Months,
    ImmutableArray<LeftRow> Left);

internal sealed record RehearsalCounts(
    int Cases, int Events, int Presses, int Signatures, int Messages, int Reminders, int Escalations);

/// <param name="Case">First characters of its id.</param>
/// <param name="Who">Null: it followed by itself.</param>
internal sealed record TimelineRow(
    string At, string Case, string Workflow, string Title, string Stage, string? Who, string What);

/// <param name="At">When it is shown.</param>
internal sealed record MessageRow(
    string At, string Kind, string Case, string Workflow, string Title, string Stage, DateOnly DueOn, int Days,
    ImmutableArray<string> To);

/// <param name="Weeks">Presses by week; the key is its Monday.</param>
internal sealed record PersonRow(
    string Name, string Behaviour, int Presses, int Signatures, int Reminders, int Escalations,
    ImmutableSortedDictionary<string, int> Weeks);

internal sealed record MonthRow(DateOnly Day, int Red, int Yellow, int Green, int Grey);

/// <param name="Why">What was refused; null where nobody has tried.</param>
internal sealed record LeftRow(string Case, string Workflow, string Title, string Stage, ImmutableArray<string> WaitsFor, string? Why);

/// <summary>Turns a play into its report.</summary>
internal sealed class RehearsalTelling(World world, Scene scene, Played played)
{
    private readonly Dictionary<CaseId, StageId> _stages = [];

    public RehearsalReport Tell(string title, string unit, bool demonstration)
    {
        var people = PersonSums.Of(world, played);
        var root = world.Cases.First();
        return new RehearsalReport(
            title, unit, demonstration, scene.Seed, world.History[0].On, world.Today, root.Ended, StageOf(root),
            new RehearsalCounts(
                world.Cases.Count(), world.History.Count, people.Sum(p => p.Presses), people.Sum(p => p.Signatures),
                world.Messages.Sum(m => m.Tell.To.Length), people.Sum(p => p.Reminders), people.Sum(p => p.Escalations)),
            [.. world.History.SelectMany(Rows)],
            [.. world.Messages.OrderBy(m => m.Tell.NotBefore).Select(Row)],
            [.. people.Select(p => new PersonRow(
                NameOf(p.Person), JsonNamingPolicy.CamelCase.ConvertName($"{p.Behaviour}"), p.Presses, p.Signatures, p.Reminders,
                p.Escalations, p.Weeks.ToImmutableSortedDictionary(w => Texts.Machine(w.Key), w => w.Value)))],
            [.. played.Months.Select(Row)],
            [.. played.Left.Select(Row)]);
    }

    private IEnumerable<TimelineRow> Rows(Recorded recorded)
    {
        var workflow = world.Book[world[recorded.Case].Workflow];
        if (recorded.Event is CaseEvent.StageEntered entered)
        {
            _stages[recorded.Case] = entered.Stage;
        }

        var stage = _stages.GetValueOrDefault(recorded.Case);
        (PersonId? Who, string? What) said = recorded.Event switch
        {
            CaseEvent.VoteCast vote => (vote.Decider.Person, workflow.Stage(stage)?.Action(vote.Action)?.Title),
            CaseEvent.ReportMade report => (report.Decider.Person, workflow.Stage(stage)?.Action(report.Action)?.Title),
            CaseEvent.StageEntered => (null, Texts.Rehearsal.Entered),
            CaseEvent.NumberTaken taken => (null, Texts.Rehearsal.Number(taken.Text)),
            CaseEvent.DueOnMoved { CaseDueOn: { } due } => (null, Texts.Rehearsal.DueMoved(due)),
            CaseEvent.CaseEnded ended => (null, Texts.Rehearsal.EndedAs(workflow.TitleOf(ended.Ending))),
            _ => (null, null),
        };
        if (said.What is { } what)
        {
            yield return new TimelineRow(
                Local(recorded.At), Short(recorded.Case), workflow.Title, world[recorded.Case].Title, workflow.TitleOf(stage),
                said.Who is { } who ? NameOf(who) : null, what);
        }
    }

    private MessageRow Row(Message message)
    {
        var @case = world[message.Case];
        var workflow = world.Book[@case.Workflow];
        return new MessageRow(
            Local(message.Tell.NotBefore), Texts.Rehearsal.Kind(message.Tell.Kind), Short(@case.Id), workflow.Title, @case.Title,
            workflow.TitleOf(StageOfRound(message)), message.Tell.DueOn, message.Tell.Days,
            [.. message.Tell.To.Select(NameOf)]);
    }

    /// <summary>The stage last entered before the round of the message was opened.</summary>
    private StageId StageOfRound(Message message)
    {
        var stage = default(StageId);
        foreach (var e in world.History.Where(r => r.Case == message.Case).Select(r => r.Event))
        {
            stage = e is CaseEvent.StageEntered entered ? entered.Stage : stage;
            if (e is CaseEvent.RoundOpened opened && opened.Round == message.Tell.Round)
            {
                break;
            }
        }

        return stage;
    }

    private MonthRow Row(MonthEnd month)
    {
        var colours = month.Rows.CountBy(c =>
        {
            var workflow = world.Book[c.Workflow];
            return Lamps.Colour(
                Lamps.Running(workflow, c.Stage, c.DueOn), c.Ended || Lamps.IsClosed(workflow, c.Stage), c.Time.Suspension is not null,
                month.Day, world.Calendar);
        }).ToDictionary();
        // What stands still (中止) is not late.
        return new MonthRow(
            month.Day, Count(LampColour.Red), Count(LampColour.Yellow), Count(LampColour.Green) + Count(LampColour.Paused),
            Count(LampColour.Grey));

        int Count(LampColour colour) => colours.GetValueOrDefault(colour);
    }

    private LeftRow Row(Left left)
    {
        var @case = world[left.Case];
        var workflow = world.Book[@case.Workflow];
        return new LeftRow(
            Short(@case.Id), workflow.Title, @case.Title, workflow.TitleOf(left.Stage), [.. left.MaySit.Select(NameOf)],
            left.Why is { } why ? Texts.For(why, workflow) : null);
    }

    private string StageOf(Case @case) => world.Book[@case.Workflow].TitleOf(@case.Stage);

    private string NameOf(PersonId person) => Names.Of(person, world.Directory);

    private string Local(DateTimeOffset at) => $"{TimeZoneInfo.ConvertTime(at, world.Hours.Zone):yyyy-MM-dd HH:mm}";

    private static string Short(CaseId id) => $"{id}"[..8];
}

using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Simulation;

/// <summary>What is put before a department in a month (待办), in one stage.</summary>
public sealed record Requested(BodyId Body, DateOnly Month, WorkflowId Workflow, StageId Stage, int Count);

/// <summary>
/// 样例: what an edition asks of people, told by one play. A case begins in a <see cref="Specimen"/> with one row that two
/// departments carry out; everybody acts in time, and nobody sends back.
/// </summary>
public sealed record Example(World World, Scene Scene, Opening Opening, Played Played)
{
    private const int MonthsOfWork = 6;
    private const int MostMonths = 12;

    /// <summary>When people begin.</summary>
    private static readonly TimeOnly Begins = new(8, 30);

    /// <param name="from">The day on which it begins, a working day.</param>
    /// <param name="title">What the case and its row are called.</param>
    /// <param name="words">What stands in every form that asks for a reason or a report.</param>
    public static Example Of(
        WorkflowBook book, (Workflow Workflow, StageId At) start, WorkCalendar calendar, DateOnly from, string title, string words)
    {
        var unit = new Specimen(book, from);
        var (finish, until) = (calendar.WorkdayOnOrBefore(from.AddMonths(MonthsOfWork)), from.AddMonths(MostMonths));
        var row = new ChildSeed("1", title, unit.PartiesOfRow, [], NamedDates.DueOfUndated(book, finish, calendar));
        var world = new World(book, unit.Directory, calendar, OfficeHours.Usual)
        {
            Now = OfficeHours.Usual.At(from, Begins),
            Subject = Subject.Settled([row]),
            Registers = [.. book.Workflows.Values.SelectMany(w => w.Purposes).Distinct().Select(p => new Register(p, p, 1, null))],
        };
        var scene = new Scene(1, until, finish, words, words)
        {
            Known = unit.Directory.People.Keys.ToImmutableDictionary(person => person, _ => Behaviour.Diligent),
        };
        // A definition without rows has for itself what a row would have.
        var seed = row with { Key = "", Parties = unit.Parties };
        var id = CaseId.Derive(from, $"example/{start.Workflow.Id}/{start.At}");
        var opening = new Opening(id, start.Workflow.Id, start.At, seed, unit.Drafter);
        return new Example(world, scene, opening, Rehearsal.Play(world, scene, opening));
    }

    /// <summary>Seats of a department and periods of theirs, by the month in which they begin; what nobody waits for does not count.</summary>
    public IEnumerable<Requested> Requests()
    {
        var (stages, bodies) = (new Dictionary<CaseId, StageId>(), new Dictionary<(CaseId, SeatNo), BodyId>());
        var asked = new List<(BodyId Body, DateOnly Month, WorkflowId, StageId)>();
        foreach (var recorded in World.History)
        {
            ImmutableArray<Seat> seats = [];
            switch (recorded.Event)
            {
                case CaseEvent.StageEntered entered:
                    stages[recorded.Case] = entered.Stage;
                    break;
                case CaseEvent.RoundOpened opened:
                    seats = opened.Seats;
                    break;
                case CaseEvent.SeatAdded added:
                    seats = [added.Seat];
                    break;
                case CaseEvent.PeriodMet { Next: not null } met when bodies.TryGetValue((recorded.Case, met.Seat), out var again):
                    Ask(recorded, again);
                    break;
                default:
                    break;
            }

            foreach (var seat in seats)
            {
                if (seat.Body is { } body)
                {
                    bodies[(recorded.Case, seat.No)] = body;
                    Ask(recorded, body);
                }
            }
        }

        return asked.GroupBy(a => a).Select(g => new Requested(g.Key.Body, g.Key.Month, g.Key.Item3, g.Key.Item4, g.Count()));

        void Ask(Recorded recorded, BodyId body)
        {
            var workflow = World[recorded.Case].Workflow;
            if (World.Book[workflow].Stage(stages[recorded.Case]) is { Quiet: false } stage)
            {
                asked.Add((body, new DateOnly(recorded.On.Year, recorded.On.Month, 1), workflow, stage.Id));
            }
        }
    }

    /// <summary>Departments of which more is asked in one month than that; the stage that asks most of them answers for it.</summary>
    public IEnumerable<Unsound> TooMany(int most) => Requests().GroupBy(r => (r.Body, r.Month)).OrderBy(g => g.Key.Month).ThenBy(g => g.Key.Body.Value)
        .Select(g => (Sum: g.Sum(r => r.Count), Most: g.MaxBy(r => r.Count), g.Key))
        .Where(g => g.Sum > most && g.Most is not null)
        .Select(g => (g.Sum, g.Key, Most: g.Most!)) // as filtered
        .Select(g => new Unsound(
            g.Most.Workflow, g.Most.Stage,
            $"样例里，{World.Directory.Bodies[g.Key.Body].Name}在{g.Key.Month.Year}年{g.Key.Month.Month}月有 {g.Sum} 件待办，多于 {most} 件；"
            + $"环节“{World.Book[g.Most.Workflow].TitleOf(g.Most.Stage)}”最多，{g.Most.Count} 件"));
}

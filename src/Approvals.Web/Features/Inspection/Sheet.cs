using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Web.Features.Cases;
using Approvals.Web.Features.Identity;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Inspection;

/// <summary>One item before one inspector.</summary>
internal sealed class Sheet(
    InspectedRow mine, Looked item, InspectionGathered rows, CurrentUser user, TimeZoneInfo zone, WorkCalendar calendar)
{
    private readonly List<Told> _own = [.. rows.Events.Where(e => e.Case == item.Case.Id)];

    public InspectedRow Mine => mine;

    public Looked Item => item;

    public Lineage Line { get; } = rows.Lines[item.Case.Id];

    /// <summary>It waits for this inspector.</summary>
    public bool Open => item.Case.RoundIsOpen && item.Case.Round == mine.Round && MyVote is null;

    /// <summary>Who has the other seats of the round.</summary>
    public IEnumerable<PersonId> Colleagues => OthersSeats.SelectMany(s => s.Sitters).Select(s => s.Person).OfType<PersonId>();

    private Vote? MyVote => item.Case.Votes.FirstOrDefault(v => v.Round == mine.Round && v.Seat.Value == mine.SeatNo);

    private IEnumerable<Seat> OthersSeats =>
        (_own.Select(t => t.Event).OfType<CaseEvent.RoundOpened>().FirstOrDefault(r => r.Round == mine.Round)?.Seats ?? [])
        .Where(s => s.No.Value != mine.SeatNo);

    public SheetView View()
    {
        var (directory, @case) = (item.Context.Directory, item.Case);
        return new SheetView(
            $"sheet-{@case.Id}",
            Line.No,
            @case.Title,
            Line.Href,
            Texts.Join(@case.Party(Party.ResponsibleDepartments).Bodies.Select(b => Names.Of(b, directory))),
            rows.Standards.GetValueOrDefault(@case.Id),
            SelfRating(),
            Reports(),
            Issues.Of(InspectorSeats.Readable([.. _own], item, user.Person.Id), item.Context.Book, item.Workflow, directory,
                item.Context.Today, calendar),
            MyVote is { } vote ? Texts.Seeing.Voted(Names.Of(vote.Decider, directory), TitleOf(vote), At(vote)) : null,
            [.. OthersSeats.Select(Other)],
            Open ? Offers.Own(item, user, $"/inspection#sheet-{@case.Id}").FirstOrDefault(p => p.First.Seat == mine.SeatNo)
                : null);
    }

    /// <summary>By rule: the newest votes that the responsible departments cast for themselves in the item.</summary>
    private string? SelfRating()
    {
        var rating = item.Workflow.Stages
            .Where(s => s.Signers?.Seats is [SeatRule.OfBodies { Party: Party.ResponsibleDepartments }]).Select(s => s.Id)
                .ToHashSet();
        var votes = item.Case.Votes.Where(v => rating.Contains(v.Stage)).GroupBy(v => v.Round).MaxBy(r => r.Key);
        return votes is null ? null : Texts.Join(votes.Select(v => Texts.Seeing.Voted(
            Names.WithPost(v.Decider, item.Context.Book, item.Context.Directory, DateOnly.FromDateTime(At(v).DateTime)),
            TitleOf(v), At(v))));
    }

    /// <summary>
    /// What the departments told, in their branches and for the item itself, without the inspectors' own sheets.
    /// </summary>
    private ImmutableArray<ReportView> Reports()
    {
        var bodies = new Dictionary<CaseId, string>();
        var told = ImmutableArray.CreateBuilder<ReportView>();
        foreach (var one in rows.Events.Where(e => e.Case == item.Case.Id || IsBranch(e.Case)))
        {
            if (one.Event is CaseEvent.CaseOpened opened
                && opened.Parties.TryGetValue(Party.AssignedDepartment, out var assigned))
            {
                bodies[one.Case] = Texts.Join(assigned.Bodies.Select(b => Names.Of(b, item.Context.Directory)));
            }

            if (StoryRows.SaidIn(one.Event) is { Report: { } report } && !ByInspector(one))
            {
                told.Add(new ReportView(
                    bodies.GetValueOrDefault(one.Case) ?? Who(one), one.EffectiveOn, report,
                    rows.Files.Of(one)));
            }
        }

        return told.ToImmutable();
    }

    private bool ByInspector(Told told) => told.Event is CaseEvent.VoteCast vote && told.Case == item.Case.Id
        && (_own.Select(t => t.Event).OfType<CaseEvent.RoundOpened>().FirstOrDefault(r => r.Round == vote.Round)?.Seats ?? [])
            .Any(s => s.No == vote.Seat && s.Sitters.All(sitter => sitter.Person is not null));

    private bool IsBranch(CaseId id) => rows.Lines[id] is { Chain: [_, var parent, ..] } && parent.Id == item.Case.Id;

    private string Who(Told told) =>
        told.Event is CaseEvent.VoteCast vote ? Names.Of(vote.Decider, item.Context.Directory) : "";

    /// <summary>Another's conclusion stays hidden until I have mine.</summary>
    private string Other(Seat seat)
    {
        var who = Names.Seat(seat, item);
        var vote = item.Case.Votes.FirstOrDefault(v => v.Round == mine.Round && v.Seat == seat.No);
        return vote is null ? Texts.Seeing.OtherOpen(who)
            : MyVote is null ? Texts.Seeing.OtherConcluded(who)
            : Texts.Seeing.Voted(who, TitleOf(vote), At(vote));
    }

    private string TitleOf(Vote vote) =>
        item.Workflow.Stage(vote.Stage)?.Action(vote.Action)?.Title ?? item.Workflow.TitleOf(vote.Stage);

    private DateTimeOffset At(Vote vote) => TimeZoneInfo.ConvertTime(
        _own.First(t => t.Event is CaseEvent.VoteCast cast && cast.Round == vote.Round && cast.Seat == vote.Seat).At, zone);
}

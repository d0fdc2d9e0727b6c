using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;

namespace Approvals.Tests.Cases;

/// <summary>What one human presses on a page, and what he wrote into the form.</summary>
internal sealed record Press(string Action, PersonId By)
{
    public PersonId? RecordedFor { get; init; }

    public string? Occasion { get; init; }

    /// <summary>Null: the form does not say for whom of the absent.</summary>
    public PersonId? InPlaceOf { get; init; }

    public Inputs Inputs { get; init; } = Inputs.None;

    /// <summary>Null: the round that is open.</summary>
    public int? Round { get; init; }

    /// <summary>Null: the first seat that the decider may take, best an open one, then one that has not voted.</summary>
    public int? Seat { get; init; }

    /// <summary>Null: what the office shows now.</summary>
    public string? ContentHash { get; init; }

    public ImmutableArray<string> Together { get; init; } = [];

    /// <summary>What may be done at any stage.</summary>
    public static Press Standing(string action, PersonId by) => new(action, by) { Seat = SeatNo.Standing.Value };

    public Press To(string stage, WayBack? way = null) =>
        this with { Inputs = Inputs with { Target = new StageId(stage), Way = way } };

    public Press Into(CaseId sibling) => this with { Inputs = Inputs with { Sibling = sibling } };

    public static Press Of(string action, PersonId by) => new(action, by);

    public Press Recording(PersonId principal, string? occasion) => this with { RecordedFor = principal, Occasion = occasion };

    public Press For(PersonId absent) => this with { InPlaceOf = absent };

    public Press At(int seat) => this with { Seat = seat };

    public Press Because(string reason) => Say(said => said with { Reason = reason });

    public Press Reporting(string report) => Say(said => said with { Report = report });

    public Press Until(DateOnly date) => Say(said => said with { Date = date });

    public Press Showing(string hash) => Say(said => said with { Evidence = [hash] });

    public Press Naming(Party party, PartyMembers members) =>
        this with { Inputs = Inputs with { Named = Inputs.Named.SetItem(party, members) } };

    public Press Measuring(string name, decimal value) =>
        this with { Inputs = Inputs with { Numbers = Inputs.Numbers.SetItem(name, value) } };

    public Press On(OccurrenceDay day, DateOnly date) => this with { Inputs = Inputs with { Days = Inputs.Days.SetItem(day, date) } };

    public Press AndThen(params ImmutableArray<string> actions) => this with { Together = actions };

    public CaseCommand.Act On(Case @case, World office)
    {
        var decider = RecordedFor ?? By;
        var context = office.ContextOf(@case);
        var mine = @case.Seats
            .Where(s => Seating.MaySit(s, decider, office.Directory, office.Today)
                || !Engine.Cases.Standing.Principals(@case, s, decider, context).IsEmpty)
            .Select(s => s.No).ToList();
        var free = mine.Where(no => @case.OpenSeats.Any(s => s.No == no)).Concat(mine.Where(no => !@case.HasVoted(no))).Concat(mine)
            .FirstOrDefault();
        return new CaseCommand.Act(
            Round ?? @case.Round,
            Seat is { } seat ? new SeatNo(seat) : free,
            new ActionId(Action),
            By,
            RecordedFor,
            Occasion,
            Inputs,
            ContentHash ?? context.Grants.ContentHash,
            [.. Together.Select(a => new ActionId(a))])
        {
            InPlaceOf = InPlaceOf,
        };
    }

    private Press Say(Func<Said, Said> say) => this with { Inputs = Inputs with { Said = say(Inputs.Said) } };
}

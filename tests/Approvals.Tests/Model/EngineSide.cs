using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Model;

/// <summary>The engine in the model's words. After everything that it does a replay of the stored events is the live case.</summary>
internal sealed class EngineSide
{
    private static readonly CaseId Root = CaseId.Derive(new DateOnly(2021, 6, 2), "model");

    private readonly World _world;
    private readonly Setting _setting;
    private Town _town = Town.Usual;

    public EngineSide(WorkflowBook book, Setting setting)
    {
        _setting = setting;
        _world = new World(book, DirectoryOf(_town), WorkCalendar.WithoutYears, OfficeHours.Usual)
        {
            Now = new DateTimeOffset(setting.Day, new TimeOnly(1, 0), TimeSpan.Zero),
        };
        _world.Moved = new StoredReplay(_world).IsLive;
    }

    public Refusal? Open() => _world.Open(
        Root, new WorkflowId("main"), null,
        new ChildSeed(
            "0", "某事", _setting.Parties.ToImmutableDictionary(p => PartyOf(p.Key), p => MembersOf(p.Key, p.Value)), [], _setting.DueOn));

    public Refusal? Do(Attempt a)
    {
        switch (a.Kind)
        {
            case Kind.Days:
                _world.Now = _world.Now.AddDays(a.Days);
                return null;
            case Kind.Leaves or Kind.Returns or Kind.Away:
                _town = _town.After(a, _world.Today);
                _world.Directory = DirectoryOf(_town);
                _world.Settle();
                return null;
            default:
                var (id, before) = (At(a.Case), a.Kind == Kind.Fire ? Show() : "");
                var why = _world.Do(id, CommandOf(a));
                // Reminders are no part of the model: what else is due says why it cannot be when it is asked again.
                return a.Kind == Kind.Fire && why is null && Show() == before ? _world.Do(id, CommandOf(a)) : why;
        }
    }

    /// <summary>Every case, as the model is shown.</summary>
    public string Show() => Seen.Text(Of(_world[Root], "0"));

    private static CaseCommand CommandOf(Attempt a) => a.Kind switch
    {
        Kind.Fire => new CaseCommand.Fire(),
        Kind.Act => ActOf(a, a.Seat),
        Kind.Anywhere => ActOf(a, SeatNo.Standing.Value),
        Kind.Recall => new CaseCommand.Recall(a.Round, new PersonId(a.By), ReasonOf(a)),
        Kind.AddBefore or Kind.AddAfter => new CaseCommand.AddSeat(
            a.Round, new SeatNo(a.Seat), a.Kind == Kind.AddBefore ? Placing.Before : Placing.After, new PersonId(a.Person),
            ReasonOf(a) ?? "", new PersonId(a.By)),
        Kind.Transfer => new CaseCommand.Transfer(
            a.Round, new SeatNo(a.Seat), new PersonId(a.By), new PersonId(a.Person), ReasonOf(a), PersonOf(a.InPlaceOf)),
        Kind.HandBack => new CaseCommand.Transfer(
            a.Round, new SeatNo(a.Seat), new PersonId(a.By), null, ReasonOf(a), PersonOf(a.InPlaceOf)),
        Kind.Claim => new CaseCommand.Claim(a.Round, new SeatNo(a.Seat), new PersonId(a.By)),
        Kind.Release => new CaseCommand.Release(a.Round, new SeatNo(a.Seat), new PersonId(a.By)),
        _ => new CaseCommand.Wake(),
    };

    private static CaseCommand.Act ActOf(Attempt a, int seat) => new(
        a.Round, new SeatNo(seat), new ActionId(a.Deed), new PersonId(a.By), PersonOf(a.RecordedFor), a.RecordedFor > 0 ? "电话" : null,
        Inputs.None with
        {
            Target = a.Target.Length > 0 ? new StageId(a.Target) : null,
            Way = a.Way switch
            {
                null => null,
                WayOn.Rewalk => WayBack.Rewalk,
                WayOn.StraightBack => WayBack.StraightBack,
                _ => WayBack.AsChosen,
            },
            Said = Said.Nothing with { Reason = ReasonOf(a), Date = Attempt.SaysDate },
        },
        null, [])
    {
        InPlaceOf = PersonOf(a.InPlaceOf),
    };

    private static string? ReasonOf(Attempt a) => a.Reason ? "有理由" : null;

    private static PersonId? PersonOf(int person) => person > 0 ? new PersonId(person) : null;

    private static Party PartyOf(string party) =>
        Enum.Parse<Party>(string.Concat(party.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..])));

    private static PartyMembers MembersOf(string party, ImmutableArray<int> members) =>
        party.Contains("department", StringComparison.Ordinal)
        ? PartyMembers.Of([.. members.Select(m => new BodyId(m))])
        : PartyMembers.Of([.. members.Select(m => new PersonId(m))]);

    private static UnitDirectory DirectoryOf(Town town) => new(
        [.. Town.People.Select((id, order) => new Person(new PersonId(id), $"某人{id}", order))],
        [
            .. Town.Bodies.Select(id => new Body(
                new BodyId(id), BodyKind.Administrative, $"科室{id}", id, id == Town.Collective ? new BodyId(Town.Answering) : null,
                new DateOnly(2020, 1, 1), null)),
        ],
        [
            .. town.Posts.Select(p => new Post(
                new PersonId(p.Person), new BodyId(p.Body), new RoleId(p.Role), new DateOnly(2020, 1, 1), null)),
        ],
        [.. town.Away.Select(a => new Absence(new PersonId(a.Person), a.From, a.Until, new PersonId(a.Proxy)))]);

    private CaseId At(string path) =>
        path.Split('.').Skip(1).Aggregate(Root, (id, place) => _world.ChildrenOf(id).ElementAt(int.Parse(place)).Id);

    private IEnumerable<Seen> Of(Case @case, string path)
    {
        var still = @case.Time.Suspension is not null;
        return
        [
            new Seen(
                path, @case.Workflow.Value, @case.Stage.Value, @case.Ended, @case.Round, @case.RoundIsOpen, @case.StraightBack?.Value,
                @case.OpenMatters("gap").Count(), still, @case.DueOn)
            {
                Seats = @case.Seats.OrderBy(s => s.No.Value).Select(s => new SeenSeat(
                    s.No.Value, StandingOf(@case, s), s.Holder?.Value, s.ClaimedBy?.Value, still ? null : @case.ClockOf(s.No)?.DueOn)),
                Votes = @case.VotesOfRound.Where(_ => @case.RoundIsOpen)
                    .Select(v => $"{v.Seat.Value} {v.Action.Value} by {v.Decider.Person.Value}"),
            },
            .. _world.ChildrenOf(@case.Id).ToList().SelectMany((child, no) => Of(child, $"{path}.{no}")),
        ];
    }

    private static string StandingOf(Case @case, Seat seat) => @case.HasVoted(seat.No) ? "voted"
        : @case.OpenSeats.Contains(seat) ? "open" : $"{seat.State}".ToLowerInvariant();
}

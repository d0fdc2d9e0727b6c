using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Definitions;
using BenchmarkDotNet.Attributes;

namespace Approvals.Benchmarks;

/// <summary>
/// The commonest signature: the first-named leader agrees to an item of 18号, in a unit of 300 people and 40 bodies.
/// Run: <c>dotnet run -c Release --project tests/Approvals.Benchmarks -- --job short --filter '*'</c>.
/// </summary>
[MemoryDiagnoser]
public class SignOff
{
    private static readonly DateOnly Day = new(2021, 6, 2);
    private static readonly PersonId Leader = new(1);
    private static readonly BodyId Lead = new(1);

    private Case _case = null!; // set up before every run
    private Context _context = null!;
    private CaseCommand.Act _act = null!;
    private ImmutableArray<CaseEvent> _events;

    [GlobalSetup]
    public void Prepare()
    {
        var book = BookReader.Read(Directory.GetFiles(Project.PathOf("workflows"), "*.yaml")
            .Select(path => new DefinitionFile(Path.GetFileName(path), File.ReadAllBytes(path))));
        _context = new Context(
            book, new DateTimeOffset(Day, new TimeOnly(1, 0), TimeSpan.Zero), Day, WorkCalendar.WithoutYears, Unit(),
            Grants.None);
        var seed = new ChildSeed("1", "发挥中医特色", ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleLeaders, PartyMembers.Of(Leader))
            .Add(Party.ResponsibleDepartments, PartyMembers.Of(Lead, new BodyId(2)))
            .Add(Party.LeadDepartment, PartyMembers.Of(Lead)), [], Day.AddDays(30));
        var item = book.Workflows.Values.Single(w => w.Stages.Any(s => s.Signers?.Seats is [SeatRule.SameAs]));
        var stage = item.Stages.First(s => s.Signers?.Seats is [SeatRule.OfPeople { Party: Party.FirstLeader }]);
        var opened = (Decision.Permitted)Decisions.Open(
            CaseId.Derive(new DateOnly(2021, 6, 2), "bench"), item.Id, stage.Id, null, seed, _context);
        (_case, _events) = (opened.After, opened.Events);
        _act = new CaseCommand.Act(
            _case.Round, new SeatNo(0), stage.Actions[0].Id, Leader, null, null, Inputs.None, null, []);
        if (Decide() is not Decision.Permitted)
        {
            throw new InvalidOperationException("the signature that is measured is refused");
        }
    }

    [Benchmark]
    public Decision Decide() => Decisions.Decide(_case, _act, _context);

    [Benchmark]
    public Case Replay() => Evolution.Replay(_case.Id, _events);

    private static UnitDirectory Unit()
    {
        var people = Enumerable.Range(1, 300).Select(n => new Person(new PersonId(n), $"某人{n}", n)).ToImmutableArray();
        var bodies = Enumerable.Range(1, 40)
            .Select(n => new Body(new BodyId(n), BodyKind.Administrative, $"科室{n}", n, null, Day.AddYears(-1), null))
                .ToImmutableArray();
        var role = new RoleId("r");
        return new UnitDirectory(
            people, bodies,
            [.. people.Select(p => new Post(p.Id, new BodyId((p.Id.Value % 40) + 1), role, Day.AddYears(-1), null))]);
    }
}

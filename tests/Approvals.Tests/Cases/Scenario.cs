using System.Collections.Immutable;
using System.Text;
using Approvals.Engine;
using Approvals.Engine.Calendars;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;
using Approvals.Readers.Definitions;

namespace Approvals.Tests.Cases;

/// <summary>
/// Given a definition and a case, when somebody presses, then it stands there or says why not. After every step the replay
/// of the events is compared with the live case.
/// </summary>
internal sealed class Scenario
{
    private static readonly CaseId Root = CaseId.Derive(new DateOnly(2021, 6, 2), "scenario");

    private Refusal? _refusal;
    private CaseId _case = Root;

    private Scenario(World office) => Office = office;

    public World Office { get; }

    /// <summary>The case in view.</summary>
    public Case Case => Office[_case];

    /// <summary>
    /// A definition "main" with these stages; its ends are done and, where it leads there, void. Further files stand
    /// whole.
    /// </summary>
    public static Scenario Given(string stages, Opened? opened = null, params string[] further) =>
        Given(Book([MainFile(stages), .. further]), "main", opened ?? new Opened());

    public static Scenario Given(WorkflowBook book, string workflow, Opened opened)
    {
        var office = Cases.Office.Of(
            book, opened.Directory, Staff.Day, Subject.Settled(opened.Rows) with { ContentHash = opened.ContentHash });
        office.Now = opened.Now ?? office.Now;
        office.Calendar = opened.Calendar;
        var scenario = new Scenario(office);
        scenario._refusal = office.Open(
            Root,
            new WorkflowId(workflow),
            opened.At is { } at ? new StageId(at) : null,
            new ChildSeed("0", "某事", opened.Parties, [.. opened.Facts], opened.DueOn)
            {
                Dates = opened.Dates,
                Measures = opened.Measures,
                Recurrence = opened.Recurrence,
            });
        return scenario;
    }

    public static string MainFile(string stages) => $$"""
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        {{stages}}
        ends:
          - {id: done, title: 办结}
        {{(stages.Contains("to: void", StringComparison.Ordinal) ? "  - {id: void, title: 作废}" : "")}}
        """;

    public static WorkflowBook Book(params string[] workflows) => BookReader.Read(
        workflows.Select((text, no) => new DefinitionFile($"{no}.yaml", Encoding.UTF8.GetBytes(text)))
            .Append(new DefinitionFile("roles.yaml", Encoding.UTF8.GetBytes(Staff.RolesFile))));

    public Scenario When(Press press)
    {
        _refusal.ShouldBeNull("the step before was refused");
        _refusal = Office.Do(_case, press.On(Case, Office));
        return this;
    }

    public Scenario When(CaseCommand command)
    {
        _refusal.ShouldBeNull("the step before was refused");
        _refusal = Office.Do(_case, command);
        return this;
    }

    public Scenario When(Func<Scenario, CaseCommand> command) => When(command(this));

    /// <summary>Something done with an open seat besides acting in it (<see cref="SeatActs"/>).</summary>
    public Scenario When(Func<Case, CaseCommand> act) => When(act(Case));

    public Scenario WhenWoken() => When(new CaseCommand.Wake());

    /// <summary>Something outside the cases changes.</summary>
    public Scenario Once(Action<World> change)
    {
        change(Office);
        return this;
    }

    /// <summary>From here on the child with that key (the last opened, if there are several) is in view.</summary>
    public Scenario OnChild(string key)
    {
        _case = Office.ChildrenOf(_case).Last(c => c.Key == key).Id;
        return this;
    }

    /// <summary>The same with the last one of that definition.</summary>
    public Scenario OnChildOf(string workflow)
    {
        _case = Office.ChildrenOf(_case).Last(c => c.Workflow.Value == workflow).Id;
        return this;
    }

    public Scenario OnParent()
    {
        _case = Case.Parent ?? throw new InvalidOperationException("the case in view has no parent");
        return this;
    }

    public Scenario ThenIn(string stage)
    {
        _refusal.ShouldBeNull();
        Case.Stage.Value.ShouldBe(stage);
        return this;
    }

    public Scenario ThenStillIn(string stage) => ThenIn(stage);

    public Scenario Then(Action<Case> look)
    {
        _refusal.ShouldBeNull();
        look(Case);
        return this;
    }

    public Scenario ThenNothingMoves(Func<Scenario, Scenario> step)
    {
        var before = Case.Version;
        step(this);
        _refusal.ShouldBeNull();
        Case.Version.ShouldBe(before);
        return this;
    }

    /// <summary>Refused, and nothing changed; the story goes on from there.</summary>
    public Scenario ThenRefused(Refusal why)
    {
        _refusal.ShouldBe(why);
        _refusal = null;
        return this;
    }

    public Scenario ThenOffersTogether(Press press, params string[] actions)
    {
        Decisions.Together(Case, press.On(Case, Office), Office.ContextOf(Case)).Select(a => a.Id.Value).ShouldBe(actions);
        return this;
    }
}

/// <summary>How the case of a scenario begins.</summary>
internal sealed record Opened
{
    public ImmutableDictionary<Party, PartyMembers> Parties { get; init; } = ImmutableDictionary<Party, PartyMembers>.Empty;

    public IEnumerable<string> Facts { get; init; } = [];

    public string? At { get; init; }

    public DateOnly? DueOn { get; init; }

    public UnitDirectory Directory { get; init; } = Staff.Directory;

    public ImmutableArray<ChildSeed> Rows { get; init; } = [];

    public string? ContentHash { get; init; }

    /// <summary>Null: nine in the morning of <see cref="Staff.Day"/>.</summary>
    public DateTimeOffset? Now { get; init; }

    public WorkCalendar Calendar { get; init; } = WorkCalendar.WithoutYears;

    public ImmutableSortedDictionary<string, DateOnly> Dates { get; init; } = CaseTime.NoDates;

    public ImmutableSortedDictionary<string, decimal> Measures { get; init; } = Approvals.Engine.Cases.Measures.None;

    public Recurrence? Recurrence { get; init; }

    public Opened With(Party party, PartyMembers members) => this with { Parties = Parties.SetItem(party, members) };
}

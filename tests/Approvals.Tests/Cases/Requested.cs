using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>A shipped definition that somebody begins by asking for it, on the morning of 2 June 2021.</summary>
internal static class Requested
{
    /// <summary>By a handler of the medical department.</summary>
    public static Scenario Begun(string workflow) => Begun(workflow, HandlerOf(Medical), Medical, Staff.Directory);

    public static Scenario Begun(
        string workflow, PersonId by, BodyId body, Approvals.Engine.Directories.UnitDirectory directory) => Scenario.Given(
        Shipped.Book, workflow,
        (Clockwork.Opened("06-02 09:00") with { Directory = directory })
            .With(Party.Drafter, People(by)).With(Party.DraftingDepartment, Bodies(body)));

    /// <summary>Names a date of the case.</summary>
    public static Press Dated(this Press press, string name, string day) =>
        press with { Inputs = press.Inputs with { Dates = press.Inputs.Dates.SetItem(name, Clockwork.On(day)) } };
}

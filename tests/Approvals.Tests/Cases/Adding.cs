using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;

namespace Approvals.Tests.Cases;

/// <summary>加签 as a person presses it, from the first open seat that he may take.</summary>
internal static class Adding
{
    public static Scenario WhenAdds(this Scenario scenario, PersonId by, Placing place, PersonId person, string reason = "请他把关") =>
        scenario.When(Command(scenario.Case, scenario.Office, by, place, person, reason));

    public static CaseCommand.AddSeat Command(
        Case @case, World office, PersonId by, Placing place, PersonId person, string reason = "请他把关") =>
        new(
            @case.Round,
            @case.OpenSeats.Concat(@case.Seats).Where(s => Seating.MaySit(s, by, office.Directory, office.Today)).Select(s => s.No)
                .FirstOrDefault(),
            place, person, reason, by);
}

using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Tests.Calendars;
using Approvals.Tests.Cases;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>例行任务 of an item, and 复查 of one that has become lasting. The shipped definitions.</summary>
public sealed class ItemDutyTests
{
    private static readonly Recurrence Weekly = new(RecurrencePeriod.Week, [DayOfWeek.Tuesday, DayOfWeek.Friday]);

    private static readonly Recurrence Quarterly = new(RecurrencePeriod.Quarter, []);

    [Fact]
    public void An_item_that_recurs_on_days_has_a_duty_that_is_held_by_exception() =>
        Item(Weekly).OnChild("2").Then(c => c.Workflow.Value.ShouldBe("duty")).ThenIn("on-its-days")
            .When(Of("call-off", HandlerOf(Medical)).On(OccurrenceDay.Held, On("06-08")).Because("停电"))
            .Then(c => c.Duty.ShouldNotBeNull().CountUntil(On("12-31"), OfficialCalendars.Shipped).ShouldBe(new DutyCount(57, 1, 0)));

    [Fact]
    public void It_asks_nobody_and_reminds_nobody() => Item(Weekly).OnChild("2").Then(c => c.Time.Clocks.ShouldBeEmpty());

    [Fact]
    public void An_item_of_the_whole_year_has_a_report_due_every_quarter() =>
        Item(Quarterly).OnChild("2").ThenIn("by-report").ThenSeatsAreDueOn("06-30")
            .When(Of("report-period", HandlerOf(Medical)).Reporting("二季度情况")).ThenSeatsAreDueOn("09-30");

    [Fact]
    public void An_item_that_does_not_recur_has_none() => Item(null).Then(c => c.Splits.Keys.ShouldBe([new("branch")]));

    [Fact]
    public void Carried_out_anew_it_keeps_the_one_it_has() =>
        Item(Weekly).OnChild("2").Then(c => c.Workflow.Value.ShouldBe("duty")).OnParent()
            .Once(office => office.ChildrenOf(office.Cases.First().Id).ToList().ForEach(child => Carry(office, child)))
            .WhenWoken().ThenIn("department-signing")
            .When(Of("return", DeputyOf(Medical)).Because("材料不全")).ThenIn("carrying-out")
            .Then(c => c.Splits[new("duty")].ShouldBe(1));

    [Fact]
    public void Its_department_alone_may_record() =>
        Item(Weekly).OnChild("2").When(Of("call-off", HeadOf(Nursing)).On(OccurrenceDay.Held, On("06-08")).Because("停电"))
            .ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void What_has_become_lasting_is_looked_at_every_quarter() =>
        Scenario.Given(Shipped.Book, "item", Parties(Opened("12-20 09:00", "12-31")) with { At = "kept-up" })
            .ThenSeatsAreDueOn("12-31")
            .When(Of("look-back", Clerk).Reporting("保持良好")).ThenSeatsAreDueOn("2022-03-31")
            .ThenNextIs("03-26 08:00 Remind -5d");

    private static void Carry(Approvals.Engine.Simulation.World office, Case child)
    {
        if (child.Workflow.Value == "branch")
        {
            office.Do(child.Id, Of("acknowledge", HandlerOf(Medical)).On(child, office)).ShouldBeNull();
            office.Do(child.Id, Of("complete", HeadOf(Medical)).Reporting("已完成").On(office[child.Id], office)).ShouldBeNull();
        }
    }

    private static Scenario Item(Recurrence? recurrence) =>
        Scenario.Given(Shipped.Book, "item", Parties(Opened("06-02 09:00", "12-31")) with { Recurrence = recurrence });

    private static Opened Parties(Opened opened) => opened
        .With(Party.ResponsibleLeaders, People(Zhang)).With(Party.ResponsibleDepartments, Bodies(Medical))
        .With(Party.LeadDepartment, Bodies(Medical));
}

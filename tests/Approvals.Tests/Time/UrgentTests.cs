using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>特急: hours, nights included, where the same stage has working days otherwise.</summary>
public sealed class UrgentTests
{
    private const string Sign = """
        stages:
          - id: sign
            title: 签发
            signers: {role: signatory}
            deadline: 2 workdays
            urgent_deadline: 4 hours
            split: [{workflow: part}]
            actions: {agree: {title: 同意, to: done}}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            deadline: 1 workday
            urgent_deadline: 2 hours
            actions: {finish: {title: 完成, to: over}}
        ends: [{id: over, title: 已完成}]
        """;

    [Fact]
    public void Without_the_mark_two_working_days_it_is() => Open().ThenSeatsAreDueOn("06-07");

    [Fact]
    public void What_is_urgent_is_due_within_hours_nights_included() =>
        Open(Facts.Urgent).Then(c => c.Time.Clocks.Single().ShouldSatisfyAllConditions(
            clock => clock.DueOn.ShouldBe(On("06-04")), clock => clock.DueAt.ShouldBe(new TimeOnly(2, 0))));

    [Fact]
    public void So_is_all_that_is_split_off_below_it() =>
        Open(Facts.Urgent).OnChild("0").Then(c => c.Time.Clocks.Single().DueAt.ShouldBe(new TimeOnly(0, 0)))
            .Then(c => c.Facts.ShouldContain(Facts.Urgent));

    [Fact]
    public void And_nothing_else_is() => Open().OnChild("0").Then(c => c.Facts.ShouldNotContain(Facts.Urgent));

    private static Scenario Open(params string[] facts) =>
        Scenario.Given(Sign, Opened("06-03 22:00") with { Facts = facts }, Part);
}

using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>逾期上报: what is late reaches the leader only when the office has released it. The shipped definitions.</summary>
public sealed class ReportingUpTests
{
    [Fact]
    public void Late_work_climbs_from_the_department_to_its_head_to_the_office_and_to_a_case_of_its_own() =>
        ExtensionTests.Working().ThenFiresHere(
            "06-25 08:00",
            "06-15 08:00 Remind -3d",
            "06-18 08:00 Remind 0d",
            "06-19 08:00 Remind +1d",
            "06-21 08:00 Escalate 1wd",
            "06-23 08:00 Escalate 3wd",
            "06-25 08:00 Open 5wd")
            .ThenStillIn("working")
            .OnLastChild().ThenIn("releasing").Then(up => up.DueOn.ShouldBe(On("06-18")));

    [Fact]
    public void The_leader_hears_nothing_until_the_office_releases_it()
    {
        ExtensionTests.Working().Until("06-30 00:00", out var fired);
        fired.SelectMany(f => f.Event.Told).ShouldNotContain(Zhang);
    }

    [Fact]
    public void Released_the_leader_instructs() =>
        Reported().When(Of("release", Clerk)).ThenIn("reading").When(Of("instruct", Zhang).Reporting("本周内办结")).ThenIn("instructed");

    [Fact]
    public void Released_the_leader_takes_note() =>
        Reported().When(Of("release", Clerk)).When(Of("take-note", Zhang)).ThenIn("noted").OnParent().ThenIn("working");

    [Fact]
    public void The_office_holds_it_back_with_its_reason() => Reported().When(Of("hold", Clerk).Because("已有说明")).ThenIn("held-back");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Handed_in_meanwhile_it_is_overtaken(bool released)
    {
        var up = Reported();
        (released ? up.When(Of("release", Clerk)) : up)
            .OnParent().When(Of("complete", HandlerOf(Medical)).Reporting("完"))
            .OnLastChild().ThenIn("overtaken");
    }

    [Fact]
    public void It_is_opened_once_however_long_the_work_stays_late() =>
        Reported().OnParent().ThenFiresHere("12-31 00:00").Then(c => c.Splits.Values.ShouldBe([1]));

    private static Scenario Reported() => ExtensionTests.Working().Until("06-25 08:00").OnLastChild();
}

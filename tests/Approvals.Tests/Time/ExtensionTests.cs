using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>延期: a department asks, the office recommends, the leader grants. The shipped definitions.</summary>
public sealed class ExtensionTests
{
    private const string TooLate = "时限已经过了，或者已有一份申请正在审批，不能再申请延期；有情况请向办公室说明。";

    [Fact]
    public void Granted_the_work_and_its_item_are_due_then_and_the_first_date_and_the_count_are_kept() =>
        Granted(Asked("06-30"))
            .ThenDueOn("06-30")
            .Then(branch => (branch.Time.FirstDueOn, branch.Time.Extensions).ShouldBe((On("06-18"), 1)))
            .OnParent()
            .Then(item => (item.DueOn, item.Time.FirstDueOn, item.Time.Extensions).ShouldBe((On("06-30"), On("06-18"), 1)));

    [Fact]
    public void Granted_the_ladder_begins_anew() =>
        Granted(Asked("06-30", "06-15 12:00"))
            .ThenFiresHere("07-05 07:00", "06-27 08:00 Remind -3d", "06-30 08:00 Remind 0d", "07-01 08:00 Remind +1d",
                "07-01 08:00 Escalate 1wd");

    [Fact]
    public void An_item_that_is_due_later_anyway_stays_as_it_is() =>
        Granted(Granted(Asked("06-30")).OnParent().When(new CaseCommand.Extend(On("07-15"))).OnChild(ItemTests.KeyOf(Medical))
                .When(AskFor("07-09")).OnLastChild())
            .ThenDueOn("07-09").Then(branch => branch.Time.Extensions.ShouldBe(2))
            .OnParent().Then(item => item.DueOn.ShouldBe(On("07-15")));

    [Fact]
    public void It_is_asked_on_the_last_day_still_and_the_day_after_no_more() =>
        Working()
            .Later("06-18 23:59").When(AskFor("06-30"))
            .Later("06-19 00:00").When(AskFor("06-30")).ThenRefused(new Refusal.NotYet(TooLate));

    [Theory]
    [InlineData("06-18")]
    [InlineData("06-11")]
    public void A_date_that_is_not_later_is_no_extension(string day) =>
        Working().When(AskFor(day)).ThenRefused(new Refusal.Missing(new Input.Date(Later: true)));

    [Fact]
    public void Asked_changes_nothing_yet_and_says_for_when_and_why() =>
        Asked("06-30").ThenIn("weighing")
            .Then(asked => asked.Matters.ShouldHaveSingleItem().DueOn.ShouldBe(On("06-30")))
            .Then(asked => asked.Matters[0].Text.ShouldBe("设备未到\n已完成一半"))
            .OnParent().ThenIn("working").ThenDueOn("06-18");

    [Fact]
    public void The_leader_is_not_asked_before_the_office_has_looked() =>
        Asked("06-30")
            .When(Of("grant", Zhang)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("recommend", Clerk)).ThenIn("granting")
            .When(Of("grant", Clerk)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("grant", Zhang)).ThenIn("granted");

    [Fact]
    public void The_leader_may_grant_another_date() =>
        Asked("06-30")
            .When(Of("recommend", Clerk)).When(Of("grant", Zhang).Until(On("06-25"))).ThenIn("granted")
            .OnParent().ThenDueOn("06-25");

    [Theory]
    [InlineData("06-18")]
    [InlineData("06-10")]
    public void Time_that_the_work_has_already_is_not_granted(string day) =>
        Asked("06-30")
            .When(Of("recommend", Clerk)).When(Of("grant", Zhang).Until(On(day)))
            .ThenRefused(new Refusal.Missing(new Input.Date(Later: true)));

    [Fact]
    public void Refused_by_the_office_or_by_the_leader_nothing_changes()
    {
        Asked("06-30").When(Of("refuse", Clerk).Because("不必")).ThenIn("refused").OnParent().ThenDueOn("06-18");
        Asked("06-30").When(Of("recommend", Clerk)).When(Of("refuse", Zhang).Because("不必")).ThenIn("refused")
            .OnParent().ThenDueOn("06-18").Then(branch => branch.Time.Extensions.ShouldBe(0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Handed_in_first_the_request_is_overtaken(bool recommended)
    {
        var asked = Asked("06-30");
        (recommended ? asked.When(Of("recommend", Clerk)) : asked)
            .OnParent().When(Of("complete", HandlerOf(Medical)).Reporting("完")).ThenIn("submitted")
            .OnLastChild().ThenIn("overtaken");
    }

    [Fact]
    public void Granted_after_the_old_date_and_the_new_one_are_over_lateness_counts_from_the_grant() =>
        Granted(Asked("06-22").Until("06-23 12:00")) // a Wednesday
            .ThenDueOn("06-22")
            .ThenNextIs("06-24 08:00 Remind +1d");

    [Fact]
    public void A_date_that_is_not_later_than_the_one_in_force_moves_nothing() =>
        Working().ThenNothingMoves(s => s.When(new CaseCommand.Extend(On("06-18"))).When(new CaseCommand.Extend(On("06-01"))));

    [Fact]
    public void What_has_met_its_due_date_keeps_it() =>
        ItemTests.Item([Medical], o => Opened("06-01 09:00", "06-18") with { Parties = o.Parties, At = "signed" })
            .ThenNothingMoves(s => s.When(new CaseCommand.Extend(On("06-30"))));

    [Fact]
    public void The_office_and_the_leader_are_reminded_of_the_request() =>
        Asked("06-30").ThenFiresHere("06-10 00:00", "06-02 08:00 Remind 0d", "06-03 08:00 Remind +1d");

    internal static Scenario Working(string dueOn = "06-18") =>
        ItemTests.Item([Medical], o => Opened("06-01 09:00", dueOn) with { Parties = o.Parties })
            .OnChild(ItemTests.KeyOf(Medical))
            .When(Of("acknowledge", HandlerOf(Medical))).ThenIn("working");

    private static Press AskFor(string day) =>
        Of("ask-for-time", HandlerOf(Medical)).Because("设备未到").Reporting("已完成一半").Until(On(day));

    private static Scenario Asked(string day, string now = "06-01 10:00") =>
        Working().Until(now).When(AskFor(day)).OnLastChild();

    private static Scenario Granted(Scenario asked) =>
        asked.When(Of("recommend", Clerk)).When(Of("grant", Zhang)).ThenIn("granted").OnParent();
}

using Approvals.Engine.Cases;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>中止 and 恢复: the clocks of a case and of all below it stand still and run on.</summary>
public sealed class SuspensionTests
{
    /// <summary>A case that may be suspended, and a part of it that may be too.</summary>
    private const string Whole = """
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            deadline: DEADLINE
            remind: [0d, +1d]
            actions:
              suspend: {title: 中止, effects: [clock: suspend]}
              resume: {title: 恢复, effects: [clock: resume]}
              more: {title: 增加, effects: [open: part]}
              finish: {title: 办结, to: done}
        """;

    private static readonly string Part = Whole.Replace("DEADLINE", "own").Replace("              more: {title: 增加, effects: [open: part]}\n", "");

    [Fact]
    public void While_it_stands_still_nothing_fires_in_the_item_nor_in_its_branches() =>
        Suspended("06-14 10:00")
            .OnChild(ItemTests.KeyOf(Medical)).ThenNextIs(null)
            .ThenFires("12-31 00:00")
            .ThenNothingMoves(s => s.When(new CaseCommand.Fire()));

    [Fact]
    public void Resumed_everything_is_as_much_later_as_it_stood_still() =>
        Resumed(Suspended("06-14 10:00"), "06-21 10:00").Then(item => item.DueOn.ShouldBe(On("06-25")))
            .OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("06-25")
            .ThenFiresHere("06-28 08:00", "06-22 08:00 Remind -3d", "06-25 08:00 Remind 0d", "06-26 08:00 Remind +1d",
                "06-28 08:00 Escalate 1wd");

    [Fact]
    public void What_fired_before_the_standstill_does_not_fire_again_after_it() =>
        Resumed(Suspended("06-16 10:00"), "06-21 10:00") // -3d fired on Tuesday 15
            .OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("06-23").ThenNextIs("06-23 08:00 Remind 0d");

    [Fact]
    public void Work_that_was_late_before_the_standstill_climbs_on_where_it_stood() =>
        Resumed(Suspended("06-22 10:00"), "06-29 10:00") // two workdays late, its head knows
            .OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("06-25")
            .ThenFiresHere("07-02 08:00", "06-30 08:00 Escalate 3wd", "07-02 08:00 Open 5wd");

    [Fact]
    public void Suspended_and_resumed_on_one_day_nothing_is_later_and_nothing_is_said_twice() =>
        Resumed(Suspended("06-22 10:00"), "06-22 16:00")
            .OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("06-18").ThenNextIs("06-23 08:00 Escalate 3wd");

    [Fact]
    public void A_seat_opened_after_its_due_date_goes_on_counting_from_its_opening() =>
        Given("own", "06-22 09:00", "06-18")
            .Later("06-22 10:00").When(Of("suspend", Clerk)).Later("06-24 10:00").When(Of("resume", Clerk))
            .ThenDueOn("06-20").ThenNextIs("06-25 08:00 Remind +1d"); // a day after an opening two days later

    [Fact]
    public void Terms_in_working_days_are_later_by_the_working_days_that_it_stood_still() =>
        Given("1 workday", "06-09 09:00").ThenSeatsAreDueOn("06-10")
            .Later("06-09 15:00").When(Of("suspend", Clerk))
            .Later("06-17 09:00").When(Of("resume", Clerk)) // 10, 11, 15, 16, 17: 端午节 is the 12th to the 14th
            .ThenSeatsAreDueOn("06-18");

    [Fact]
    public void A_weekend_of_standing_still_makes_a_working_day_no_later() =>
        Given("2 workdays", "06-18 09:00").ThenSeatsAreDueOn("06-22")
            .Later("06-18 18:00").When(Of("suspend", Clerk)).Later("06-20 18:00").When(Of("resume", Clerk))
            .ThenSeatsAreDueOn("06-22").ThenNextIs("06-22 08:00 Remind 0d");

    [Fact]
    public void Terms_in_hours_are_later_by_the_minute() =>
        Given("4 hours", "06-18 09:00")
            .Later("06-18 10:00").When(Of("suspend", Clerk)).Later("06-18 22:30").When(Of("resume", Clerk))
            .Then(c => (c.Time.Clocks[0].DueOn, c.Time.Clocks[0].DueAt).ShouldBe((On("06-19"), new TimeOnly(1, 30))));

    [Fact]
    public void A_part_opened_meanwhile_stands_still_too_and_is_as_late_as_what_was_there_before()
    {
        var item = Suspended("06-07 10:00").OnChild(ItemTests.KeyOf(Medical))
            .Later("06-08 10:00").When(Of("complete", HandlerOf(Medical)).Reporting("完")).OnParent().ThenIn("department-signing")
            .ThenNextIs(null)
            .Later("06-09 10:00").When(Of("return", HeadOf(Medical)).Because("不全")).ThenIn("carrying-out");

        item.OnChild(ItemTests.KeyOf(Medical)).ThenIn("working").ThenNextIs(null).OnParent();
        Resumed(item, "06-17 10:00").Then(c => c.DueOn.ShouldBe(On("06-28")))
            .OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("06-28").ThenNextIs("06-25 08:00 Remind -3d");
    }

    [Fact]
    public void A_seat_opened_meanwhile_with_a_term_of_its_own_stood_still_since_its_opening()
    {
        var item = Suspended("06-07 10:00").OnChild(ItemTests.KeyOf(Medical))
            .Later("06-15 10:00").When(Of("complete", HandlerOf(Medical)).Reporting("完"))
            .OnParent().ThenIn("department-signing").ThenSeatsAreDueOn("06-17")
            .Later("06-16 10:00");
        item.Office.Do(item.Case.Id, Of("return", HeadOf(Medical)).Because("不全").On(item.Case, item.Office)).ShouldBeNull();

        // Of the branch's own round: opened on the 16th, due by its item's date.
        Resumed(item, "06-21 10:00").OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("07-02").ThenNextIs("06-29 08:00 Remind -3d");
    }

    [Fact]
    public void Suspended_a_second_time_it_stands_still_again() =>
        Resumed(Resumed(Suspended("06-07 10:00"), "06-09 10:00")
                .Until("06-10 10:00").When(Standing("suspend", Clerk).Because("又缺料")), "06-15 10:00")
            .Then(item => item.DueOn.ShouldBe(On("06-25")))
            .OnChild(ItemTests.KeyOf(Medical)).ThenDueOn("06-25");

    [Fact]
    public void What_stands_still_is_not_suspended_again_and_what_runs_not_resumed() =>
        Suspended("06-14 10:00")
            .When(Standing("suspend", Clerk).Because("因")).ThenRefused(new Refusal.NotAllowedHere())
            .When(Standing("resume", Clerk).Because("因")).Then(item => item.Time.Suspension.ShouldBeNull())
            .When(Standing("resume", Clerk).Because("因")).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void What_moved_on_while_it_stood_still_is_resumed_where_it_stands_and_its_time_runs_again() =>
        Suspended("06-14 10:00")
            .OnChild(ItemTests.KeyOf(Medical)).When(Of("complete", HandlerOf(Medical)).Reporting("已办结"))
            .OnParent().ThenIn("department-signing").ThenNextIs(null)
            .Later("06-21 10:00").When(Standing("resume", Clerk).Because("来电")).ThenIn("department-signing")
            .Then(item => item.Time.Suspension.ShouldBeNull())
            .Then(item => item.Time.Clocks.ShouldHaveSingleItem().DueOn.ShouldBe(On("06-23")));

    [Fact]
    public void While_it_stands_still_its_last_day_does_not_pass_and_more_time_may_be_asked_for() =>
        Suspended("06-14 10:00").Later("06-25 10:00").OnChild(ItemTests.KeyOf(Medical))
            .When(Of("ask-for-time", HandlerOf(Medical)).Because("因").Reporting("报").Until(On("06-30")))
            .OnLastChild().ThenIn("weighing").ThenNextIs(null) // it stands still with what it is about
            .OnParent().OnParent().Later("06-28 10:00").When(Standing("resume", Clerk).Because("因")).Then(item => item.DueOn.ShouldBe(On("07-02")))
            .OnChild(ItemTests.KeyOf(Medical)).OnLastChild().Then(asked => asked.DueOn.ShouldBe(On("07-03"))); // since it was asked

    [Fact]
    public void What_was_suspended_for_itself_stays_so_when_its_parent_runs_on() =>
        TwoLevels()
            .When(Of("suspend", Clerk)).OnParent().Later("06-02 09:00").When(Of("suspend", Clerk))
            .Later("06-04 09:00").When(Of("resume", Clerk)).ThenDueOn("06-20")
            .OnLastChild().ThenNextIs(null).ThenDueOn("06-18")
            .Later("06-06 09:00").When(Of("resume", Clerk)).ThenDueOn("06-23"); // since the 1st

    [Fact]
    public void What_runs_on_for_itself_stands_still_with_its_parent() =>
        TwoLevels()
            .When(Of("suspend", Clerk)).OnParent().Later("06-02 09:00").When(Of("suspend", Clerk))
            .OnLastChild().Later("06-04 09:00").When(Of("resume", Clerk)).ThenNextIs(null)
            .Then(part => part.Time.Suspension.ShouldNotBeNull().Inherited.ShouldBeTrue())
            .OnParent().Later("06-09 09:00").When(Of("resume", Clerk)).ThenDueOn("06-25") // since the 2nd
            .OnLastChild().Then(part => part.Time.Suspension.ShouldBeNull()).ThenNextIs("06-25 08:00 Remind 0d");

    [Fact]
    public void Suspended_for_itself_under_a_parent_that_stands_still_it_stood_still_since_its_parent() =>
        TwoLevels().OnParent().Later("06-02 09:00").When(Of("suspend", Clerk))
            .OnLastChild().Later("06-04 09:00").When(Of("suspend", Clerk))
            .OnParent().Later("06-06 09:00").When(Of("resume", Clerk))
            .OnLastChild().ThenNextIs(null)
            .Later("06-08 09:00").When(Of("resume", Clerk)).ThenDueOn("06-24");

    [Fact]
    public void A_timer_that_comes_before_the_word_of_the_suspension_fires_nothing()
    {
        var story = TwoLevels();
        var part = story.Case;
        story.OnParent().Later("06-17 09:00");
        story.Office.Do(story.Case.Id, Of("suspend", Clerk).On(story.Case, story.Office)).ShouldBeNull();
        var context = story.Later("06-18 08:00").Office.ContextOf(part);

        // The part as it stood when the word had not come yet.
        var decision = Decisions.Decide(part, new CaseCommand.Fire(), context).ShouldBeOfType<Decision.Permitted>();
        decision.Events.ShouldBe([new CaseEvent.Suspended(At("06-17 09:00"), Inherited: true)]);
    }

    /// <summary>A part, due 18 June, of a case due on that day too; both opened on the 1st.</summary>
    private static Scenario TwoLevels() =>
        Scenario.Given(
            Whole.Replace("DEADLINE", "own"),
            Opened("06-01 09:00", "06-18"),
            Scenario.MainFile(Part).Replace("workflow: main", "workflow: part"))
            .When(Of("more", Clerk).Until(On("06-18"))).OnLastChild().ThenDueOn("06-18");

    private static Scenario Given(string deadline, string now, string? dueOn = null) => Scenario.Given(
        Whole.Replace("DEADLINE", deadline), Opened(now, dueOn), Scenario.MainFile(Part).Replace("workflow: main", "workflow: part"));

    /// <summary>The item of a department at its work, due 18 June, suspended then.</summary>
    private static Scenario Suspended(string now) =>
        ExtensionTests.Working().Until(now).OnParent().When(Standing("suspend", Clerk).Because("等设备"));

    private static Scenario Resumed(Scenario item, string now) => item.Until(now).When(Standing("resume", Clerk).Because("设备已到"));
}

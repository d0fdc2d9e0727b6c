using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Tests.Calendars;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>按例外管理: 每周二、周五上午 of 18号, which nobody ticks. 停诊 and 改期 are what is recorded.</summary>
public sealed class DutyTests
{
    private const string Clinic = """
        stages:
          - id: clinic
            title: 药学门诊
            signers: {role: office}
            by_exception: own
            actions:
              call-off: {title: 停诊, needs: [reason, {occurrence: held, title: 停诊日期}], effects: [except: called_off]}
              move:
                title: 改期
                needs: [reason, {occurrence: held, title: 原定日期}, {occurrence: free, title: 改到}]
                effects: [except: moved]
              restore: {title: 照常, needs: [{occurrence: excepted, title: 照常开诊的日期}], effects: [except: held]}
              sum-up: {title: 总结, to: done, when: held >= 50, else_say: 还没有开满五十次。}
        """;

    private static readonly Recurrence TuesdaysAndFridays =
        DeadlineRules.Read("每周二、周五上午", new DateOnly(2021, 6, 2), OfficialCalendars.Shipped).Recurrence.ShouldNotBeNull();

    private static readonly DateOnly YearEnd = new(2021, 12, 31);

    [Fact]
    public void Tuesdays_and_fridays_of_2021_from_the_notice_on_are_58_for_three_fall_on_holidays() =>
        Open().Then(c =>
        {
            Days(c).Count.ShouldBe(58);
            new DateOnly[] { new(2021, 9, 21), new(2021, 10, 1), new(2021, 10, 5) }.ShouldAllBe(day => !Days(c).Contains(day));
            Days(c).ShouldNotContain(new DateOnly(2021, 10, 9), "a make-up Saturday is not the Friday that it stands in for");
            Days(c)[0].ShouldBe(On("06-04"));
            Days(c)[^1].ShouldBe(YearEnd);
        });

    [Fact]
    public void Called_off_once_it_is_57() =>
        Open().When(CallOff("06-08")).Then(c => Count(c).ShouldBe(new DutyCount(57, 1, 0)));

    [Fact]
    public void Moved_once_it_stays_58() =>
        Open().When(Move("06-08", "06-09")).Then(c =>
        {
            Count(c).ShouldBe(new DutyCount(58, 0, 1));
            Days(c).ShouldContain(On("06-09"));
            Days(c).ShouldNotContain(On("06-08"));
        });

    [Fact]
    public void A_day_that_was_called_off_cannot_be_called_off_again() =>
        Open().When(CallOff("06-08")).When(CallOff("06-08")).ThenRefused(HeldIsWanted("停诊日期"));

    [Fact]
    public void Only_a_day_on_which_it_is_held_can_be_called_off() =>
        Open().When(CallOff("06-09")).ThenRefused(HeldIsWanted("停诊日期"));

    [Fact]
    public void No_holiday_is_called_off_for_it_is_none_of_its_days() =>
        Open().When(CallOff("10-01")).ThenRefused(HeldIsWanted("停诊日期"));

    [Fact]
    public void It_is_not_moved_to_a_day_on_which_it_is_held_anyway() =>
        Open().When(Move("06-08", "06-11")).ThenRefused(FreeIsWanted);

    [Fact]
    public void It_is_not_moved_to_a_holiday() => Open().When(Move("06-11", "06-14")).ThenRefused(FreeIsWanted);

    [Fact]
    public void It_is_not_moved_to_a_day_before_it_began() => Open().When(Move("06-04", "06-01")).ThenRefused(FreeIsWanted);

    [Fact]
    public void Two_are_not_moved_to_the_same_day() =>
        Open().When(Move("06-08", "06-09")).When(Move("06-11", "06-09")).ThenRefused(FreeIsWanted);

    [Fact]
    public void The_day_to_which_it_was_moved_may_be_called_off_in_its_turn() =>
        Open().When(Move("06-08", "06-09")).When(CallOff("06-09")).Then(c => Count(c).ShouldBe(new DutyCount(57, 1, 0)));

    [Fact]
    public void Or_moved_on_and_it_stays_one_exception() =>
        Open().When(Move("06-08", "06-09")).When(Move("06-09", "06-10")).Then(c =>
        {
            Count(c).ShouldBe(new DutyCount(58, 0, 1));
            c.Duty.ShouldNotBeNull().Exceptions.ShouldBe([new DutyException(On("06-08"), On("06-10"))]);
        });

    [Fact]
    public void What_was_recorded_by_mistake_is_taken_back() =>
        Open().When(CallOff("06-08")).When(Restore("06-08")).Then(c => Count(c).ShouldBe(new DutyCount(58, 0, 0)));

    [Fact]
    public void Only_what_was_recorded_is_taken_back() =>
        Open().When(Restore("06-08"))
            .ThenRefused(new Refusal.Missing(new Input.Occurrence(OccurrenceDay.Excepted, "照常开诊的日期")));

    [Fact]
    public void Not_where_another_day_was_moved_to_it_meanwhile() =>
        Open().When(CallOff("06-08")).When(Move("06-11", "06-08")).When(Restore("06-08"))
            .ThenRefused(new Refusal.Missing(new Input.Occurrence(OccurrenceDay.Excepted, "照常开诊的日期")));

    [Fact]
    public void The_form_names_the_day() =>
        Open().When(Of("call-off", Clerk).Because("停电")).ThenRefused(HeldIsWanted("停诊日期"));

    [Fact]
    public void Without_a_recurrence_there_is_no_day_to_call_off() =>
        Scenario.Given(Clinic, Opened("06-02 09:00")).When(CallOff("06-08")).ThenRefused(HeldIsWanted("停诊日期"));

    [Fact]
    public void A_condition_counts_how_often_it_was_held_up_to_the_day_of_the_press() =>
        Open().Later("12-01 09:00").When(Of("sum-up", Clerk)).ThenRefused(new Refusal.NotYet("还没有开满五十次。"))
            .Later("12-03 09:00").When(Of("sum-up", Clerk)).ThenIn("done");

    [Fact]
    public void An_exception_is_missing_from_that_count() =>
        Open().When(CallOff("06-08")).Later("12-03 09:00").When(Of("sum-up", Clerk)).ThenRefused(new Refusal.NotYet("还没有开满五十次。"));

    [Fact]
    public void The_next_days_leave_out_what_is_called_off_and_holidays() =>
        Open().When(CallOff("10-08")).Then(c => c.Duty.ShouldNotBeNull().Next(On("09-24"), 3, OfficialCalendars.Shipped)
            .Select(d => d.On).ShouldBe([On("09-28"), On("10-12"), On("10-15")]));

    [Theory]
    [InlineData("每周二、周五上午", "FREQ=WEEKLY;BYDAY=TU,FR 08:00-12:00")]
    [InlineData("每季度", "FREQ=MONTHLY;INTERVAL=3")]
    [InlineData("每月", "FREQ=MONTHLY")]
    [InlineData("每半年", "FREQ=MONTHLY;INTERVAL=6")]
    [InlineData("每周", "FREQ=WEEKLY")]
    [InlineData("每天", "FREQ=DAILY")]
    [InlineData("每年", "FREQ=YEARLY")]
    public void A_recurrence_is_kept_as_text_and_read_again(string words, string text)
    {
        var read = DeadlineRules.Read(words, new DateOnly(2021, 6, 2), OfficialCalendars.Shipped).Recurrence.ShouldNotBeNull();
        $"{read}".ShouldBe(text);
        Recurrence.Parse(text).ShouldBe(read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("FREQ=HOURLY")]
    [InlineData("FREQ=WEEKLY;BYDAY=XX")]
    [InlineData("FREQ=WEEKLY 8-12")]
    [InlineData("FREQ=WEEKLY;BYDAY=TU 08:00")]
    public void Another_text_is_no_recurrence(string text) => Recurrence.Parse(text).ShouldBeNull();

    private static Refusal.Missing FreeIsWanted => new(new Input.Occurrence(OccurrenceDay.Free, "改到"));

    private static Refusal.Missing HeldIsWanted(string title) => new(new Input.Occurrence(OccurrenceDay.Held, title));

    private static Scenario Open() => Scenario.Given(Clinic, Opened("06-02 09:00") with { Recurrence = TuesdaysAndFridays });

    private static Press CallOff(string day) => Of("call-off", Clerk).Because("药师外出培训").On(OccurrenceDay.Held, On(day));

    private static Press Move(string from, string to) =>
        Of("move", Clerk).Because("门诊搬家").On(OccurrenceDay.Held, On(from)).On(OccurrenceDay.Free, On(to));

    private static Press Restore(string day) => Of("restore", Clerk).On(OccurrenceDay.Excepted, On(day));

    private static DutyCount Count(Case @case) => @case.Duty.ShouldNotBeNull().CountUntil(YearEnd, OfficialCalendars.Shipped);

    private static IReadOnlyList<DateOnly> Days(Case @case) =>
        [.. @case.Duty.ShouldNotBeNull().Days(Day, YearEnd, OfficialCalendars.Shipped).Select(d => d.On)];
}

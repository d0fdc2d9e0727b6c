using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;
using static Approvals.Tests.Time.Clockwork;

namespace Approvals.Tests.Time;

/// <summary>日程: the dates of a campaign, given with its notice. The shipped definitions.</summary>
public sealed class NamedDateTests
{
    [Fact]
    public void The_campaign_inherits_its_dates_from_the_notice() =>
        Campaign("09-30", "11-30").ThenIn("running")
            .Then(c => c.Time.Dates.Select(d => (d.Key, d.Value)).ShouldBe([("checks", On("09-30")), ("finish", On("11-30"))]))
            .ThenSeatsAreDueOn("09-30");

    [Fact]
    public void So_does_whatever_is_split_off_below_it() =>
        Campaign("09-30", "11-30").OnChild("1").Then(item => item.Time.Dates["finish"].ShouldBe(On("11-30")))
            .OnChild(ItemTests.KeyOf(Medical)).Then(branch => branch.Time.Dates["checks"].ShouldBe(On("09-30")));

    [Fact]
    public void The_checks_begin_before_the_campaign_finishes() =>
        Notice().When(Dated(Of("divide", Registrar), "11-30", "11-30"))
            .ThenRefused(new Refusal.Missing(new Input.NamedDate("checks", "评估验收开始日", "finish")));

    [Fact]
    public void Verification_opens_by_itself_on_the_morning_of_its_date() =>
        Campaign("09-30", "11-30")
            .ThenFiresHere("09-30 08:00", "09-25 08:00 Remind -5d", "09-30 08:00 Move 0d")
            .ThenIn("self-checking");

    [Fact]
    public void On_a_day_off_it_opens_on_the_working_day_before() =>
        Campaign("10-03", "11-30")
            .ThenFiresHere("09-30 08:00", "09-25 08:00 Remind -5d", "09-30 08:00 Move 0d")
            .ThenIn("self-checking");

    [Fact]
    public void A_notice_that_comes_after_its_own_date_opens_it_at_once() =>
        Campaign("06-01", "11-30").ThenFiresHere("06-02 09:00", "06-02 09:00 Move 0d").ThenIn("self-checking");

    [Fact]
    public void Without_dates_it_is_opened_by_hand() =>
        Campaign(null, null).Then(c => c.Time.Clocks.ShouldBeEmpty())
            .ThenFiresHere("12-31 00:00").ThenIn("running")
            .When(Of("open-checks", Clerk)).ThenIn("self-checking");

    [Fact]
    public void It_may_be_opened_early_by_hand() =>
        Campaign("09-30", "11-30").When(Of("open-checks", Clerk)).ThenIn("self-checking").Then(c => c.Time.Clocks.ShouldBeEmpty());

    [Fact]
    public void A_date_that_is_moved_moves_the_open_seat_and_its_ladder() =>
        Campaign("09-30", "11-30").Until("09-27 10:00")
            .When(Dated(Of("reschedule", Clerk).Because("推迟"), "10-20", "11-30")).ThenIn("running")
            .ThenSeatsAreDueOn("10-20")
            .ThenFiresHere("10-20 08:00", "10-15 08:00 Remind -5d", "10-20 08:00 Move 0d").ThenIn("self-checking");

    [Fact]
    public void A_date_set_for_the_first_time_starts_the_clock() =>
        Campaign(null, null).When(Dated(Of("reschedule", Clerk).Because("定了"), "10-20", "11-30")).ThenNextIs("10-15 08:00 Remind -5d");

    [Fact]
    public void A_date_is_moved_to_a_day_that_is_still_ahead_for_what_follows_cannot_be_taken_back() =>
        Campaign("09-30", "11-30").Until("08-02 10:00")
            .When(Dated(Of("reschedule", Clerk).Because("提前"), "08-02", "11-30"))
            .ThenRefused(new Refusal.Missing(new Input.NamedDate("checks", "评估验收开始日", "finish", Ahead: true)));

    [Fact]
    public void The_same_dates_again_change_no_date() =>
        Campaign("09-30", "11-30").When(Dated(Of("reschedule", Clerk).Because("照旧"), "09-30", "11-30"))
            .Then(c => c.Time.Clocks[0].Since.ShouldBe(At("06-02 09:00")));

    [Fact]
    public void A_date_alone_is_measured_against_the_one_that_stands()
    {
        var alone = Of("reschedule", Clerk).Because("推迟");
        Campaign("09-30", "11-30")
            .When(alone with { Inputs = alone.Inputs with { Dates = CaseTime.NoDates.Add("checks", On("12-01")) } })
            .ThenRefused(new Refusal.Missing(new Input.NamedDate("finish", "活动结束日", null, Ahead: true)));
    }

    [Fact]
    public void The_later_date_alone_is_measured_against_the_earlier_that_stands()
    {
        const string stages = """
            stages:
              - id: plan
                title: 安排
                signers: {role: office}
                actions:
                  say: {title: 定日程, takes: [{date: checks, title: 开始, before: finish}, {date: finish, title: 结束}]}
                  go: {title: 开展, to: done}
            """;
        Scenario.Given(stages, Opened("06-01 09:00") with { Dates = CaseTime.NoDates.Add("checks", On("07-10")) })
            .When(Dating("finish", "07-05")).ThenRefused(new Refusal.Missing(new Input.NamedDate("checks", "开始", "finish")));

        static Press Dating(string name, string day) => Of("say", Clerk) with
        {
            Inputs = Inputs.None with { Dates = CaseTime.NoDates.Add(name, On(day)) },
        };
    }

    [Fact]
    public void A_press_that_sets_the_date_and_leaves_the_stage_moves_no_seat()
    {
        const string stages = """
            stages:
              - id: plan
                title: 安排
                signers: {role: office}
                deadline: {date: start}
                actions: {fix: {title: 定日期, to: done, needs: [{date: start, title: 开始日}]}}
            """;
        var fix = Of("fix", Clerk);
        var story = Scenario.Given(stages, Opened("06-02 09:00"))
            .When(fix with { Inputs = fix.Inputs with { Dates = CaseTime.NoDates.Add("start", On("12-01")) } }).ThenIn("done");
        story.Office.EventsOf(story.Case.Id).OfType<CaseEvent.DueOnMoved>().ShouldBeEmpty();
    }

    private static Scenario Notice()
    {
        var row = new ChildSeed("1", "第一项", new Opened()
            .With(Party.ResponsibleLeaders, People(Zhang)).With(Party.ResponsibleDepartments, Bodies(Medical))
            .With(Party.LeadDepartment, Bodies(Medical)).Parties, [], null);
        return Scenario.Given(
            Shipped.Book, "notice",
            (Opened("06-02 09:00") with { At = "dividing", Rows = [row] }).With(Party.HostDepartment, Bodies(Quality)));
    }

    private static Scenario Campaign(string? checks, string? finish) =>
        Notice().When(Dated(Of("divide", Registrar), checks, finish)).ThenIn("issued").OnChild("0");

    private static Press Dated(Press press, string? checks, string? finish)
    {
        var dates = CaseTime.NoDates;
        dates = checks is null ? dates : dates.Add("checks", On(checks));
        dates = finish is null ? dates : dates.Add("finish", On(finish));
        return press with { Inputs = press.Inputs with { Dates = dates } };
    }
}

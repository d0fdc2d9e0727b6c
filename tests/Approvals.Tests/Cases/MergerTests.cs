using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>合并: nothing that was promised of the one item is lost in the other.</summary>
public sealed class MergerTests
{
    private static readonly DateOnly Soon = Day.AddDays(5);
    private static readonly DateOnly Late = Day.AddDays(130);
    private static readonly Recurrence TuesdaysAndFridays = new(RecurrencePeriod.Week, [DayOfWeek.Tuesday, DayOfWeek.Friday]);

    [Fact]
    public void Its_work_goes_on_in_the_other_under_its_own_title_and_is_due_when_it_was()
    {
        var campaign = Campaign(Row("1", Soon, Medical), Row("2", Late, Nursing));
        Merge(campaign, "1", "2");

        var part = Part(campaign, "2", Medical);
        (part.Title, part.DueOn, part.Stage.Value).ShouldBe(("第1项", Soon, "acknowledging"));
        part.Matters.ShouldHaveSingleItem().Text.ShouldBe("内容相同");
        Item(campaign, "2").DueOn.ShouldBe(Late);
    }

    [Fact]
    public void What_was_due_later_is_due_with_the_item_of_which_it_is_a_part_now()
    {
        var campaign = Campaign(Row("1", Late, Medical), Row("2", Soon, Nursing));
        Merge(campaign, "1", "2");
        Part(campaign, "2", Medical).DueOn.ShouldBe(Soon);
    }

    [Fact]
    public void A_department_that_has_its_part_of_the_other_has_that_of_the_merged_one_besides()
    {
        var campaign = Campaign(Row("1", Soon, Medical), Row("2", Late, Medical));
        Merge(campaign, "1", "2");
        Parts(campaign, "2", Medical).Select(p => (p.Title, p.DueOn)).ShouldBe([("第2项", Late), ("第1项", Soon)]);
    }

    [Fact]
    public void Who_has_acknowledged_it_goes_on_at_work_and_who_has_handed_it_in_is_asked_for_it_again()
    {
        var campaign = Campaign(Row("1", Soon, Medical, Pharmacy), Row("2", Late, Nursing));
        campaign.OnChild("1").OnChild($"{Medical.Value}").When(Of("acknowledge", HandlerOf(Medical))).OnParent()
            .OnChild($"{Pharmacy.Value}").When(Of("acknowledge", HandlerOf(Pharmacy)))
            .When(Of("complete-part", HeadOf(Pharmacy)).Reporting("完")).ThenIn("submitted").OnParent().OnParent();
        Merge(campaign, "1", "2");
        Part(campaign, "2", Medical).Stage.Value.ShouldBe("working");
        Part(campaign, "2", Pharmacy).Stage.Value.ShouldBe("working");
    }

    [Fact]
    public void What_recurs_goes_on_and_what_was_called_off_stays_so()
    {
        var campaign = Campaign(Row("1", Soon, Medical) with { Recurrence = TuesdaysAndFridays }, Row("2", Late, Nursing));
        var off = Day.AddDays(6); // a Tuesday
        campaign.OnChild("1");
        campaign.Office.ChildrenOf(campaign.Case.Id).Count(c => c.Workflow.Value == "duty").ShouldBe(1);
        campaign.OnChildOf("duty").When(Of("call-off", HandlerOf(Medical)).On(OccurrenceDay.Held, off).Because("检修")).OnParent().OnParent();
        Merge(campaign, "1", "2");

        var duty = campaign.Office.ChildrenOf(Item(campaign, "2").Id).Single(c => c.Workflow.Value == "duty");
        (duty.Stage.Value, duty.Party(Party.AssignedDepartment)).ShouldBe(("on-its-days", Bodies(Medical)));
        duty.Duty.ShouldNotBeNull().Recurrence.ShouldBe(TuesdaysAndFridays);
        duty.Duty!.Exceptions.ShouldBe([new DutyException(off, null)]); // as just said
    }

    [Fact]
    public void Merged_on_it_takes_along_what_was_merged_into_it()
    {
        var campaign = Campaign(
            Row("1", Soon, Medical) with { Recurrence = TuesdaysAndFridays }, Row("2", Late, Nursing), Row("3", Late, Quality));
        Merge(campaign, "1", "2");
        Merge(campaign, "2", "3");
        var below = campaign.Office.ChildrenOf(Item(campaign, "3").Id).Where(c => !c.Ended).ToList();
        below.Where(c => c.Workflow.Value == "branch").Select(c => (c.Title, c.DueOn))
            .ShouldBe([("第3项", Late), ("第2项", Late), ("第1项", Soon)], ignoreOrder: true);
        below.Count(c => c.Workflow.Value == "duty").ShouldBe(1);
    }

    [Fact]
    public void What_is_to_be_kept_up_makes_the_other_so()
    {
        var campaign = Campaign(Row("1", null, Medical) with { Facts = [Facts.Lasting] }, Row("2", Late, Nursing));
        Merge(campaign, "1", "2");
        Item(campaign, "2").Facts.ShouldContain(Facts.Lasting);
    }

    [Fact]
    public void What_stood_still_before_it_was_merged_counts()
    {
        var campaign = Campaign(Row("1", Soon, Medical), Row("2", Late, Nursing));
        campaign.OnChild("1").When(Standing("suspend", Clerk).Because("停电")).Once(office => office.Now = office.Now.AddDays(7)).OnParent();
        Merge(campaign, "1", "2");
        Part(campaign, "2", Medical).DueOn.ShouldBe(Soon.AddDays(7));
    }

    [Fact]
    public void What_was_found_and_not_settled_is_found_there()
    {
        var campaign = Campaign(Row("1", Soon, Medical), Row("2", Late, Nursing));
        campaign.OnChild("1").OnChild($"{Medical.Value}").When(Of("acknowledge", HandlerOf(Medical)))
            .When(Of("complete", HandlerOf(Medical)).Reporting("完")).OnParent()
            .When(Of("agree", HeadOf(Medical))).When(Of("agree", Zhang)).OnParent()
            .When(Of("open-checks", Clerk)).OnChild("1").ThenIn("self-rating")
            .When(Of("rate-partly", HeadOf(Medical)).Because("少一台设备").Until(Late)).ThenIn("gap-filling").OnParent();
        Merge(campaign, "1", "2");
        var gap = Item(campaign, "2").OpenMatters("gap").ShouldHaveSingleItem();
        (gap.Text, gap.DueOn, gap.Body).ShouldBe(("少一台设备", Late, Medical));
    }

    private static Scenario Campaign(params ImmutableArray<ChildSeed> rows) => Given(
        Shipped.Book, "campaign",
        new Opened { Rows = rows }.With(Party.HostDepartment, Bodies(Quality)).With(Party.ResponsibleLeaders, People(Zhang)));

    private static ChildSeed Row(string no, DateOnly? due, params ImmutableArray<BodyId> departments) => new(
        no, $"第{no}项",
        ImmutableDictionary<Party, PartyMembers>.Empty.Add(Party.ResponsibleLeaders, People(Zhang))
            .Add(Party.ResponsibleDepartments, PartyMembers.Of(departments)).Add(Party.LeadDepartment, Bodies(departments[0])),
        [], due);

    private static Case Item(Scenario campaign, string no) =>
        campaign.Office.Cases.Single(c => c.Workflow.Value == "item" && c.Title == $"第{no}项");

    private static List<Case> Parts(Scenario campaign, string no, BodyId body) =>
    [
        .. campaign.Office.ChildrenOf(Item(campaign, no).Id)
            .Where(c => c.Workflow.Value == "branch" && c.Party(Party.AssignedDepartment).Bodies.Contains(body)),
    ];

    private static Case Part(Scenario campaign, string no, BodyId body) => Parts(campaign, no, body).ShouldHaveSingleItem();

    private static void Merge(Scenario campaign, string from, string into) =>
        campaign.OnChild(from).When(Standing("merge", Signatory).Because("内容相同").Into(Item(campaign, into).Id)).ThenIn("merged")
            .OnParent();
}

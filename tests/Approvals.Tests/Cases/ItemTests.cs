using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using Approvals.Tests.Calendars;
using Approvals.Tests.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>The shipped item, branch and campaign, rule by rule.</summary>
public sealed class ItemTests
{
    private static readonly DateOnly Later = Day.AddDays(30);

    /// <summary>A lone item with these departments, the first in the lead; its leaders are Zhang, then Guan.</summary>
    internal static Scenario Item(params ImmutableArray<BodyId> departments) => Item(departments, o => o);

    internal static Scenario Item(ImmutableArray<BodyId> departments, Func<Opened, Opened> but) =>
        Scenario.Given(Shipped.Book, "item", but(Row(departments)));

    internal static string KeyOf(BodyId body) => $"{body.Value}";

    /// <summary>An item in a campaign of its own, at its own work.</summary>
    internal static Scenario ItemOfCampaign(ImmutableArray<BodyId> departments, params ImmutableArray<string> facts) =>
        Scenario.Given(Shipped.Book, "campaign", new Opened
        {
            Parties = ImmutableDictionary<Party, PartyMembers>.Empty
                .Add(Party.HostDepartment, Bodies(Quality))
                .Add(Party.ResponsibleLeaders, People(Zhang)),
            Rows = [new ChildSeed("1", "第一项", Row(departments).Parties, [.. facts], Later)],
        }).OnChild("1");

    [Fact]
    public void A_split_opens_a_branch_for_every_department_and_marks_the_lead() =>
        Item(Medical, Nursing)
            .Then(item => item.Splits.Values.ShouldBe([2]))
            .OnChild(KeyOf(Medical)).ThenIn("acknowledging").Then(b => b.Facts.ShouldBe([Facts.Lead]))
            .OnParent().OnChild(KeyOf(Nursing)).ThenIn("acknowledging").Then(b => b.Facts.ShouldBeEmpty());

    [Fact]
    public void A_supporting_departments_branch_is_submitted_by_its_head_the_leads_by_any_handler() =>
        Item(Medical, Nursing)
            .OnChild(KeyOf(Nursing))
            .When(Of("acknowledge", HandlerOf(Nursing))).ThenIn("working")
            .When(Of("complete", HeadOf(Nursing)).Reporting("完")).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("complete-part", HandlerOf(Nursing)).Reporting("完")).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("complete-part", HeadOf(Nursing)).Reporting("完")).ThenIn("submitted")
            .OnParent().OnChild(KeyOf(Medical))
            .When(Of("acknowledge", HandlerOf(Medical)))
            .When(Of("complete", HandlerOf(Medical)).Reporting("完")).ThenIn("submitted");

    [Fact]
    public void An_item_waits_until_its_last_branch_has_ended_and_a_wake_too_early_or_twice_does_nothing() =>
        Carried(Item(Medical, Nursing), Medical).ThenStillIn("carrying-out")
            .ThenNothingMoves(s => s.WhenWoken())
            .ThenNothingMoves(s => s.WhenWoken().WhenWoken())
            .Then(item => item.VotesOfRound.ShouldBeEmpty());

    [Fact]
    public void The_last_branch_brings_the_item_on_and_waking_it_again_does_nothing() =>
        Carried(Carried(Item(Medical, Nursing), Medical), Nursing).ThenIn("department-signing")
            .ThenNothingMoves(s => s.WhenWoken().WhenWoken());

    [Fact]
    public void After_a_return_only_the_departments_it_concerns_get_a_new_branch_and_at_their_work() =>
        Carried(Carried(Item(Medical, Nursing), Medical), Nursing)
            .When(Of("return", HeadOf(Medical)).Because("缺数据").Naming(Party.ConcernedDepartments, Bodies(Nursing)))
            .ThenIn("carrying-out")
            .Then(item => item.Splits.Values.ShouldBe([3]))
            .OnChild(KeyOf(Nursing)).ThenIn("working")
            .OnParent().OnChild(KeyOf(Medical)).ThenIn("submitted");

    [Fact]
    public void A_return_that_names_nobody_concerns_all_whatever_the_return_before_it_named()
    {
        var item = Carried(Carried(Item(Medical, Nursing), Medical), Nursing)
            .When(Of("return", HeadOf(Medical)).Because("缺数据").Naming(Party.ConcernedDepartments, Bodies(Nursing)))
            .OnChild(KeyOf(Nursing))
            .When(Of("complete-part", HeadOf(Nursing)).Reporting("补上")).OnParent().ThenIn("department-signing")
            .When(Of("return", HeadOf(Medical)).Because("都要改")).ThenIn("carrying-out");
        item.Office.ChildrenOf(item.Case.Id).Count(c => !c.Ended).ShouldBe(2);
    }

    [Fact]
    public void A_department_disputes_its_part_and_the_office_rules() =>
        Item(Medical)
            .OnChild(KeyOf(Medical))
            .When(Of("return", HeadOf(Medical))).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Of("return", HeadOf(Medical)).Because("不归我科")).ThenIn("disputing")
            .When(Of("overrule", Clerk).Because("职责所在")).ThenIn("working");

    [Fact]
    public void Reassigning_replaces_the_department_in_the_item_too_and_nowhere_else() =>
        Item([Medical, Nursing], o => o.With(Party.HostDepartment, Bodies(Medical)))
            .OnChild(KeyOf(Medical))
            .When(Of("return", HeadOf(Medical)).Because("不归我科"))
            .When(Of("reassign", Clerk).Because("职责不符").Naming(Party.AssignedDepartment, Bodies(Pharmacy)))
                .ThenIn("acknowledging")
            .When(Of("acknowledge", HandlerOf(Pharmacy))).ThenIn("working")
            .OnParent()
            .Then(item => item.Party(Party.ResponsibleDepartments).ShouldBe(Bodies(Pharmacy, Nursing)))
            .Then(item => item.Party(Party.LeadDepartment).ShouldBe(Bodies(Pharmacy)))
            .Then(item => item.Party(Party.HostDepartment).ShouldBe(Bodies(Medical)))
            .ThenNothingMoves(s => s.When(new CaseCommand.Replace(Medical, Pharmacy)));

    [Fact]
    public void What_recurs_changes_hands_with_the_lead_departments_part_and_keeps_its_days_and_its_time()
    {
        var item = Item([Medical, Nursing], o => o with
        {
            Recurrence = DeadlineRules.Read("每季度", Day, OfficialCalendars.Shipped).Recurrence.ShouldNotBeNull(),
            Calendar = OfficialCalendars.Shipped,
        });
        var duty = item.Office.ChildrenOf(item.Case.Id).Single(c => c.Workflow.Value == "duty");
        var branch = item.Office.ChildrenOf(item.Case.Id).First(c => c.Workflow.Value == "branch").Id;
        Do(item.Office, branch, Of("return", HeadOf(Medical)).Because("不归我科")).ShouldBeNull();
        Do(item.Office, branch, Of("reassign", Clerk).Because("职责不符").Naming(Party.AssignedDepartment, Bodies(Pharmacy))).ShouldBeNull();

        var after = item.Office[duty.Id];
        after.Party(Party.AssignedDepartment).ShouldBe(Bodies(Pharmacy));
        after.Seats.ShouldHaveSingleItem().Body.ShouldBe(Pharmacy);
        after.Seats[0].Sitters.ShouldAllBe(s => s.Body == Pharmacy);
        after.Time.Clocks.ShouldBe(duty.Time.Clocks);
        Do(item.Office, duty.Id, Of("report-period", HandlerOf(Medical)).Reporting("开了")).ShouldBe(new Refusal.NotYourAssignment());
        Do(item.Office, duty.Id, Of("report-period", HandlerOf(Pharmacy)).Reporting("开了")).ShouldBeNull();
    }

    [Fact]
    public void A_branch_is_handed_to_one_department_and_not_to_two() =>
        Item(Medical)
            .OnChild(KeyOf(Medical))
            .When(Of("return", HeadOf(Medical)).Because("不归我科"))
            .When(Of("reassign", Clerk).Because("职责不符").Naming(Party.AssignedDepartment, Bodies(Pharmacy, Nursing)))
            .ThenRefused(new Refusal.Missing(new Input.Naming(Party.AssignedDepartment)));

    [Fact]
    public void A_collective_owner_is_answered_for_by_the_body_that_the_directory_names() =>
        Item(Wards)
            .OnChild(KeyOf(Wards))
            .When(Of("acknowledge", HandlerOf(Nursing))).ThenIn("working")
            .When(Of("complete", HandlerOf(Nursing)).Reporting("完")).OnParent().ThenIn("department-signing")
            .When(Of("agree", HeadOf(Nursing))).ThenIn("leader-signing");

    [Fact]
    public void A_gap_found_in_the_self_check_becomes_a_part_and_is_settled_by_it() =>
        SelfChecked(Medical)
            .When(Of("rate-partly", HeadOf(Medical)).Because("母婴室未完").Until(Later)).ThenIn("gap-filling")
            .Then(item => item.OpenMatters("gap").Single().DueOn.ShouldBe(Later))
            .OnChild("1").ThenIn("carrying-out")
            .Then(part => (part.Title, part.DueOn).ShouldBe(("母婴室未完", Later)))
            .Then(part => part.Facts.ShouldBe([Facts.Part]))
            .Then(part => part.Party(Party.ResponsibleDepartments).ShouldBe(Bodies(Medical)))
            .OnChild(KeyOf(Medical))
            .When(Of("acknowledge", HandlerOf(Medical)))
            .When(Of("complete", HandlerOf(Medical)).Reporting("补齐")).OnParent()
            .When(Of("agree", HeadOf(Medical))).ThenIn("leader-signing")
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("agree-part", Zhang)).ThenIn("made-good")
            .OnParent()
            .Then(item => item.Matters.ShouldAllBe(m => !m.Open))
            .ThenIn("reconciling-row");

    [Fact]
    public void Every_department_rates_itself_and_the_worst_rating_stands() =>
        SelfChecked(Medical, Nursing)
            .When(Of("rate-not", HeadOf(Nursing)).Because("没动").Until(Later)).ThenStillIn("self-rating")
            .When(Of("rate-done", HandlerOf(Medical)).Reporting("完")).ThenIn("gap-filling")
            .Then(item => item.Matters.Single().Body.ShouldBe(Nursing));

    [Fact]
    public void A_finding_takes_a_number_blocks_clearing_and_is_settled_by_the_same_inspectors() =>
        Inspected(Medical)
            .When(Of("reject", InspectorA).Because("未到位").Reporting("现场").Until(Later)).ThenStillIn("inspecting")
            .When(Of("accept", InspectorB).Reporting("现场")).ThenIn("rectifying")
            .Then(item => item.Numbers["rectification"].ShouldBe(["rectification〔2021〕1号"]))
            .Then(item => item.Seats[0].DueOn.ShouldBe(Later))
            .When(Of("rectified", HandlerOf(Medical)).Reporting("已改")).ThenIn("reinspecting")
            .When(Of("accept", InspectorA).Reporting("复验"))
            .When(Of("reject", InspectorB).Because("仍缺").Reporting("复验").Until(Later.AddDays(5))).ThenIn("rectifying")
            .Then(item => item.OpenMatters("finding").Count().ShouldBe(2))
            .Then(item => item.Seats[0].DueOn.ShouldBe(Later.AddDays(5)))
            .When(Of("rectified", HandlerOf(Medical)).Reporting("再改"))
            .When(Of("accept", InspectorA).Reporting("复验"))
            .When(Of("accept", InspectorB).Reporting("复验")).ThenIn("signing-off")
            .Then(item => item.OpenMatters("finding").ShouldBeEmpty());

    [Fact]
    public void Where_the_first_leader_has_left_the_next_one_on_the_list_signs() =>
        Carried(Item(Medical), Medical)
            .Once(office => office.Directory = Without(Zhang))
            .When(Of("agree", HeadOf(Medical))).ThenIn("leader-signing")
            .When(Of("agree", Guan)).ThenIn("signed");

    [Fact]
    public void The_office_names_another_leader_whatever_stage_it_stands_in_and_what_waits_for_the_old_one_waits_for_him() =>
        Carried(Item(Medical), Medical)
            .When(Of("agree", HeadOf(Medical))).ThenIn("leader-signing")
            .When(Standing("rename-leaders", HeadOf(Medical)).Because("分工调整").Naming(Party.ResponsibleLeaders, People(Guan)))
            .ThenRefused(new Refusal.NotYourAssignment())
            .When(Standing("rename-leaders", Clerk).Because("分工调整").Naming(Party.ResponsibleLeaders, People(Guan)))
            .ThenStillIn("leader-signing")
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", Guan)).ThenIn("signed");

    [Fact]
    public void Another_leader_of_the_item_is_the_one_of_what_is_open_below_it_too()
    {
        var item = Item([Medical], o => o.With(Party.ResponsibleLeaders, People(Zhang)));
        item.OnChild(KeyOf(Medical)).When(Of("acknowledge", HandlerOf(Medical)))
            .When(Of("ask-for-time", HeadOf(Medical)).Because("设备未到").Until(Later.AddDays(9)));
        var extension = item.Office.Cases.Single(c => c.Workflow.Value == "extension").Id;
        Do(item.Office, extension, Of("recommend", Clerk)).ShouldBeNull();

        item.OnParent().When(Standing("rename-leaders", Clerk).Because("分工调整").Naming(Party.ResponsibleLeaders, People(Guan)));
        item.Office[extension].Party(Party.ResponsibleLeaders).ShouldBe(People(Guan));
        Do(item.Office, extension, Of("grant", Zhang)).ShouldBe(new Refusal.NotYourAssignment());
        Do(item.Office, extension, Of("grant", Guan)).ShouldBeNull();
    }

    [Fact]
    public void Where_an_inspector_has_left_meanwhile_the_office_names_others_who_look_again() =>
        Inspected(Medical)
            .When(Of("reject", InspectorA).Because("未到位").Reporting("现场").Until(Later))
            .When(Of("accept", InspectorB).Reporting("现场")).ThenIn("rectifying")
            .Once(office => office.Directory = Without(InspectorA))
            .When(Of("rectified", HandlerOf(Medical)).Reporting("已改")).ThenRefused(new Refusal.NobodyToSign(new StageId("inspecting")))
            .When(Naming(InspectorB)).ThenRefused(new Refusal.Missing(new Input.Naming(Party.Inspectors, AtLeast: 2)))
            .When(Naming(InspectorB, InspectorC)).ThenStillIn("rectifying")
            .When(Of("rectified", HandlerOf(Medical)).Reporting("已改")).ThenIn("reinspecting")
            .When(Of("accept", InspectorB).Reporting("复验"))
            .When(Of("accept", InspectorC).Reporting("复验")).ThenIn("signing-off")
            .Then(item => item.OpenMatters("finding").ShouldBeEmpty());

    [Fact]
    public void Where_an_inspector_has_left_before_he_voted_the_one_named_anew_has_his_seat() =>
        Inspected(Medical)
            .When(Of("accept", InspectorB).Reporting("现场"))
            .Once(office => office.Directory = Without(InspectorA))
            .When(Naming(InspectorB, InspectorC)).ThenStillIn("inspecting")
            .When(Of("accept", InspectorC).Reporting("现场")).ThenIn("signing-off");

    private static Press Naming(params ImmutableArray<PersonId> inspectors) =>
        Standing("rename-inspectors", Clerk).Because("离岗").Naming(Party.Inspectors, PartyMembers.Of(inspectors));

    [Fact]
    public void Inspectors_come_from_none_of_the_items_departments_nor_from_who_answers_for_them() =>
        Scenario.Given(
            """
            stages:
              - id: look
                title: 验收
                signers: {people: inspectors, choose: 2, none_from: responsible_departments, at_least: 2}
                mode: all
                actions: {accept: {title: 通过, to: done}}
            """,
            new Opened()
                .With(Party.ResponsibleDepartments, Bodies(Medical, Wards))
                .With(Party.Inspectors, People(HeadOf(Medical), HeadOf(Nursing), InspectorA, InspectorB)))
            .Then(c => c.Seats.SelectMany(s => s.Sitters).Select(s => s.Person)
                .ShouldBe([InspectorA, InspectorB], ignoreOrder: true));

    [Fact]
    public void An_open_finding_blocks_clearing() =>
        Scenario.Given(
            """
            stages:
              - id: look
                title: 验收
                signers: {people: inspectors}
                actions: {accept: {title: 通过, to: clear, needs: [reason], effects: [raise: finding]}}
              - id: clear
                title: 销号
                signers: {people: first_leader}
                actions:
                  clear: {title: 销号, to: done, when: none open finding, else_say: 还有问题没有整改完。}
                  waive: {title: 免改, to: clear, effects: [settle: finding]}
            """,
            new Opened().With(Party.Inspectors, People(InspectorA)).With(Party.ResponsibleLeaders, People(Zhang, Guan)))
            .When(Of("accept", InspectorA).Because("小问题"))
            .When(Of("clear", Zhang)).ThenRefused(new Refusal.NotYet("还有问题没有整改完。"))
            .When(Of("waive", Zhang))
            .When(Of("clear", Zhang)).ThenIn("done");

    [Fact]
    public void A_cleared_item_is_reopened_with_a_reason_and_walks_again() =>
        ClearedItem()
            .When(Of("reopen", Clerk)).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Of("reopen", Clerk).Because("反弹")).ThenIn("carrying-out")
            .OnParent().ThenIn("summing-up")
            .When(Of("close", Clerk)).ThenRefused(new Refusal.NotYet("有事项被重新打开，销号后才能办结。"));

    [Fact]
    public void A_cleared_item_is_sealed_when_its_campaign_closes() =>
        ClearedItem()
            .OnParent().When(Of("close", Clerk)).ThenIn("closed")
            .OnChild("1").ThenIn("sealed");

    [Fact]
    public void What_has_no_end_is_kept_up_and_outlives_the_campaign() =>
        Accepted(Inspected(ItemOfCampaign([Medical], Facts.Lasting), Medical))
            .When(Of("clear", Zhang)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("make-lasting", Zhang)).ThenIn("kept-up")
            .OnParent().When(Of("close", Clerk)).ThenIn("closed")
            .OnChild("1").ThenIn("kept-up")
            .When(Of("look-back", Clerk).Reporting("一季度复查")).ThenStillIn("kept-up")
            .When(Of("release", Clerk).Because("已成惯例")).ThenIn("sealed");

    [Fact]
    public void A_party_that_a_child_does_not_have_is_its_parents_the_derived_ones_too() =>
        Scenario.Given(
            """
            stages:
              - id: part
                title: 分工
                split: [{workflow: child, each: row}]
                wait: {until: every child has ended, to: done}
            """,
            new Opened { Rows = [new ChildSeed("1", "无人名的一项", ImmutableDictionary<Party, PartyMembers>.Empty, [], null)] }
                .With(Party.ResponsibleLeaders, People(Guan, Zhang)),
            """
            apiVersion: approvals/1
            workflow: child
            title: 子流程
            stages:
              - id: name
                title: 定人
                signers: {role: office}
                actions: {inherit: {title: 随上级, to: sign}}
              - id: sign
                title: 审签
                signers: {people: first_leader}
                actions: {agree: {title: 同意, to: done}}
            ends: [{id: done, title: 办结}]
            """)
            .OnChild("1")
            .When(Of("inherit", Clerk)).ThenIn("sign")
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", Guan)).ThenIn("done");

    [Fact]
    public void Verification_opens_in_the_hands_of_the_office_or_the_host_department() =>
        ItemOfCampaign([Medical]).OnParent()
            .When(Of("open-checks", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("open-checks", HandlerOf(Quality))).ThenIn("self-checking");

    private static Refusal? Do(World office, CaseId id, Press press) => office.Do(id, press.On(office[id], office));

    private static Opened Row(ImmutableArray<BodyId> departments) => new()
    {
        Parties = ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleLeaders, People(Zhang, Guan))
            .Add(Party.ResponsibleDepartments, PartyMembers.Of(departments))
            .Add(Party.LeadDepartment, Bodies(departments[0])),
        DueOn = Later,
    };

    private static Scenario Carried(Scenario item, BodyId body)
    {
        var branch = item.OnChild(KeyOf(body)).When(Of("acknowledge", HandlerOf(body)));
        return branch.Case.Facts.Contains(Facts.Lead)
            ? branch.When(Of("complete", HandlerOf(body)).Reporting("完")).OnParent()
            : branch.When(Of("complete-part", HeadOf(body)).Reporting("完")).OnParent();
    }

    private static Scenario SelfChecked(params ImmutableArray<BodyId> departments) =>
        SelfChecked(ItemOfCampaign(departments), departments);

    private static Scenario SelfChecked(Scenario item, ImmutableArray<BodyId> departments)
    {
        foreach (var body in departments)
        {
            item = Carried(item, body);
        }

        return item
            .When(Of("agree", HeadOf(departments[0])))
            .When(Of("agree", Zhang)).ThenIn("signed")
            .OnParent().When(Of("open-checks", Clerk))
            .OnChild("1").ThenIn("self-rating");
    }

    private static Scenario Inspected(BodyId body) => Inspected(ItemOfCampaign([body]), body);

    private static Scenario Inspected(Scenario item, BodyId body) =>
        SelfChecked(item, [body])
            .When(Of("rate-done", HandlerOf(body)).Reporting("完")).ThenIn("reconciling-row")
            .OnParent()
            .When(Of("open-acceptance", Clerk).Naming(Party.Inspectors, People(InspectorA, InspectorB)))
            .ThenRefused(new Refusal.NotYet("还有事项没有核查完，全部通过后才能开始验收检查。"))
            .OnChild("1")
            .When(Of("pass", Clerk)).ThenIn("awaiting-acceptance")
            .OnParent()
            .When(Of("open-acceptance", Clerk)).ThenRefused(new Refusal.Missing(new Input.Naming(Party.Inspectors, AtLeast: 2)))
            .When(Of("open-acceptance", Clerk).Naming(Party.Inspectors, People(InspectorA, InspectorB))).ThenIn("accepting")
            .OnChild("1").ThenIn("inspecting");

    private static Scenario Accepted(Scenario inspected) => inspected
        .When(Of("accept", InspectorA).Reporting("合格"))
        .When(Of("accept", InspectorB).Reporting("合格")).ThenIn("signing-off");

    private static Scenario ClearedItem() => Accepted(Inspected(Medical)).When(Of("clear", Zhang)).ThenIn("cleared");
}

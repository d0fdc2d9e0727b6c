using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>转办: an open seat is handed to somebody else, with a reason.</summary>
public sealed class TransferTests
{
    private const string DepartmentWorks = """
        stages:
          - id: work
            title: 办理
            signers: {bodies: responsible_departments, roles: [head, deputy]}
            deadline: 3 days
            transfer: true
            actions:
              submit: {title: 提交, to: check}
              close: {title: 办结, to: done, by: [head]}
          - id: check
            title: 审核
            signers: {bodies: responsible_departments, roles: [head, deputy, handler]}
            not_same_as: [work]
            transfer: true
            actions: {agree: {title: 同意, to: done}}
        """;

    private const string InspectorsJudge = """
        stages:
          - id: judge
            title: 验收
            signers: {people: inspectors, none_from: responsible_departments}
            mode: all
            transfer: true
            actions: {accept: {title: 通过, to: done}}
        """;

    private static readonly Opened OfMedical = new Opened().With(Party.ResponsibleDepartments, Bodies(Medical));

    private static readonly Opened ByInspectors = OfMedical.With(Party.Inspectors, People(InspectorA, InspectorB));

    [Fact]
    public void Only_he_to_whom_it_was_handed_acts_in_the_seat() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(Of("submit", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("submit", DeputyOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("submit", HandlerOf(Medical))).ThenIn("check");

    [Fact]
    public void The_seat_keeps_its_number_its_body_and_its_clock()
    {
        var story = Given(DepartmentWorks, OfMedical);
        var before = story.Case;

        story.When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .Then(c => c.Seats[0].ShouldBe(before.Seats[0] with { Holder = HandlerOf(Medical) }))
            .Then(c => c.Time.Clocks.ShouldBe(before.Time.Clocks));
    }

    [Fact]
    public void What_only_some_roles_may_do_is_asked_of_him_who_got_it_too() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(Of("close", HandlerOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void A_transfer_gives_its_reason() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical), reason: " "))
            .ThenRefused(new Refusal.Missing(new Input.Reason()));

    [Fact]
    public void A_departments_seat_stays_in_the_department() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Nursing))).ThenRefused(new Refusal.NotQualified(HandlerOf(Nursing)));

    [Fact]
    public void What_another_department_answers_for_stays_with_the_answering_one() =>
        Given(DepartmentWorks, OfMedical.With(Party.ResponsibleDepartments, Bodies(Wards)))
            .When(Transfer(HeadOf(Nursing), to: HandlerOf(Nursing)))
            .When(Of("submit", HandlerOf(Nursing))).ThenIn("check");

    [Fact]
    public void Where_the_stage_names_roles_the_receiver_holds_one_of_them() =>
        Given(DepartmentWorks.Replace("transfer: true", "transfer: {to: [deputy]}", StringComparison.Ordinal), OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical))).ThenRefused(new Refusal.NotQualified(HandlerOf(Medical)))
            .When(Transfer(HeadOf(Medical), to: DeputyOf(Medical))).ThenStillIn("work");

    [Fact]
    public void A_persons_seat_goes_to_one_who_holds_a_role_that_he_holds() =>
        Given(InspectorsJudge, ByInspectors)
            .When(Transfer(InspectorA, to: Zhang)).ThenRefused(new Refusal.NotQualified(Zhang))
            .When(Transfer(InspectorA, to: InspectorC))
            .When(Of("accept", InspectorC)).ThenStillIn("judge")
            .When(Of("accept", InspectorB)).ThenIn("done");

    [Fact]
    public void Nobody_gets_a_second_seat_of_the_round() =>
        Given(InspectorsJudge, ByInspectors)
            .When(Transfer(InspectorA, to: InspectorB)).ThenRefused(new Refusal.HasAnotherSeat(InspectorB))
            .When(Of("accept", InspectorB))
            .When(Transfer(InspectorA, to: InspectorB)).ThenRefused(new Refusal.HasAnotherSeat(InspectorB));

    [Fact]
    public void Whom_the_rule_of_the_stage_does_not_choose_gets_no_seat_of_it_by_transfer() =>
        Given(InspectorsJudge, ByInspectors with { Directory = With(InspectorC, Medical, "handler") })
            .When(Transfer(InspectorA, to: InspectorC)).ThenRefused(new Refusal.OfShutOutBody(InspectorC));

    [Fact]
    public void Who_did_the_work_does_not_get_the_seat_that_checks_it() =>
        Given(DepartmentWorks, OfMedical)
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check")
            .When(Transfer(HeadOf(Medical), to: DeputyOf(Medical)))
            .ThenRefused(new Refusal.ActedBefore(DeputyOf(Medical), new StageId("work")));

    [Fact]
    public void Who_may_not_act_himself_hands_nothing_on() =>
        Given(DepartmentWorks, OfMedical)
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check")
            .When(Transfer(DeputyOf(Medical), to: HandlerOf(Medical))).ThenRefused(new Refusal.SameHuman(new StageId("work")))
            .When(Transfer(HeadOf(Nursing), to: HandlerOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void He_who_got_it_hands_it_on_or_back() =>
        Given(DepartmentWorks, OfMedical)
            .When(HandBack(HeadOf(Medical))).ThenRefused(new Refusal.NotAllowedHere())
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(Transfer(HandlerOf(Medical), to: DeputyOf(Medical)))
            .When(HandBack(HandlerOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(HandBack(DeputyOf(Medical)))
            .When(Of("submit", HeadOf(Medical))).ThenIn("check");

    [Fact]
    public void Whose_seat_it_was_takes_it_back_or_hands_it_on_to_another() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(HandBack(DeputyOf(Medical)))
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(Transfer(DeputyOf(Medical), to: HeadOf(Medical)))
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(HandBack(HeadOf(Medical), reason: " ")).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(HandBack(HeadOf(Medical)))
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check");

    [Fact]
    public void The_office_gives_it_back_to_whose_it_was_and_to_nobody_else() =>
        Given(DepartmentWorks, OfMedical)
            .When(HandBack(Registrar)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(Transfer(Registrar, to: DeputyOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(HandBack(Registrar))
            .When(Of("submit", HeadOf(Medical))).ThenIn("check");

    [Fact]
    public void Nobody_else_takes_it_back_nor_who_acted_where_another_must() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(HandBack(HeadOf(Nursing))).ThenRefused(new Refusal.NotYourAssignment())
            .When(HandBack(HandlerOf(Medical)))
            .When(Of("submit", DeputyOf(Medical))).ThenIn("check")
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(HandBack(DeputyOf(Medical))).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void When_he_leaves_the_unit_the_seat_is_whose_it_was() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .Once(office => office.Directory = Without(HandlerOf(Medical)))
            .When(Of("submit", HeadOf(Medical))).ThenIn("check");

    [Fact]
    public void Nobody_hands_a_seat_to_himself_or_to_one_who_has_left() =>
        Given(DepartmentWorks, OfMedical)
            .When(Transfer(HeadOf(Medical), to: HeadOf(Medical))).ThenRefused(new Refusal.NotQualified(HeadOf(Medical)))
            .When(Transfer(HeadOf(Medical), to: Nobody)).ThenRefused(new Refusal.NotQualified(Nobody));

    [Fact]
    public void Nobody_is_given_a_seat_who_is_the_last_that_could_take_another() =>
        Given(
            """
            stages:
              - id: sign
                title: 会签
                signers: {bodies: responsible_departments, roles: [head]}
                mode: all
                transfer: true
                actions: {agree: {title: 同意, to: done}}
            """,
            new Opened { Directory = With(HeadOf(Nursing), Medical, "handler") }.With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)))
            .When(Transfer(HeadOf(Medical), to: HeadOf(Nursing))).ThenRefused(new Refusal.HasAnotherSeat(HeadOf(Nursing)))
            .When(Of("agree", HeadOf(Nursing)))
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .When(Of("agree", HandlerOf(Medical))).ThenIn("done");

    [Fact]
    public void A_seat_that_has_voted_is_not_handed_on() =>
        Given(InspectorsJudge, ByInspectors)
            .When(Of("accept", InspectorA))
            .When(Transfer(InspectorA, to: InspectorC)).ThenRefused(new Refusal.AlreadyVoted());

    [Fact]
    public void A_form_of_an_older_round_hands_nothing_on() =>
        Given(DepartmentWorks, OfMedical)
            .When(new CaseCommand.Transfer(0, new SeatNo(0), HeadOf(Medical), HandlerOf(Medical), "出差"))
            .ThenRefused(new Refusal.RoundIsOver());

    [Fact]
    public void Where_the_stage_does_not_say_so_nothing_is_handed_on() =>
        Given(DepartmentWorks.Replace("transfer: true", "claim: true", StringComparison.Ordinal), OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical))).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void The_reminder_goes_to_him_who_got_it()
    {
        var story = Given(DepartmentWorks.Replace("deadline: 3 days", "deadline: 1 day\n    remind: [0d]", StringComparison.Ordinal), OfMedical)
            .When(Transfer(HeadOf(Medical), to: HandlerOf(Medical)))
            .Once(office => office.Now = office.Now.AddDays(1))
            .When(new CaseCommand.Fire());

        story.Office.Messages.Single().Tell.To.ShouldBe([HandlerOf(Medical)]);
    }
}

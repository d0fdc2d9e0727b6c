using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>回避 by department (<c>none_from</c>): whoever belongs to those whose work it is judges it by no right at all.</summary>
public sealed class ShutOutTests
{
    private const string InspectorsJudge = """
        stages:
          - id: judge
            title: 验收
            signers: {people: inspectors, none_from: responsible_departments}
            mode: all
            deadline: 1 day
            remind: [0d]
            transfer: true
            add_seats: true
            copy_by_hand: true
            skip: [{role: handler}, {role: office}]
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 days}
            actions:
              accept: {title: 通过, to: done}
              reject: {title: 不通过, to: mend}
          - id: mend
            title: 整改
            signers: {role: office}
            actions: {mended: {title: 已整改, to: judge-again}}
          - id: judge-again
            title: 复验
            signers: {same_as: judge}
            on_unavailable: void
            actions: {accept: {title: 通过, to: done}, reject: {title: 不通过, to: void}}
        """;

    private static readonly Refusal OfMedical = new Refusal.OfShutOutBody(HandlerOf(Medical));

    private static Scenario Judging(Opened? opened = null) => Given(
        InspectorsJudge,
        (opened ?? new Opened()).With(Party.ResponsibleDepartments, Bodies(Medical)).With(Party.Inspectors, People(InspectorA, InspectorB)));

    [Theory]
    [InlineData("{people: inspectors, none_from: responsible_departments}")]
    [InlineData("{same_as: judge}")]
    public void Nor_does_he_what_may_be_done_at_any_stage_in_the_place_of_one_of_them(string signers) =>
        Given(
            $"at_any_stage:\n  call-off: {{title: 停止验收, to: void, signers: {signers}, needs: [reason]}}\n{InspectorsJudge}",
            new Opened { Directory = Away((InspectorA, HandlerOf(Medical)), (InspectorB, HandlerOf(Nursing))) }
                .With(Party.ResponsibleDepartments, Bodies(Medical)).With(Party.Inspectors, People(InspectorA, InspectorB)))
            .When(Standing("call-off", HandlerOf(Medical)).Because("改期")).ThenRefused(OfMedical)
            .When(Standing("call-off", HandlerOf(Nursing)).Because("改期")).ThenIn("void");

    [Fact]
    public void Nobody_of_the_department_accepts_its_work_in_the_place_of_an_inspector_who_is_away() =>
        Judging(new Opened { Directory = Away((InspectorA, HandlerOf(Medical)), (InspectorB, Zhang)) })
            .When(Of("accept", HandlerOf(Medical))).ThenRefused(OfMedical)
            .When(Transfer(HandlerOf(Medical), to: InspectorC)).ThenRefused(OfMedical)
            .When(Copy(HandlerOf(Medical), Zhang)).ThenRefused(OfMedical)
            .When(Of("accept", Zhang)).ThenStillIn("judge");

    [Fact]
    public void He_is_not_reminded_either()
    {
        var story = Judging(new Opened { Directory = Away((InspectorA, HandlerOf(Medical)), (InspectorB, Zhang)) })
            .Once(office => office.Now = office.Now.AddDays(1))
            .When(new CaseCommand.Fire());

        story.Office.Messages.SelectMany(m => m.Tell.To).ShouldBe([InspectorA, InspectorB, Zhang], ignoreOrder: true);
    }

    [Fact]
    public void An_inspector_who_joins_the_department_meanwhile_does_nothing_in_his_seat_any_more() =>
        Judging()
            .Once(office => office.Directory = With(InspectorA, Medical, "handler"))
            .When(Of("accept", InspectorA)).ThenRefused(new Refusal.OfShutOutBody(InspectorA))
            .WhenAdds(InspectorA, Placing.After, Zhang).ThenRefused(new Refusal.OfShutOutBody(InspectorA))
            .When(Of("accept", InspectorB)).ThenStillIn("judge");

    [Fact]
    public void Nor_does_he_have_somebody_act_for_him() =>
        Judging()
            .Once(office => office.Directory = Away(With(InspectorA, Medical, "handler"), (InspectorA, Zhang)))
            .When(Of("accept", Zhang)).ThenRefused(new Refusal.OfShutOutBody(InspectorA));

    [Fact]
    public void Nobody_of_the_department_is_added_nor_passes_over_those_who_judge() =>
        Judging()
            .WhenAdds(InspectorA, Placing.After, HandlerOf(Medical)).ThenRefused(OfMedical)
            .When(Skip(HandlerOf(Medical))).ThenRefused(OfMedical)
            .When(Skip(Clerk)).ThenStillIn("judge");

    [Fact]
    public void The_department_may_be_asked_what_it_thinks_all_the_same() =>
        Judging()
            .When(Of("accept", HeadOf(Medical))).ThenStillIn("judge")
            .Then(c => c.Votes.ShouldHaveSingleItem().Decider.Person.ShouldBe(HeadOf(Medical)));

    [Fact]
    public void Where_the_same_judge_again_it_holds_of_them_too() =>
        Judging()
            .When(Of("reject", InspectorA)).When(Of("accept", InspectorB)).When(Of("accept", HeadOf(Medical))).ThenIn("mend")
            .Once(office => office.Directory = With(InspectorB, Medical, "handler"))
            .When(Of("mended", Clerk)).ThenIn("judge-again") // any of the two may, and the other one is left
            .When(Of("accept", InspectorB)).ThenRefused(new Refusal.OfShutOutBody(InspectorB))
            .Once(office => office.Directory = Without(InspectorA)).WhenWoken().ThenStillIn("judge-again")
            .Once(office => office.Directory = Without(InspectorA, InspectorB)).WhenWoken().ThenIn("void");
}

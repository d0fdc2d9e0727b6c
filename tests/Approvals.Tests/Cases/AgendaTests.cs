using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>议题审批 as shipped: more than half of all who are entitled to vote must be for it.</summary>
public sealed class AgendaTests
{
    [Fact]
    public void More_than_half_of_all_decide_though_not_everybody_has_voted() =>
        Voting(Signatory, Zhang, Guan, InspectorA)
            .When(Of("agree", Zhang)).When(Of("agree", Guan)).ThenStillIn("voting")
            .When(Of("agree", Signatory)).ThenIn("minuting")
            .When(Of("enter-minutes", Clerk).Reporting("同意，由医务科落实，第6期纪要")).ThenIn("carrying-out")
            .ThenSeatsAreDueOn("06-22") // 20 days, as minutes that name no other day
            .When(Of("report-done", HandlerOf(Medical)).Reporting("设备已到货")).ThenIn("decided");

    [Fact]
    public void Half_are_not_more_than_half() =>
        Voting(Signatory, Zhang, Guan, InspectorA)
            .When(Of("agree", Zhang)).When(Of("agree", Guan))
            .When(Of("abstain", Signatory)).ThenStillIn("voting")
            .When(Of("oppose", InspectorA)).ThenIn("rejected");

    [Fact]
    public void Who_abstains_counts_among_all() =>
        Voting(Signatory, Zhang, Guan)
            .When(Of("abstain", Zhang)).ThenStillIn("voting")
            .When(Of("abstain", Guan)).ThenIn("rejected");

    [Fact]
    public void Who_chairs_may_put_it_off_whatever_the_others_said_and_it_is_listed_again() =>
        Voting(Signatory, Zhang, Guan)
            .When(Of("agree", Zhang))
            .When(Of("put-off", Guan).Because("分歧较大")).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("put-off", Signatory).Because("分歧较大，会后再沟通")).ThenIn("listing");

    [Fact]
    public void Fewer_than_three_hold_no_meeting() =>
        Listing().When(Listed(Signatory, Zhang)).ThenRefused(new Refusal.Missing(
            new Input.Naming(Party.Countersigners, AtLeast: 3) { Title = "请哪些领导表决（应到会的都勾上）" }));

    [Fact]
    public void Votes_are_given_by_the_evening_of_the_meeting() =>
        Voting(Signatory, Zhang, Guan).ThenSeatsAreDueOn("06-10", "06-10", "06-10")
            .Then(c => c.Time.Clocks.ShouldAllBe(k => k.DueAt == new TimeOnly(18, 0)));

    [Fact]
    public void Papers_that_lack_something_go_back_to_who_proposed_it() =>
        Listing().When(Of("return", Clerk).Because("没有附测算")).ThenIn("proposing");

    private static Scenario Listing() => Requested.Begun("agenda")
        .When(Of("hand-in", HandlerOf(Medical)).Reporting("购置一台设备，建议同意"))
        .When(Of("agree", HeadOf(Medical))).ThenIn("listing");

    private static Scenario Voting(params PersonId[] entitled) => Listing().When(Listed(entitled)).ThenIn("voting");

    private static Press Listed(params PersonId[] entitled) =>
        Of("list", Clerk).Naming(Party.Countersigners, People([.. entitled])).Dated("meeting", "06-10");
}

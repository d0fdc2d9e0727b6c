using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>委托: who is away, and who stands in for him.</summary>
public sealed class ProxyTests
{
    private const string LeaderSigns = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 签发
            signers: {people: first_leader}
            not_same_as: [draft]
            actions:
              agree: {title: 同意, to: done, by: [leader]}
              note: {title: 记一笔, needs: [report]}
        """;

    private const string LeadersCountersign = """
        stages:
          - id: sign
            title: 会签
            signers: {people: responsible_leaders}
            mode: all
            actions: {agree: {title: 同意, to: done}}
        """;

    private const string HeadsAct = """
        stages:
          - id: work
            title: 办理
            signers: {role: head}
            actions: {agree: {title: 同意, to: file}}
          - id: file
            title: 归档
            signers: [{role: registrar}, {role: office}]
            not_same_as: [work]
            actions: {file: {title: 归档, to: done}}
        """;

    [Fact]
    public void The_proxy_acts_in_the_place_of_the_absent_one_and_both_stand_in_the_vote() =>
        AtSign((Zhang, Guan))
            .When(Of("agree", Guan)).ThenIn("done")
            .Then(c => c.Votes[^1].Decider.ShouldBe(new Decider(Guan, null, null) { InPlaceOf = Zhang }));

    [Fact]
    public void What_the_absent_ones_roles_allow_his_proxy_may_do() =>
        AtSign((Zhang, HandlerOf(Medical)))
            .When(Of("agree", HandlerOf(Medical))).ThenIn("done");

    [Fact]
    public void Who_stands_in_for_nobody_here_may_not_act() =>
        AtSign((Zhang, Guan))
            .When(Of("agree", DeputyOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", Guan).For(Signatory)).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void The_absent_one_may_still_act_himself() =>
        AtSign((Zhang, Guan))
            .When(Of("agree", Zhang)).ThenIn("done")
            .Then(c => c.Votes[^1].Decider.ShouldBe(new Decider(Zhang, null, null)));

    [Fact]
    public void The_power_of_a_proxy_ends_with_the_last_day_of_the_absence() =>
        AtSign((Zhang, Guan))
            .Once(office => office.Now = office.Now.AddDays(2))
            .When(Of("agree", Guan)).ThenRefused(new Refusal.NotYourAssignment())
            .Once(office => office.Now = office.Now.AddDays(-1))
            .When(Of("agree", Guan)).ThenIn("done");

    [Fact]
    public void A_proxys_proxy_has_no_power() =>
        AtSign((Zhang, Guan), (Guan, DeputyOf(Nursing)))
            .When(Of("agree", DeputyOf(Nursing))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", Guan)).ThenIn("done");

    [Fact]
    public void Who_has_left_stands_in_for_nobody() =>
        AtSign(Away(Without(Guan), (Zhang, Guan)))
            .When(Of("agree", Guan)).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Who_drafted_it_does_not_sign_in_the_place_of_the_leader() =>
        AtSign((Zhang, HandlerOf(Pharmacy)))
            .When(Of("agree", HandlerOf(Pharmacy))).ThenRefused(new Refusal.SameHuman(new StageId("draft")));

    [Fact]
    public void For_a_leader_who_drafted_it_himself_his_proxy_does_not_sign_either() =>
        AtSign(Away((Zhang, Guan)), drafter: Zhang).ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));

    [Fact]
    public void Proxy_and_principal_both_count_as_having_acted_where_another_must() =>
        Given(HeadsAct, new Opened { Directory = Away(With(HeadOf(Medical), OfficeRoom, "registrar"), (HeadOf(Medical), Registrar)) })
            .When(Of("agree", Registrar)).ThenIn("file")
            .When(Of("file", Registrar)).ThenRefused(new Refusal.SameHuman(new StageId("work")))
            .When(Of("file", HeadOf(Medical))).ThenRefused(new Refusal.SameHuman(new StageId("work")))
            .When(Of("file", Clerk)).ThenIn("done");

    [Fact]
    public void The_humans_of_an_items_branches_are_the_absent_ones_too() =>
        ItemTests.Item([Medical], o => o with { Directory = Away((HeadOf(Medical), HandlerOf(Medical))) })
            .OnChild(ItemTests.KeyOf(Medical))
            .When(Of("acknowledge", HandlerOf(Medical)))
            .Once(office => office.Directory = Away(Without(HandlerOf(Medical)), (HeadOf(Medical), HeadOf(Nursing))))
            .When(Of("complete", HeadOf(Nursing)).Reporting("完成"))
            .OnParent()
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", DeputyOf(Medical))).ThenIn("leader-signing");

    [Fact]
    public void Who_may_sit_himself_acts_for_himself() =>
        Given(HeadsAct, new Opened { Directory = Away((HeadOf(Medical), HeadOf(Nursing))) })
            .When(Of("agree", HeadOf(Nursing)).For(HeadOf(Medical)))
            .Then(c => c.Votes[^1].Decider.ShouldBe(new Decider(HeadOf(Nursing), null, null)));

    [Fact]
    public void Where_several_are_away_the_form_says_for_whom() =>
        Given(HeadsAct, new Opened { Directory = Away((HeadOf(Medical), Clerk), (HeadOf(Nursing), Clerk)) })
            .When(Of("agree", Clerk)).ThenRefused(new Refusal.ForWhom())
            .When(Of("agree", Clerk).For(HeadOf(Nursing)))
            .Then(c => c.Votes[^1].Decider.InPlaceOf.ShouldBe(HeadOf(Nursing)));

    [Fact]
    public void Nobody_has_two_voices_in_a_round_his_own_and_an_absent_ones() =>
        Given(LeadersCountersign, Leaders(Away((Zhang, Guan)), Zhang, Guan))
            .When(Of("agree", Guan).At(0)).ThenRefused(new Refusal.HasAnotherSeat(Guan))
            .When(Of("agree", Guan).At(1)).ThenStillIn("sign")
            .When(Of("agree", Guan).At(0)).ThenRefused(new Refusal.HasAnotherSeat(Guan))
            .When(Of("agree", Zhang)).ThenIn("done");

    [Fact]
    public void Nobody_stands_in_for_two_in_one_round() =>
        Given(LeadersCountersign, Leaders(Away((Zhang, Clerk), (Guan, Clerk)), Zhang, Guan))
            .When(Of("agree", Clerk).At(0)).ThenStillIn("sign")
            .When(Of("agree", Clerk).At(1)).ThenRefused(new Refusal.HasAnotherSeat(Clerk));

    [Fact]
    public void The_seat_has_one_vote_whoever_of_the_two_casts_it() =>
        Given(LeadersCountersign, Leaders(Away((Zhang, Clerk)), Zhang, Guan))
            .When(Of("agree", Clerk)).ThenStillIn("sign")
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.AlreadyVoted());

    [Fact]
    public void The_office_may_write_down_what_a_proxy_decided() =>
        AtSign((Zhang, Guan))
            .When(Of("agree", Registrar).Recording(Guan, "电话")).ThenIn("done")
            .Then(c => c.Votes[^1].Decider.ShouldBe(new Decider(Guan, Registrar, "电话") { InPlaceOf = Zhang }));

    [Fact]
    public void The_absent_one_does_not_write_down_what_is_decided_in_his_place() =>
        AtSign(Away(With(Zhang, OfficeRoom, "registrar"), (Zhang, Guan)))
            .When(Of("agree", Zhang).Recording(Guan, "电话")).ThenRefused(new Refusal.MayNotRecord());

    [Fact]
    public void A_report_may_come_from_the_proxy_too() =>
        AtSign((Zhang, Guan))
            .When(Of("note", Guan).Reporting("已看")).ThenStillIn("sign");

    [Fact]
    public void A_proxy_may_hand_the_seat_on() =>
        Given(LeadersCountersign.Replace("mode: all", "transfer: true", StringComparison.Ordinal), Leaders(Away((Zhang, Clerk)), Zhang))
            .When(Transfer(Clerk, to: Guan)).ThenStillIn("sign")
            .When(Of("agree", Clerk)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", Guan)).ThenIn("done");

    private static Scenario AtSign(params (PersonId Absent, PersonId Proxy)[] absences) => AtSign(Away(absences));

    private static Scenario AtSign(UnitDirectory directory, PersonId? drafter = null) =>
        Given(LeaderSigns, Leaders(directory, Zhang).With(Party.Drafter, People(drafter ?? HandlerOf(Pharmacy))))
            .When(Of("hand-in", drafter ?? HandlerOf(Pharmacy)));

    private static Opened Leaders(UnitDirectory directory, params PersonId[] leaders) =>
        new Opened { Directory = directory }.With(Party.ResponsibleLeaders, People([.. leaders]));
}

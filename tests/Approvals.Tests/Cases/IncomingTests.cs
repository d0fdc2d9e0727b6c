using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Tests.Time;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>收文办理 as shipped: registered, proposed, instructed, carried out, answered, filed.</summary>
public sealed class IncomingTests
{
    [Fact]
    public void A_letter_is_answered_and_filed() =>
        Carried().When(Answer(HeadOf(Nursing))).When(Answer(HandlerOf(Medical))).ThenIn("approving")
            .When(Of("agree", Zhang)).ThenIn("filing")
            .When(Of("put-away", Registrar)).ThenIn("filed");

    [Fact]
    public void What_lacks_something_goes_back_to_who_sent_it_with_a_reason() =>
        Registering()
            .When(Of("send-back", Registrar)).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Of("send-back", Registrar).Because("没有落款")).ThenIn("sent-back");

    [Fact]
    public void Whoever_proposes_says_what_he_proposes_in_words() =>
        Registered().When(Proposal() with { Inputs = Proposal().Inputs with { Said = Said.Nothing } })
            .ThenRefused(new Refusal.Missing(new Input.Report("拟办意见")));

    [Fact]
    public void The_second_leader_has_it_once_the_first_has_written() =>
        Instructing()
            .When(Of("initial", Guan)).ThenRefused(new Refusal.NotYourTurn())
            .When(Of("instruct", Zhang).Reporting("请医务科牵头")).ThenStillIn("instructing")
            .When(Of("initial", Guan)).ThenIn("carrying-out");

    [Fact]
    public void A_leader_who_is_away_is_passed_over_by_the_office() =>
        Instructing().When(Skip(Clerk)).When(Of("initial", Guan)).ThenIn("carrying-out");

    [Fact]
    public void Who_supports_reports_first_and_the_lead_sums_up() =>
        Carried()
            .When(Answer(HeadOf(Medical))).ThenRefused(new Refusal.NotYourTurn())
            .When(Answer(HandlerOf(Nursing))).ThenStillIn("carrying-out")
            .When(Answer(HeadOf(Medical))).ThenIn("approving");

    [Fact]
    public void The_answer_is_late_after_office_hours_of_its_last_day() =>
        Carried().Then(c => c.Time.Clocks.ShouldAllBe(k => k.DueOn == Clockwork.On("06-18") && k.DueAt == new TimeOnly(17, 0)));

    [Fact]
    public void A_department_whose_work_it_is_not_sends_it_back_to_be_proposed_anew() =>
        Carried().When(Of("not-ours", HeadOf(Nursing)).Because("应由门诊办办理")).ThenIn("proposing");

    [Fact]
    public void Whoever_carries_it_out_may_let_others_know() =>
        Carried().When(c => new CaseCommand.Copy(
            c.Round, c.OpenSeats.First().No, HeadOf(Nursing), [HeadOf(Pharmacy)]))
            .Then(c => c.Copied.ShouldContain(HeadOf(Pharmacy)));

    [Fact]
    public void What_only_needs_to_be_known_is_filed_without_an_answer_once_everybody_has_read_it() =>
        Registered().When(Of("file-only", Clerk).Reporting("阅件")).ThenIn("filing")
            .When(Of("circulate", Registrar).Naming(Party.Readers, People(Zhang)))
            .When(Of("put-away", Registrar)).ThenRefused(new Refusal.NotYet("还有人没有阅完，可以催一催，或者跳过。"))
            .OnLastChild().When(Of("have-read", Zhang)).OnParent()
            .When(Of("put-away", Registrar)).ThenIn("filed");

    private static Scenario Registering() => Requested.Begun("incoming", Registrar, OfficeRoom, Staff.Directory).ThenIn("registering");

    private static Scenario Registered() =>
        Registering().When(Of("register", Registrar).Reporting("市卫健委〔2021〕12号，6月18日前报自查情况")).ThenIn("proposing");

    private static Scenario Instructing() => Registered().When(Proposal()).ThenIn("instructing");

    private static Scenario Carried() => Instructing().When(Of("initial", Zhang)).When(Of("initial", Guan)).ThenIn("carrying-out");

    private static Press Proposal() => Of("propose", Clerk).Reporting("拟请医务科牵头、护理部配合")
        .Naming(Party.ResponsibleLeaders, People(Zhang, Guan))
        .Naming(Party.ResponsibleDepartments, Bodies(Medical, Nursing)).Naming(Party.LeadDepartment, Bodies(Medical))
        .Dated("reply", "06-18");

    private static Press Answer(Engine.PersonId by) => Of("answer", by).Reporting("已自查，没有问题");
}

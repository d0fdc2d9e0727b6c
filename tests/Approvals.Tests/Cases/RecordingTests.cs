using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

public sealed class RecordingTests
{
    private const string OnPaper = "纸质批示，6月8日";

    private const string LeadersThenSignatory = """
        stages:
          - id: countersign
            title: 会签
            signers: {people: countersigners}
            mode: all
            actions: {agree: {title: 同意, to: sign}}
          - id: sign
            title: 签发
            signers: [{role: signatory}, {role: leader}, {role: registrar}]
            not_same_as: [countersign]
            actions: {sign: {title: 签发, to: done}}
        """;

    private static readonly Opened ByLeaders = new Opened()
        .With(Party.Countersigners, People(Zhang, Guan))
        .With(Party.ResponsibleDepartments, Bodies(Medical));

    [Fact]
    public void What_is_recorded_for_an_absent_leader_is_his_own_decision() =>
        Given(LeadersThenSignatory, ByLeaders)
            .When(Of("agree", Registrar).Recording(Zhang, OnPaper)).ThenStillIn("countersign")
            .Then(c => c.Votes[0].Decider.ShouldBe(new Decider(Zhang, Registrar, OnPaper)))
            .When(Of("agree", Zhang)).ThenRefused(new Refusal.AlreadyVoted())
            .When(Of("agree", Guan)).ThenIn("sign");

    [Fact]
    public void Separation_compares_the_principal_and_not_who_wrote_it_down() =>
        Given(LeadersThenSignatory, ByLeaders)
            .When(Of("agree", Registrar).Recording(Zhang, OnPaper))
            .When(Of("agree", Guan))
            .When(Of("sign", Zhang)).ThenRefused(new Refusal.SameHuman(new StageId("countersign")))
            .When(Of("sign", Registrar).Recording(Zhang, OnPaper)).ThenRefused(new Refusal.SameHuman(new StageId("countersign")))
            .When(Of("sign", Registrar)).ThenIn("done");

    [Fact]
    public void Recording_needs_the_power() =>
        Given(LeadersThenSignatory, ByLeaders)
            .When(Of("agree", HandlerOf(Nursing)).Recording(Zhang, OnPaper)).ThenRefused(new Refusal.MayNotRecord());

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public void Recording_needs_the_occasion(string? occasion) =>
        Given(LeadersThenSignatory, ByLeaders)
            .When(Of("agree", Registrar).Recording(Zhang, occasion)).ThenRefused(new Refusal.MayNotRecord());

    [Fact]
    public void Nobody_records_for_himself() =>
        Given(LeadersThenSignatory, ByLeaders.With(Party.Countersigners, People(Registrar)))
            .When(Of("agree", Registrar).Recording(Registrar, OnPaper)).ThenRefused(new Refusal.MayNotRecord());

    [Fact]
    public void Only_the_decision_of_one_who_sits_there_can_be_recorded() =>
        Given(LeadersThenSignatory, ByLeaders)
            .When(Of("agree", Registrar).Recording(Signatory, OnPaper)).ThenRefused(new Refusal.NotYourAssignment());

    [Fact]
    public void Who_drafted_it_does_not_write_down_the_others_consent() =>
        Given(LeadersThenSignatory, ByLeaders.With(Party.Drafter, People(Registrar)))
            .When(Of("agree", Registrar).Recording(Zhang, OnPaper)).ThenRefused(new Refusal.RecordsForOwnDraft());

    [Fact]
    public void Who_acted_where_another_must_does_not_write_down_that_other_ones_consent() =>
        Given(LeadersThenSignatory, ByLeaders.With(Party.Countersigners, People(Registrar)))
            .When(Of("agree", Registrar)).ThenIn("sign")
            .When(Of("sign", Registrar).Recording(Signatory, OnPaper)).ThenRefused(new Refusal.RecordsForOwnDraft());

    [Fact]
    public void Nobody_records_for_an_item_of_his_own_department() =>
        Given(LeadersThenSignatory, ByLeaders.With(Party.ResponsibleDepartments, Bodies(Medical, OfficeRoom)))
            .When(Of("agree", Registrar).Recording(Zhang, OnPaper)).ThenRefused(new Refusal.RecordsForOwnDepartment());

    [Fact]
    public void Nobody_records_for_an_item_that_his_department_answers_for() =>
        Given(LeadersThenSignatory, ByLeaders.With(Party.ResponsibleDepartments, Bodies(Wards)) with
        {
            Directory = With(HandlerOf(Nursing), Nursing, "registrar"),
        })
            .When(Of("agree", HandlerOf(Nursing)).Recording(Zhang, OnPaper)).ThenRefused(new Refusal.RecordsForOwnDepartment());

    [Fact]
    public void Nobody_records_in_a_branch_that_was_handed_to_his_own_department() =>
        ItemTests.Item(Medical, Nursing)
            .OnChild(ItemTests.KeyOf(Nursing))
            .When(Of("return", HeadOf(Nursing)).Because("不归我科"))
            .When(Of("reassign", Clerk).Because("职责不符").Naming(Party.AssignedDepartment, Bodies(OfficeRoom)))
                .ThenIn("acknowledging")
            .When(Of("acknowledge", Registrar).Recording(HeadOf(OfficeRoom), "电话"))
            .ThenRefused(new Refusal.RecordsForOwnDepartment());
}

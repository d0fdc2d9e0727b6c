using System.Text;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using Approvals.Tests.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Definitions.Proof;

/// <summary>
/// Where others are consulted a round may be decided before it closes, and then nobody takes another way any more. A vote that closes at
/// once is refused where it leads to nobody, and the other ways stay open.
/// </summary>
public sealed class ConsultedTests
{
    /// <summary>Whoever leaps past the check comes to seats that nobody has had.</summary>
    private const string Leap = """
        stages:
          - id: draft
            title: 拟稿
            signers: {role: office}
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 days}
            actions: {hand-in: {title: 提交, to: check}, leap: {title: 免核, to: again}}
          - {id: check, title: 核稿, signers: {role: leader}, actions: {agree: {title: 同意, to: again}}}
          - {id: again, title: 复核, signers: {same_as: check}, actions: {agree: {title: 同意, to: done}}}
        """;

    private const string Return = """
        stages:
          - {id: draft, title: 拟稿, signers: {role: office}, actions: {hand-in: {title: 提交, to: sign}}}
          - {id: again, title: 复核, signers: {same_as: check}, actions: {agree: {title: 同意, to: sign}}}
          - id: sign
            title: 会签
            signers: {people: responsible_leaders}
            mode: sequential
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 days}
            actions: {agree: {title: 同意, to: check}, return: {title: 退回, to: again}}
          - {id: check, title: 核稿, signers: {role: leader}, actions: {agree: {title: 同意, to: done}, return: {title: 退回, to: again}}}
        """;

    [Fact]
    public void What_is_decided_before_the_consulted_are_heard_must_lead_to_somebody() =>
        Told.Of(Scenario.MainFile(Leap)).ShouldHaveSingleItem().ShouldBe(
            "main.yaml:5:5: 从环节“拟稿”没有任何动作能走到结局：拟稿 → 免核，停在这里：已经定了“免核”，却去不了“复核”，因为还没有进过“核稿”，没有席位可以沿用");

    [Fact]
    public void The_engine_can_close_it_by_nobody() =>
        Unproved(Leap).When(Of("leap", Clerk)).ThenIn("draft")
            .When(Of("hand-in", HeadOf(Medical))).ThenRefused(new Refusal.NobodyToSign(new StageId("again")))
            .When(Of("hand-in", Clerk)).ThenRefused(new Refusal.AlreadyVoted());

    [Fact]
    public void What_closes_at_once_is_refused_before_it_is_decided() => Told.Of(Scenario.MainFile(Return)).ShouldBeEmpty();

    [Fact]
    public void The_engine_leaves_the_other_ways_open() =>
        Unproved(Return).When(Of("hand-in", Clerk))
            .When(Of("return", Zhang)).ThenRefused(new Refusal.NobodyToSign(new StageId("again")))
            .When(Of("agree", Zhang)).ThenIn("sign")
            .When(Of("agree", HeadOf(Medical))).ThenIn("check");

    private static Scenario Unproved(string stages) => Scenario.Given(
        BookReader.ReadPublished(new[] { Scenario.MainFile(stages), RolesFile }
            .Select((text, no) => new DefinitionFile($"{no}.yaml", Encoding.UTF8.GetBytes(text)))),
        "main",
        new Opened().With(Party.ResponsibleLeaders, People(Zhang)).With(Party.ResponsibleDepartments, Bodies(Medical)));
}

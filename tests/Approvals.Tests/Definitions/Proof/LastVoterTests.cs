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
/// What an earlier vote of the round has raised shuts the way for the later ones. Where a stage has several seats somebody always
/// comes later: what check says of it, and that the engine really stands still there.
/// </summary>
public sealed class LastVoterTests
{
    /// <summary>Whoever agrees finds something, and may agree only where nothing was found.</summary>
    private const string Signing = """
        stages:
          - id: draft
            title: 拟稿
            signers: {role: office}
            actions: {hand-in: {title: 提交, to: sign, effects: [settle: gap]}}
          - id: sign
            title: 会签
            signers: SIGNERS
            mode: MODE
            actions:
              agree: {title: 同意, to: done, when: none open gap, effects: [raise: gap]}
              return: {title: 退回, to: draft}
        """;

    private const string Alone = """
        stages:
          - id: sign
            title: 签发
            signers: {role: office}
            add_seats: {before: true}
            actions: {agree: {title: 同意, to: done, when: none open gap, effects: [raise: gap]}}
        """;

    [Theory]
    [InlineData("all", true)]
    [InlineData("sequential", true)]
    [InlineData("lead_last", true)]
    [InlineData("any", false)]
    [InlineData("{votes_for: agree, need: 1}", false)]
    [InlineData("{votes_for: agree, need: 2}", true)]
    [InlineData("{votes_for: agree, need: \"50%\"}", false)]
    [InlineData("{votes_for: agree, need: \"51%\"}", true)]
    [InlineData("all\n    skip: {role: office}", false)]
    [InlineData("all\n    add_seats: true", true)]
    public void Where_two_must_agree_the_second_cannot(string mode, bool stuck) =>
        Check("{people: responsible_leaders}", mode).Any().ShouldBe(stuck);

    [Theory]
    [InlineData("{people: responsible_leaders, at_least: 2}", true)]
    [InlineData("{people: responsible_leaders, choose: 2}", true)]
    [InlineData("{people: responsible_leaders, choose: 1}", false)]
    [InlineData("{people: responsible_leaders, none_from: responsible_departments}", false)]
    [InlineData("{bodies: responsible_departments, roles: [head]}", true)]
    [InlineData("{people: first_leader}", false)]
    [InlineData("{role: head}", false)]
    public void Who_signs_alone_is_the_last(string signers, bool stuck) =>
        Check(signers, "all").Any().ShouldBe(stuck);

    [Fact]
    public void It_is_told_with_the_number_of_those_who_sign() =>
        Check("{people: responsible_leaders}", "all").ShouldHaveSingleItem()
            .ShouldBe("main.yaml:5:5: 从环节“拟稿”没有任何动作能走到结局（当 responsible_leaders 有几个）：拟稿 → 提交 → 会签 → 同意 → 退回 → 拟稿 → …");

    [Fact]
    public void The_engine_turns_round_there_where_two_sign_and_comes_to_its_end_where_one_does()
    {
        var signing = Signing.Replace("SIGNERS", "{people: responsible_leaders}", StringComparison.Ordinal)
            .Replace("MODE", "all", StringComparison.Ordinal);
        Unproved(signing, Zhang, Guan).When(Of("hand-in", Clerk))
            .When(Of("agree", Zhang)).ThenIn("sign")
            .When(Of("agree", Guan)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("return", Guan)).ThenIn("draft");
        Unproved(signing, Zhang).When(Of("hand-in", Clerk)).When(Of("agree", Zhang)).ThenIn("done");
    }

    [Fact]
    public void Who_was_added_may_shut_the_way_for_the_only_one_who_signs() =>
        Told.Of(Scenario.MainFile(Alone)).ShouldHaveSingleItem().ShouldBe(
            "main.yaml:5:5: 从环节“签发”没有任何动作能走到结局：签发 → 同意，停在这里：动作“同意”的条件 none open gap 不成立");

    [Fact]
    public void The_engine_stands_still_there() =>
        Unproved(Alone).WhenAdds(Clerk, Placing.Before, Guan)
            .When(Of("agree", Guan)).ThenIn("sign")
            .When(Of("agree", Clerk)).ThenRefused(new Refusal.NotAllowedHere());

    private static IReadOnlyList<string> Check(string signers, string mode) => Told.Of(Scenario.MainFile(
        Signing.Replace("SIGNERS", signers, StringComparison.Ordinal).Replace("MODE", mode, StringComparison.Ordinal)));

    /// <summary>As if it had been published: the proof would not let it begin.</summary>
    private static Scenario Unproved(string stages, params ReadOnlySpan<PersonId> leaders) => Scenario.Given(
        BookReader.ReadPublished(new[] { Scenario.MainFile(stages), RolesFile }
            .Select((text, no) => new DefinitionFile($"{no}.yaml", Encoding.UTF8.GetBytes(text)))),
        "main",
        new Opened().With(Party.ResponsibleLeaders, People([.. leaders])));
}

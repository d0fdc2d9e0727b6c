using Approvals.Engine;
using Approvals.Engine.Cases;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>A person by name and a post by its body's name: looked up on the day on which the stage is entered.</summary>
public sealed class NamedPostTests
{
    private const string ByName = """
        stages:
          - id: begin
            title: 开始
            signers: {role: office}
            actions: {go: {title: 去, to: sign}}
          - id: sign
            title: 签字
            signers: {person: 某人4}
            actions: {sign: {title: 签字, to: done}}
        """;

    private const string ByPost = """
        stages:
          - id: begin
            title: 开始
            signers: {role: office}
            actions: {go: {title: 去, to: sign}}
          - id: sign
            title: 签字
            signers: {role: head, in: 科室3}
            actions: {sign: {title: 签字, to: done}}
        """;

    [Fact]
    public void The_person_of_that_name_signs() =>
        Given(ByName).When(Of("go", Clerk))
            .When(Of("sign", Guan)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("sign", Zhang)).ThenIn("done");

    [Fact]
    public void Whoever_holds_the_post_in_the_body_of_that_name_signs() =>
        Given(ByPost).When(Of("go", Clerk))
            .Then(c => c.Seats[0].Body.ShouldBe(Nursing))
            .When(Of("sign", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("sign", HeadOf(Nursing))).ThenIn("done");

    [Theory]
    [InlineData("某人4", "某人404")]
    [InlineData("某人4", "某")]
    public void A_name_that_nobody_bears_can_be_taken_by_nobody(string name, string other) =>
        Given(ByName.Replace(name, other, StringComparison.Ordinal)).When(Of("go", Clerk))
            .ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));

    [Fact]
    public void Whoever_has_left_is_not_found_by_his_name() =>
        Given(ByName, new Opened { Directory = Without(Zhang) }).When(Of("go", Clerk))
            .ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));

    [Fact]
    public void A_body_that_does_not_exist_has_no_posts() =>
        Given(ByPost.Replace("科室3", "科室33", StringComparison.Ordinal)).When(Of("go", Clerk))
            .ThenRefused(new Refusal.NobodyToSign(new StageId("sign")));
}

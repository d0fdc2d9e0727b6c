namespace Approvals.Tests.Definitions;

/// <summary>What is suspended (中止) can be resumed (恢复) wherever it may stand by then.</summary>
public sealed class SuspensionFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        at_any_stage:
          resume: {title: 恢复, signers: {role: office}, effects: [clock: resume]}
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            actions:
              stop: {title: 中止, effects: [clock: suspend]}
              hand-in: {title: 提交, to: sign}
          - id: sign
            title: 签发
            signers: {role: signatory}
            on_unavailable: file
            actions: {agree: {title: 同意, to: file}}
          - id: file
            title: 归档
            signers: {role: office}
            actions: {file: {title: 归档, to: done}}
        ends: [{id: done, title: 办结}]
        """;

    private const string AtWork = "main.yaml:7:5: 在环节“办理”可以中止（clock: suspend），到了环节“办理”却没有动作能恢复（clock: resume）";
    private const string AtSigning = "main.yaml:13:5: 在环节“办理”可以中止（clock: suspend），到了环节“签发”却没有动作能恢复（clock: resume）";
    private const string AtFiling = "main.yaml:18:5: 在环节“办理”可以中止（clock: suspend），到了环节“归档”却没有动作能恢复（clock: resume）";

    [Fact]
    public void Resumed_at_any_stage_it_is_sound() => Faults("title", "title").ShouldBeEmpty();

    [Theory]
    [InlineData("signers: {role: office}, effects: [clock: resume]", "signers: {role: office}, effects: [clock: suspend]", new[] { AtWork, AtSigning, AtFiling })]
    [InlineData("effects: [clock: resume]", "except: [sign], effects: [clock: resume]", new[] { AtSigning })]
    [InlineData("effects: [clock: resume]", "except: [file], effects: [clock: resume]", new[] { AtFiling })]
    public void Where_nothing_resumes_it_the_stage_is_told(string right, string wrong, string[] told) =>
        Faults(right, wrong).ShouldBe(told);

    [Fact]
    public void What_cannot_move_on_while_it_stands_still_is_resumed_where_it_stopped() =>
        Faults(
            "effects: [clock: resume]", "except: [sign, file], effects: [clock: resume]",
            "to: sign}", "to: sign, when: not suspended}\n      run-on: {title: 继续, effects: [clock: resume]}").ShouldBeEmpty();

    private static IReadOnlyList<string> Faults(params string[] changes)
    {
        var text = Sound;
        for (var at = 0; at < changes.Length; at += 2)
        {
            text.ShouldContain(changes[at]);
            text = text.Replace(changes[at], changes[at + 1], StringComparison.Ordinal);
        }

        return Told.Of(text);
    }
}

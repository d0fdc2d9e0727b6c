using Approvals.Engine.Definitions;
using Approvals.Tests.Cases;

namespace Approvals.Tests.Definitions;

/// <summary>What is wrong in how a definition counts votes is told with file, line, column and one Chinese sentence.</summary>
public sealed class VoteFaultTests
{
    private const string Sound = """
        apiVersion: approvals/1
        workflow: main
        title: 主流程
        stages:
          - id: sign
            title: 审签
            signers: {people: inspectors, choose: 3}
            mode: {votes_for: agree, need: 2, weights: {first_leader: 2}}
            add_seats: {before: true}
            consult: {who: {bodies: responsible_departments, roles: [head]}, silent_after: 2 workdays}
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: done}
              note: {title: 记一笔}
        ends: [{id: done, title: 办结}]
        """;

    [Fact]
    public void The_definition_that_the_other_tests_spoil_is_sound() => Faults("title", "title").ShouldBeEmpty();

    [Theory]
    [InlineData("mode: {votes_for: agree, need: 2, weights: {first_leader: 2}}", "mode: sequentially",
        "main.yaml:8:11: 不认识 sequentially；是不是 sequential？")]
    [InlineData("need: 2", "need: most", "main.yaml:8:36: 所需票数 most 看不懂；写 3 或 \"60%\"")]
    [InlineData("need: 2, ", "", "main.yaml:8:11: 缺少 need")]
    [InlineData("need: 2", "needs: 2", "main.yaml:8:11: 缺少 need", "main.yaml:8:30: 不认识的键 needs；是不是 need？")]
    [InlineData("first_leader: 2", "first_leeder: 2", "main.yaml:8:49: 不认识 first_leeder；是不是 first_leader？")]
    [InlineData("first_leader: 2", "first_leader: two", "main.yaml:8:63: first_leader 应当是一个整数")]
    [InlineData("first_leader: 2", "first_leader: 0", "main.yaml:8:5: 环节“审签”的票签里 first_leader 的权重（weights）是 0，至少是 1")]
    [InlineData("need: 2", "need: 7", "main.yaml:8:5: 环节“审签”的票签要 7 票，席位最多只有 6 票")]
    [InlineData("need: 2", "need: 0", "main.yaml:8:5: 环节“审签”的票签所需票数（need）至少是 1，按比例的不超过 100%")]
    [InlineData("need: 2", "need: \"101%\"", "main.yaml:8:5: 环节“审签”的票签所需票数（need）至少是 1，按比例的不超过 100%")]
    [InlineData("votes_for: agree", "votes_for: note", "main.yaml:8:5: 环节“审签”的票签（votes_for）要的是本环节一个离开它的动作，note 不是；可用的有：agree、object")]
    [InlineData("      object: {title: 不同意, to: done}\n", "", "main.yaml:8:5: 环节“审签”的票签只有一个离开它的动作，没有别的可以投")]
    [InlineData("{title: 同意, to: done}", "{title: 同意, to: done, at_once: true}",
        "main.yaml:8:5: 环节“审签”的票签要数 agree 的票，它却一票就定（at_once）")]
    [InlineData("silent_after: 2 workdays", "silent_after: own", "main.yaml:10:84: silent_after 写 2 workdays、3 days 或 4 hours")]
    [InlineData(", silent_after: 2 workdays", "", "main.yaml:10:14: 缺少 silent_after")]
    [InlineData("silent_after: 2 workdays", "silent_after: 0 days", "main.yaml:10:5: 环节“审签”的征求意见没有给人回复的时间（silent_after）")]
    [InlineData("who: {bodies: responsible_departments, roles: [head]}, ", "", "main.yaml:10:5: 环节“审签”的征求意见（consult）没有写向谁征求：who")]
    [InlineData("roles: [head]", "roles: [hed]", "main.yaml:10:5: 环节“审签”的征求意见用了没有定义的角色 hed")]
    [InlineData("who: {bodies: responsible_departments, roles: [head]}", "who: {same_as: sing}",
        "main.yaml:10:5: 环节“审签”的征求意见的 same_as 指向不存在的环节 sing")]
    [InlineData("who: {bodies: responsible_departments, roles: [head]}", "who: {people: lead_department}",
        "main.yaml:10:5: 环节“审签”的 people 要的是人，lead_department 是科室")]
    [InlineData("{title: 不同意, to: done}", "{title: 不同意, to: done, effects: [open: main]}",
        "main.yaml:13:7: 环节“审签”不止一个人表示意见，最后表示的不一定是按“不同意”的人，它就不能开出流程（open）、给上级延期（extend_parent）、"
            + "合并（merge）或记例外（except）；请另设一个环节来办，或写 at_once: true")]
    [InlineData("{title: 不同意, to: done}", "{title: 不同意, to: done, at_once: true, effects: [open: main]}")]
    [InlineData("add_seats: {before: true}", "add_seats: maybe", "main.yaml:9:16: add_seats 只能是 true 或 false，不能是 maybe")]
    [InlineData("add_seats: {before: true}", "add_seats: {beside: true}", "main.yaml:9:17: 不认识的键 beside；可用的有：before、after")]
    [InlineData("{title: 不同意, to: done}", "{title: 不同意, to: done, needs: [concerned_departments]}",
        "main.yaml:13:7: 环节“审签”有几个人签，动作“不同意”带来的人员、日期或指标会在结果出来以前就算数；请另设一个环节来填，或写 at_once: true")]
    [InlineData("{title: 同意, to: done}", "{title: 同意, to: done, takes: [{date: finish, title: 结束日}]}",
        "main.yaml:12:7: 环节“审签”有几个人签，动作“同意”带来的人员、日期或指标会在结果出来以前就算数；请另设一个环节来填，或写 at_once: true")]
    [InlineData("mode: {votes_for: agree, need: 2, weights: {first_leader: 2}}", "edits: true\n    mode: all",
        "main.yaml:8:5: 环节“审签”有几个人签，又能改内容（edits）：先签的人就签了他没有见过的内容；请另设一个环节来改")]
    [InlineData("{title: 不同意, to: done}", "{title: 不同意, to: done, needs: [reason, date], effects: [raise: gap]}")]
    [InlineData("{title: 不同意, to: done}", "{title: 不同意, to: done, needs: [concerned_departments], at_once: true}")]
    public void A_fault_is_told_in_one_sentence(string sound, string spoilt, params string[] expected) =>
        Faults(sound, spoilt).ShouldBe(expected);

    [Fact]
    public void A_stage_in_which_nobody_signs_consults_nobody_and_adds_nobody() =>
        Told.Of(Sound.Replace(
            """
                signers: {people: inspectors, choose: 3}
                mode: {votes_for: agree, need: 2, weights: {first_leader: 2}}
            """,
            "    wait: {until: part, to: done}", StringComparison.Ordinal)[..^"ends: [{id: done, title: 办结}]".Length]
            .Split("    actions:")[0] + "ends: [{id: done, title: 办结}]")
            .ShouldBe([
                "main.yaml:9:5: 环节“审签”写了征求意见（consult），却没有签批人（signers）",
                "main.yaml:9:5: 环节“审签”的动作都是一票就定（at_once）的，被征求意见的人没有可以表示的",
                "main.yaml:8:5: 环节“审签”写了加签（add_seats），却没有签批人（signers）",
            ]);

    [Fact]
    public void What_is_written_is_what_is_meant()
    {
        var stage = Scenario.Book(Sound).Workflows[new("main")].Stages[0];

        var ballot = stage.Mode.ShouldBeOfType<Mode.Ballot>();
        (ballot.For.Value, ballot.Need).ShouldBe(("agree", new Need(2, false)));
        ballot.Weights.ShouldHaveSingleItem().ShouldBe(new(Party.FirstLeader, 2));
        stage.AddSeats.ShouldBe([Placing.Before]);
        stage.Consult.ShouldNotBeNull().SilentAfter.ShouldBe(new Term.After(2, true));
        stage.Ladder.ShouldHaveSingleItem().ShouldBe(new Rung.Silence(Offset.AtDeadline));
    }

    private static IEnumerable<string> Faults(string sound, string spoilt)
    {
        Sound.ShouldContain(sound);
        return Told.Of(Sound.Replace(sound, spoilt, StringComparison.Ordinal));
    }
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

public sealed class GuardTests
{
    private const string Sentence = "还有差异没有裁定。";

    private const string Guarded = $$"""
        stages:
          - id: sign
            title: 签发
            signers: {people: drafter}
            actions:
              sign: {title: 签发, to: done, when: open_differences = 0, else_say: {{Sentence}}}
              hide: {title: 常态, to: void, when: lasting}
        """;

    private const string Supplement = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {issue: {title: 印发, to: issued, effects: [publish: content]}}
          - id: issued
            title: 已印发
            signers: {people: drafter}
            actions: {finish: {title: 办结, to: done, when: number of part = 0}}
            split: [{workflow: part, each: once, when: new_rows > 0}]
            wait: {until: some part has ended, to: done}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 活动
        stages: [{id: run, title: 实施, signers: {people: drafter}, actions: {close: {title: 办结, to: over}}}]
        ends: [{id: over, title: 已结束}]
        """;

    private static readonly Opened ByClerk = new Opened().With(Party.Drafter, People(Clerk));

    [Fact]
    public void What_a_guard_forbids_is_refused_with_its_own_sentence() =>
        Given(Guarded, ByClerk)
            .Once(office => Measure(office, 2))
            .When(Of("sign", Clerk)).ThenRefused(new Refusal.NotYet(Sentence))
            .Once(office => Measure(office, 0))
            .When(Of("sign", Clerk)).ThenIn("done");

    private static void Measure(World office, int differences) => office.Subject = office.Subject with
    {
        Measured = office.Subject.Measured.SetItem(Facts.OpenDifferences, differences),
    };

    [Fact]
    public void A_list_that_gives_no_new_row_opens_nothing_and_the_whole_unit_may_read_it_all_the_same() =>
        Given(Supplement, ByClerk, Part)
            .When(Of("issue", Clerk)).ThenIn("issued")
            .Then(c => c.Splits.ShouldBeEmpty())
            .Then(c => c.Facts.ShouldContain(Facts.Published))
            .When(Of("finish", Clerk)).ThenIn("done");

    [Fact]
    public void One_new_row_opens_what_is_split_off_once()
    {
        var row = new ChildSeed("1", "某项", ImmutableDictionary<Party, PartyMembers>.Empty, [], null);
        Given(Supplement, ByClerk with { Rows = [row] }, Part)
            .When(Of("issue", Clerk)).ThenIn("issued")
            .When(Of("finish", Clerk)).ThenRefused(new Refusal.NotAllowedHere())
            .OnChild("0").When(Of("close", Clerk)).OnParent().ThenIn("done");
    }

    [Fact]
    public void A_guard_without_a_sentence_takes_the_action_away() =>
        Given(Guarded, ByClerk)
            .When(Of("hide", Clerk)).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void A_guard_reads_the_facts_with_which_the_case_was_opened() =>
        Given(Guarded, ByClerk with { Facts = [Facts.Lasting] })
            .When(Of("hide", Clerk)).ThenIn("void");

    [Fact]
    public void A_count_that_nobody_measured_is_no_zero() =>
        Should.Throw<InvalidOperationException>(() => Given(Guarded, ByClerk)
            .Once(office => office.Subject = office.Subject with { Measured = ImmutableDictionary<string, int>.Empty })
            .When(Of("sign", Clerk))).Message.ShouldContain(Facts.OpenDifferences);

    [Theory]
    [InlineData("reason")]
    [InlineData("report")]
    [InlineData("date")]
    [InlineData("evidence")]
    [InlineData("countersigners")]
    [InlineData("assigned_department")]
    public void What_an_action_needs_and_the_form_lacks_is_named(string input)
    {
        var stages = $$"""
            stages:
              - id: sign
                title: 签发
                signers: {people: drafter}
                actions: {sign: {title: 签发, to: done, needs: [{{input}}] } }
            """;
        var needed = Book(MainFile(stages))[new WorkflowId("main")].Stages[0].Actions[0].Needs[0];
        Given(stages, ByClerk)
            .When(Of("sign", Clerk)).ThenRefused(new Refusal.Missing(needed))
            .When(Of("sign", Clerk).Because(" ").Reporting("\n")
                .Naming(Party.Countersigners, PartyMembers.None).Naming(Party.AssignedDepartment, PartyMembers.None))
            .ThenRefused(new Refusal.Missing(needed))
            .When(Of("sign", Clerk).Because("因").Reporting("报").Until(Day).Showing("ab12")
                .Naming(Party.Countersigners, People(Zhang)).Naming(Party.AssignedDepartment, Bodies(Medical)))
            .ThenIn("done");
    }

    [Theory]
    [InlineData("{name: countersigners, at_least: 2}")]
    [InlineData("{name: countersigners, including: responsible_leaders}")]
    public void Too_few_or_without_those_who_must_be_among_them_is_not_named(string input)
    {
        var stages = $$"""
            stages:
              - id: sign
                title: 签发
                signers: {people: drafter}
                actions: {sign: {title: 签发, to: done, needs: [{{input}}] } }
            """;
        var needed = Book(MainFile(stages))[new WorkflowId("main")].Stages[0].Actions[0].Needs[0];
        Given(stages, ByClerk.With(Party.ResponsibleLeaders, People(Zhang, Guan)))
            .When(Of("sign", Clerk).Naming(Party.Countersigners, People(Zhang))).ThenRefused(new Refusal.Missing(needed))
            .When(Of("sign", Clerk).Naming(Party.Countersigners, People(Zhang, Nobody))).ThenRefused(new Refusal.Missing(needed))
            .When(Of("sign", Clerk).Naming(Party.Countersigners, People(Guan, Zhang))).ThenIn("done");
    }

    [Fact]
    public void A_return_concerns_only_departments_whose_item_it_is() =>
        Given(
            """
            stages:
              - id: sign
                title: 签发
                signers: {people: drafter}
                actions: {back: {title: 退回, to: done, takes: [concerned_departments]}}
            """,
            ByClerk.With(Party.ResponsibleDepartments, Bodies(Medical)))
            .When(Of("back", Clerk).Naming(Party.ConcernedDepartments, Bodies(Nursing)))
            .ThenRefused(new Refusal.Missing(new Input.Naming(Party.ConcernedDepartments)))
            .When(Of("back", Clerk).Naming(Party.ConcernedDepartments, Bodies(Medical))).ThenIn("done");

    [Fact]
    public void People_named_where_departments_are_asked_for_are_no_answer() =>
        Given(
            """
            stages:
              - id: sign
                title: 签发
                signers: {people: drafter}
                actions: {sign: {title: 签发, to: done, needs: [responsible_departments]}}
            """,
            ByClerk)
            .When(Of("sign", Clerk).Naming(Party.ResponsibleDepartments, People(Zhang)))
            .ThenRefused(new Refusal.Missing(new Input.Naming(Party.ResponsibleDepartments)));

    [Fact]
    public void A_stage_in_which_nobody_can_sit_is_not_entered() =>
        Given(
            """
            stages:
              - id: draft
                title: 拟稿
                signers: {people: drafter}
                actions: {hand-in: {title: 提交, to: sign}}
              - id: sign
                title: 会签
                signers: {people: countersigners}
                actions: {agree: {title: 同意, to: done}}
            """,
            ByClerk)
            .When(Of("hand-in", Clerk)).ThenRefused(new Refusal.NobodyToSign(new StageId("sign")))
            .ThenStillIn("draft");

    [Fact]
    public void A_stage_in_which_nobody_can_sit_gives_way_to_the_one_that_it_names() =>
        Given(
            """
            stages:
              - id: draft
                title: 拟稿
                signers: {people: drafter}
                actions: {hand-in: {title: 提交, to: check}}
              - id: check
                title: 核稿
                signers: {bodies: drafting_department, roles: [head]}
                on_unavailable: sign
                actions: {agree: {title: 同意, to: done}}
              - id: sign
                title: 签发
                signers: {role: signatory}
                actions: {agree: {title: 同意, to: done}}
            """,
            ByClerk.With(Party.DraftingDepartment, Bodies(Board)))
            .When(Of("hand-in", Clerk)).ThenIn("sign");

    /// <summary>Where nobody of the department can check it, it goes to be signed.</summary>
    private static Scenario CheckedOrSigned() => Given(
        """
        stages:
          - id: check
            title: 核稿
            signers: {bodies: drafting_department, roles: [head]}
            on_unavailable: sign
            actions: {agree: {title: 同意, to: done}}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions: {agree: {title: 同意, to: done}}
        """,
        ByClerk.With(Party.DraftingDepartment, Bodies(Medical)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_whoever_could_sit_has_left_since_a_look_brings_it_to_the_stage_that_it_names(bool left) =>
        CheckedOrSigned()
            .ThenIn("check")
            .Once(office => office.Directory = left ? Without(HeadOf(Medical)) : Staff.Directory)
            .WhenWoken().ThenIn(left ? "sign" : "check");

    [Fact]
    public void While_somebody_stands_in_for_the_only_one_the_seat_is_not_empty() =>
        CheckedOrSigned()
            .Once(office => office.Directory = Away((HeadOf(Medical), Zhang)))
            .WhenWoken().ThenStillIn("check");

    private const string Responsible = """
        stages:
          - id: check
            title: 核稿
            signers: {bodies: responsible_departments, roles: [head]}
            mode: sequential
            on_unavailable: sign
            actions:
              agree: {title: 同意, to: done}
              suspend: {title: 中止, effects: [clock: suspend]}
              resume: {title: 恢复, effects: [clock: resume]}
          - id: sign
            title: 签发
            signers: {role: signatory}
            actions: {agree: {title: 同意, to: done}}
        """;

    [Fact]
    public void Whose_seat_is_not_yet_at_turn_is_missed_when_its_turn_comes() =>
        Given(Responsible, ByClerk.With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)))
            .Once(office => office.Directory = Without(HeadOf(Nursing)))
            .WhenWoken().ThenStillIn("check")
            .When(Of("agree", HeadOf(Medical))).ThenIn("sign");

    [Fact]
    public void While_a_case_stands_still_an_empty_seat_waits_for_nobody() =>
        Given(Responsible, ByClerk.With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)))
            .When(Of("suspend", HeadOf(Medical)))
            .Once(office => office.Directory = Without(HeadOf(Medical)))
            .WhenWoken().ThenStillIn("check")
            .Once(office => office.Directory = Staff.Directory)
            .When(Of("resume", HeadOf(Medical))).ThenStillIn("check");

    [Fact]
    public void Where_nobody_can_act_there_either_it_stays_and_goes_once_somebody_can() =>
        Given(Responsible, ByClerk.With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)))
            .Once(office => office.Directory = Without(HeadOf(Medical), Signatory))
            .WhenWoken().ThenRefused(new Refusal.NobodyToSign(new StageId("sign")))
            .ThenStillIn("check")
            .Once(office => office.Directory = Without(HeadOf(Medical)))
            .WhenWoken().ThenIn("sign");

    [Fact]
    public void Stages_that_give_way_to_each_other_without_end_are_refused() =>
        Given(
            """
            stages:
              - id: draft
                title: 拟稿
                signers: {people: drafter}
                actions: {hand-in: {title: 提交, to: check}}
              - id: check
                title: 核稿
                signers: {people: countersigners}
                on_unavailable: sign
                actions: {agree: {title: 同意, to: done}}
              - id: sign
                title: 签发
                signers: {people: inspectors}
                on_unavailable: check
                actions: {agree: {title: 同意, to: done}}
            """,
            ByClerk)
            .When(Of("hand-in", Clerk)).ThenRefused(new Refusal.NobodyToSign(new StageId("check")));

    private const string Report = """
        apiVersion: approvals/1
        workflow: report
        title: 上报
        stages:
          - id: look
            title: 阅
            signers: {people: countersigners, at_least: 1}
            actions: {read: {title: 已阅, to: read}}
        ends: [{id: read, title: 已阅}]
        """;

    [Fact]
    public void What_opens_by_itself_and_nobody_could_begin_holds_back_nobody_elses_reminder() =>
        Given(
            """
            stages:
              - id: work
                title: 办理
                signers: {bodies: responsible_departments, roles: [head]}
                mode: all
                deadline: 1 workday
                remind: [0d]
                escalate: [{after: 1 workday, open: report}, {after: 2 workdays, to: {role: office}}]
                actions: {hand-in: {title: 提交, to: done}}
            """,
            new Opened().With(Party.ResponsibleDepartments, Bodies(Medical, Nursing)),
            Report)
            .Once(office => office.Now = office.Now.AddDays(9))
            .When(new CaseCommand.Fire())
            .Then(c => c.Time.Clocks.Select(clock => clock.Passed.Length).ShouldBe([1, 1], "both heads are reminded"))
            .When(new CaseCommand.Fire()).ThenRefused(new Refusal.NobodyToBegin(new WorkflowId("report"), "某事"));
}

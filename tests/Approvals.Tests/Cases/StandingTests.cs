using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>撤销, 合并, and what one case has another do.</summary>
public sealed class StandingTests
{
    /// <summary>A job whose parts are by department; below each part a request of its own.</summary>
    private const string Job = """
        apiVersion: approvals/1
        workflow: job
        title: 事项
        at_any_stage:
          withdraw:
            title: 撤销
            to: withdrawn
            signers: {role: signatory}
            except: [filing]
            needs: [reason]
            when: not frozen
            else_say: 已经定稿，不能撤销。
            effects: [cancel: children]
          merge:
            title: 合并
            to: merged
            signers: [{role: signatory}, {people: first_leader}]
            needs: [reason, sibling]
            effects: [merge: into, cancel: children]
          hurry: {title: 加急, signers: {role: office}, takes: [report], effects: [{hand: hurried, to_children: part}]}
          parts-say-no: {title: 收到异议, to: filing, handed: true, when: not suspended, else_say: 中止期间不收异议。}
        stages:
          - id: work
            title: 办理
            signers: {role: office}
            quiet: true
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            actions:
              freeze: {title: 定稿, effects: [freeze: content]}
              suspend: {title: 中止, effects: [clock: suspend]}
              resume: {title: 恢复, effects: [clock: resume]}
            wait: {until: every part has ended, to: filing}
          - id: filing
            title: 归档
            signers: {role: office}
            actions: {file: {title: 归档, to: filed}, resume-filing: {title: 恢复归档, effects: [clock: resume]}}
        ends:
          - {id: filed, title: 已归档}
          - {id: withdrawn, title: 已撤销, cancelled: true}
          - {id: merged, title: 已合并}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        at_any_stage: {hurried: {title: 已加急, to: rush, handed: true, except: [rush]}}
        stages:
          - id: do
            title: 办理
            signers: {bodies: assigned_department, roles: [head]}
            deadline: 3 days
            remind: [0d]
            actions:
              ask: {title: 申请, needs: [reason], effects: [open: request]}
              submit: {title: 提交, to: submitted}
          - id: rush
            title: 加急办理
            signers: {bodies: assigned_department, roles: [head]}
            actions:
              submit: {title: 提交, to: submitted}
              object: {title: 有异议, to: refused, effects: [{hand: parts-say-no, to_parent: true}]}
        ends:
          - {id: submitted, title: 已提交}
          - {id: refused, title: 有异议}
          - {id: gone, title: 已撤销, cancelled: true}
        """;

    private const string Request = """
        apiVersion: approvals/1
        workflow: request
        title: 申请
        stages:
          - id: look
            title: 审核
            signers: {role: office}
            deadline: 1 day
            remind: [0d]
            actions: {grant: {title: 同意, to: granted}}
        ends: [{id: granted, title: 已同意}, {id: gone, title: 已撤销, cancelled: true}]
        """;

    private const string Plan = """
        stages:
          - id: run
            title: 实施
            split: [{workflow: job, each: row}]
            signers: {role: office}
            quiet: true
            wait: {until: every job has ended, to: done}
            actions: {stop: {title: 停办, to: void, effects: [cancel: children]}}
        """;

    private static readonly CaseId Elsewhere = CaseId.Derive(Day, "elsewhere");

    private static Scenario Planned() => Given(
        Book(MainFile(Plan), Job, Part, Request), "main", new Opened { Rows = [Row("1", Medical, Nursing), Row("2", Nursing, Pharmacy)] });

    private static ChildSeed Row(string key, params ImmutableArray<BodyId> bodies) => new(
        key, $"第{key}项",
        ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleDepartments, PartyMembers.Of(bodies)).Add(Party.LeadDepartment, Bodies(bodies[0]))
            .Add(Party.ResponsibleLeaders, People(Zhang)),
        [], Day.AddDays(20));

    private static string KeyOf(BodyId body) => $"{body.Value}";

    private static Press Withdraw(PersonId by) => Standing("withdraw", by).Because("不再需要");

    private static Press Merge(PersonId by, CaseId into) => Standing("merge", by).Because("重复").Into(into);

    private static Func<Case, CaseCommand> Restrict(PersonId by, params ImmutableArray<PersonId> named) =>
        _ => new CaseCommand.Restrict(named, by);

    private static CaseId Other(World office) => office.Cases.Single(c => c.Title == "第2项" && c.Workflow.Value == "job").Id;

    [Fact]
    public void Withdrawn_everything_below_ends_at_its_own_end_once_and_nothing_waits_for_anybody() =>
        Planned().OnChild("1").OnChild(KeyOf(Medical)).When(Of("ask", HeadOf(Medical)).Because("要人")).OnParent()
            .When(Withdraw(Signatory)).ThenIn("withdrawn")
            .Once(office =>
            {
                var parts = office.ChildrenOf(office.Cases.Single(c => c.Title == "第1项" && c.Workflow.Value == "job").Id).ToList();
                parts.Select(p => p.Stage.Value).ShouldBe(["gone", "gone"]);
                var request = office.ChildrenOf(parts[0].Id).ShouldHaveSingleItem();
                request.Stage.Value.ShouldBe("gone");
                foreach (var below in parts.Append(request))
                {
                    office.EventsOf(below.Id).OfType<CaseEvent.Cancelled>().ShouldHaveSingleItem();
                    (below.Ended, below.RoundIsOpen, below.Time.Clocks.Length).ShouldBe((true, false, 0));
                }

                office.Stuck.ShouldBeEmpty();
            })
            .OnParent().ThenIn("run");

    [Fact]
    public void A_part_that_has_ended_already_stays_as_it_ended() =>
        Planned().OnChild("1").OnChild(KeyOf(Medical)).When(Of("submit", HeadOf(Medical))).OnParent()
            .When(Withdraw(Signatory)).ThenIn("withdrawn")
            .OnChild(KeyOf(Medical)).ThenIn("submitted")
            .OnParent().OnChild(KeyOf(Nursing)).ThenIn("gone");

    [Fact]
    public void The_whole_plan_takes_its_jobs_and_their_parts_along() =>
        Planned().When(Of("stop", Clerk)).ThenIn("void")
            .Once(office => office.Cases.Where(c => !c.Ended).ShouldBeEmpty())
            .OnChild("2").ThenIn("withdrawn");

    [Fact]
    public void Only_those_whom_the_definition_names_may_and_not_where_it_says_that_they_may_not() =>
        Planned().OnChild("1")
            .When(Withdraw(Clerk)).ThenRefused(new Refusal.NotYourAssignment())
            .When(Standing("withdraw", Signatory)).ThenRefused(new Refusal.Missing(new Input.Reason()))
            .When(Withdraw(Signatory) with { Round = 7 }).ThenRefused(new Refusal.RoundIsOver())
            .When(Standing("parts-say-no", Signatory)).ThenRefused(new Refusal.NotAllowedHere())
            .When(Of("freeze", Clerk)).When(Withdraw(Signatory)).ThenRefused(new Refusal.NotYet("已经定稿，不能撤销。"))
            .OnChild(KeyOf(Medical)).When(Of("submit", HeadOf(Medical))).OnParent()
            .OnChild(KeyOf(Nursing)).When(Of("submit", HeadOf(Nursing))).OnParent().ThenIn("filing")
            .When(Withdraw(Signatory)).ThenRefused(new Refusal.NotAllowedHere());

    [Fact]
    public void It_is_written_down_for_whoever_decided_it_on_paper() =>
        Planned().OnChild("1").When(Withdraw(Registrar).Recording(Signatory, "党委会纪要")).ThenIn("withdrawn");

    [Fact]
    public void A_withdrawn_case_is_not_withdrawn_again() =>
        Planned().OnChild("1").When(Withdraw(Signatory)).When(Withdraw(Signatory)).ThenRefused(new Refusal.CaseEnded());

    [Fact]
    public void Merged_the_other_takes_over_the_departments_that_it_did_not_have_and_keeps_its_lead()
    {
        var planned = Planned();
        var into = Other(planned.Office);
        planned.OnChild("1").When(Standing("merge", Zhang).Because("重复").Into(into)).ThenIn("merged")
            .OnChild(KeyOf(Medical)).ThenIn("gone").OnParent()
            .OnParent().OnChild("2")
            .Then(c => c.Party(Party.ResponsibleDepartments).Bodies.ShouldBe([Nursing, Pharmacy, Medical]))
            .Then(c => c.Party(Party.LeadDepartment).Bodies.ShouldBe([Nursing]))
            .OnChild(KeyOf(Medical)).ThenIn("do");
        var office = planned.Office;
        office.ChildrenOf(into).Where(c => c.Party(Party.AssignedDepartment) == Bodies(Nursing)).Select(c => c.Title)
            .ShouldBe(["第2项", "第1项"], "its own part, and what it had to do of the other");
        office.EventsOf(into).OfType<CaseEvent.Absorbed>().ShouldHaveSingleItem().Title.ShouldBe("第1项");
        office.History.Select(r => r.Event).OfType<CaseEvent.MergedInto>().ShouldHaveSingleItem().Case.ShouldBe(into);
    }

    [Fact]
    public void A_department_that_has_handed_in_its_part_of_the_other_gets_a_new_one_there()
    {
        var planned = Planned();
        var into = Other(planned.Office);
        planned.OnChild("2").OnChild(KeyOf(Nursing)).When(Of("submit", HeadOf(Nursing))).ThenIn("submitted")
            .OnParent().ThenStillIn("work").OnParent()
            .OnChild("1").When(Standing("merge", Zhang).Because("重复").Into(into)).ThenIn("merged")
            .OnParent().OnChild("2").OnChild($"{KeyOf(Nursing)}.3").ThenIn("do")
            .OnParent().OnChild(KeyOf(Pharmacy)).When(Of("submit", HeadOf(Pharmacy)))
            .OnParent().OnChild(KeyOf(Medical)).When(Of("submit", HeadOf(Medical)))
            .OnParent().ThenStillIn("work")
            .OnChild($"{KeyOf(Nursing)}.3").When(Of("submit", HeadOf(Nursing)))
            .OnParent().ThenIn("filing");
    }

    [Fact]
    public void Nothing_is_merged_into_a_case_that_has_no_parts_to_give_any_more()
    {
        var planned = Planned();
        var into = Other(planned.Office);
        planned.OnChild("2").OnChild(KeyOf(Nursing)).When(Of("submit", HeadOf(Nursing)))
            .OnParent().OnChild(KeyOf(Pharmacy)).When(Of("submit", HeadOf(Pharmacy))).OnParent().ThenIn("filing").OnParent()
            .OnChild("1").When(Standing("merge", Zhang).Because("重复").Into(into))
            .ThenRefused(new Refusal.TakesInNothing("第2项", new StageId("filing")))
            .ThenStillIn("work").OnChild(KeyOf(Medical)).ThenIn("do");
    }

    [Fact]
    public void It_is_merged_into_an_open_case_of_the_same_kind_below_the_same_parent_and_into_no_other()
    {
        var planned = Planned();
        var into = Other(planned.Office);
        var part = planned.Office.ChildrenOf(into).First().Id;
        var itself = planned.OnChild("1").Case.Id;
        foreach (var wrong in new[] { itself, part, Elsewhere })
        {
            planned.When(Standing("merge", Zhang).Because("重复").Into(wrong)).ThenRefused(new Refusal.Missing(new Input.Sibling()));
        }

        planned.OnParent().OnChild("2").When(Withdraw(Signatory)).OnParent().OnChild("1")
            .When(Standing("merge", Zhang).Because("重复").Into(into)).ThenRefused(new Refusal.Missing(new Input.Sibling()));
    }

    [Fact]
    public void What_only_some_may_know_of_and_what_others_may_are_merged_neither_way_round()
    {
        foreach (var (restricted, from) in new[] { ("1", "1"), ("2", "1"), ("2", "2"), ("1", "2") })
        {
            var planned = Planned();
            var ids = planned.Office.Cases.Where(c => c.Workflow.Value == "job").ToDictionary(c => c.Key, c => c.Id);
            planned.OnChild(restricted).When(Restrict(Clerk, Zhang)).OnParent()
                .OnChild(from).When(Merge(Zhang, ids[from == "1" ? "2" : "1"])).ThenRefused(new Refusal.ScopesDiffer())
                .ThenStillIn("work");
        }
    }

    [Fact]
    public void Of_a_case_that_he_may_not_know_of_nobody_hears_that_there_is_one()
    {
        var planned = Planned();
        var into = Other(planned.Office);
        planned.OnChild("2").When(Restrict(Clerk, Signatory)).OnParent().OnChild("1")
            .When(Merge(Zhang, into)).ThenRefused(new Refusal.Missing(new Input.Sibling()))
            .When(Merge(Registrar, into).Recording(Signatory, "党委会纪要")).ThenRefused(new Refusal.Missing(new Input.Sibling()))
            .ThenStillIn("work");
    }

    [Fact]
    public void What_the_same_people_may_know_of_is_merged()
    {
        var planned = Planned();
        var into = Other(planned.Office);
        ImmutableArray<PersonId> named = [Zhang, HeadOf(Medical), HeadOf(Nursing), HeadOf(Pharmacy)];
        planned.OnChild("2").When(Restrict(Clerk, named)).OnParent()
            .OnChild("1").When(Restrict(Clerk, [.. named.Reverse()])).When(Merge(Zhang, into)).ThenIn("merged");
    }

    [Fact]
    public void What_is_handed_to_the_children_is_done_in_each_without_a_human() =>
        Planned().OnChild("1").When(Standing("hurry", Clerk)).ThenStillIn("work")
            .OnChild(KeyOf(Medical)).ThenIn("rush").OnParent()
            .OnChild(KeyOf(Nursing)).ThenIn("rush")
            .Then(c => c.Votes.ShouldBeEmpty());

    [Fact]
    public void What_is_handed_over_and_refused_is_set_aside_with_its_reason_and_holds_up_nothing_else() =>
        Planned().OnChild("1").When(Standing("hurry", Clerk)).When(Of("suspend", Clerk))
            .OnChild(KeyOf(Medical)).When(Of("object", HeadOf(Medical))).ThenIn("refused").OnParent().ThenStillIn("work")
            .Once(office => office.Stuck.ShouldHaveSingleItem().Why.ShouldBe(new Refusal.NotYet("中止期间不收异议。")))
            .OnChild(KeyOf(Nursing)).When(Of("submit", HeadOf(Nursing))).OnParent().ThenIn("filing");

    [Fact]
    public void What_is_handed_to_the_parent_is_done_there() =>
        Planned().OnChild("1").When(Standing("hurry", Clerk))
            .OnChild(KeyOf(Medical)).When(Of("object", HeadOf(Medical))).OnParent().ThenIn("filing")
            .Once(office => office.History.Select(r => r.Event).OfType<CaseEvent.HandedActDone>()
                .Count(e => e.Action.Value == "parts-say-no").ShouldBe(1));
}

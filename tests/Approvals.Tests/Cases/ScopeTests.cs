using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.SeatActs;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>知悉范围: whoever is not named sits in no seat, is asked nothing and told nothing.</summary>
public sealed class ScopeTests
{
    private const string Written = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            transfer: true
            copy_by_hand: true
            add_seats: true
            actions: {hand-in: {title: 送审, to: check, recall: true}}
          - id: check
            title: 核稿
            signers: {bodies: responsible_departments, roles: [head], or_else: [deputy]}
            nudge: {role: office}
            deadline: 1 workday
            escalate: [{after: 1 workday, to: {role: office}}]
            actions:
              agree: {title: 同意, to: parts}
              ask: {title: 同意，请领导阅知, to: parts, needs: [readers], copy: {people: readers}}
          - id: parts
            title: 办理
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            wait: {until: every part has ended, to: done}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: work
            title: 办理
            signers: {bodies: assigned_department, roles: [head, deputy, handler]}
            actions: {submit: {title: 提交, to: submitted}}
        ends: [{id: submitted, title: 已提交}]
        """;

    private static readonly Opened ByZhang = new Opened()
        .With(Party.Drafter, People(Zhang)).With(Party.ResponsibleDepartments, Bodies(Medical));

    [Fact]
    public void A_later_step_that_nobody_of_those_named_could_take_is_known_when_the_scope_is_said()
    {
        var written = Given(Written, ByZhang, Part);
        Ahead(Zhang).ShouldBe([new StageId("check")]);
        Ahead(Zhang, HeadOf(Medical)).ShouldBeEmpty();

        ImmutableArray<StageId> Ahead(params PersonId[] named) =>
            Scoping.StrandsAhead(written.Case, Scope.Of(named), written.Office.ContextOf(written.Case));
    }

    [Fact]
    public void Its_author_marks_what_he_wrote_and_is_always_named() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, HeadOf(Medical)))
            .Then(@case => @case.Scope.ShouldBe(Scope.Of([Zhang, HeadOf(Medical)])));

    [Fact]
    public void Of_others_only_who_may_restrict_marks_it_and_once_it_is_marked_he_must_be_named_himself() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(HeadOf(Medical), Zhang)).ThenRefused(new Refusal.MayNotRestrict())
            .When(Restrict(Zhang, HeadOf(Medical)))
            .When(Restrict(Clerk, Zhang)).ThenRefused(new Refusal.NotNamed(Clerk))
            .When(Restrict(HeadOf(Medical), Zhang)).ThenRefused(new Refusal.MayNotRestrict())
            .When(Restrict(Zhang, HeadOf(Medical), Clerk))
            .When(Restrict(Clerk, Zhang, HeadOf(Medical), Guan))
            .Then(@case => @case.Scope.ShouldBe(Scope.Of([Zhang, HeadOf(Medical), Guan, Clerk])));

    [Fact]
    public void Its_author_adds_names_and_takes_none_out() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, HeadOf(Medical), Clerk))
            .When(Restrict(Zhang, HeadOf(Medical))).ThenRefused(new Refusal.KeepsNamed(Clerk))
            .When(Restrict(Zhang, HeadOf(Medical), Clerk, Guan))
            .When(Restrict(Clerk, Zhang, HeadOf(Medical)))
            .Then(@case => @case.Scope.ShouldBe(Scope.Of([Zhang, HeadOf(Medical), Clerk])));

    [Fact]
    public void Once_it_is_published_its_author_marks_it_no_more() =>
        Given(
            Written.Replace("{title: 同意, to: parts}", "{title: 同意, to: parts, effects: [publish: content]}", StringComparison.Ordinal),
            ByZhang, Part)
            .When(Of("hand-in", Zhang))
            .When(Restrict(Zhang, HeadOf(Medical)))
            .When(Of("agree", HeadOf(Medical)))
            .When(Restrict(Zhang, HeadOf(Medical), Guan)).ThenRefused(new Refusal.MayNotRestrict());

    [Fact]
    public void What_is_never_published_its_author_marks_until_somebody_else_has_decided() =>
        Given(Written, ByZhang, Part)
            .When(Of("hand-in", Zhang))
            .When(Restrict(Zhang, HeadOf(Medical), HandlerOf(Medical), Clerk))
            .When(Of("agree", HeadOf(Medical)))
            .When(Restrict(Zhang, HeadOf(Medical), HandlerOf(Medical), Clerk, Guan)).ThenRefused(new Refusal.MayNotRestrict())
            .When(Restrict(Clerk, Zhang, HandlerOf(Medical))).ThenIn("parts");

    [Fact]
    public void Who_has_left_is_not_named() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, Nobody)).ThenRefused(new Refusal.Missing(new Input.Naming(Party.Readers)));

    [Fact]
    public void The_same_names_again_change_nothing() =>
        Given(Written, ByZhang, Part).When(Restrict(Zhang, Guan)).ThenNothingMoves(s => s.When(Restrict(Zhang, Guan)));

    [Fact]
    public void It_is_not_marked_so_that_nobody_could_go_on() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Clerk, Guan)).ThenRefused(new Refusal.NobodyNamed(new StageId("draft")))
            .When(Restrict(Clerk, Zhang)).ThenIn("draft");

    [Fact]
    public void The_press_that_would_ask_somebody_who_is_not_named_is_refused() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, Guan))
            .When(Of("hand-in", Zhang)).ThenRefused(new Refusal.NobodyToSign(new StageId("check")))
            .When(Restrict(Zhang, Guan, DeputyOf(Medical)))
            .When(Of("hand-in", Zhang)).ThenIn("check");

    [Fact]
    public void Who_is_not_named_acts_in_no_seat_though_it_would_be_his() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, DeputyOf(Medical)))
            .When(Of("hand-in", Zhang))
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NotYourAssignment())
            .When(Of("agree", DeputyOf(Medical))).ThenIn("parts");

    [Fact]
    public void Nobody_hands_copies_or_adds_it_to_whoever_is_not_named() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, HeadOf(Medical)))
            .When(Transfer(Zhang, Guan)).ThenRefused(new Refusal.NotNamed(Guan))
            .When(Copy(Zhang, Guan)).ThenRefused(new Refusal.NotNamed(Guan))
            .When(@case => new CaseCommand.AddSeat(@case.Round, new SeatNo(0), Placing.Before, Guan, "请把关", Zhang))
            .ThenRefused(new Refusal.NotNamed(Guan));

    [Fact]
    public void Nobody_who_is_not_named_is_named_as_a_reader() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, HeadOf(Medical)))
            .When(Of("hand-in", Zhang))
            .When(Of("ask", HeadOf(Medical)).Naming(Party.Readers, People(Guan))).ThenRefused(new Refusal.NotNamed(Guan));

    [Fact]
    public void Nobody_takes_back_what_he_may_no_longer_know_of() =>
        Given(Written, ByZhang, Part)
            .When(Of("hand-in", Zhang))
            .When(Restrict(Clerk, HeadOf(Medical)))
            .When(@case => new CaseCommand.Recall(@case.Round, Zhang, null)).ThenRefused(new Refusal.NotNamed(Zhang));

    [Fact]
    public void Who_records_for_others_must_be_named_too() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, HeadOf(Medical)))
            .When(Of("hand-in", Zhang))
            .When(Of("agree", Registrar).Recording(HeadOf(Medical), "电话")).ThenRefused(new Refusal.NotNamed(Registrar));

    [Fact]
    public void What_is_below_stands_in_the_same_scope_and_is_named_from_above() =>
        Given(Written, ByZhang, Part)
            .When(Restrict(Zhang, HeadOf(Medical), HandlerOf(Medical), Clerk))
            .When(Of("hand-in", Zhang))
            .When(Of("agree", HeadOf(Medical)))
            .OnChildOf("part")
            .When(Restrict(Clerk, Zhang)).ThenRefused(new Refusal.RestrictedAbove())
            .When(Of("submit", DeputyOf(Medical))).ThenRefused(new Refusal.NotNamed(DeputyOf(Medical)))
            .When(Of("submit", HandlerOf(Medical))).ThenIn("submitted");

    [Fact]
    public void A_part_that_nobody_who_is_named_could_do_does_not_open() =>
        Given(Written.Replace("responsible_departments, roles: [head], or_else: [deputy]", "responsible_departments, roles: [head]", StringComparison.Ordinal),
            new Opened().With(Party.Drafter, People(Zhang)).With(Party.ResponsibleDepartments, Bodies(Medical)),
            Part.Replace("[head, deputy, handler]", "[handler]", StringComparison.Ordinal))
            .When(Restrict(Zhang, HeadOf(Medical)))
            .When(Of("hand-in", Zhang))
            .When(Of("agree", HeadOf(Medical))).ThenRefused(new Refusal.NobodyToSign(new StageId("work")));

    private static Func<Case, CaseCommand> Restrict(PersonId by, params ImmutableArray<PersonId> named) =>
        _ => new CaseCommand.Restrict(named, by);
}

using System.Collections.Immutable;
using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Engine.Simulation;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>成品 and 分发: what a press has made, and to whom it is sent.</summary>
public sealed class ProductTests
{
    private const string Letter = """
        stages:
          - id: sign
            title: 签发
            signers: {people: countersigners}
            mode: all
            actions:
              report: {title: 出一期通报, effects: [produce: bulletin]}
              agree:
                title: 同意
                to: send
                effects: [produce: document, {distribute: reading, to: {bodies: addressees, roles: [head], or_else: [deputy]}}]
              return: {title: 退回, to: sign, needs: [reason]}
          - id: send
            title: 办理
            split: [{workflow: part, each: {body_of: responsible_departments}}]
            wait: {until: every part has ended, to: done, effects: [produce: bulletin, produce: package]}
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分工
        stages:
          - id: do
            title: 办理
            signers: {bodies: assigned_department, roles: [head]}
            actions: {submit: {title: 提交, to: sent}}
        ends: [{id: sent, title: 已交}]
        """;

    private const string Reading = """
        apiVersion: approvals/1
        workflow: reading
        title: 阅知
        stages:
          - id: read
            title: 阅知
            signers: {people: readers, at_least: 1}
            mode: all
            actions: {read: {title: 已阅知, to: read-by-all}}
        ends: [{id: read-by-all, title: 均已阅知}]
        """;

    private static readonly Opened Signed = new Opened { ContentHash = "hash" }
        .With(Party.Countersigners, People(Zhang, Guan))
        .With(Party.ResponsibleDepartments, Bodies(Medical))
        .With(Party.Addressees, Bodies(Medical, Nursing, Pharmacy));

    [Fact]
    public void A_file_is_ordered_once_when_the_round_decides_with_the_hash_of_what_was_signed() =>
        Begun()
            .When(Of("agree", Zhang)).ThenStillIn("sign")
            .When(Of("agree", Guan)).ThenIn("send")
            .Then(Ordered, (Product.Document, "hash"));

    [Fact]
    public void A_return_orders_nothing() =>
        Begun()
            .When(Of("agree", Zhang)).When(Of("return", Guan).Because("再议")).ThenIn("sign")
            .Then(Ordered);

    [Fact]
    public void A_report_orders_each_time_that_it_is_made() =>
        Begun()
            .When(Of("report", Zhang)).When(Of("report", Zhang)).ThenStillIn("sign")
            .Then(Ordered, (Product.Bulletin, "hash"), (Product.Bulletin, "hash"));

    [Fact]
    public void What_a_wait_orders_is_asked_for_in_the_order_in_which_it_is_written()
    {
        var whole = Decided();
        whole.OnChild($"{Medical.Value}").When(Of("submit", HeadOf(Medical))).OnParent().ThenIn("done")
            .Then(Ordered, (Product.Document, "hash"), (Product.Bulletin, "hash"), (Product.Package, "hash"));
    }

    [Fact]
    public void The_order_is_known_by_its_place_in_the_history()
    {
        var office = Decided().Office;

        var (id, order) = office.Ordered.ShouldHaveSingleItem();
        office.History.Single(r => r.Case == id && r.Seq == order.Ordered).Event
            .ShouldBe(new CaseEvent.ProductOrdered(Product.Document, "hash"));
    }

    [Fact]
    public void What_was_made_is_taken_into_the_history_and_moves_nothing() =>
        Decided()
            .When((Case c) => new CaseCommand.Produced(c.Id, 3, Product.Document, "f00d")).ThenStillIn("send")
            .Then((Case c, World office) =>
                office.EventsOf(c.Id)[^1].ShouldBe(new CaseEvent.ProductMade(3, Product.Document, "f00d")));

    [Fact]
    public void What_was_ordered_at_the_end_may_come_after_it()
    {
        var whole = Decided();
        whole.OnChild($"{Medical.Value}").When(Of("submit", HeadOf(Medical))).OnParent().ThenIn("done")
            .When((Case c) => new CaseCommand.Produced(c.Id, 9, Product.Package, "f00d")).ThenIn("done")
            .Then(c => c.Ended.ShouldBeTrue())
            .Then((Case c, World office) =>
                office.EventsOf(c.Id)[^1].ShouldBe(new CaseEvent.ProductMade(9, Product.Package, "f00d")));
    }

    [Fact]
    public void Addressees_without_a_task_read_it_and_those_with_one_are_told()
    {
        var whole = Decided();

        whole.Case.Copied.ShouldBe([HeadOf(Medical)]);
        var reading = whole.Office.ChildrenOf(whole.Case.Id).Single(c => c.Workflow.Value == "reading");
        reading.Seats.Select(s => s.Sitters.Single().Person).ShouldBe([HeadOf(Nursing), HeadOf(Pharmacy)]);
    }

    [Fact]
    public void Where_every_addressee_has_a_task_nothing_is_opened_to_be_read() =>
        Decided(Signed.With(Party.Addressees, Bodies(Medical)))
            .Then((Case c, World office) =>
                office.ChildrenOf(c.Id).ShouldAllBe(child => child.Workflow.Value == "part"))
            .Then(c => c.Copied.ShouldBe([HeadOf(Medical)]));

    [Fact]
    public void Without_addressees_nothing_is_sent() =>
        Decided(Signed.With(Party.Addressees, PartyMembers.None))
            .Then(c => c.Copied.ShouldBeEmpty())
            .Then((Case c, World office) => office.ChildrenOf(c.Id).Count().ShouldBe(1));

    [Fact]
    public void Where_the_head_has_left_the_deputy_reads_it()
    {
        var whole = Decided(Signed with { Directory = Without(HeadOf(Nursing)) });

        whole.Office.ChildrenOf(whole.Case.Id).Single(c => c.Workflow.Value == "reading").Seats
            .Select(s => s.Sitters.Single().Person).ShouldBe([DeputyOf(Nursing), HeadOf(Pharmacy)], ignoreOrder: true);
    }

    [Fact]
    public void A_row_of_the_checklist_is_a_task_before_it_is_split_off() =>
        Decided((Signed with { Rows = [RowOf(Nursing)] }).With(Party.ResponsibleDepartments, Bodies(Medical)))
            .Then(c => c.Copied.ShouldBe([HeadOf(Medical), HeadOf(Nursing)]));

    private static ChildSeed RowOf(BodyId body) => new(
        "1", "一项", ImmutableDictionary<Party, PartyMembers>.Empty
            .Add(Party.ResponsibleDepartments, Bodies(body)), [], null);

    private static IEnumerable<(Product, string?)> Ordered(Scenario scenario) =>
        scenario.Office.Ordered.Select(o => (o.Order.What, o.Order.ContentHash));

    private static Scenario Begun(Opened? opened = null) => Given(Letter, opened ?? Signed, Part, Reading);

    private static Scenario Decided(Opened? opened = null) =>
        Begun(opened).When(Of("agree", Zhang)).When(Of("agree", Guan)).ThenIn("send");
}

/// <summary>Looks at a scenario's office beside the case in view.</summary>
internal static class ProductLooks
{
    public static Scenario Then(this Scenario scenario, Action<Case, World> look)
    {
        look(scenario.Case, scenario.Office);
        return scenario;
    }

    public static Scenario Then(
        this Scenario scenario, Func<Scenario, IEnumerable<(Product, string?)>> look, params (Product, string?)[] expected)
    {
        look(scenario).ShouldBe(expected);
        return scenario;
    }
}

using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;
using Approvals.Readers.Yaml;
using static Approvals.Tests.Cases.Press;
using static Approvals.Tests.Cases.Scenario;
using static Approvals.Tests.Cases.Staff;

namespace Approvals.Tests.Cases;

/// <summary>Live cases go on in another edition by an explicit mapping, or stay where they are and say why.</summary>
public sealed class CaseMigrationTests
{
    private const string Before = """
        stages:
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: sign}}
          - id: sign
            title: 会签
            signers: {bodies: responsible_departments, roles: [head]}
            mode: all
            not_same_as: [draft]
            deadline: 5 days
            remind: [-2d, 0d]
            actions:
              agree: {title: 同意, to: done}
              object: {title: 不同意, to: draft, needs: [reason]}
        """;

    /// <summary>The same process with other ids, a day more, a reminder more, and a check behind it.</summary>
    private const string After = """
        stages:
          - id: writing
            title: 拟稿
            signers: {people: drafter}
            actions: {hand-in: {title: 提交, to: countersigning}}
          - id: countersigning
            title: 会签
            signers: {bodies: responsible_departments, roles: [head]}
            mode: all
            not_same_as: [writing]
            deadline: 6 days
            remind: [-3d, -2d, 0d]
            actions:
              agree: {title: 同意, to: filing}
              object: {title: 不同意, to: writing, needs: [reason]}
          - id: filing
            title: 归档
            signers: {people: drafter}
            not_same_as: [countersigning]
            actions: {file: {title: 归档, to: done}}
        """;

    private const string Mapping = """
        apiVersion: approvals/1
        migration: {from: 0123456789abcdef, to: current}
        workflows:
          main:
            stages:
              draft: writing
              sign: countersigning
        """;

    private static readonly Opened ByTwo = new Opened()
        .With(Party.Drafter, People(Clerk))
        .With(Party.ResponsibleDepartments, Bodies(Medical, Nursing));

    [Fact]
    public void The_open_round_goes_on_with_its_seats_and_votes_under_the_new_names()
    {
        var before = Signing().Case;
        var after = Migrate(before, Mapping).Moved.ShouldNotBeNull().After;

        after.Stage.Value.ShouldBe("countersigning");
        after.Round.ShouldBe(before.Round);
        after.Seats.ShouldBe(before.Seats);
        after.VotesOfRound.ShouldHaveSingleItem().Stage.Value.ShouldBe("countersigning");
        after.BookHash.ShouldBe(Book(MainFile(After)).Hash);
    }

    [Fact]
    public void Its_time_is_counted_anew_and_nobody_is_reminded_of_what_lies_before_the_change()
    {
        var scenario = Signing();
        scenario.Office.Now = scenario.Office.Now.AddDays(3).AddHours(2); // the old ladder reminded this morning
        scenario.When(new CaseCommand.Fire());
        var clock = Migrate(scenario.Case, Mapping, scenario).Moved.ShouldNotBeNull().After.Time.Clocks.ShouldHaveSingleItem();

        clock.DueOn.ShouldBe(Day.AddDays(6));
        clock.Passed.ShouldBe([0]); // three days before the new end: this morning. Two days before it is tomorrow.
    }

    [Fact]
    public void What_the_old_ladder_still_owes_is_sent_after_the_change()
    {
        var scenario = Signing();
        scenario.Office.Now = scenario.Office.Now.AddDays(4).AddHours(2); // nobody fired: the program stood still
        var clock = Migrate(scenario.Case, Mapping, scenario).Moved.ShouldNotBeNull().After.Time.Clocks.ShouldHaveSingleItem();

        clock.Passed.ShouldBe([0]); // rung 1, two days before the end, is the old one's too, and was never sent
    }

    [Fact]
    public void A_stage_that_the_mapping_does_not_name_is_refused_also_where_both_editions_have_it()
    {
        Migrate(Signing().Case, Mapping.Replace("\n      sign: countersigning", "", StringComparison.Ordinal)).Problem
            .ShouldBe(new MigrationProblem.Unmapped(new StageId("sign")));
        Migrate(Signing().Case, Same("{}"), Before).Problem.ShouldBe(new MigrationProblem.Unmapped(new StageId("sign")));
        Migrate(Signing().Case, Same("same"), Before).Moved.ShouldNotBeNull().After.Stage.Value.ShouldBe("sign");

        static string Same(string how) => $$"""
            apiVersion: approvals/1
            migration: {from: 0123456789abcdef, to: current}
            workflows: {main: {{(how == "{}" ? "{stages: {draft: draft}}" : how)}}}
            """;
    }

    [Fact]
    public void A_vote_that_the_new_stage_does_not_know_is_refused() =>
        Migrate(Signing().Case, Mapping, After.Replace("agree: {title: 同意, to: filing}", "yes: {title: 同意, to: filing}", StringComparison.Ordinal))
            .Problem.ShouldBe(new MigrationProblem.UnknownVote(new StageId("countersigning"), new ActionId("agree")));

    [Fact]
    public void Two_stages_in_which_it_has_been_do_not_become_one() =>
        Migrate(Signing().Case, Mapping.Replace("draft: writing", "draft: countersigning", StringComparison.Ordinal))
            .Problem.ShouldBe(new MigrationProblem.TwoBecomeOne(new StageId("countersigning")));

    [Fact]
    public void A_stage_that_works_on_children_which_were_never_split_off_is_refused()
    {
        const string splits = """
            stages:
              - id: writing
                title: 拟稿
                signers: {people: drafter}
                actions: {hand-in: {title: 提交, to: countersigning}}
              - id: countersigning
                title: 会签
                signers: {bodies: responsible_departments, roles: [head]}
                mode: all
                split: [{workflow: child}]
                actions: {agree: {title: 同意, to: done}, object: {title: 不同意, to: writing, needs: [reason]}}
            """;
        const string child = """
            apiVersion: approvals/1
            workflow: child
            title: 子流程
            stages: [{id: work, title: 办, signers: {people: drafter}, actions: {go: {title: 办, to: over}}}]
            ends: [{id: over, title: 办结}]
            """;
        var book = Book(MainFile(splits), child);
        Decide(Signing(), Mapping, book).Problem
            .ShouldBe(new MigrationProblem.NeverSplit(new StageId("countersigning"), new WorkflowId("child")));
    }

    [Fact]
    public void Seats_do_not_become_a_wait_nor_a_wait_seats()
    {
        const string waits = """
            stages:
              - id: writing
                title: 拟稿
                signers: {people: drafter}
                actions: {hand-in: {title: 提交, to: countersigning}}
              - id: countersigning
                title: 等
                wait: {until: unconfirmed = 0, to: done}
            """;
        Migrate(Signing().Case, Mapping, waits).Problem.ShouldBe(new MigrationProblem.OtherSeats(new StageId("countersigning")));
    }

    [Fact]
    public void Who_acted_under_the_old_name_is_still_shut_out_under_the_new_one()
    {
        var moved = Migrate(Signing().Case, Mapping).Moved.ShouldNotBeNull().After;
        var office = Office.Of(Book(MainFile(After)), ByTwo.Directory, Day);
        var act = Of("agree", HeadOf(Nursing)).On(moved, office);
        var stage = office.Book[moved.Workflow].Stage(moved.Stage).ShouldNotBeNull();

        Seating.Separated(stage, moved, office.ContextOf(moved)).Select(s => s.Human).ShouldBe([Clerk]);
        Decisions.Decide(moved, act, office.ContextOf(moved)).ShouldBeOfType<Decision.Permitted>().After.Stage.Value.ShouldBe("filing");
    }

    [Fact]
    public void The_change_is_an_event_and_replay_equals_live()
    {
        var scenario = Signing();
        var moved = Migrate(scenario.Case, Mapping).Moved.ShouldNotBeNull();

        moved.Events.ShouldHaveSingleItem().ShouldBeOfType<CaseEvent.Migrated>();
        CaseText.ReplayIsLive(moved.After, [.. scenario.Office.EventsOf(scenario.Case.Id), .. moved.Events]);
    }

    [Theory]
    [InlineData("from: 0123456789abcdef", "from: 0123", "前 8 位")]
    [InlineData("to: current", "to: newest", "前 8 位")]
    [InlineData("from: 0123456789abcdef", "from: current", "不能是 current")]
    [InlineData("workflows:", "workflow:", "是不是 workflows？")]
    public void A_mapping_file_with_a_mistake_says_where_and_what_was_meant(string right, string wrong, string told) =>
        Should.Throw<FaultsException>(() => MigrationReader.Read("m.yaml", Mapping.Replace(right, wrong, StringComparison.Ordinal)))
            .Faults.ShouldContain(f => f.Message.Contains(told, StringComparison.Ordinal) && f.Line > 0);

    [Theory]
    [InlineData("draft: writing", "drafft: writing", "是不是 draft？")]
    [InlineData("sign: countersigning", "sign: countersignin", "是不是 countersigning？")]
    [InlineData("  main:", "  mane:", "旧版里没有流程 mane")]
    public void A_stage_that_there_is_not_is_told_with_the_nearest_one(string right, string wrong, string told) =>
        Should.Throw<FaultsException>(() => MigrationReader.Read("m.yaml", Mapping.Replace(right, wrong, StringComparison.Ordinal))
                .Map.Between(Book(MainFile(Before)), Book(MainFile(After))))
            .Faults.ShouldContain(f => f.Message.Contains(told, StringComparison.Ordinal));

    /// <summary>Countersigning, and one of the two has agreed.</summary>
    private static Scenario Signing() =>
        Given(Before, ByTwo).When(Of("hand-in", Clerk)).When(Of("agree", HeadOf(Medical))).ThenIn("sign");

    private static (Decision.Permitted? Moved, MigrationProblem? Problem) Migrate(Case @case, string mapping, string? after = null) =>
        Decide(@case, mapping, Book(MainFile(after ?? After)), Office.Of(Book(MainFile(Before)), ByTwo.Directory, Day));

    private static (Decision.Permitted? Moved, MigrationProblem? Problem) Migrate(Case @case, string mapping, Scenario scenario) =>
        Decide(@case, mapping, Book(MainFile(After)), scenario.Office);

    private static (Decision.Permitted? Moved, MigrationProblem? Problem) Decide(Scenario scenario, string mapping, WorkflowBook after) =>
        Decide(scenario.Case, mapping, after, scenario.Office);

    private static (Decision.Permitted? Moved, MigrationProblem? Problem) Decide(
        Case @case, string mapping, WorkflowBook after, Engine.Simulation.World office)
    {
        var map = MigrationReader.Read("m.yaml", mapping).Map.Between(office.Book, after);
        var context = office.ContextOf(@case with { Parent = null }) with { Book = after };
        return CaseMigration.Decide(@case, office.Book, map, context);
    }
}

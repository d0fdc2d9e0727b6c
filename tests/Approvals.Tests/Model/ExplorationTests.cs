namespace Approvals.Tests.Model;

/// <summary>What a vote has raised before the round closes stands in the way of those who vote after it.</summary>
public sealed class ExplorationTests
{
    private static readonly Deed Gap = new("gap") { To = ["done"], Does = Does.Raise, When = new Ask(Holds.NoGap) };

    private static readonly Stage Alone = new("m0") { Who = new Who("", ["office"], [], "", 1), Deeds = [Gap] };

    [Fact]
    public void Who_signs_alone_ends_it() => Fault(Alone).ShouldBeNull();

    [Fact]
    public void Who_was_added_before_him_may_shut_the_way() =>
        Fault(Alone with { AddBefore = true }).ShouldBe("from m0 no end can be reached");

    [Theory]
    [InlineData(SignRule.Any, false)]
    [InlineData(SignRule.All, true)]
    [InlineData(SignRule.Sequential, true)]
    [InlineData(SignRule.LeadLast, true)]
    internal void Of_several_who_must_all_sign_the_second_cannot(SignRule rule, bool stuck) =>
        (Fault(Alone with { Who = new Who("countersigners", [], [], "", 1), Rule = rule }) is not null).ShouldBe(stuck);

    [Fact]
    public void That_the_second_may_return_it_helps_only_where_that_is_less_grave()
    {
        var draft = Alone with { Deeds = [new Deed("settle") { Does = Does.Settle }, new Deed("go") { To = ["m1"] }] };
        var sign = Alone with
        {
            Id = "m1",
            Rule = SignRule.All,
            Who = new Who("countersigners", [], [], "", 1),
            Deeds = [Gap, new Deed("back") { To = ["m0"] }],
        };
        Fault(draft, sign).ShouldNotBeNull();
        Fault(draft, sign with { Who = new Who("drafter", [], [], "", 1) }).ShouldBeNull();
        Fault(draft, sign with { Deeds = [.. sign.Deeds.Reverse()] }).ShouldBeNull("of the two votes the one that ends it is the graver now");
    }

    [Fact]
    public void What_was_opened_by_a_frozen_case_is_frozen()
    {
        var parent = Alone with { Deeds = [new Deed("open") { Does = Does.OpenChild, Child = "part" }, new Deed("go") { To = ["done"] }] };
        var child = new Flow("part", [Alone with { Deeds = [new Deed("go") { To = ["done"], When = new Ask(Holds.NotFrozen) }] }], ["done"], "", []);
        Fault(parent).ShouldBeNull();
        parent = parent with { Deeds = parent.Deeds.Add(new Deed("freeze") { Does = Does.Freeze }) };
        Fault(parent).ShouldBe("from m0 no end can be reached");

        parent = parent with { Deeds = [parent.Deeds[0] with { When = new Ask(Holds.Frozen) }, .. parent.Deeds[1..]] };
        Fault(parent).ShouldBe("done is never reached", "it is opened by nobody else");

        string? Fault(Stage stage) => new Exploration(new Process([new Flow("main", [stage], ["done"], "", []), child])).Fault();
    }

    /// <summary>A stage is leapt over: nothing leads back to it, and nobody takes over its seats.</summary>
    [Fact]
    public void Where_the_case_has_not_been_there_is_nothing_to_come_back_to()
    {
        var go = new Deed("go") { To = ["done"] };
        var first = Alone with { Deeds = [new Deed("leap") { To = ["m2"] }] };
        var leapt = Alone with { Id = "m1", Deeds = [go] };
        Fault(first, leapt, leapt with { Id = "m2", Deeds = [go, new Deed("back") { AnyEarlier = true }] }).ShouldBe("m1 is never reached");
        Fault(first, leapt, leapt with { Id = "m2", Deeds = [go, new Deed("back") { To = ["m1"] }] }).ShouldBeNull();

        var both = first with { Deeds = [.. first.Deeds, new Deed("go") { To = ["m1"] }] };
        var again = leapt with { Id = "m2", Who = new Who("", [], [], "m1", 1) };
        Fault(both, leapt with { Deeds = [new Deed("go") { To = ["m2"] }] }, again).ShouldBeNull("the leap is refused, and the other way is open");
        var asked = both with { Consult = new Consulted("responsible_departments", ["head"], 1) };
        Fault(asked, leapt with { Deeds = [new Deed("go") { To = ["m2"] }] }, again)
            .ShouldBe("from m0 no end can be reached", "the leap is decided before it is found impossible");
    }

    [Theory]
    [InlineData(WayOn.Rewalk, false)]
    [InlineData(WayOn.AsChosen, false)]
    [InlineData(WayOn.StraightBack, true)]
    internal void What_always_comes_straight_back_takes_no_other_way(WayOn way, bool stuck)
    {
        var first = Alone with { Deeds = [new Deed("go") { To = ["m1"] }, new Deed("leap") { To = ["done"] }] };
        var check = Alone with { Id = "m1", Deeds = [new Deed("back") { To = ["m0"], Way = way }] };
        Fault(first, check).ShouldBeNull("an end may be chosen before it is come to");
        first = first with { Deeds = [new Deed("go") { To = ["m1"] }, new Deed("leap") { To = ["m2"] }] };
        (Fault(first, check, Alone with { Id = "m2", Deeds = [new Deed("go") { To = ["done"] }] }) is not null).ShouldBe(stuck);
    }

    private static string? Fault(params Stage[] stages) =>
        new Exploration(new Process([new Flow("main", [.. stages], ["done"], "", [])])).Fault();
}

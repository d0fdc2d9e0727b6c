using System.Collections.Immutable;
using Approvals.Web.Features.Cases;

namespace Approvals.IntegrationTests.Pages;

public class ActPanelTests
{
    private static readonly InputOffer Opinion = new("opinion", InputKind.Text, "意见", false, [], null);
    private static readonly InputOffer Why = new("why", InputKind.Reason, "理由", true, [], null);
    private static readonly InputOffer Facts = new("facts", InputKind.Report, "事实", true, [], null);
    private static readonly InputOffer OnBehalf = new("behalf", InputKind.RecordedFor, "代录", false, [], null);

    [Fact]
    public void The_way_on_is_the_one_primary_button()
    {
        var panel = Panel(Offer("back", OfferTone.Back, [Why]), Offer("on", OfferTone.Forward, [Opinion]));

        panel.Primary!.ActionId.ShouldBe("on"); // there is a way on
        panel.Shared.ShouldBe([Opinion]);
    }

    [Fact]
    public void Where_the_way_on_must_wait_what_stays_here_is_primary_and_no_way_back_ever_is()
    {
        Panel(Offer("on", OfferTone.Forward, [], "还没有报过进展。"), Offer("stay", OfferTone.Neutral, [Facts]))
            .Primary!.ActionId.ShouldBe("stay"); // it can be pressed
        Panel(Offer("on", OfferTone.Forward, [], "还没有报过进展。"), Offer("back", OfferTone.Back, [Why]))
            .Primary.ShouldBeNull();
    }

    [Fact]
    public void Ways_back_that_ask_for_the_same_fold_together_and_ask_once()
    {
        var panel = Panel(
            Offer("on", OfferTone.Forward, [Opinion]), Offer("back", OfferTone.Back, [Why]), Offer("no", OfferTone.Back, [Why]));

        var folded = panel.Folded.ShouldHaveSingleItem();
        folded.Offers.Select(o => o.ActionId).ShouldBe(["back", "no"]);
        folded.Inputs.ShouldBe([Why]);
        folded.Open.ShouldBeFalse();
    }

    [Fact]
    public void What_was_refused_does_not_stay_folded()
    {
        var panel = Panel(Offer("on", OfferTone.Forward, []), Offer("back", OfferTone.Back, [Why])) with
        {
            Problems = [new FieldProblem("in.why", "要写明理由。")],
        };

        panel.Folded.ShouldHaveSingleItem().Open.ShouldBeTrue();
    }

    [Fact]
    public void An_input_of_two_offers_is_drawn_once_and_what_needs_no_more_stands_beside()
    {
        var panel = Panel(
            Offer("on", OfferTone.Forward, [Facts, OnBehalf]),
            Offer("aside", OfferTone.Neutral, [Facts with { Required = false }]));

        panel.Beside.ShouldHaveSingleItem().ActionId.ShouldBe("aside");
        panel.Folded.ShouldBeEmpty();
        panel.RecordedFor.ShouldBe(OnBehalf);
        var field = panel.Field(Facts, panel.Offers);
        field.Always.ShouldBeFalse();
        field.NeededBy.ShouldBe(["on!"]);
    }

    private static ActPanel Panel(params ImmutableArray<ActionOffer> offers) => new("a", "以张某身份", "key", "/", offers, []);

    private static ActionOffer Offer(string id, OfferTone tone, ImmutableArray<InputOffer> inputs, string? notNow = null) =>
        new(Guid.Empty, 1, 0, id, id + "!", tone, inputs, notNow, [], "hash");
}

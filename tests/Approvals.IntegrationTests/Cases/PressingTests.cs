using Approvals.Engine;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Time;
using Approvals.Web.Features.Cases;

namespace Approvals.IntegrationTests.Cases;

/// <summary>Whatever form it is, what the office must mend first is a sentence.</summary>
public sealed class PressingTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Asked = """
        apiVersion: approvals/1
        workflow: asked
        title: 考评
        starts: [{on: drafted, at: signed}]
        stages:
          - id: signed
            title: 审核
            signers: {role: signatory}
            skip: {role: office}
            actions:
              pass: {title: 通过, to: examined}
          - id: examined
            title: 考评
            split: [{workflow: part, each: once}]
            wait: {until: every part has ended, to: over}
        ends: [{id: over, title: 了结}]
        """;

    /// <summary>Nobody of the unit is an examiner.</summary>
    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分项考评
        stages:
          - {id: examined, title: 考评, signers: {role: examiner}, actions: {pass: {title: 通过, to: over}}}
        ends: [{id: over, title: 了结}]
        """;

    [Fact]
    public async Task A_seat_that_is_skipped_where_the_part_after_it_could_not_begin_is_refused_with_a_sentence()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Asked, Part));
        var id = await office.DraftAsync(rows: 0);
        var hands = new HandService(new Pressing(office.Cases, office.Editions, office.Waker));
        var skip = new PressedHand(HandKind.Skip, id, 1, new SeatNo(0), office.NewKey(), null, [], "因故");

        var refused = (await hands.PressAsync(skip, await office.UserAsync("叶秋水"), CancellationToken.None))
            .ShouldBeOfType<Pressed.Refused>();
        refused.Problems.ShouldHaveSingleItem().Sentence.ShouldContain("的分项考评没有人可以办理");
        (await office.LookAsync(id)).Case.Round.ShouldBe(1);

        (await hands.PressAsync(skip with { Case = CaseId.Derive(await office.TodayAsync(), "none") },
            await office.UserAsync("叶秋水"), CancellationToken.None)).ShouldBe(new Pressed.Unknown());
        await office.ProveAsync();
    }
}

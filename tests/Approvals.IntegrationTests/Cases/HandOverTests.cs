using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.IntegrationTests.Time;
using Approvals.Web.Store.Cases;

namespace Approvals.IntegrationTests.Cases;

/// <summary>What breaks where it is handed over breaks alone: what was handed over beside it is done.</summary>
public sealed class HandOverTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    private const string Whole = """
        apiVersion: approvals/1
        workflow: whole
        title: 总项
        starts: [{on: drafted, at: draft}]
        at_any_stage:
          examine: {title: 考评, to: examined, handed: true}
          told: {title: 收到, handed: true}
        stages:
          - {id: draft, title: 拟稿, signers: {people: drafter}, actions: {begin: {title: 下达, to: work}}}
          - id: work
            title: 办理
            split: [{workflow: part, each: once}]
            wait: {until: every part has ended, to: over}
          - id: examined
            title: 考评
            split: [{workflow: list, each: once}]
            wait: {until: every list has ended, to: over}
        ends: [{id: over, title: 了结}]
        """;

    private const string List = """
        apiVersion: approvals/1
        workflow: list
        title: 清单考评
        stages:
          - {id: rows, title: 逐条, split: [{workflow: row, each: row}], wait: {until: every row has ended, to: over}}
        ends: [{id: over, title: 了结}]
        """;

    /// <summary>Nobody of the unit is an examiner, which only shows when the rows are read.</summary>
    private const string Row = """
        apiVersion: approvals/1
        workflow: row
        title: 单项考评
        stages:
          - {id: examined, title: 考评, signers: {role: examiner}, actions: {pass: {title: 通过, to: over}}}
        ends: [{id: over, title: 了结}]
        """;

    private const string Part = """
        apiVersion: approvals/1
        workflow: part
        title: 分项
        at_any_stage:
          ask: {title: 请考评, signers: {role: office}, effects: [{hand: examine, to_parent: true}]}
          tell: {title: 报告, signers: {role: office}, effects: [{hand: told, to_parent: true}]}
        stages:
          - {id: work, title: 办理, signers: {role: office}, actions: {hand-in: {title: 提交, to: over}}}
        ends: [{id: over, title: 了结}]
        """;

    [Theory]
    [InlineData("请考评", "报告")]
    [InlineData("报告", "请考评")]
    public async Task One_that_breaks_is_set_aside_and_the_other_is_done(string first, string second)
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store, TimeOffice.Workflows(Whole, Part, List, Row));
        var whole = await office.DraftAsync(rows: 1);
        await office.PressAsync(whole, "下达");
        var part = (await office.TreeAsync(whole)).First(id => id != whole);
        foreach (var title in new[] { first, second })
        {
            (await office.SendAsync(Walk.Standing(await office.LookAsync(part), office).First(p => p.Title == title)))
                .ShouldBe(new Answer.Done(false));
        }

        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        (await Duel.EventsAsync<CaseEvent.HandedActDone>(office, whole)).ShouldHaveSingleItem().Event.Action.ShouldBe(new ActionId("told"));
        (await office.QueryAsync<string>("SELECT parked FROM wake WHERE receiver_id = @whole", new { whole = whole.Value }))
            .ShouldHaveSingleItem().ShouldContain("单项考评没有人可以办理");
        await office.ProveAsync();
    }
}

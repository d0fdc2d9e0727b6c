using Approvals.Engine;
using Approvals.Engine.Cases;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store.Cases;
using Dapper;
using Npgsql;

namespace Approvals.IntegrationTests.Cases;

/// <summary>In a database of its own: the child ends by hand, and so without a history.</summary>
public sealed class LostWakeTests(TestDatabase store) : IClassFixture<TestDatabase>
{
    /// <summary>
    /// The parent looks; before it takes away what it was asked, its last child ends and asks again. Taking that away
    /// too, without having seen the child, would leave the parent waiting for ever.
    /// </summary>
    [Fact]
    public async Task A_child_that_ends_while_its_parent_is_looking_is_not_overlooked()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var item = await ItemWithOneOpenBranchAsync(office);
        var branch = (await office.TreeAsync(item)).Single(id => id != item);
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await using var held = await admin.BeginTransactionAsync();
        await admin.ExecuteAsync("LOCK TABLE wake IN SHARE MODE", transaction: held);

        var looking = office.Cases.WakeAsync(office.Unit, item, CancellationToken.None);
        await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND relation = 'wake'::regclass");
        await admin.ExecuteAsync(
            """
            DELETE FROM assignment WHERE case_id = @branch;
            UPDATE flow_case SET ended = true, round_open = false WHERE case_id = @branch;
            INSERT INTO wake (unit_id, receiver_month, receiver_id, sender_id, occurrence, at)
            VALUES (@unit, @month, @item, @branch, 1000, now())
            """,
            new { branch = branch.Value, item = item.Value, unit = office.Unit.Value, month = item.Month },
            held);
        await held.CommitAsync();
        await looking;
        await office.Waker.SettleAsync(office.Unit, CancellationToken.None);

        (await office.LookAsync(item)).Workflow.TitleOf((await office.LookAsync(item)).Case.Stage).ShouldBe("科室审核");
        (await office.QueryAsync<long>("SELECT count(*) FROM wake")).ShouldBe([0]);
    }

    /// <summary>
    /// The campaign closes because every item is signed off; an item that is opened again in the same instant would be left open
    /// for ever, below a report that says otherwise.
    /// </summary>
    [Fact]
    public async Task An_item_is_not_opened_again_while_its_campaign_is_being_closed()
    {
        await store.StartClockAsync(new DateTimeOffset(2026, 9, 7, 1, 0, 0, TimeSpan.Zero));
        var office = await Office.OpenAsync(store);
        var notice = await office.IssuedAsync(rows: 1);
        var item = (await office.LookAsync((await office.TreeAsync(notice))[0])).Case.Parent.ShouldNotBeNull();
        while (await office.LookAsync(item) is var looked && looked.Workflow.TitleOf(looked.Case.Stage) != "已销号")
        {
            await office.DoAsync((await Walk.NextAsync(office, notice)).ShouldNotBeNull());
        }

        var campaign = (await office.LookAsync(item)).Case.Parent.ShouldNotBeNull();
        var reopen = await office.PressOfAsync(item, "重新打开");
        await using var admin = new NpgsqlConnection(store.AdminConnection);
        await admin.OpenAsync();
        await using var closing = await admin.BeginTransactionAsync();
        await admin.ExecuteAsync(
            """
            DELETE FROM assignment WHERE case_id = @campaign;
            UPDATE flow_case SET ended = true, round_open = false WHERE case_id = @campaign
            """,
            new { campaign = campaign.Value }, closing);

        var reopening = office.SendAsync(reopen);
        await UntilAsync("SELECT count(*) > 0 FROM pg_locks WHERE NOT granted AND locktype IN ('transactionid', 'tuple')");
        await closing.CommitAsync();

        (await reopening).ShouldBe(new Answer.Refused(new Refusal.NotAllowedHere()));
    }

    private static async Task<CaseId> ItemWithOneOpenBranchAsync(Office office)
    {
        var notice = await office.IssuedAsync(rows: 1);
        var branches = (await office.TreeAsync(notice)).Take(2).ToList();
        foreach (var branch in branches)
        {
            await office.PressAsync(branch, "签收");
        }

        await office.PressAsync(branches[0], "提交");
        return (await office.LookAsync(branches[1])).Case.Parent.ShouldNotBeNull();
    }

    private Task UntilAsync(string sql) => Until.TrueAsync(store.AdminConnection, sql);
}
